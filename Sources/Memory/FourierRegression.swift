package import Numbers

/// The strong memory-less reference: ridge regression on x_t and 200 random Fourier features of it, √(2/200)
/// cos(w x_t + b) with w ~ N(0, I / width²) and b uniform on a circle (Rahimi & Recht 2007), which approximate any smooth
/// function of x_t. x_t is standardised on the training part; penalty and width are those with the lowest validation error.
///
/// A memory-less network may fit badly for reasons of training, and memory then seems useful where the present value is
/// enough; this reference rules that out.
package struct FourierRegression: Sendable {
  package static let features = 200
  /// In units of √D, the norm of a standardised row.
  static let widths = [0.5, 1, 2, 4]
  /// In units of the mean square of a feature.
  static let penalties = [1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1]

  /// What the validation error chose; nil where no penalty makes the equations solvable.
  package private(set) var chosen: Baselines.Features?
  private let map: FeatureMap
  fileprivate let featureMean: [Double]
  fileprivate let targetMean: [Double]
  /// (D + 200) × D.
  fileprivate let coefficients: [Double]

  package init(fittedTo rows: Pairs, stream: RandomStream) {
    let draws = FeatureMap(centre: rows.trainingMean, deviation: rows.trainingDeviation, stream: stream)
    let targetMean = rows.trainingMeanOfTargets
    var best = FourierRegression(map: draws, targetMean: targetMean)
    var lowest = Double.infinity
    // Whoever cancelled the task wants no result.
    for width in Self.widths where !Task.isCancelled {
      var map = draws
      map.width = width * Double(rows.width).squareRoot()
      // In chunks, computed twice: all features of a long panel would take gigabytes.
      let mean = columnMeans(rows.fitted, map.count) { map.features(of: rows.row($0 - 1)) }
      var equations = NormalEquations(regressors: map.count, targets: rows.width)
      for some in rows.fitted.chunks(of: 64) where !Task.isCancelled {
        equations.add(
          some.flatMap { t in zip(map.features(of: rows.row(t - 1)), mean).map { $0 - $1 } },
          some.flatMap { t in zip(rows.row(t), targetMean).map { $0 - $1 } })
      }
      let candidates = Self.penalties.compactMap { penalty in
        Task.isCancelled
          ? nil
          : equations.ridge(penalty: penalty * equations.scale).map {
            var one = FourierRegression(map: map, featureMean: mean, targetMean: targetMean, coefficients: $0)
            one.chosen = Baselines.Features(width: width, penalty: penalty)
            return one
          }
      }
      for (candidate, loss) in zip(candidates, losses(of: candidates, on: rows)) where loss < lowest {
        (best, lowest) = (candidate, loss)
      }
    }
    self = best
  }

  package func prediction(from x: [Double]) -> [Double] {
    zip(product(centredFeatures(of: x), coefficients, columns: targetMean.count), targetMean).map { $0 + $1 }
  }

  fileprivate func centredFeatures(of x: [Double]) -> [Double] {
    zip(map.features(of: x), featureMean).map { $0 - $1 }
  }

  private init(map: FeatureMap, featureMean: [Double], targetMean: [Double], coefficients: [Double]) {
    (self.map, self.featureMean, self.targetMean) = (map, featureMean, targetMean)
    self.coefficients = coefficients
  }

  /// Predicts the mean, for the case that no penalty makes the equations solvable.
  private init(map: FeatureMap, targetMean: [Double]) {
    let count = map.count
    self.init(
      map: map, featureMean: Array(repeating: 0, count: count), targetMean: targetMean,
      coefficients: Array(repeating: 0, count: count * targetMean.count))
  }
}

/// The mean squared errors on the validation part, of fits to the same features: computing those takes longest.
private func losses(of candidates: [FourierRegression], on rows: Pairs) -> [Double] {
  guard let first = candidates.first else { return [] }
  let D = rows.width
  let sideBySide = first.featureMean.indices.flatMap { feature in
    candidates.flatMap { $0.coefficients[feature * D..<(feature + 1) * D] }
  }
  var sums = Array(repeating: 0.0, count: candidates.count)
  for t in rows.validation where !Task.isCancelled {
    let predictions = product(
      first.centredFeatures(of: rows.row(t - 1)), sideBySide, columns: candidates.count * D)
    for k in candidates.indices {
      sums[k] += rows.error(of: (0..<D).map { predictions[k * D + $0] + first.targetMean[$0] }, at: t)
    }
  }
  return sums.map { $0 / Double(rows.validation.count) }
}

extension Pairs {
  fileprivate var trainingMeanOfTargets: [Double] { columnMeans(fitted, width, row) }
}

private func columnMeans(_ rows: Range<Int>, _ columns: Int, _ row: (Int) -> [Double]) -> [Double] {
  var sums = Array(repeating: 0.0, count: columns)
  for t in rows where !Task.isCancelled {
    let row = row(t)
    for k in sums.indices { sums[k] += row[k] }
  }
  return sums.map { $0 / Double(rows.count) }
}

/// x ↦ (x, √(2/200) cos(w x / width + b)), x standardised: the draws are the same for every width.
private struct FeatureMap: Sendable {
  private let centre: [Double]
  private let deviation: [Double]
  private let directions: [Double]
  private let phases: [Double]
  var width = 1.0

  init(centre: [Double], deviation: [Double], stream: RandomStream) {
    var stream = stream
    (self.centre, self.deviation) = (centre, deviation.map { $0 > 0 ? $0 : 1 })
    directions = (0..<centre.count * FourierRegression.features).map { _ in stream.gaussian() }
    phases = (0..<FourierRegression.features).map { _ in stream.uniform(0, 2 * .pi) }
  }

  var count: Int { centre.count + phases.count }

  func features(of row: [Double]) -> [Double] {
    let x = row.indices.map { (row[$0] - centre[$0]) / deviation[$0] }
    let size = (2 / Double(phases.count)).squareRoot()
    var features = phases.indices.map { k in
      var angle = 0.0
      for d in x.indices { angle += directions[k * x.count + d] * x[d] }
      // The cosine is NaN beyond 1.6e6 radians, where a feature is noise anyway.
      return max(-1e6, min(angle / width, 1e6)) + phases[k]
    }
    takeCosines(of: &features)
    return x + features.map { size * $0 }
  }
}
