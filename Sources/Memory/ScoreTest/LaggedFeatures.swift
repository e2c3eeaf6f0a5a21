// The features of the score test: what a recurrent state could have kept of the past.

import Numbers

/// F_t: for each lag the column and the leading components of the hidden units at t - k, also multiplied by the first
/// component at t; and exponential averages of the same.
struct LaggedFeatures {
  /// Numbers per row.
  let count: Int
  /// Those that are tested together: one block for each lag, one for each average, one for the first lags.
  let blocks: [Range<Int>]
  /// The column itself, and the leading principal components of the hidden units.
  private let kept: [[Double]]
  /// The exponential averages of all of `kept`.
  private let faded: [[Double]]
  /// The first component; nil where the fit is linear and no unit moves.
  private let present: [Double]?

  /// - Parameters:
  ///   - x: n × D row-major.
  ///   - states: of a memory-less fit on it, n × `MemorylessFit.hidden`.
  init(of x: [Double], columns D: Int, _ d: Int, states: [Double]) {
    let components = principalComponents(of: states, columns: MemorylessFit.hidden, count: 2)
    let kept = [(0..<x.count / D).map { x[$0 * D + d] }] + components
    self.kept = kept
    present = components.first
    faded = ScoreTest.fading.flatMap { keep in
      kept.map { column in
        var trace = 0.0
        return column.map { value in
          // The average without the present value.
          defer { trace = keep * trace + (1 - keep) * value }
          return trace
        }
      }
    }
    let (byLag, byFading) = (kept.count * (present == nil ? 1 : 2), kept.count)
    let lags = (0..<ScoreTest.lags).map { $0 * byLag..<($0 + 1) * byLag }
    let end = ScoreTest.lags * byLag
    let fadings = ScoreTest.fading.indices.map { end + $0 * byFading..<end + ($0 + 1) * byFading }
    blocks = lags + fadings + [0..<ScoreTest.first * byLag]
    count = end + ScoreTest.fading.count * byFading
  }

  /// F_t of some rows, row-major; t from `ScoreTest.lags` on.
  func rows(_ some: Range<Int>) -> [Double] {
    var rows: [Double] = []
    rows.reserveCapacity(some.count * count)
    for t in some {
      for lag in 1...ScoreTest.lags {
        for column in kept { rows.append(column[t - lag]) }
        if let present { for column in kept { rows.append(present[t] * column[t - lag]) } }
      }
      for column in faded { rows.append(column[t]) }
    }
    return rows
  }
}

/// F̃: the features less their regression on ∂f/∂θ, so that what a memory-less model could still learn does not count.
struct ResidualFeatures {
  private let features: LaggedFeatures
  private let fit: MemorylessFit
  private let x: [Double]
  /// p × q.
  private let coefficients: [Double]

  /// - Parameter rows: those of the test.
  init(of features: LaggedFeatures, _ fit: MemorylessFit, _ x: [Double], rows: Range<Int>) {
    (self.features, self.fit, self.x) = (features, fit, x)
    var equations = NormalEquations(regressors: fit.parameterCount, targets: features.count)
    for some in rows.chunks(of: 64) { equations.add(fit.slopes(x, some), features.rows(some)) }
    coefficients = equations.ordinary().coefficients
  }

  /// F̃ of some rows, row-major.
  func rows(_ some: Range<Int>) -> [Double] {
    let (n, p, slopes) = (some.count, fit.parameterCount, fit.slopes(x, some))
    // Σ_i slope_i B_i of each row: in this product the parameters are the observations.
    var byParameter = slopes
    for t in 0..<n { for i in 0..<p { byParameter[i * n + t] = slopes[t * p + i] } }
    var fitted = Array(repeating: 0.0, count: n * features.count)
    addProducts(byParameter[...], n, coefficients[...], features.count, to: &fitted)
    return zip(features.rows(some), fitted).map { $0 - $1 }
  }
}

/// The leading principal components, each with variance 1; fewer where the columns do not span as many.
private func principalComponents(of rows: [Double], columns H: Int, count: Int) -> [[Double]] {
  let n = rows.count / H
  var mean = Array(repeating: 0.0, count: H)
  for t in 0..<n { for i in 0..<H { mean[i] += rows[t * H + i] / Double(n) } }
  var covariance = Array(repeating: 0.0, count: H * H)
  for t in 0..<n {
    for i in 0..<H {
      let a = rows[t * H + i] - mean[i]
      for j in 0..<H { covariance[i * H + j] += a * (rows[t * H + j] - mean[j]) / Double(n) }
    }
  }
  return symmetricEigenvectors(covariance, order: H).prefix(count).compactMap { part in
    guard part.value > 1e-12 else { return nil }
    let scale = 1 / part.value.squareRoot()
    return (0..<n).map { t in
      var sum = 0.0
      for i in 0..<H { sum += part.vector[i] * (rows[t * H + i] - mean[i]) }
      return sum * scale
    }
  }
}
