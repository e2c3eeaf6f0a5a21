import Numbers

/// The columns of a panel as the score test reads them.
///
/// The past of a column enters as levels, standardised, or as increments x_{t-k} - x_{t-k+1} where a unit root is near:
/// coefficients of lagged increments have standard limits with a unit root too (Sims, Stock & Watson 1990). There the target
/// is the next increment, which is the same question, as the present level is known.
struct ScoreSeries: Sendable {
  let rows: Int
  let columns: [Column]
  /// The present rows of the test, from `ScoreTest.first` to the last but one.
  let present: PresentRows

  struct Column: Sendable {
    /// Mean 0, standard deviation 1.
    var levels: [Double]
    /// Normal scores of the levels.
    var scores: [Double]
    var isNearUnitRoot: Bool
    /// At t - k: the level k rows back, or the increment x_{t-k} - x_{t-k+1}; mean 0, deviation 1.
    var past: [Double]
    /// Normal scores of `past`.
    var pastScores: [Double]
  }

  /// - Parameter x: n × D row-major, more rows than `ScoreTest.first` and the last. nil where a column does not vary.
  init?(_ x: [Double], columns D: Int) {
    rows = x.count / D
    var columns: [Column] = []
    for d in 0..<D {
      guard let levels = standardised(TableColumns.column(x, d, of: D, rows: 0..<rows)) else { return nil }
      let scores = normalScores(levels)
      var column = Column(
        levels: levels, scores: scores, isNearUnitRoot: Self.isNearUnitRoot(levels), past: levels, pastScores: scores)
      if column.isNearUnitRoot {
        let increments = zip(levels, levels.dropFirst()).map { $0 - $1 } + [0]
        column.past = standardised(increments) ?? increments
        column.pastScores = normalScores(column.past)
      }
      columns.append(column)
    }
    self.columns = columns
    present = PresentRows(columns, rows: ScoreTest.first..<rows - 1)
  }

  /// A unit root is not rejected at 1 % (Dickey & Fuller's point for long series), or neighbouring rows are so alike that
  /// levels tell little: increments are never wrong.
  private static func isNearUnitRoot(_ x: [Double]) -> Bool {
    if Moments.correlation(Array(x.dropFirst()), Array(x.dropLast())) > Rules.alikeNeighbours { return true }
    guard let test = DickeyFuller(x, lags: min(4, DickeyFuller.lags(rows: x.count))) else { return false }
    return test.statistic > -Rules.unitRootPoint
  }

  /// Column d k rows before the present rows of the test, k not above `ScoreTest.first`: its past, or its level for k = 0.
  func before(_ d: Int, by k: Int) -> ArraySlice<Double> {
    (k == 0 ? columns[d].levels : columns[d].past)[ScoreTest.first - k..<rows - 1 - k]
  }

  /// x_{t+1} of the rows first..<n-1, less x_t near a unit root.
  func target(_ d: Int, from first: Int) -> [Double] {
    let column = columns[d]
    return (first..<rows - 1).map { column.levels[$0 + 1] - (column.isNearUnitRoot ? column.levels[$0] : 0) }
  }
}

/// Mean 0, standard deviation 1; nil where the numbers do not vary.
///
/// Rounded to 2⁻³⁰, so that another unit or origin gives the same bits and hence the same p.
func standardised(_ x: [Double]) -> [Double]? {
  let (mean, deviation) = (Moments.mean(x), Moments.standardDeviation(x))
  guard deviation > 1e-15 * mean.magnitude, deviation.isFinite, deviation > 0 else { return nil }
  return x.map { (($0 - mean) / deviation * 0x1p30).rounded() * 0x1p-30 }
}

/// Normal quantiles at the mid-ranks, scaled to mean 0 and deviation 1 (van der Waerden 1952): outliers stay near, and any
/// increasing function of x has the same.
func normalScores(_ x: [Double]) -> [Double] {
  let n = x.count
  let order = ascendingOrder(of: x)
  var scores = Array(repeating: 0.0, count: n)
  var first = 0
  while first < n {
    var end = first + 1
    while end < n, x[order[end]] == x[order[first]] { end += 1 }
    let quantile = normalQuantile(Double(first + end) / 2 / Double(n))
    for k in first..<end { scores[order[k]] = quantile }
    first = end
  }
  return standardised(scores) ?? scores
}
