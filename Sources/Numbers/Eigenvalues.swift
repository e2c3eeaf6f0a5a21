// Eigenvalues of real matrices: Jacobi's rotations for a symmetric one, the shifted QR iteration for any other.

/// A complex number, as the eigenvalue of a real matrix needs one.
public struct Eigenvalue: Sendable, Equatable {
  /// Its real part.
  public var real: Double
  /// Its imaginary part.
  public var imaginary: Double

  /// - Parameters: its real and imaginary part.
  public init(real: Double, imaginary: Double) { (self.real, self.imaginary) = (real, imaginary) }

  /// |λ|, without overflow on the way.
  public var modulus: Double {
    let (large, small) = (max(real.magnitude, imaginary.magnitude), min(real.magnitude, imaginary.magnitude))
    if large == 0 { return 0 }
    let ratio = small / large
    return large * (1 + ratio * ratio).squareRoot()
  }
}

/// The largest |λ| of a square matrix (order × order, row-major); nil where the iteration does not converge, as for
/// a matrix with an entry that is not finite.
public func spectralRadius(_ a: [Double], order: Int) -> Double? {
  eigenvalues(a, order: order)?.map(\.modulus).max()
}

/// The eigenvalues of a symmetric matrix in descending order, by cyclic Jacobi rotations
/// (Golub & Van Loan, Matrix Computations, 4th ed., §8.5); accurate to rounding of the largest.
///
/// - Parameters:
///   - a: order × order row-major, finite; the lower triangle is taken to mirror the upper.
///   - n: of the matrix.
public func symmetricEigenvalues(_ a: [Double], order n: Int) -> [Double] {
  symmetricEigenvectors(a, order: n).map(\.value)
}

/// The eigenvalues of a symmetric matrix in descending order with their eigenvectors, which have length 1 and a
/// largest entry that is positive.
///
/// - Parameters:
///   - a: as for `symmetricEigenvalues`.
///   - n: of the matrix.
public func symmetricEigenvectors(_ a: [Double], order n: Int) -> [(value: Double, vector: [Double])] {
  precondition(n > 0 && a.count == n * n, "a matrix of order \(n) has \(n * n) entries")
  var a = a
  // Row k is the k-th eigenvector once `a` is diagonal.
  var v = Array(repeating: 0.0, count: n * n)
  for k in 0..<n { v[k * n + k] = 1 }
  for _ in 0..<60 {
    var off = 0.0
    for p in 0..<n { for q in p + 1..<n { off += a[p * n + q] * a[p * n + q] } }
    let diagonal = (0..<n).reduce(0.0) { $0 + a[$1 * n + $1] * a[$1 * n + $1] }
    if off <= 1e-34 * diagonal || off == 0 { break }
    for p in 0..<n { for q in p + 1..<n { rotate(&a, &v, n, p, q) } }
  }
  return (0..<n).map { k in
    let vector = Array(v[k * n..<(k + 1) * n])
    let isDown = (vector.max { $0.magnitude < $1.magnitude } ?? 1) < 0
    return (a[k * n + k], isDown ? vector.map { -$0 } : vector)
  }.sorted { $0.0 > $1.0 }
}

/// One rotation in the plane of p and q that brings a_pq to zero; the rows of `v` turn with it.
private func rotate(_ a: inout [Double], _ v: inout [Double], _ n: Int, _ p: Int, _ q: Int) {
  let apq = a[p * n + q]
  if apq == 0 { return }
  let theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
  let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
  let c = 1 / (t * t + 1).squareRoot()
  let s = t * c
  for k in 0..<n where k != p && k != q {
    let (akp, akq) = (a[min(k, p) * n + max(k, p)], a[min(k, q) * n + max(k, q)])
    a[min(k, p) * n + max(k, p)] = c * akp - s * akq
    a[min(k, q) * n + max(k, q)] = s * akp + c * akq
  }
  for k in 0..<n {
    let (vp, vq) = (v[p * n + k], v[q * n + k])
    v[p * n + k] = c * vp - s * vq
    v[q * n + k] = s * vp + c * vq
  }
  a[p * n + p] -= t * apq
  a[q * n + q] += t * apq
  a[p * n + q] = 0
}

/// All eigenvalues of a real square matrix, conjugate pairs next to each other, in the order of deflation; nil where
/// the iteration does not converge, as for a matrix with an entry that is not finite.
///
/// Reduction to Hessenberg form, then Francis' implicit double-shift QR
/// (Golub & Van Loan, §7.4-7.5; EISPACK elmhes and hqr).
///
/// - Parameters:
///   - a: order × order row-major.
///   - order: of the matrix.
public func eigenvalues(_ a: [Double], order: Int) -> [Eigenvalue]? {
  precondition(order > 0 && a.count == order * order, "a matrix of order \(order) has \(order * order) entries")
  guard a.allSatisfy(\.isFinite) else { return nil }
  // Entries near 1 by an exact power of two, so that no product overflows.
  let largest = a.reduce(0) { max($0, $1.magnitude) }
  let unit = largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
  var hessenberg = Hessenberg(a.map { $0 / unit }, order: order)
  return hessenberg.eigenvalues()?.map { Eigenvalue(real: $0.real * unit, imaginary: $0.imaginary * unit) }
}

/// A matrix that is zero below its first subdiagonal, similar to the original.
private struct Hessenberg {
  let n: Int
  var a: [Double]

  /// Gaussian elimination with row interchanges, each undone on the columns.
  init(_ matrix: [Double], order: Int) {
    (n, a) = (order, matrix)
    for m in 1..<max(n - 1, 1) where !Task.isCancelled {
      var pivot = m
      for j in m..<n where self[j, m - 1].magnitude > self[pivot, m - 1].magnitude { pivot = j }
      let x = self[pivot, m - 1]
      if x == 0 { continue }
      if pivot != m {
        for j in 0..<n { a.swapAt(pivot * n + j, m * n + j) }
        for i in 0..<n { a.swapAt(i * n + pivot, i * n + m) }
      }
      for i in m + 1..<n {
        let y = self[i, m - 1] / x
        if y == 0 { continue }
        for j in 0..<n { self[i, j] -= y * self[m, j] }
        for k in 0..<n { self[k, m] += y * self[k, i] }
      }
    }
    for i in 0..<n { for j in 0..<max(i - 1, 0) { self[i, j] = 0 } }
  }

  subscript(i: Int, j: Int) -> Double {
    get { a[i * n + j] }
    set { a[i * n + j] = newValue }
  }

  mutating func eigenvalues() -> [Eigenvalue]? {
    let norm = a.reduce(0) { $0 + $1.magnitude }
    var found: [Eigenvalue] = []
    var (end, shift, iterations) = (n - 1, 0.0, 0)
    while end >= 0 {
      let start = activeStart(before: end, norm: norm)
      if start == end {
        found.append(Eigenvalue(real: self[end, end] + shift, imaginary: 0))
        (end, iterations) = (end - 1, 0)
      } else if start == end - 1 {
        found += pair(at: end, shift: shift)
        (end, iterations) = (end - 2, 0)
      } else {
        // Whoever cancelled the task wants no result.
        if iterations == 60 || Task.isCancelled { return nil }
        let exceptional = iterations > 0 && iterations % 10 == 0
        if exceptional { addToShift(end, &shift) }
        sweep(from: start, to: end, exceptional: exceptional)
        iterations += 1
      }
    }
    return found
  }

  /// The start of the active block that ends at `end`: the subdiagonal entry before it is negligible.
  private mutating func activeStart(before end: Int, norm: Double) -> Int {
    var row = end
    while row >= 1 {
      var size = self[row - 1, row - 1].magnitude + self[row, row].magnitude
      if size == 0 { size = norm }
      if self[row, row - 1].magnitude <= 1e-16 * size {
        self[row, row - 1] = 0
        break
      }
      row -= 1
    }
    return row
  }

  /// The two eigenvalues of the 2 × 2 block that ends at `end`.
  private func pair(at end: Int, shift: Double) -> [Eigenvalue] {
    let x = self[end, end]
    let w = self[end, end - 1] * self[end - 1, end]
    let p = 0.5 * (self[end - 1, end - 1] - x)
    let q = p * p + w
    let z = q.magnitude.squareRoot()
    if q < 0 {
      let real = x + p + shift
      return [Eigenvalue(real: real, imaginary: z), Eigenvalue(real: real, imaginary: -z)]
    }
    // The root of larger size first; the other from the product, which cancels nothing.
    let large = p + (p < 0 ? -z : z)
    let small = large == 0 ? 0 : -w / large
    return [Eigenvalue(real: x + shift + large, imaginary: 0), Eigenvalue(real: x + shift + small, imaginary: 0)]
  }

  /// Wilkinson's way out of a cycle: move the whole spectrum once.
  private mutating func addToShift(_ end: Int, _ shift: inout Double) {
    let x = self[end, end]
    shift += x
    for i in 0...end { self[i, i] -= x }
  }

  /// One double QR step on the block start...end.
  private mutating func sweep(from start: Int, to end: Int, exceptional: Bool) {
    var (x, y) = (self[end, end], self[end - 1, end - 1])
    var w = self[end, end - 1] * self[end - 1, end]
    if exceptional {
      let s = self[end, end - 1].magnitude + self[end - 1, end - 2].magnitude
      (x, y, w) = (0.75 * s, 0.75 * s, -0.4375 * s * s)
    }
    var (m, p, q, r) = (end - 2, 0.0, 0.0, 0.0)
    while true {
      let z = self[m, m]
      let (rr, ss) = (x - z, y - z)
      p = (rr * ss - w) / self[m + 1, m] + self[m, m + 1]
      q = self[m + 1, m + 1] - z - rr - ss
      r = self[m + 2, m + 1]
      let size = p.magnitude + q.magnitude + r.magnitude
      (p, q, r) = (p / size, q / size, r / size)
      if m == start { break }
      let below = self[m, m - 1].magnitude * (q.magnitude + r.magnitude)
      let beside = self[m - 1, m - 1].magnitude + z.magnitude + self[m + 1, m + 1].magnitude
      if below <= 1e-16 * p.magnitude * beside { break }
      m -= 1
    }
    for i in m + 2...end {
      self[i, i - 2] = 0
      if i > m + 2 { self[i, i - 3] = 0 }
    }
    chase((p, q, r), from: m, block: start, to: end)
  }

  /// Householder reflections of three rows push the bulge (p, q, r) down and out of the block.
  private mutating func chase(_ bulge: (Double, Double, Double), from m: Int, block start: Int, to end: Int) {
    var (p, q, r) = bulge
    for k in m..<end {
      let last = k == end - 1
      var size = 1.0
      if k != m {
        (p, q, r) = (self[k, k - 1], self[k + 1, k - 1], last ? 0 : self[k + 2, k - 1])
        size = p.magnitude + q.magnitude + r.magnitude
        if size == 0 { continue }
        (p, q, r) = (p / size, q / size, r / size)
      }
      let norm = (p * p + q * q + r * r).squareRoot()
      let s = p < 0 ? -norm : norm
      if s == 0 { continue }
      if k != m {
        self[k, k - 1] = -s * size
      } else if start != m {
        self[k, k - 1] = -self[k, k - 1]
      }
      p += s
      let (x, y, z) = (p / s, q / s, r / s)
      (q, r) = (q / p, r / p)
      for j in k...end {
        let sum = self[k, j] + q * self[k + 1, j] + (last ? 0 : r * self[k + 2, j])
        if !last { self[k + 2, j] -= sum * z }
        self[k + 1, j] -= sum * y
        self[k, j] -= sum * x
      }
      for i in start...min(end, k + 3) {
        let sum = x * self[i, k] + y * self[i, k + 1] + (last ? 0 : z * self[i, k + 2])
        if !last { self[i, k + 2] -= sum * r }
        self[i, k + 1] -= sum * q
        self[i, k] -= sum
      }
    }
  }
}
