import Numbers

/// Ridge regression out of fold: each block of rows is predicted from the sums over the blocks of the other folds.
///
/// The blocks of the folds are interleaved, so that a level that wanders is seen by every fold.
struct RidgeFolds: Sendable {
  private static let folds = 5
  private static let block = 25

  /// n × m regressors.
  let basis: Matrix
  /// Φ'Φ outside each fold, the lower triangle.
  private let gram: [[Double]]
  /// Of each block, the regressors with their signs turned, m × rows: a product with them subtracts, and is a sum over m
  /// observations.
  private let turned: [[Double]]

  init(_ basis: Matrix) {
    self.basis = basis
    gram = Self.outside(Self.sums(basis, basis, lowerTriangle: true))
    turned = Self.blocks(basis.rows).map { basis.turned($0.rows) }
  }

  private static func blocks(_ n: Int) -> [(fold: Int, rows: Range<Int>)] {
    (0..<n).chunks(of: block).enumerated().map { ($0 % folds, $1) }
  }

  private static func sums(_ basis: Matrix, _ targets: Matrix, lowerTriangle: Bool) -> [[Double]] {
    let (m, q) = (basis.columns, targets.columns)
    var sums = Array(repeating: Array(repeating: 0.0, count: m * q), count: folds)
    for (fold, some) in blocks(basis.rows) {
      addProducts(basis[some], m, targets[some], q, lowerTriangle: lowerTriangle, to: &sums[fold])
    }
    return sums
  }

  private static func outside(_ sums: [[Double]]) -> [[Double]] {
    sums.indices.map { fold in
      var total = Array(repeating: 0.0, count: sums[fold].count)
      for other in sums.indices where other != fold {
        sums[other].withUnsafeBufferPointer { addEach($0, to: &total) { $0 } }
      }
      return total
    }
  }

  /// Of Φ'Φ + penalty I outside each fold.
  func factors(penalty: Double) -> [Cholesky] {
    let m = basis.columns
    return gram.map { sums in
      var sums = sums
      for i in 0..<m { sums[i * m + i] += penalty }
      return Cholesky(sums, order: m, tolerance: 1e-13, by: .product)
    }
  }

  /// Φ'Y outside each fold.
  func cross(_ targets: Matrix) -> [[Double]] { Self.outside(Self.sums(basis, targets, lowerTriangle: false)) }

  /// - Parameter cross: of the targets; nil where it is not known yet.
  func residuals(_ targets: Matrix, _ factors: [Cholesky], _ cross: [[Double]]? = nil) -> Matrix {
    let (cross, q) = (cross ?? self.cross(targets), targets.columns)
    let coefficients = factors.indices.map { factors[$0].solve(cross[$0], columns: q) }
    var left = targets
    left.values.withUnsafeMutableBufferPointer { values in
      for (part, (fold, some)) in zip(turned, Self.blocks(basis.rows)) {
        let left = UnsafeMutableBufferPointer(rebasing: values[some.lowerBound * q..<some.upperBound * q])
        addProducts(part[...], some.count, coefficients[fold][...], q, to: left)
      }
    }
    return left
  }
}
