/// A predictor of the memory-less residual from a window of the past, learnt on earlier rows and judged on later ones.
///
/// Whatever was learnt, its products with the residual are martingale differences without memory, so one sum of them is a
/// test (projected covariance measure; Lundborg, Kim, Shah & Samworth 2024, with folds in time).
struct LearntPredictor {
  private static let blocks = 4
  private static let window = 6
  /// Lagged values of all other columns together.
  private static let others = 12
  private static let smallestLeaf = 5
  private static let deepest = 6

  /// The prediction less what the present row says of it; 0 in the first third of the rows.
  static func values(_ series: ScoreSeries, column d: Int, from first: Int, residual: [Double]) -> [Double] {
    let rows = first..<series.rows - 1
    let present = series.columns.map { Array($0.levels[rows]) }
    var window = present
    let reach = max(1, min(window.count > 1 ? Self.others / (series.columns.count - 1) : 1, Self.window))
    for (j, column) in series.columns.enumerated() {
      for k in 1...(j == d ? Self.window : reach) { window.append(rows.map { column.past[$0 - k] }) }
    }
    let (x, z, n) = (Matrix(window), Matrix(present), rows.count)
    var values = Array(repeating: 0.0, count: n)
    let edges = (0...Self.blocks).map { n / 3 + $0 * (n - n / 3) / Self.blocks }
    for (start, end) in zip(edges, edges.dropFirst()) {
      let learnt = ForestRegression.predictions(
        x, residual, grownOn: 0..<start, for: 0..<end, smallest: Self.smallestLeaf, deepest: Self.deepest)
      let known = ForestRegression.predictions(
        z, learnt, grownOn: 0..<start, for: start..<end, smallest: Self.smallestLeaf, deepest: Self.deepest)
      for t in start..<end { values[t] = learnt[t] - known[t - start] }
    }
    return values
  }
}
