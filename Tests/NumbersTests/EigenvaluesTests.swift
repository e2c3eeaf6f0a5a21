import Numbers
import Testing

@Suite("Eigenvalues")
struct EigenvaluesTests {
  @Test("are those of numpy", arguments: StatisticsGolden.shared.eigenvalues)
  func general(golden: StatisticsGolden.Matrix) throws {
    let found = try #require(eigenvalues(golden.matrix, order: golden.order))
    #expect(found.count == golden.order)
    let size = zip(golden.real, golden.imaginary).map { Eigenvalue(real: $0, imaginary: $1).modulus }.max() ?? 0
    // A defective matrix gives the root of the rounding error: the companion's six roots are the worst here.
    let tolerance = 1e-9 * max(size, 1e-6)
    var left = found
    for (real, imaginary) in zip(golden.real, golden.imaginary) {
      let distances = left.map { Eigenvalue(real: $0.real - real, imaginary: $0.imaginary - imaginary).modulus }
      let nearest = try #require(distances.indices.min { distances[$0] < distances[$1] })
      #expect(distances[nearest] <= tolerance, "\(real) + \(imaginary) i")
      left.remove(at: nearest)
    }
    let radius = try #require(spectralRadius(golden.matrix, order: golden.order))
    #expect((radius - size).magnitude <= tolerance)
  }

  @Test("of a symmetric matrix are those of numpy, largest first", arguments: StatisticsGolden.shared.eigenvalues)
  func symmetric(golden: StatisticsGolden.Matrix) {
    let n = golden.order
    let a = (0..<n * n).map { golden.matrix[$0] + golden.matrix[$0 % n * n + $0 / n] }
    let size = golden.symmetric.map(\.magnitude).max() ?? 0
    for (mine, theirs) in zip(symmetricEigenvalues(a, order: n), golden.symmetric) {
      #expect((mine - theirs).magnitude <= 1e-12 * size)
    }
  }

  // trace A = Σλ, trace A² = Σλ², and a similar matrix has the same spectrum.
  @Test("add up to the trace and survive a change of basis", arguments: 1...40)
  func laws(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed))
    let n = 1 + stream.index(below: 24)
    let a = (0..<n * n).map { _ in stream.gaussian() }
    let found = try #require(eigenvalues(a, order: n))
    let trace = (0..<n).reduce(0) { $0 + a[$1 * n + $1] }
    let traceOfSquare = (0..<n * n).reduce(0) { $0 + a[$1] * a[$1 % n * n + $1 / n] }
    #expect((found.reduce(0) { $0 + $1.real } - trace).magnitude < 1e-9 * Double(n))
    #expect(found.reduce(0) { $0 + $1.imaginary }.magnitude < 1e-9)
    let squares = found.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
    #expect((squares - traceOfSquare).magnitude < 1e-8 * Double(n * n))

    var order = Array(0..<n)
    for k in order.indices { order.swapAt(k, k + stream.index(below: n - k)) }
    let scale = (0..<n).map { _ in stream.uniform(0.5, 2) }
    let similar = (0..<n * n).map { k in
      a[order[k / n] * n + order[k % n]] * scale[k / n] / scale[k % n]
    }
    let (one, other) = try (#require(spectralRadius(a, order: n)), #require(spectralRadius(similar, order: n)))
    #expect((one - other).magnitude < 1e-9 * max(1, one))
  }

  @Test("of a matrix with no number in it are not given")
  func notANumber() {
    #expect(eigenvalues([1, .nan, 0, 1], order: 2) == nil)
    #expect(spectralRadius([.infinity], order: 1) == nil)
    #expect(spectralRadius([0, 1e300, 1e300, 0], order: 2).map { ($0 / 1e300 - 1).magnitude < 1e-12 } == true)
  }
}
