import Numbers

/// Regressors that bend a line: each column acts by a curve of its own, and the curves add up (a generalised additive model;
/// Hastie & Tibshirani 1986).
///
/// Kernels and trees need many rows to learn from many columns at once, or from a column whose neighbouring values have
/// nothing to do with each other, such as an hour of the day. What they miss looks like memory.
enum ColumnCurves {
  /// Curves must lower the error of the line out of fold by this share.
  static let gain = 0.01
  /// Knots of a natural cubic spline, as quantiles of a column (Harrell 2001, Regression Modeling Strategies, table 2.3).
  private static let quantiles = [0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975]
  /// Rows for each regressor, and for each value of a column that is taken value by value.
  private static let rowsForEach = 5

  /// What may be added to a line on the levels: splines of all columns, and the same with each value of a column for itself
  /// where it has few. Empty where there are too few rows for the regressors.
  ///
  /// - Parameters:
  ///   - levels: by column.
  ///   - scores: n × D, normal scores.
  static func choices(_ levels: [[Double]], _ scores: Matrix) -> [[[Double]]] {
    let most = scores.rows / rowsForEach
    let splines = levels.indices.map { spline(scores.column($0)) }
    let values = levels.map { indicators($0, most: most) }
    var choices = [splines]
    if values.contains(where: { $0 != nil }) { choices.append(zip(values, splines).map { $0 ?? $1 }) }
    return choices.map { $0.flatMap(\.self) }.filter { $0.count + 1 + levels.count <= most }
  }

  /// The scores, and their natural cubic spline (Hastie, Tibshirani & Friedman 2009, equations 5.4 and 5.5).
  private static func spline(_ u: [Double]) -> [[Double]] {
    let knots = quantiles.map(normalQuantile)
    guard let last = knots.last, knots.count > 2 else { return [u] }
    func cube(_ x: Double) -> Double { x > 0 ? x * x * x : 0 }
    func slope(_ x: Double, _ knot: Double) -> Double { (cube(x - knot) - cube(x - last)) / (last - knot) }
    let before = knots[knots.count - 2]
    return [u] + knots.dropLast(2).map { knot in u.map { slope($0, knot) - slope($0, before) } }
  }

  /// 1 where the column has a value, for each value but the first; nil for more values than `most`, and where a line says as
  /// much.
  private static func indicators(_ x: [Double], most: Int) -> [[Double]]? {
    let values = Set(x)
    guard values.count > 2, values.count <= most else { return nil }
    return values.sorted().dropFirst().map { value in x.map { $0 == value ? 1 : 0 } }
  }
}
