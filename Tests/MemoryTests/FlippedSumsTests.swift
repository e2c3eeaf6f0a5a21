import Memory
import Numbers
import Testing

/// The fingerprints are those of the code that held all signs of all flips in memory.
@Suite("The sums under sign flips")
struct FlippedSumsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var rows, columns, flips: Int
    var fingerprint: UInt64
    var testDescription: String { "\(rows) rows, \(columns) columns" }
  }

  private static func blocks(_ columns: Int) -> [Range<Int>] {
    [0..<columns / 2, columns / 2..<columns, 0..<columns]
  }

  private static func numbers(_ one: Case) -> [Double] {
    var stream = RandomStream(seed: 5).split("rows")
    return (0..<one.rows * one.columns).map { _ in stream.gaussian() }
  }

  private static func sums(_ one: Case) -> FlippedSums {
    let m = numbers(one)
    var sums = FlippedSums(
      columns: one.columns, blocks: blocks(one.columns), rows: one.rows, flips: one.flips,
      stream: RandomStream(seed: 5).split("flips"))
    for some in (0..<one.rows).chunks(of: 64) {
      sums.add(Array(m[some.lowerBound * one.columns..<some.upperBound * one.columns]))
    }
    return sums
  }

  @Test(
    "have the same bits as before, on both sides of a word of signs and at it",
    arguments: [
      Case(rows: 63, columns: 11, flips: 30, fingerprint: 4_457_553_073_985_932_653),
      Case(rows: 64, columns: 11, flips: 30, fingerprint: 16_593_513_603_629_851_466),
      Case(rows: 65, columns: 11, flips: 30, fingerprint: 2_828_897_617_410_367_292),
      Case(rows: 128, columns: 8, flips: 99, fingerprint: 7_500_847_073_272_123_913),
      Case(rows: 200, columns: 3, flips: 7, fingerprint: 12_236_342_769_649_475_405),
    ])
  func bits(one: Case) {
    let sums = Self.sums(one)
    var numbers = (0...one.flips).flatMap(sums.sums)
    for (block, range) in Self.blocks(one.columns).enumerated() {
      let products = sums.products(of: block)
      for i in 0..<range.count { numbers += products[i * range.count...i * range.count + i] }
    }
    let fingerprint = numbers.reduce(UInt64(0)) { $0 &* 6_364_136_223_846_793_005 &+ $1.bitPattern }
    #expect(fingerprint == one.fingerprint)
  }

  @Test("are those of one sign per row, a word of signs for 64 rows, flip after flip")
  func signs() {
    let one = Case(rows: 130, columns: 5, flips: 4, fingerprint: 0)
    let (sums, m) = (Self.sums(one), Self.numbers(one))
    var stream = RandomStream(seed: 5).split("flips")
    for flip in 0...one.flips {
      let words = (0..<3).map { _ in flip == 0 ? 0 : stream.bits() }
      for (column, sum) in sums.sums(flip).enumerated() {
        let plain = (0..<one.rows).reduce(0.0) { total, t in
          let isFlipped = words[t / 64] >> UInt64(t % 64) & 1 == 1
          return total + (isFlipped ? -1 : 1) * m[t * one.columns + column]
        }
        #expect((sum - plain).magnitude < 1e-12)
      }
    }
  }
}
