import CLanes
import Numbers
import Testing

@Suite("Least squares")
struct LeastSquaresTests {
  let golden = StatisticsGolden.shared.regression
  var equations: NormalEquations { NormalEquations(golden.x, regressors: 4, golden.y, targets: 2) }

  @Test("gives numpy's ordinary coefficients")
  func ordinary() {
    let (coefficients, leftOut) = equations.ordinary()
    #expect(largestDifference(coefficients, golden.ordinary) < 1e-12)
    #expect(leftOut.isEmpty)
  }

  @Test("gives numpy's ridge coefficients", arguments: [0.1, 10])
  func ridge(penalty: Double) throws {
    let coefficients = try #require(equations.ridge(penalty: penalty))
    let expected = try #require(golden.ridge[String(penalty)])
    #expect(largestDifference(coefficients, expected) < 1e-12)
  }

  @Test("gives the same bits with the observations in pieces of any size", arguments: 1...9)
  func pieces(size: Int) {
    var some = NormalEquations(regressors: 4, targets: 2)
    for rows in (0..<golden.x.count / 4).chunks(of: size) {
      some.add(
        Array(golden.x[rows.lowerBound * 4..<rows.upperBound * 4]),
        Array(golden.y[rows.lowerBound * 2..<rows.upperBound * 2]))
    }
    #expect(some.ordinary().coefficients == equations.ordinary().coefficients)
  }

  // Tiles of every size and what is left over beside them, on every level of the instruction set that is here.
  @Test("sums products in the order of the observations, whatever code runs", arguments: [1, 3, 4])
  func orderOfSums(level: Int) throws {
    guard let moments = lanes_kernels_for(Int32(level))?.pointee.moments else { return }
    var stream = RandomStream(seed: 5)
    for (n, p, q) in [(1, 1, 1), (3, 4, 5), (7, 6, 23), (64, 9, 16), (65, 17, 39)] {
      let x = (0..<n * p).map { _ in stream.gaussian() }
      let y = (0..<n * q).map { _ in stream.gaussian() }
      let start = (0..<p * q).map { _ in stream.gaussian() }
      var (sums, expected) = (start, start)
      moments(n, x, p, y, q, q, false, &sums)
      for t in 0..<n { for i in 0..<p { for j in 0..<q { expected[i * q + j] += x[t * p + i] * y[t * q + j] } } }
      #expect(sums == expected, "\(n) observations, \(p) and \(q) columns")

      // Windows that begin one number after the other.
      (sums, expected) = (start, start)
      moments(n, x, p, y, 1, q, false, &sums)
      for t in 0..<n { for i in 0..<p { for j in 0..<q { expected[i * q + j] += x[t * p + i] * y[t + j] } } }
      #expect(sums == expected, "\(n) overlapping windows of \(q) numbers")

      var triangle = Array(repeating: 0.0, count: p * p)
      moments(n, x, p, x, p, p, true, &triangle)
      for i in 0..<p {
        for j in 0...i {
          #expect(triangle[i * p + j] == (0..<n).reduce(0.0) { $0 + x[$1 * p + i] * x[$1 * p + j] })
        }
      }
    }
  }

  @Test("a penalty shrinks the coefficients, in the end to nothing")
  func shrinkage() throws {
    let sizes = try [0, 1, 100, 1e4, 1e12].map { penalty in
      try #require(equations.ridge(penalty: penalty)).reduce(0) { $0 + $1 * $1 }
    }
    #expect(sizes == sizes.sorted(by: >))
    #expect(sizes[4] < 1e-15)
  }

  // Column 2 = column 0 + column 1, column 3 = 0: nothing new, so nothing to give them.
  @Test("leaves out a regressor that says nothing new, and fits as well without it", arguments: 1...10)
  func singular(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed))
    var (full, short, y): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<30 {
      let (a, b) = (stream.gaussian(), stream.gaussian())
      full += [a, b, a + b, 0]
      short += [a, b]
      y.append(2 * a - b + stream.gaussian())
    }
    let fit = NormalEquations(full, regressors: 4, y, targets: 1)
    let (coefficients, leftOut) = fit.ordinary()
    #expect(leftOut == [2, 3])
    #expect(coefficients[2...] == [0, 0])
    let expected = NormalEquations(short, regressors: 2, y, targets: 1).ordinary().coefficients
    #expect(largestDifference(Array(coefficients[..<2]), expected) < 1e-10)
    #expect(fit.ridge(penalty: 0) == nil)
    #expect(fit.ridge(penalty: 1e-3) != nil)
  }

  @Test("of no observations gives nothing")
  func empty() {
    let fit = NormalEquations([], regressors: 2, [], targets: 1)
    #expect(fit.ordinary().coefficients == [0, 0])
    #expect(fit.ordinary().leftOut == [0, 1])
  }
}

func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  a.count == b.count ? zip(a, b).map { ($0 - $1).magnitude }.max() ?? 0 : .infinity
}
