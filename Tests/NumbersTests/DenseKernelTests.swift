import CLanes
import Numbers
import Testing

/// Every level of the instruction set that is here gives the bits of plain loops.
@Suite("Kernels of dense arithmetic")
struct DenseKernelTests {
  private static func numbers(_ count: Int, seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed)
    return (0..<count).map { _ in stream.gaussian() }
  }

  /// X'X of more rows than columns, with a column that is the sum of two others where there are three.
  private static func gram(_ m: Int) -> [Double] {
    let n = m + 5
    var x = numbers(n * m, seed: 1)
    if m > 2 { for t in 0..<n { x[t * m + m - 1] = x[t * m] + x[t * m + 1] } }
    var gram = Array(repeating: 0.0, count: m * m)
    for t in 0..<n { for i in 0..<m { for j in 0..<m { gram[i * m + j] += x[t * m + i] * x[t * m + j] } } }
    return gram
  }

  /// As the comment of `upper_factor` has it.
  private static func upperFactor(_ a: [Double], _ m: Int, divides: Bool) -> [Double] {
    var u = a
    for k in 0..<m {
      for j in 0..<k { u[k * m + j] = 0 }
      let pivot = u[k * m + k]
      guard pivot > 1e-10 * a[k * m + k] else {
        for j in k..<m { u[k * m + j] = 0 }
        continue
      }
      if divides {
        let root = pivot.squareRoot()
        for j in k..<m { u[k * m + j] = j == k ? root : u[k * m + j] / root }
      } else {
        let scale = 1 / pivot.squareRoot()
        for j in k..<m { u[k * m + j] *= scale }
      }
      for i in k + 1..<max(k + 1, m) { for j in i..<m { u[i * m + j] -= u[k * m + i] * u[k * m + j] } }
    }
    return u
  }

  private static func transposed(_ a: [Double], _ m: Int) -> [Double] {
    (0..<m * m).map { a[$0 % m * m + $0 / m] }
  }

  @Test("factors and what is solved by them", arguments: [1, 3, 4], [false, true])
  func factors(level: Int, divides: Bool) throws {
    guard let kernels = lanes_kernels_for(Int32(level))?.pointee else { return }
    for m in [1, 2, 3, 4, 5, 9, 16, 33] {
      let a = Self.gram(m)
      let expected = Self.upperFactor(a, m, divides: divides)
      var u = a
      kernels.upper_factor(divides, m, 1e-10, &u)
      #expect(u == expected, "order \(m)")

      func scaled(_ x: Double, _ pivot: Double) -> Double { pivot == 0 ? 0 : divides ? x / pivot : x * (1 / pivot) }
      let lower = Self.transposed(u, m)
      var scratch = Array(repeating: 0.0, count: m * Int(FACTOR_SIDES))
      for q in [1, 7, 40] {
        let b = Self.numbers(m * q, seed: 2)
        var (x, solved) = (b, b)
        kernels.solve(divides, m, lower, u, q, &x, &scratch)
        for k in 0..<q {
          for i in 0..<m {
            for j in 0..<i { solved[i * q + k] -= u[j * m + i] * solved[j * q + k] }
            solved[i * q + k] = scaled(solved[i * q + k], u[i * m + i])
          }
          for i in (0..<m).reversed() {
            for j in i + 1..<max(i + 1, m) { solved[i * q + k] -= u[i * m + j] * solved[j * q + k] }
            solved[i * q + k] = scaled(solved[i * q + k], u[i * m + i])
          }
        }
        #expect(x == solved, "\(q) right-hand sides of order \(m)")

        let rows = Self.numbers(q * m, seed: 3)
        var (y, divided) = (rows, rows)
        kernels.divide_rows(m, lower, q, &y, &scratch)
        for t in 0..<q {
          for i in 0..<m {
            for j in 0..<i { divided[t * m + i] -= divided[t * m + j] * u[j * m + i] }
            divided[t * m + i] = u[i * m + i] == 0 ? 0 : divided[t * m + i] / u[i * m + i]
          }
        }
        #expect(y == divided, "\(q) rows of order \(m)")
      }
    }
  }

  @Test("a Gaussian kernel", arguments: [1, 3, 4])
  func gaussian(level: Int) throws {
    guard let kernels = lanes_kernels_for(Int32(level))?.pointee else { return }
    for (n, m, D) in [(1, 1, 1), (7, 33, 3), (20, 5, 40)] {
      let (u, v) = (Self.numbers(n * D, seed: 4), Self.numbers(m * D, seed: 5))
      let width = (m + Int(FACTOR_SIDES) - 1) / Int(FACTOR_SIDES) * Int(FACTOR_SIDES)
      var columns = Array(repeating: 0.0, count: D * width)
      for k in 0..<m { for d in 0..<D { columns[d * width + k] = v[k * D + d] } }
      var kernel = Array(repeating: -1.0, count: n * m)
      kernels.gaussian_kernel(n, m, D, u, columns, width, &kernel)
      let expected = (0..<n * m).map { place in
        let distance = (0..<D).reduce(0.0) { sum, d in
          let gap = u[place / m * D + d] - v[place % m * D + d]
          return sum + gap * gap
        }
        return distance < 60 ? exponential(-0.5 * distance) : 0
      }
      #expect(kernel == expected, "\(n) × \(m) in \(D) dimensions")
    }
  }

  @Test("means of leaves are of their rows in order, and are subtracted tree by tree", arguments: [1, 3, 4])
  func leaves(level: Int) throws {
    guard let kernels = lanes_kernels_for(Int32(level))?.pointee else { return }
    for q in [1, 7, 21, 48] {
      let x = Self.numbers(6 * q, seed: 6)
      // The second leaf has no row.
      let (starts, rows): ([Int32], [Int32]) = ([0, 3, 3, 5], [1, 2, 5, 0, 4])
      var means = [Double](repeating: .nan, count: 3 * q)
      kernels.leaf_means(0.5, 3, starts, rows, q, x, &means)
      for leaf in 0..<3 {
        let some = rows[Int(starts[leaf])..<Int(starts[leaf + 1])].map { Int($0) }
        for k in 0..<q {
          let sum = some.reduce(0.0) { $0 + x[$1 * q + k] }
          #expect(means[leaf * q + k] == (some.isEmpty ? 0 : sum * (0.5 / Double(some.count))))
        }
      }
      var (left, expected) = (x, x)
      let fallsIn: [Int32] = [0, 2, 1, 2, 2, 0]
      kernels.subtract_leaves(3, 2, fallsIn, q, means, &left)
      for (place, leaf) in fallsIn.enumerated() {
        for k in 0..<q { expected[place / 2 * q + k] -= means[Int(leaf) * q + k] }
      }
      #expect(left == expected)
    }
  }

  @Test("cosines are those of each number, to the bit", arguments: [1, 3, 4])
  func cosines(level: Int) throws {
    guard let kernels = lanes_kernels_for(Int32(level))?.pointee else { return }
    for count in [1, 31, 32, 100] {
      var x = Self.numbers(count, seed: 12).enumerated().map { $0 % 7 == 0 ? 1e5 * $1 : $1 }
      let expected = x.map { cosine($0) }
      kernels.cosines(count, &x)
      #expect(x == expected)
    }
  }

  // A stage of radix p on one transform of p numbers is the transform itself, which the definition gives.
  @Test("a stage of a Fourier transform has the same bits on every level", arguments: [2, 3, 4, 5, 7])
  func stages(p: Int) throws {
    for (m, stride) in [(1, 1), (3, 1), (2, 4), (1, 16), (3, 20)] {
      let n = p * m * stride
      let angles = (0..<n).map { 2 * Double.pi * Double($0) / Double(n) }
      let (cosines, sines) = (angles.map { cosine($0) }, angles.map { -sine($0) })
      let (re, im) = (Self.numbers(n, seed: 10), Self.numbers(n, seed: 11))
      let results = [1, 3, 4].compactMap { lanes_kernels_for($0)?.pointee }.map { kernels -> [[Double]] in
        var (outRe, outIm) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
        kernels.fourier_stage(p, m, stride, cosines, sines, re, im, &outRe, &outIm)
        return [outRe, outIm]
      }
      #expect(results.allSatisfy { $0 == results[0] })
      for j in 0..<m {
        for r in 0..<p {
          for q in 0..<stride {
            var (sumRe, sumIm) = (0.0, 0.0)
            for k in 0..<p {
              let (root, at) = ((r * k * (n / p) + r * j * stride) % n, j * stride + q + k * m * stride)
              sumRe += re[at] * cosines[root] - im[at] * sines[root]
              sumIm += re[at] * sines[root] + im[at] * cosines[root]
            }
            let place = (p * j + r) * stride + q
            #expect(abs(results[0][0][place] - sumRe) < 1e-13 && abs(results[0][1][place] - sumIm) < 1e-13)
          }
        }
      }
    }
  }
}
