import Numbers

/// A predictor of the memory-less residual from a window of the past, learnt on earlier rows and judged on later ones.
///
/// Whatever was learnt, its products with the residual are martingale differences without memory, so one sum of them is a
/// test (projected covariance measure; Lundborg, Kim, Shah & Samworth 2024, with folds in time). In a wide panel it learns
/// from the column's own lags and from the values that correlate most with the residual on the rows it learns from.
struct LearntPredictor {
  private static let blocks = 4
  private static let window = 6
  /// Lagged values of all other columns together.
  private static let others = 12
  private static let smallestLeaf = 5
  private static let deepest = 6

  private let series: ScoreSeries
  private let column: Int
  /// Columns and rows back; of the present row first.
  private let places: [(column: Int, lag: Int)]
  /// All of them; nil in a wide panel.
  private let all: ColumnTable?

  private init(_ series: ScoreSeries, column d: Int) {
    let D = series.columns.count
    (self.series, column) = (series, d)
    let reach = max(1, min(D > 1 ? Self.others / (D - 1) : 1, Self.window))
    let past = (0..<D).flatMap { j in (1...(j == d ? Self.window : reach)).map { (column: j, lag: $0) } }
    places = (0..<D).map { ($0, 0) } + past
    all =
      D > Rules.searchedColumns
      ? nil : series.present.table.and(ColumnTable(past.map { Array(series.before($0.column, by: $0.lag)) }))
  }

  /// The prediction less what the present row says of it; 0 in the first third of the rows.
  ///
  /// - Throws: `CancellationError`.
  static func values(_ series: ScoreSeries, column d: Int, residual: [Double], threads: Int) async throws -> [Double] {
    let learner = LearntPredictor(series, column: d)
    let n = residual.count
    let edges = (0...blocks).map { n / 3 + $0 * (n - n / 3) / blocks }
    let parts = try await parallelMap(blocks, threads: threads) { k in
      let (start, end) = (edges[k], edges[k + 1])
      let learnt = ForestRegression.predictions(
        learner.table(learningFrom: residual, rows: 0..<start), residual, grownOn: 0..<start, for: 0..<end,
        smallest: smallestLeaf, deepest: deepest)
      let known = ForestRegression.predictions(
        learner.present(learningFrom: learnt, rows: 0..<start), learnt + Array(repeating: 0, count: n - end),
        grownOn: 0..<start, for: start..<end, smallest: smallestLeaf, deepest: deepest)
      return zip(learnt[start...], known).map { $0 - $1 }
    }
    return Array(repeating: 0, count: edges[0]) + parts.flatMap(\.self)
  }

  private func table(learningFrom target: [Double], rows: Range<Int>) -> ColumnTable {
    if let all { return all }
    func isOwn(_ place: (column: Int, lag: Int)) -> Bool { place.column == column && place.lag > 0 }
    let strength = places.map { isOwn($0) ? 0 : correlation(target, series.before($0.column, by: $0.lag), rows) }
    let chosen = strongest(Rules.searchedColumns, of: strength).map { places[$0] } + places.filter(isOwn)
    return ColumnTable(chosen.map { Array(series.before($0.column, by: $0.lag)) })
  }

  private func present(learningFrom target: [Double], rows: Range<Int>) -> ColumnTable {
    let table = series.present.table
    if all != nil { return table }
    return table.only(
      strongest(
        Rules.searchedColumns, of: (0..<table.columns).map { correlation(target, series.before($0, by: 0), rows) }))
  }
}

/// |Σ a b| / √Σ b² over some of the rows; 0 where b is 0.
private func correlation(_ a: [Double], _ b: ArraySlice<Double>, _ rows: Range<Int>) -> Double {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      var (sum, squares) = (0.0, 0.0)
      for t in rows {
        sum += a[t] * b[t]
        squares += b[t] * b[t]
      }
      return squares > 0 ? sum.magnitude / squares.squareRoot() : 0
    }
  }
}
