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
    let features = LaggedFeatures(of: inputs, columns: D, d, states: fit.states)
    let first = ScoreTest.lags
    rows = n - 1 - first
    let left = ResidualFeatures(of: features, fit, inputs, rows: first..<n - 1)
    // All rows are gone through once more, some at a time: the columns of M would take a gigabyte of a million of them.
    var sums = FlippedSums(
      columns: features.count, blocks: features.blocks, rows: rows, flips: flips, stream: stream.split("flips"))
    for some in (first..<n - 1).pieces(of: 64) {
      var scores = left.rows(some)
      for k in scores.indices { scores[k] *= fit.residuals[some.lowerBound + k / features.count] }
      sums.add(scores)
    }
    let statistics = Statistics(sums)
    p = statistics.overall
    profile = (0..<ScoreTest.lags).map { k in
      Lag(
        lag: k + 1, statistic: statistics.observed[k], degrees: statistics.degrees[k], p: statistics.each[k])
    }
  }

  package static func fewestRows(columns D: Int) -> Int { 40 + lags + 3 * MemorylessFit.parameterCount(inputs: D) }
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
  /// Columns of each block that were not combinations of others.
  var degrees: [Int]
  /// Of each block by itself.
  var each: [Double]
  /// Of the smallest of them.
  var overall: Double

  init(_ sums: FlippedSums) {
    let factors = sums.blocks.indices.map { block in
      Cholesky(sums.products(of: block), order: sums.blocks[block].count, tolerance: 1e-10)
    }
    // 1'M (M'M)⁻¹ M'1 = ‖L⁻¹ M'1‖²
    func statistics(_ flip: Int) -> [Double] {
      let all = sums.sums(flip)
      return zip(sums.blocks, factors).map { block, factor in
        factor.solveLower(Array(all[block])).reduce(0) { $0 + $1 * $1 }
      }
    }
    observed = statistics(0)
    degrees = zip(sums.blocks, factors).map { $0.count - $1.leftOut.count }
    // χ² makes blocks of different size comparable; the flips then say what the smallest of them is worth.
    let sizes = degrees.map(Double.init)
    func asymptotic(_ statistics: [Double]) -> [Double] {
      zip(statistics, sizes).map { $1 > 0 ? chiSquareTail($0, degrees: $1) : 1 }
    }
    let mine = asymptotic(observed)
    var asExtreme = Array(repeating: 1, count: sums.blocks.count)
    var asSmall = 1
    for flip in 0..<sums.flips {
      let drawn = statistics(flip + 1)
      for k in asExtreme.indices where drawn[k] >= observed[k] { asExtreme[k] += 1 }
      if (asymptotic(drawn).min() ?? 1) <= mine.min() ?? 1 { asSmall += 1 }
    }
    each = asExtreme.map { Double($0) / Double(sums.flips + 1) }
    overall = Double(asSmall) / Double(sums.flips + 1)
  }
}
