import Numbers

/// What all regressions on the present row share, whatever the column that is predicted.
struct PresentRows: Sendable {
  /// n × D, normal scores.
  let scores: Matrix
  /// On the levels, and the same with curves of the columns.
  private let lines: [(line: Line, folds: RidgeFolds, factors: [Cholesky])]
  /// The levels, by which trees split.
  let table: ColumnTable
  let bags: ForestRegression.Bags
  /// Scores and Hermite's second and third polynomials of them, n × 3 D, each with mean 0 and deviation 1; nil where all
  /// columns are searched.
  private let curves: Matrix?

  init(_ columns: [ScoreSeries.Column], rows: Range<Int>) {
    let levels = columns.map { Array($0.levels[rows]) }
    scores = Matrix(columns.map { Array($0.scores[rows]) })
    let choices = [Line(levels)] + ColumnCurves.choices(levels, scores).map { Line(levels + $0) }
    lines = choices.map { line in
      let folds = RidgeFolds(line.regressors)
      return (line, folds, folds.factors(penalty: 0))
    }
    table = ColumnTable(levels)
    bags = ForestRegression.Bags(rows: rows.count)
    guard columns.count > Rules.searchedColumns else {
      curves = nil
      return
    }
    let scores = scores
    curves = Matrix(
      columns.indices.flatMap { d -> [[Double]] in
        let u = scores.column(d)
        let (square, cube): ([Double], [Double]) = (u.map { $0 * $0 - 1 }, u.map { ($0 * $0 - 3) * $0 })
        return [u, square, cube].map { standardised($0) ?? Array(repeating: 0, count: u.count) }
      })
  }

  /// The line for a target: the straight one unless curves predict it better out of fold.
  func line(for target: [Double]) -> Line {
    let y = Matrix([target])
    func loss(_ k: Int) -> Double { lines[k].folds.residuals(y, lines[k].factors).sumOfSquares }
    var best = (line: lines[0].line, loss: loss(0))
    for k in lines.indices.dropFirst() {
      let next = loss(k)
      if next < (1 - ColumnCurves.gain) * best.loss { best = (lines[k].line, next) }
    }
    return best.line
  }

  /// All columns, or those of which a curve correlates most with a target, in the order of the panel.
  func related(to target: [Double]) -> [Int] {
    guard let curves else { return Array(0..<scores.columns) }
    let sums = curves.products(with: Matrix([target]))
    let strength = (0..<scores.columns).map { d in sums[3 * d..<3 * d + 3].map(\.magnitude).max() ?? 0 }
    return strongest(Rules.searchedColumns, of: strength)
  }
}

/// The places of the largest numbers, ascending; of equal ones the first.
func strongest(_ count: Int, of strength: [Double]) -> [Int] {
  strength.indices.sorted { (-strength[$0], $0) < (-strength[$1], $1) }.prefix(count).sorted()
}

/// Columns of numbers with the order of the rows by each, as trees read them.
struct ColumnTable: Sendable {
  let rows: Int
  let columns: Int
  /// Column by column.
  let values: [Double]
  /// Of each column, its rows in ascending order; equal ones in the order of the table.
  let orders: [[Int32]]

  private init(rows: Int, columns: Int, values: [Double], orders: [[Int32]]) {
    (self.rows, self.columns, self.values, self.orders) = (rows, columns, values, orders)
  }

  init(_ columns: [[Double]]) {
    self.init(
      rows: columns.first?.count ?? 0, columns: columns.count, values: columns.flatMap { $0 },
      // The sum makes -0 the same as 0.
      orders: columns.map { ascendingOrder(of: $0.map { $0 + 0 }).map { Int32($0) } })
  }

  /// Some of the columns.
  func only(_ some: [Int]) -> ColumnTable {
    some.count == columns
      ? self
      : ColumnTable(
        rows: rows, columns: some.count, values: some.flatMap { values[$0 * rows..<($0 + 1) * rows] },
        orders: some.map { orders[$0] })
  }

  /// These columns, then others.
  func and(_ others: ColumnTable) -> ColumnTable {
    ColumnTable(
      rows: rows, columns: columns + others.columns, values: values + others.values, orders: orders + others.orders)
  }
}
