import Numbers
import Testing

@Suite("A number as text")
struct NumberTextTests {
  @Test(
    "has the digits asked for",
    arguments: [
      (0.0123456, 3, "0.0123"), (12.3456, 3, "12.3"), (1, 3, "1.00"), (-0.5, 2, "-0.50"), (12345.678, 3, "12346"),
      (0.99951, 3, "1.00"), (9.996, 3, "10.0"), (0.00012345, 3, "0.000123"), (0.000099951, 3, "0.000100"),
      (0.00001, 3, "1.00e-05"), (1.23456e-7, 2, "1.2e-07"), (1e9, 3, "1.00e+09"), (123456789, 3, "123456789"),
      (1.5e300, 2, "1.5e+300"), (.leastNonzeroMagnitude, 1, "5e-324"), (2.675, 3, "2.68"), (1e16, 1, "1e+16"),
      (0, 3, "0"),
      (-0.0, 3, "0"), (.nan, 3, "n/a"), (1.005, 3, "1.01"), (.infinity, 3, "∞"), (-.infinity, 3, "-∞"),
    ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(figure(value, digits: digits) == text)
  }

  @Test(
    "has the decimals asked for",
    arguments: [
      (0.05, 1, "0.1"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (16, 1, "16.0"), (0.5, 0, "1"), (0.49, 0, "0"),
      (99.96, 1, "100.0"), (-1234.5678, 2, "-1234.57"), (0, 2, "0.00"), (1e-9, 3, "0.000"), (0.0009, 2, "0.00"),
      (0.009, 2, "0.01"), (1e20, 1, "1.00e+20"), (.nan, 1, "n/a"), (1.005, 2, "1.01"),
    ])
  func decimals(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals: decimals) == text)
  }

  @Test("as a percentage")
  func percentages() {
    #expect(percentage(0.1234) == "12.3 %")
    #expect(percentage(-0.5, decimals: 0) == "-50 %")
    #expect(percentage(.nan) == "n/a")
  }

  @Test(
    "has one form for readers, by itself and with its interval",
    arguments: [
      (NumberFormat.decimals(2), [12_345.6, 12_345, 12_346], "12,345.60", "12,345.60 [12,345.00, 12,346.00]"),
      (.digits(3), [2351.2, 0.01467, 9.996e-9], "2,351", "2,351 [0.0147, 1.00e-08]"),
      (.share, [0.594, 0.04, 0.6], "59.4 %", "59.4 % [4.0, 60.0]"),
      (.wholeShare, [0.95, 0.9, 1], "95 %", "95 % [90, 100]"),
      (.p, [0.3, 0.0004, 0.5], "0.300", "0.300 [<0.001, 0.500]"),
      (.rise, [0.123, 0.1, 0.15], "12.3 %", "12.3 % [10.0, 15.0]"),
      (.rise, [26.4, 20.1, 35], "27.4 times", "27.4 times [21.1, 36.0]"),
      (.skill, [-26.4, -35, -20.1], "error 27.4 times", "error 27.4 times [21.1, 36.0]"),
      (.skill, [-0.999, -1, 0.1], "-99.9 %", "-99.9 % [-100.0, 10.0]"), (.skill, [0, 0, 0], "0.0 %", "exactly 0"),
      (.exact, [0.00001, 0.95, 1234], "0.00001", "0.00001 [0.95, 1,234]"),
      (.decimals(1), [.nan, .nan, .nan], "n/a", "n/a"),
    ] as [(NumberFormat, [Double], String, String)])
  func formats(format: NumberFormat, value: [Double], text: String, interval: String) {
    #expect(format.text(value[0]) == text)
    #expect(format.text(value[0], value[1], value[2]) == interval)
  }

  @Test("has an interval in words")
  func ranges() {
    #expect(NumberFormat.decimals(2).range(0.2, 0.15, 0.25) == "0.15 to 0.25")
    #expect(NumberFormat.skill.range(0.1, 0.05, 0.15) == "5.0 % to 15.0 %")
    #expect(NumberFormat.skill.range(-26.4, -35, -20.1) == "error 21.1 to 36.0 times")
    #expect(NumberFormat.share.range(.nan, 0, 1) == "")
  }

  @Test("p has one statement, and small p no digits")
  func pValues() {
    #expect(pStatement(0.3) == "p = 0.300" && pStatement(0.0009) == "p < 0.001")
    #expect(NumberFormat.p.text(0.0009) == "<0.001" && NumberFormat.p.text(0.001) == "0.001")
  }

  @Test("a count has its noun in the singular or plural")
  func counts() {
    #expect(
      counted(1, "row") == "1 row" && counted(4_500, "row") == "4,500 rows" && grouped(-1_234_567) == "-1,234,567")
  }

  @Test("a power of ten is found for every positive number")
  func exponents() {
    for exponent in -300...300 { #expect(decimalExponent(powerOfTen(exponent)) == exponent) }
    #expect(decimalExponent(9.99) == 0)
  }

  // What is printed is as near as its last digit allows.
  @Test("stays within half a unit of its last digit", arguments: 1...20)
  func nearest(seed: Int) throws {
    var stream = RandomStream(seed: UInt64(seed))
    for _ in 0..<200 {
      let value = stream.gaussian() * exponential(stream.uniform(-30, 30))
      let read = try #require(Double(figure(value, digits: 4)))
      #expect((read - value).magnitude <= 0.501e-3 * value.magnitude, "\(value)")
    }
  }
}
