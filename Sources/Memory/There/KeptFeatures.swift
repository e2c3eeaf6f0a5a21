// What a recurrent state could have kept of the past, row by row: the features of the score test.

import Numbers

/// F_t: for each lag the column and the leading components of the hidden units at t - k, both also multiplied by what the
/// hidden units show at t; and the same in running averages that fade.
struct KeptFeatures {
  /// How many numbers a row has.
  let count: Int
  /// Which of them are tested together: one block for each lag, one for each fading average, one for the first lags.
  let blocks: [Range<Int>]
  /// The column itself, and the leading principal components of the hidden units.
  private let kept: [[Double]]
  /// Of all that is kept, for each fading average.
  private let faded: [[Double]]
  /// What the hidden units show; nil where a straight line was all there is to learn, and no unit moves any more.
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
          // The average before the present value is added to it.
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

  /// F_t, for t from `ScoreTest.lags` on, into the place that begins at `first`.
  func fill(_ row: inout [Double], at first: Int = 0, _ t: Int) {
    var k = first
    func append(_ value: Double) {
      row[k] = value
      k += 1
    }
    for lag in 1...ScoreTest.lags {
      for column in kept { append(column[t - lag]) }
      if let present { for column in kept { append(present[t] * column[t - lag]) } }
    }
    for column in faded { append(column[t]) }
  }
}

/// F̃: the features less their regression on ∂f/∂θ, so that nothing a memory-less model could still learn counts.
struct Leftovers {
  private let features: KeptFeatures
  private let fit: MemorylessFit
  private let x: [Double]
  /// p × q.
  private let coefficients: [Double]

  /// - Parameter rows: those that are compared.
  init(of features: KeptFeatures, _ fit: MemorylessFit, _ x: [Double], rows: Range<Int>) {
    (self.features, self.fit, self.x) = (features, fit, x)
    let (p, q) = (fit.parameterCount, features.count)
    var equations = NormalEquations(regressors: p, targets: q)
    for some in rows.pieces(of: 64) {
      var (slopes, kept) = (Array(repeating: 0.0, count: some.count * p), Array(repeating: 0.0, count: some.count * q))
      for (k, t) in some.enumerated() {
        fit.fillSlopes(&slopes, at: k * p, x, t)
        features.fill(&kept, at: k * q, t)
      }
      equations.add(slopes, kept)
    }
    coefficients = equations.ordinary().coefficients
  }

  func row(_ t: Int) -> [Double] {
    let (p, q) = (fit.parameterCount, features.count)
    var (slopes, row) = (Array(repeating: 0.0, count: p), Array(repeating: 0.0, count: q))
    fit.fillSlopes(&slopes, x, t)
    features.fill(&row, t)
    var fitted = Array(repeating: 0.0, count: q)
    fitted.withUnsafeMutableBufferPointer { fitted in
      coefficients.withUnsafeBufferPointer { B in
        for i in 0..<p {
          let slope = slopes[i]
          for k in 0..<q { fitted[k] += slope * B[i * q + k] }
        }
      }
    }
    for k in 0..<q { row[k] -= fitted[k] }
    return row
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
