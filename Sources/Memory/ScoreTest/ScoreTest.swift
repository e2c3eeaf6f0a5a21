// Rung 0: do the data have memory at all?
//
//     H0: E[x_{t+1,d} | x_t, x_{t-1}, …] = E[x_{t+1,d} | x_t]
//
// No recurrent network is trained. A memory-less model is fitted; the test asks whether its errors correlate with anything
// that a recurrent state could have kept (Lagrange multiplier or score test; White 1987, Lee, White & Granger 1993 for
// neural networks; heteroskedasticity-robust by Wooldridge 1991).

package import Numbers

/// The score test of one column, and its profile by lag.
///
///     M_t = F̃_t ê_{t+1}        LM = 1'M (M'M)⁻¹ M'1
///
/// F_t is what a state could have kept: for each lag k the column itself and the two leading principal components of the
/// hidden units at t - k, all also multiplied by the first component at t; and exponential averages of the same. F̃ is F
/// less its regression on G_t = ∂f(x_t)/∂θ, so that what the memory-less model could still learn does not count. Under H0
/// every entry of M has mean 0 for any variance.
///
/// There is one LM for each lag, one for each exponential average, one for the first lags together. Their p-values come
/// from sign flips (wild bootstrap: M_t s_t with one s_t = ±1 per row), and so does that of the smallest of them (Westfall
/// & Young 1993): the single p-value of the test.
package struct ScoreTest: Sendable, Equatable {
  /// Of H0; a multiple of 1 / (flips + 1).
  package let p: Double
  /// For each lag from 1 on: LM and its own p-value, not corrected for the other lags.
  package let profile: [Lag]
  /// Mean squared error of the memory-less fit over the column's variance.
  package let unexplained: Double
  /// Rows that were compared.
  package let rows: Int
  /// Of the memory-less fit, in standard deviations of the column.
  package let residuals: [Double]

  package struct Lag: Sendable, Equatable {
    package var lag: Int
    package var statistic: Double
    /// Linearly independent columns of F̃: the degrees of freedom of the approximate χ².
    package var degrees: Int
    package var p: Double
  }

  package static let lags = 12
  /// Lags that are also tested together.
  static let first = 3
  /// Decay factors of the exponential averages.
  static let fading = [0.6, 0.85, 0.95]
  package static let flips = 499
  /// Features of one lag, and how many blocks of features have an LM of their own.
  static let featuresByLag = 6
  static let blocks = lags + fading.count + 1

  /// The test of one column alone; see `ScoreTable` for x.
  package init?(_ x: [Double], columns D: Int, column d: Int, stream: RandomStream, flips: Int = ScoreTest.flips) throws
  {
    guard let table = ScoreTable(x, columns: D) else { return nil }
    try self.init(table, column: d, stream: stream, flips: flips)
  }

  /// - Parameters:
  ///   - column: d, the column that is predicted.
  ///   - stream: of the fit's starts and of the flips.
  /// - Throws: `CancellationError`.
  init(_ table: ScoreTable, column d: Int, stream: RandomStream, flips: Int) throws {
    let (inputs, D, n) = (table.inputs, table.columns, table.rows)
    let fit = try MemorylessFit(inputs, inputs: D, to: table.targets(d), stream: stream.split("fit"))
    (unexplained, residuals) = (fit.error, fit.residuals)
    let features = LaggedFeatures(of: inputs, columns: D, d, states: fit.states)
    let first = ScoreTest.lags
    rows = n - 1 - first
    let left = ResidualFeatures(of: features, fit, inputs, rows: first..<n - 1)
    // M is computed 64 rows at a time: of a million rows all of it would take a gigabyte.
    var sums = FlippedSums(
      columns: features.count, blocks: features.blocks, rows: rows, flips: flips, stream: stream.split("flips"))
    for some in (first..<n - 1).chunks(of: 64) {
      try Task.checkCancellation()
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

/// The numbers that the tests of all columns share: each column with mean 0 and standard deviation 1.
struct ScoreTable: Sendable {
  let columns: Int
  let rows: Int
  /// (n - 1) × D row-major: each row that has a next one.
  let inputs: [Double]
  private let last: [Double]

  /// - Parameter x: n × D row-major.
  /// nil where there are too few rows for the parameters, or where a column does not vary.
  init?(_ x: [Double], columns D: Int) {
    (columns, rows) = (D, x.count / D)
    guard rows >= ScoreTest.fewestRows(columns: D) else { return nil }
    var z = x
    for d in 0..<D {
      let column = (0..<rows).map { x[$0 * D + d] }
      let (mean, deviation) = (Moments.mean(column), Moments.standardDeviation(column))
      guard deviation > 0, deviation.isFinite else { return nil }
      for t in 0..<rows { z[t * D + d] = (column[t] - mean) / deviation }
    }
    last = Array(z.suffix(D))
    z.removeLast(D)
    inputs = z
  }

  /// The next value of column d, by row.
  func targets(_ d: Int) -> [Double] { (1..<rows - 1).map { inputs[$0 * columns + d] } + [last[d]] }
}

// MARK: - Sign flips

/// LM of every block as observed, and p-values from the same flips for all of them.
private struct Statistics {
  var observed: [Double]
  /// Linearly independent columns of each block.
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
    // χ² makes blocks of different size comparable; the flips then give the distribution of the smallest.
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
