internal import CLanes

/// The C code for the fastest instruction set of this processor. Every set gives the same bits.
let fastestKernels =
  (lanes_kernels_for(4) ?? lanes_kernels_for(3) ?? lanes_kernels_for(1))?.pointee

/// A = L L' for a symmetric positive semi-definite A; rows without a pivot of their own are left out.
package struct Cholesky: Sendable {
  /// How a row is scaled by its pivot. The two differ in the last bit.
  package enum Scaling: Sendable {
    case division
    /// By the inverse of the pivot, which is faster.
    case product
  }

  private let order: Int
  private let scaling: Scaling
  /// L' and L, order × order row-major; zero rows of L' where there was no pivot.
  private let upper: [Double]
  private let lower: [Double]
  /// Rows whose pivot vanished: linear combinations of the rows before.
  package let leftOut: [Int]

  /// - Parameters:
  ///   - a: order × order row-major; only the lower triangle is read.
  ///   - tolerance: a pivot vanished when it is at most this share of its diagonal entry.
  package init(_ a: [Double], order m: Int, tolerance: Double = 1e-13, by scaling: Scaling = .division) {
    precondition(a.count == m * m, "a matrix of order \(m) has \(m * m) entries")
    var factor = transposed(a, order: m)
    fastestKernels?.upper_factor(scaling == .division, m, tolerance, &factor)
    (order, self.scaling, upper, lower) = (m, scaling, factor, transposed(factor, order: m))
    leftOut = (0..<m).filter { factor[$0 * m + $0] == 0 }
  }

  /// L by columns.
  package var columns: [[Double]] { (0..<order).map { Array(upper[$0 * order..<($0 + 1) * order]) } }

  /// A⁻¹ B for B of order × columns, row-major; zero in the rows that were left out.
  package func solve(_ b: [Double], columns q: Int) -> [Double] {
    precondition(b.count == order * q, "\(q) right-hand sides have \(order * q) numbers")
    var x = b
    var scratch = scratch
    fastestKernels?.solve(scaling == .division, order, lower, upper, q, &x, &scratch)
    return x
  }

  /// Each row of n × order numbers times L'⁻¹; zero in the columns that were left out.
  package func divide(_ rows: inout [Double]) {
    precondition(rows.count % max(order, 1) == 0, "a row has \(order) numbers")
    var scratch = scratch
    fastestKernels?.divide_rows(order, lower, rows.count / max(order, 1), &rows, &scratch)
  }

  private var scratch: [Double] { Array(repeating: 0, count: order * Int(FACTOR_SIDES)) }
}

private func transposed(_ a: [Double], order m: Int) -> [Double] {
  Array(unsafeUninitializedCapacity: m * m) { result, count in
    a.withUnsafeBufferPointer { a in
      for i in 0..<m { for j in 0..<m { result[i * m + j] = a[j * m + i] } }
    }
    count = m * m
  }
}

/// exp(-½ |u_t - v_k|²) for n rows u and m rows v of some columns, n × m; 0 where the squared distance is 60 or more.
package func gaussianKernel(_ u: [Double], _ v: [Double], columns D: Int) -> [Double] {
  precondition(D > 0 && u.count % D == 0 && v.count % D == 0, "a row has \(D) numbers")
  let (n, m) = (u.count / D, v.count / D)
  let sides = Int(FACTOR_SIDES)
  let width = (m + sides - 1) / sides * sides
  var columns = Array(repeating: 0.0, count: D * width)
  for k in 0..<m { for d in 0..<D { columns[d * width + k] = v[k * D + d] } }
  var kernel = Array(repeating: 0.0, count: n * m)
  fastestKernels?.gaussian_kernel(n, m, D, u, columns, width, &kernel)
  return kernel
}
