// Rung 0: do the data have memory at all?
//
//     H0: E[x_{t+1,d} | x_t, x_{t-1}, …] = E[x_{t+1,d} | x_t]
//
// No recurrent network is trained. A memory-less model is fitted; then it is asked whether its error goes along with
// anything that a recurrent state could have kept (Lagrange multiplier or score test; White 1987, Lee, White & Granger
// 1993 for neural networks; heteroskedasticity-robust by Wooldridge 1991).

package import Numbers

/// The score test of one column, and its profile by lag.
///
///     M_t = F̃_t ê_{t+1}        LM = 1'M (M'M)⁻¹ M'1
///
/// F_t is what a state could have kept: for each lag k the column itself, the two leading principal components of
/// the hidden units at t - k, both also multiplied by what the hidden units show at t; and the same in running
/// averages that fade. F̃ is F less its regression on G_t = ∂f(x_t)/∂θ, so that nothing the memory-less model could
/// still learn counts. Under H0 every entry of M has mean 0 whatever the variance does.
///
/// There is one LM for each lag, one for each fading average, one for the first lags together. Their p-values come
/// from sign flips (wild bootstrap: M_t s_t, s_t = ±1 alike for all), and so does that of the smallest of them
/// (Westfall & Young 1993): the single p-value of the test.
package struct ScoreTest: Sendable, Equatable {
  /// Of H0; a multiple of 1 / (flips + 1).
  package let p: Double
  /// For each lag from 1 on: LM and its own p-value, not corrected for the other lags.
  package let profile: [Lag]
  /// Mean squared error of the memory-less fit over the column's variance.
  package let unexplained: Double
  /// Rows that were compared.
  package let rows: Int
  /// What the memory-less fit leaves, in standard deviations of the column.
  package let residuals: [Double]

  package struct Lag: Sendable, Equatable {
    package var lag: Int
    package var statistic: Double
    /// Columns of F̃ that were not combinations of others: LM is about χ² with as many degrees of freedom.
    package var degrees: Int
    package var p: Double
  }

  package static let lags = 12
  /// Lags that are also tested together.
  static let first = 3
  /// How much of a fading average stays from row to row.
  static let fading = [0.6, 0.85, 0.95]
  package static let flips = 499
  /// Features of one lag, and how many blocks of features have an LM of their own.
  static let featuresByLag = 6
  static let blocks = lags + fading.count + 1

  /// - Parameters:
  ///   - x: n × D row-major.
  ///   - column: d, the column that is predicted.
  ///   - stream: where the fit starts from and the flips come from.
  /// nil where there are too few rows for the parameters, or where the column does not vary.
  package init?(_ x: [Double], columns D: Int, column d: Int, stream: RandomStream, flips: Int = ScoreTest.flips) {
    let n = x.count / D
    guard n >= ScoreTest.fewestRows(columns: D), let z = standardised(x, columns: D) else { return nil }
    let inputs = Array(z.dropLast(D))
    let y = (1..<n).map { z[$0 * D + d] }
    let fit = MemorylessFit(inputs, inputs: D, to: y, stream: stream.split("fit"))
    (unexplained, residuals) = (fit.error, fit.residuals)
    let start = ScoreTest.lags
    rows = n - 1 - start
    let blocks = features(of: fit.states, inputs, D, d, from: start)
    let G = Array(fit.slopes(inputs).suffix(rows * MemorylessFit.parameterCount(inputs: D)))
    let F = leftovers(of: blocks.flatMap { $0 }, on: G, rows: rows)
    let e = Array(fit.residuals.suffix(rows))
    var first = 0
    var whitened: [[[Double]]] = []
    for block in blocks {
      let columns = F[first..<first + block.count].map { column in zip(column, e).map { $0 * $1 } }
      whitened.append(ScoreTest.whitened(columns))
      first += block.count
    }
    let statistics = Statistics(whitened, flips: flips, stream: stream.split("flips"))
    p = statistics.overall
    profile = (0..<ScoreTest.lags).map { k in
      Lag(lag: k + 1, statistic: statistics.observed[k], degrees: whitened[k].count, p: statistics.each[k])
    }
  }

  package static func fewestRows(columns D: Int) -> Int { 40 + lags + 3 * MemorylessFit.parameterCount(inputs: D) }

  /// Q with Q'Q = I and the span of the columns, so that LM = ‖Q'1‖²; columns that add nothing are left out.
  private static func whitened(_ M: [[Double]]) -> [[Double]] {
    var Q: [[Double]] = []
    for column in M {
      var rest = column
      let size = dot(column, column)
      // Twice, for what one pass leaves (Parlett).
      for _ in 0..<2 { for q in Q { add(-dot(q, rest), q, to: &rest) } }
      let left = dot(rest, rest)
      guard left > 1e-10 * size, left > 0 else { continue }
      let length = left.squareRoot()
      Q.append(rest.map { $0 / length })
    }
    return Q
  }
}

// MARK: - What a state could have kept

/// Blocks of columns, each of rows `start` … n - 2: one for each lag, one for each fading average, one for the first
/// lags together.
private func features(
  of states: [Double], _ x: [Double], _ D: Int, _ d: Int, from start: Int
) -> [[[Double]]] {
  let n = x.count / D
  let parts = principalComponents(of: states, columns: MemorylessFit.hidden, count: 2)
  let kept = [(0..<n).map { x[$0 * D + d] }] + parts
  // None where no unit of the fit bends: a column that is linear in the present row needs none.
  let present = parts.first
  func block(_ past: [[Double]], multiplied: Bool) -> [[Double]] {
    var columns = past.map { Array($0[start..<n]) }
    if multiplied, let present {
      for column in past { columns.append((start..<n).map { present[$0] * column[$0] }) }
    }
    return columns
  }
  let byLag = (1...ScoreTest.lags).map { k in
    block(kept.map { column in (0..<n).map { $0 >= k ? column[$0 - k] : 0 } }, multiplied: true)
  }
  let faded = ScoreTest.fading.map { keep in
    block(
      kept.map { column in
        var trace = 0.0
        return column.map { value in
          // The average before the present value is added to it.
          defer { trace = keep * trace + (1 - keep) * value }
          return trace
        }
      }, multiplied: false)
  }
  return byLag + faded + [byLag.prefix(ScoreTest.first).flatMap { $0 }]
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

/// Every column less its least-squares fit by the rows of G.
private func leftovers(of columns: [[Double]], on G: [Double], rows n: Int) -> [[Double]] {
  let (p, q) = (G.count / n, columns.count)
  var targets = Array(repeating: 0.0, count: n * q)
  for (k, column) in columns.enumerated() { for t in 0..<n { targets[t * q + k] = column[t] } }
  let B = NormalEquations(G, regressors: p, targets, targets: q).ordinary().coefficients
  return columns.enumerated().map { k, column in
    column.indices.map { t in
      var fit = 0.0
      for i in 0..<p { fit += G[t * p + i] * B[i * q + k] }
      return column[t] - fit
    }
  }
}

/// Each column with mean 0 and standard deviation 1; nil where one does not vary.
private func standardised(_ x: [Double], columns D: Int) -> [Double]? {
  var z = x
  let n = x.count / D
  for d in 0..<D {
    let column = (0..<n).map { x[$0 * D + d] }
    let (mean, deviation) = (Moments.mean(column), Moments.standardDeviation(column))
    guard deviation > 0, deviation.isFinite else { return nil }
    for t in 0..<n { z[t * D + d] = (column[t] - mean) / deviation }
  }
  return z
}

// MARK: - Sign flips

/// LM of every block as observed, and p-values from the same flips for all of them.
private struct Statistics {
  var observed: [Double]
  /// Of each block by itself.
  var each: [Double]
  /// Of the smallest of them.
  var overall: Double

  init(_ blocks: [[[Double]]], flips: Int, stream: RandomStream) {
    let n = blocks.lazy.compactMap(\.first?.count).first ?? 0
    var stream = stream
    var signs = Array(repeating: 1.0, count: n)
    let all = Abreast(blocks.flatMap { $0 }, rows: n)
    func statistics() -> [Double] {
      let parts = all.products(with: signs)
      var first = 0
      return blocks.map { block in
        defer { first += block.count }
        return parts[first..<first + block.count].reduce(0) { $0 + $1 * $1 }
      }
    }
    observed = statistics()
    // χ² makes blocks of different size comparable; the flips then say what the smallest of them is worth.
    let degrees = blocks.map { Double($0.count) }
    func asymptotic(_ statistics: [Double]) -> [Double] {
      zip(statistics, degrees).map { $1 > 0 ? chiSquareTail($0, degrees: $1) : 1 }
    }
    let mine = asymptotic(observed)
    var asExtreme = Array(repeating: 1, count: blocks.count)
    var asSmall = 1
    for _ in 0..<flips {
      var bits: UInt64 = 0
      for t in 0..<n {
        if t % 64 == 0 { bits = stream.bits() }
        signs[t] = bits & 1 == 0 ? 1 : -1
        bits >>= 1
      }
      let drawn = statistics()
      for k in blocks.indices where drawn[k] >= observed[k] { asExtreme[k] += 1 }
      if (asymptotic(drawn).min() ?? 1) <= mine.min() ?? 1 { asSmall += 1 }
    }
    each = asExtreme.map { Double($0) / Double(flips + 1) }
    overall = Double(asSmall) / Double(flips + 1)
  }
}

/// Columns side by side in eights, so that the products of all of them with one vector run at the speed of the machine
/// while each is still summed in the order of the rows.
private struct Abreast {
  private let rows: Int
  private let columns: Int
  /// By eight columns, then by rows.
  private var values: [SIMD8<Double>]

  init(_ columns: [[Double]], rows: Int) {
    (self.rows, self.columns) = (rows, columns.count)
    values = Array(repeating: .zero, count: (columns.count + 7) / 8 * rows)
    for (k, column) in columns.enumerated() {
      for (t, value) in column.enumerated() { values[k / 8 * rows + t][k % 8] = value }
    }
  }

  /// The inner product of every column with the vector.
  func products(with vector: [Double]) -> [Double] {
    var products: [Double] = []
    for first in stride(from: 0, to: values.count, by: max(rows, 1)) {
      var sum = SIMD8<Double>.zero
      for t in 0..<rows { sum += values[first + t] * vector[t] }
      for k in 0..<8 { products.append(sum[k]) }
    }
    return Array(products.prefix(columns))
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for k in a.indices { sum += a[k] * b[k] }
  return sum
}

private func add(_ factor: Double, _ a: [Double], to b: inout [Double]) {
  for k in a.indices { b[k] += factor * a[k] }
}
