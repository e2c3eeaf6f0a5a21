import Numbers
import Testing

@Suite("tanh and exp")
struct HyperbolicTangentTests {
  // From mpmath at 40 digits.
  static let tanhs: [(Double, Double)] = [
    (1e-9, 1e-9), (0.01, 0.00999966667999946), (0.049, 0.04896082129346627),
    (0.3, 0.2913126124515909), (1, 0.7615941559557649), (-2.5, -0.9866142981514303),
    (19, 0.9999999999999999), (40, 1),
  ]

  @Test("double precision against known values", arguments: tanhs)
  func oracle(x: Double, expected: Double) {
    #expect((x.hyperbolicTangent - expected).magnitude <= 4e-16 * expected.magnitude)
  }

  @Test("exp against known values, and at its ends")
  func exponentials() {
    #expect((exponential(1) - 2.718281828459045).magnitude < 1e-15)
    #expect((exponential(-30) / 9.357622968840175e-14 - 1).magnitude < 1e-15)
    #expect(exponential(800) == .infinity && exponential(-800) == 0)
    #expect(exponential(.nan).isNaN)
  }

  @Test("the lanes stay within a few units of the last place of the oracle")
  func lanes() {
    for k in -2000...2000 {
      let x = Float(k) * 0.005
      let lane = Lanes16(repeating: x).hyperbolicTangent[7]
      let error = (Double(lane) - Double(x).hyperbolicTangent).magnitude
      #expect(error <= 4e-7 * max(1e-3, Double(lane).magnitude), "at \(x)")
    }
  }
}
