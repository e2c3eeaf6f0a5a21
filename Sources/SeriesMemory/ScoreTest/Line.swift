import Numbers

/// A line: 1 and some regressors, fitted by least squares.
struct Line: Sendable {
  private let regressors: Matrix
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

  /// What its fits out of fold share, whatever the target.
  var factorsOutOfFold: [Cholesky] {
    RidgeFolds.factors(RidgeFolds.gram(regressors), order: regressors.columns, penalty: 0)
  }

  /// The sum of the squares of what it leaves of a target in rows that it was not fitted to.
  func lossOutOfFold(of target: [Double], _ factors: [Cholesky]) -> Double {
    let y = Matrix([target])
    return RidgeFolds.residuals(regressors, y, factors, RidgeFolds.cross(regressors, y)).sumOfSquares
  }
}
