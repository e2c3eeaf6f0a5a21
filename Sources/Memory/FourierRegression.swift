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
  private let featureMean: [Double]
  private let targetMean: [Double]
  /// (D + 200) × D.
  private let coefficients: [Double]

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
      let mean = columnMeans(rows.training, map.count) { map.features(of: rows.row($0 - 1)) }
      var equations = NormalEquations(regressors: map.count, targets: rows.width)
      for some in rows.training.chunks(of: 64) where !Task.isCancelled {
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
      // Evaluate all penalties together; features dominate the cost.
      let losses = rows.losses(over: rows.validation, candidates.count) { x in
        let features = map.features(of: x)
        return candidates.map { $0.prediction(ofFeatures: features) }
      }
      for (candidate, loss) in zip(candidates, losses) where loss < lowest { (best, lowest) = (candidate, loss) }
    }
    self = best
  }

  package func prediction(from x: [Double]) -> [Double] { prediction(ofFeatures: map.features(of: x)) }

  private func prediction(ofFeatures features: [Double]) -> [Double] {
    let f = zip(features, featureMean).map { $0 - $1 }
    return zip(product(f, coefficients, columns: targetMean.count), targetMean).map { $0 + $1 }
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

extension Pairs {
  fileprivate var trainingMeanOfTargets: [Double] { columnMeans(training, width, row) }
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
    return x
      + phases.indices.map { k in
        var angle = 0.0
        for d in x.indices { angle += directions[k * x.count + d] * x[d] }
        // `cosine` gives NaN beyond 1.6e6 radians, where a feature is noise anyway.
        return size * cosine(max(-1e6, min(angle / width, 1e6)) + phases[k])
      }
  }
}
