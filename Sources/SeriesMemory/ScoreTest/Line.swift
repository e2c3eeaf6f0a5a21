import Numbers

/// A line: 1 and some regressors, fitted by least squares.
struct Line: Sendable {
  let regressors: Matrix
  private let factor: Cholesky
  private let columns: [[Double]]

  /// - Parameter columns: the regressors, of equal length; at least one.
  init(_ columns: [[Double]]) {
    self.columns = columns
    regressors = Matrix([Array(repeating: 1, count: columns.first?.count ?? 0)] + columns)
    factor = Cholesky(regressors.products(with: regressors), order: regressors.columns)
  }

  /// With further regressors.
  func with(_ others: [[Double]]) -> Line { others.isEmpty ? self : Line(columns + others) }

  /// What it leaves of n × q targets.
  func residuals(of targets: Matrix) -> Matrix {
    var left = targets
    left.subtract(
      regressors, times: factor.solve(regressors.products(with: targets), columns: targets.columns),
      rows: 0..<targets.rows)
    return left
  }
}
