import Numbers
import Testing

@Suite("Sine and cosine")
struct TrigonometryTests {
  // From mpmath at 120 digits: near zero, at octant edges, near multiples of π/2 (355 is the nearest integer of its
  // size to one), at the end of the range.
  static let known: [(x: Double, sine: Double, cosine: Double)] = [
    (0.0, 0.0, 1.0), (1e-300, 1e-300, 1.0), (1e-09, 1e-09, 1.0),
    (0.1, 0.09983341664682815, 0.9950041652780258), (0.5, 0.479425538604203, 0.8775825618903728),
    (0.7853981633974483, 0.7071067811865475, 0.7071067811865476),
    (0.7853981633974484, 0.7071067811865476, 0.7071067811865475),
    (1.0, 0.8414709848078965, 0.5403023058681398), (1.5707963267948966, 1.0, 6.123233995736766e-17),
    (2.0, 0.9092974268256817, -0.4161468365471424), (3.0, 0.1411200080598672, -0.9899924966004454),
    (3.141592653589793, 1.2246467991473532e-16, -1.0), (-4.5, 0.977530117665097, -0.2107957994307797),
    (6.283185307179586, -2.4492935982947064e-16, 1.0),
    (22.0, -0.008851309290403876, -0.9999608263946371), (355.0, -3.014435335948845e-05, -0.999999999545659),
    (-1000.0, -0.8268795405320025, 0.5623790762907029), (103993.0, -1.9129335778423752e-05, 0.9999999998170342),
    (123456.789, -0.9986640823432246, 0.05167253271870138),
    (1000000.0, -0.34999350217129294, 0.9367521275331447),
    (1599999.9, -0.6226327293558106, 0.7825142071137967),
  ]

  @Test("are within one unit in the last place of known values", arguments: known)
  func oracle(x: Double, s: Double, c: Double) {
    #expect((sine(x) - s).magnitude <= s.magnitude.ulp, "sine of \(x)")
    #expect((cosine(x) - c).magnitude <= c.magnitude.ulp, "cosine of \(x)")
  }

  @Test("obey the addition theorem over the whole range", arguments: 1...5)
  func addition(seed: UInt64) {
    var stream = RandomStream(seed: seed)
    for _ in 0..<2000 {
      // Multiples of 2⁻¹⁰, so that a + b is exact.
      let a = stream.uniform(-7e5, 7e5).rounded() / 1024
      let b = stream.uniform(-7e5, 7e5).rounded()
      let whole = sine(a) * cosine(b) + cosine(a) * sine(b)
      #expect((sine(a + b) - whole).magnitude < 6e-16, "a \(a), b \(b), seed \(seed)")
      #expect((sine(a) * sine(a) + cosine(a) * cosine(a) - 1).magnitude < 5e-16, "a \(a), seed \(seed)")
    }
  }

  @Test("sine is odd and cosine even, to the bit")
  func parity() {
    var stream = RandomStream(seed: 3)
    for _ in 0..<1000 {
      let x = stream.uniform(-100, 100)
      #expect(sine(-x).bitPattern == (-sine(x)).bitPattern)
      #expect(cosine(-x).bitPattern == cosine(x).bitPattern)
    }
  }

  @Test("have the same bits everywhere")
  func bits() {
    #expect(sine(123_456.789).bitPattern == 0xBFEF_F50E_60AB_53F9)
    #expect(cosine(22).bitPattern == 0xBFEF_FFAD_D8D4_ACDA)
  }

  @Test("of many numbers at once are those of each, to the bit")
  func atOnce() {
    var stream = RandomStream(seed: 8)
    let sizes = [1e-300, 1e-9, 1, 10, 1e4, 1.6e6]
    var x = Self.known.map(\.x) + [0, -0.0, 1.6e6, -1.6e6, 1.7e6, -1e300, .infinity, -.infinity, .nan]
    x += (0..<2000).map { stream.uniform(-1, 1) * sizes[$0 % sizes.count] }
    let one = x.map { cosine($0) }
    takeCosines(of: &x)
    for (a, b) in zip(x, one) { #expect(a.bitPattern == b.bitPattern || (a.isNaN && b.isNaN)) }
  }

  @Test("beyond the range give no number", arguments: [1.7e6, -1e300, .infinity, -.infinity, .nan])
  func beyond(x: Double) {
    #expect(sine(x).isNaN && cosine(x).isNaN)
  }
}
