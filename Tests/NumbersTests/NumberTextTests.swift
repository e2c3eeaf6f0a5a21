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
      (-0.0, 3, "0"), (.nan, 3, "—"), (.infinity, 3, "∞"), (-.infinity, 3, "-∞"),
    ])
  func significant(value: Double, digits: Int, text: String) {
    #expect(figure(value, digits: digits) == text)
  }

  @Test(
    "has the decimals asked for",
    arguments: [
      (0.05, 1, "0.1"), (0.04, 1, "0.0"), (-0.04, 1, "0.0"), (16, 1, "16.0"), (0.5, 0, "1"), (0.49, 0, "0"),
      (99.96, 1, "100.0"), (-1234.5678, 2, "-1234.57"), (0, 2, "0.00"), (1e-9, 3, "0.000"), (0.0009, 2, "0.00"),
      (0.009, 2, "0.01"), (1e20, 1, "1.00e+20"), (.nan, 1, "—"),
    ])
  func decimals(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals: decimals) == text)
  }

  @Test("as a percentage")
  func percentages() {
    #expect(percentage(0.1234) == "12.3 %")
    #expect(percentage(-0.5, decimals: 0) == "-50 %")
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
