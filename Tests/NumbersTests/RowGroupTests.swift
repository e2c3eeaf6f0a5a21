import CLanes
import Numbers
import Testing

@Suite("Groups of sign flips and exchanges")
struct RowGroupTests {
  /// e as every element of a group leaves it: its sums with the unit vectors.
  private static func drawn(_ group: RowGroup, _ e: [Double]) -> [[Double]] {
    let n = e.count
    let units = (0..<n * n).map { $0 / n == $0 % n ? 1.0 : 0 }
    let sums = group.sums(group.weights(e), of: units, columns: n)
    return (0..<1 << group.bits).map { Array(sums[$0 * n..<($0 + 1) * n]) }
  }

  private static func flips(_ n: Int, bits: Int = 5, seed: UInt64 = 1) -> RowGroup {
    var stream = RandomStream(seed: seed)
    return .flips(bits: bits, rows: n, &stream)
  }

  private static func exchanges(_ n: Int, bits: Int = 5, seed: UInt64 = 1) -> RowGroup {
    var stream = RandomStream(seed: seed)
    return .exchanges(bits: bits, rows: n, &stream)
  }

  @Test("flips change signs alone, the first nothing, and two of them are another one", arguments: [1, 2, 21, 150])
  func signs(n: Int) {
    let e = (1...n).map(Double.init)
    let drawn = Self.drawn(Self.flips(n), e)
    let signs = drawn.map { zip($0, e).map { $0 / $1 } }
    #expect(signs[0].allSatisfy { $0 == 1 } && signs.allSatisfy { $0.allSatisfy { $0.magnitude == 1 } })
    for (a, b) in [(1, 2), (7, 25), (30, 30)] { #expect(zip(signs[a], signs[b]).map { $0 * $1 } == signs[a ^ b]) }
  }

  @Test(
    "exchanges are permutations, each its own inverse, and two of them are another one", arguments: [1, 2, 21, 150])
  func permutations(n: Int) {
    let group = Self.exchanges(n)
    let orders = Self.drawn(group, (0..<n).map(Double.init)).map { $0.map { Int($0) } }
    #expect(orders[0] == Array(0..<n) && orders.allSatisfy { $0.sorted() == Array(0..<n) })
    #expect(orders.allSatisfy { order in order.map { order[$0] } == Array(0..<n) })
    for (a, b) in [(1, 2), (7, 25)] { #expect(orders[a].map { orders[b][$0] } == orders[a ^ b]) }
    // An element leaves a row of each block where it is, in the mean.
    if n == 150 {
      let still = orders.dropFirst().map { order in order.indices.count { order[$0] == $0 } }
      #expect(Moments.mean(still.map(Double.init)) < 12)
    }
  }

  @Test("sums are those of the drawn rows, to the bit where all numbers are whole", arguments: [1, 3, 4, 8, 13, 40])
  func sums(q: Int) {
    var stream = RandomStream(seed: 3)
    let n = 77
    func whole(_ count: Int) -> [Double] { (0..<count).map { _ in Double(stream.index(below: 201)) - 100 } }
    let (e, x) = (whole(n).map { 64 * $0 }, whole(n * q))
    for group in [Self.flips(n), Self.exchanges(n), Self.flips(n, bits: 0), Self.exchanges(n, bits: 9)] {
      let sums = group.sums(group.weights(e), of: x, columns: q)
      for (b, drawn) in Self.drawn(group, e).enumerated() {
        for k in 0..<q { #expect(sums[b * q + k] == (0..<n).reduce(0) { $0 + drawn[$1] * x[$1 * q + k] }) }
      }
    }
  }

  @Test("rows have independent signs, half of them turned, and exchanged rows are far apart")
  func chance() {
    let n = 600
    let e = (0..<n).map(Double.init)
    let signs = Self.drawn(Self.flips(n, bits: 6), e.map { $0 + 1 }).map { zip($0, e).map { $0 / ($1 + 1) } }
    // Six standard errors.
    let most = 6 * Double(n).squareRoot()
    for b in 1..<signs.count {
      #expect(signs[b].reduce(0, +).magnitude < most)
      #expect(zip(signs[b], signs[b].dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }.magnitude < most)
      #expect(zip(signs[b], signs[b / 2]).reduce(0) { $0 + $1.0 * $1.1 }.magnitude < most || b / 2 == 0)
    }
    for order in Self.drawn(Self.exchanges(n, bits: 6), e).dropFirst() {
      #expect(Moments.correlation(order, e).magnitude < 0.35)
    }
  }

  @Test("p is uniform without memory, from few rows too", arguments: [13, 60, 400])
  func uniform(n: Int) {
    var stream = RandomStream(seed: 5)
    let series = 400
    for exchanges in [false, true] {
      var rejections = 0
      for _ in 0..<series {
        let (e, x) = ((0..<n).map { _ in stream.gaussian() }, (0..<n).map { _ in stream.gaussian() })
        let group: RowGroup =
          exchanges ? .exchanges(bits: 7, rows: n, &stream) : .flips(bits: 7, rows: n, &stream)
        let sizes = group.sums(group.weights(e), of: x, columns: 1).map(\.magnitude)
        // The identity has the same chance of every rank; sums differ in their last bits.
        rejections += sizes.dropFirst().count { $0 >= sizes[0] * (1 - 1e-12) } + 1 <= 12 ? 1 : 0
      }
      let interval = clopperPearson(rejections, of: series, confidence: 0.9999)
      #expect(interval.low <= 12.0 / 128 && interval.high >= 12.0 / 128, "\(rejections) of \(series)")
    }
  }

  @Test("every level of the instruction set has the same bits", arguments: [3, 4])
  func levels(level: Int) throws {
    guard let kernels = lanes_kernels_for(Int32(level))?.pointee, let plain = lanes_kernels_for(1)?.pointee else {
      return
    }
    var stream = RandomStream(seed: 8)
    let (n, q, bits) = (40, 21, 4)
    let (x, weights) = ((0..<n * q).map { _ in stream.gaussian() }, (0..<n).map { _ in stream.gaussian() })
    let rows = stream.permutation(of: n).map { Int32($0) }
    let codes = (0..<n).map { _ in Int32(stream.index(below: 1 << bits)) }
    let sizes: [Int32] = [32, 4, 4]
    let found = [kernels, plain].map { kernels in
      var sums = [Double](repeating: .nan, count: q << bits)
      rows.withUnsafeBufferPointer { rows in
        codes.withUnsafeBufferPointer { codes in
          sizes.withUnsafeBufferPointer { sizes in
            var group = lanes_group(
              bits: Int32(bits), blocks: 3, sizes: sizes.baseAddress, rows: rows.baseAddress, codes: codes.baseAddress)
            kernels.drawn_sums(&group, weights, q, x, &sums)
          }
        }
      }
      return sums
    }
    #expect(found[0] == found[1] && found[0].allSatisfy(\.isFinite))
  }
}
