import Numbers

/// Smooth time and breaks of the mean, as further regressors of a memory-less model.
///
/// A series that moves in time looks as if it had memory: the past tells where the mean is. What remains of the memory when
/// the model may use the time as well does not come from there.
struct DriftTerms: Sendable {
  /// Time, its square and its cube (Legendre), then a step for each break; from the first row of the test on.
  let columns: [[Double]]
  /// The rows of the panel at which a new level starts.
  let breaks: [Int]
  /// sup F of the first break.
  let statistic: Double
  /// Time or a break explains something.
  let matters: Bool

  /// Share of the rows on either side of a break, Andrews' trimming.
  static let trimming = 0.15
  private static let mostBreaks = 3

  /// - Parameter first: the first row of the test.
  init(_ series: ScoreSeries, column d: Int, from first: Int) {
    let target = series.target(d, from: first)
    let n = target.count
    let present = series.columns.map { Array($0.levels[first..<series.rows - 1]) }
    let time = (0..<n).map { 2 * (Double($0) + 0.5) / Double(n) - 1 }
    let smooth = [time, time.map { 1.5 * $0 * $0 - 0.5 }, time.map { 2.5 * $0 * $0 * $0 - 1.5 * $0 }]
    let plain = Self.fit(target, [Array(repeating: 1, count: n)] + present)
    // F of the three terms of time.
    let withTime = Self.fit(target, [Array(repeating: 1, count: n)] + present + smooth)
    let degrees = Double(max(1, n - present.count - 4))
    let f = withTime.error > 0 ? (plain.error - withTime.error) / withTime.error * degrees : 0
    var (steps, breaks): ([[Double]], [Int]) = ([], [])
    var largest = 0.0
    for _ in 0..<Self.mostBreaks {
      let regressors = [Array(repeating: 1, count: n)] + present + steps
      guard let found = Self.supF(Self.fit(target, regressors).residuals, regressors) else { break }
      if steps.isEmpty { largest = found.statistic }
      guard found.statistic > Rules.breakStatistic else { break }
      breaks.append(first + found.row + 1)
      steps.append((0..<n).map { $0 >= found.row ? 1 : 0 })
    }
    statistic = largest
    self.breaks = breaks.sorted()
    columns = smooth + steps
    matters = !breaks.isEmpty || chiSquareTail(max(0, f), degrees: 3) < Rules.scoreLevel
  }

  private static func fit(_ y: [Double], _ regressors: [[Double]]) -> (residuals: [Double], error: Double) {
    let x = Matrix(regressors)
    var left = Matrix([y])
    let equations = NormalEquations(x.values, regressors: x.columns, y, targets: 1)
    left.subtract(x, times: equations.ordinary().coefficients, rows: 0..<x.rows)
    return (left.values, left.values.reduce(0) { $0 + $1 * $1 })
  }

  /// sup F of Andrews (1993) for one break of the constant: the largest F over the rows at which a step may start.
  ///
  /// - Parameters:
  ///   - e: residuals of the regression without the step.
  ///   - regressors: of that regression.
  static func supF(_ e: [Double], _ regressors: [[Double]]) -> (statistic: Double, row: Int)? {
    let (n, p) = (e.count, regressors.count)
    let x = Matrix(regressors)
    let edge = max(p + 2, Int(trimming * Double(n)))
    guard n > 2 * edge else { return nil }
    var gram = x.products(with: x)
    for i in 0..<p { gram[i * p + i] *= 1 + 1e-12 }
    let factor = Cholesky(gram, order: p, tolerance: 1e-10, by: .product)
    let total = e.reduce(0) { $0 + $1 * $1 }
    // Sums over the rows from the step on, for some rows at once, which are solved together.
    var (sum, sums) = (0.0, Array(repeating: 0.0, count: p))
    var best: (statistic: Double, row: Int)?
    for some in (edge..<n).chunks(of: 32).reversed() where !Task.isCancelled {
      var (gains, right) = ([Double](repeating: 0, count: some.count), Matrix(rows: p, columns: some.count))
      for (place, row) in some.enumerated().reversed() {
        sum += e[row]
        gains[place] = sum
        for k in 0..<p {
          sums[k] += x.values[row * p + k]
          right.values[k * some.count + place] = sums[k]
        }
      }
      let fitted = factor.solve(right.values, columns: some.count)
      for (place, row) in some.enumerated().reversed() where row <= n - edge {
        var left = 0.0
        for k in 0..<p { left += right.values[k * some.count + place] * fitted[k * some.count + place] }
        left = Double(n - row) - left
        guard left > 1e-6 * Double(n) else { continue }
        let gain = gains[place] * gains[place] / left
        guard total - gain > 0 else { continue }
        let statistic = gain / ((total - gain) / Double(n - p - 1))
        if statistic > best?.statistic ?? 0 { best = (statistic, row) }
      }
    }
    return best
  }
}
