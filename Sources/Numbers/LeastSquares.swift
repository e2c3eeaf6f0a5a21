// Least squares by the normal equations: ordinary and ridge, one Cholesky factor for all right-hand sides.
//
// n = observations, p = regressors, q = targets.

internal import CLanes

/// X'X and X'Y, from which every fit with any penalty follows.
///
/// Add a regressor that is always 1 for an intercept, or centre X and Y.
public struct NormalEquations: Sendable {
  /// Columns of the regression.
  public let regressors: Int
  /// Columns that are explained.
  public let targets: Int
  /// p × p, symmetric; only the lower triangle is set.
  private var gram: [Double]
  /// p × q.
  private var cross: [Double]

  /// - Parameters:
  ///   - x: n × p row-major.
  ///   - p: columns of x.
  ///   - y: n × q row-major.
  ///   - q: columns of y.
  public init(_ x: [Double], regressors p: Int, _ y: [Double], targets q: Int) {
    precondition(p > 0 && q > 0, "a regression has at least one regressor and one target")
    self.init(regressors: p, targets: q)
    add(x, y)
  }

  /// Without observations.
  package init(regressors p: Int, targets q: Int) {
    (regressors, targets) = (p, q)
    (gram, cross) = (Array(repeating: 0, count: p * p), Array(repeating: 0, count: p * q))
  }

  /// Adds observations, n × p regressors and n × q targets, row-major.
  package mutating func add(_ x: [Double], _ y: [Double]) {
    let (p, q) = (regressors, targets)
    precondition(
      x.count % p == 0 && y.count % q == 0 && x.count / p == y.count / q,
      "every observation has \(p) regressors and \(q) targets")
    addProducts(x[...], p, x[...], p, lowerTriangle: true, to: &gram)
    addProducts(x[...], p, y[...], q, to: &cross)
  }

  /// The mean of the diagonal of X'X: the unit of the ridge penalty.
  public var scale: Double {
    (0..<regressors).reduce(0) { $0 + gram[$1 * regressors + $1] } / Double(regressors)
  }

  /// Ordinary least squares: B (p × q row-major) that minimises ‖Y - X B‖².
  ///
  /// A regressor that is a linear combination of those before it is left out with coefficients 0; the fitted values are
  /// still those of least squares.
  public func ordinary() -> (coefficients: [Double], leftOut: [Int]) {
    let factor = Cholesky(gram, order: regressors)
    return (factor.solve(cross, columns: targets), factor.leftOut)
  }

  /// Ridge: B that minimises ‖Y - X B‖² + penalty ‖B‖²; nil where the penalty is too small to make X'X + penalty I
  /// positive definite to working precision.
  public func ridge(penalty: Double) -> [Double]? {
    precondition(penalty >= 0, "a ridge penalty is not negative")
    var penalised = gram
    for i in 0..<regressors { penalised[i * regressors + i] += penalty }
    let factor = Cholesky(penalised, order: regressors)
    return factor.leftOut.isEmpty ? factor.solve(cross, columns: targets) : nil
  }
}

/// sums (p × q) += X'Y for X of n × p and Y of n × q, row-major. Observations are added in order, so the bits are the same on
/// every machine.
///
/// - Parameters:
///   - next: the distance of observations in y, smaller than q for overlapping windows; nil for q.
///   - lowerTriangle: only the lower triangle of the sums is valid.
package func addProducts(
  _ x: ArraySlice<Double>, _ p: Int, _ y: ArraySlice<Double>, _ q: Int, next: Int? = nil, lowerTriangle: Bool = false,
  to sums: inout [Double]
) {
  sums.withUnsafeMutableBufferPointer {
    addProducts(x, p, y, q, next: next, lowerTriangle: lowerTriangle, to: $0)
  }
}

/// The same for sums that are part of something larger.
package func addProducts(
  _ x: ArraySlice<Double>, _ p: Int, _ y: ArraySlice<Double>, _ q: Int, next: Int? = nil, lowerTriangle: Bool = false,
  to sums: UnsafeMutableBufferPointer<Double>
) {
  let (n, next) = (x.count / p, next ?? q)
  precondition(
    x.count == n * p && (n == 0 || y.count == (n - 1) * next + q) && sums.count == p * q && (!lowerTriangle || p == q),
    "\(n) observations of \(p) and \(q) numbers have \(p * q) sums")
  x.withUnsafeBufferPointer { x in
    y.withUnsafeBufferPointer { y in
      fastestKernels?.moments(n, x.baseAddress, p, y.baseAddress, next, q, lowerTriangle, sums.baseAddress)
    }
  }
}
