import Numbers

/// Ridge regression out of fold: each block of rows is predicted from the sums over the blocks of the other folds.
///
/// The blocks of the folds are interleaved, so that a level that wanders is seen by every fold.
enum RidgeFolds {
  private static let folds = 5
  private static let block = 25

  private static func blocks(_ n: Int) -> [(fold: Int, rows: Range<Int>)] {
    (0..<n).chunks(of: block).enumerated().map { ($0 % folds, $1) }
  }

  /// Φ'Φ outside each fold, the lower triangle.
  static func gram(_ basis: Matrix) -> [[Double]] { outside(sums(basis, basis, lowerTriangle: true)) }

  /// Φ'Y outside each fold.
  static func cross(_ basis: Matrix, _ targets: Matrix) -> [[Double]] {
    outside(sums(basis, targets, lowerTriangle: false))
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
      for other in sums.indices where other != fold { for k in total.indices { total[k] += sums[other][k] } }
      return total
    }
  }

  static func factors(_ gram: [[Double]], order m: Int, penalty: Double) -> [Cholesky] {
    gram.map { sums in
      var sums = sums
      for i in 0..<m { sums[i * m + i] += penalty }
      return Cholesky(sums, order: m, tolerance: 1e-13, by: .product)
    }
  }

  /// - Parameter cross: of the basis and the targets.
  static func residuals(_ basis: Matrix, _ targets: Matrix, _ factors: [Cholesky], _ cross: [[Double]]) -> Matrix {
    let coefficients = factors.indices.map { factors[$0].solve(cross[$0], columns: targets.columns) }
    var left = targets
    for (fold, some) in blocks(basis.rows) { left.subtract(basis, times: coefficients[fold], rows: some) }
    return left
  }
}
