import Numbers
import Reporting
import Testing

@Suite("JSON is written in one way only")
struct JSONTests {
  struct Everything: Encodable {
    var flag = true
    var whole = -3
    var natural = UInt64.max
    var tenth = 0.1
    var single = Float(0.1)
    var three = 3.0
    var nothing: String?
    var missing: Double? = nil
    var notANumber = Double.nan
    var endless = -Double.infinity
    var text = "a\"b\\c\nd\u{1}é🙂\u{2028}"
    var list = [1.5, .nan, 2]
    var empty: [Int] = []
    var byName = ["z": 1, "a": 2, "é": 3]
    var byNumber = [7: "x"]
    var kind = Activation.relu
    var nested: [[String: Double]] = [["x": 1e300], [:]]
  }

  @Test("keys sorted, absent and not-a-number null, the shortest digits that read back")
  func everything() throws {
    #expect(
      try JSON(encoding: Everything()).text == """
        {
          "byName": {"a": 2, "z": 1, "é": 3},
          "byNumber": {"7": "x"},
          "empty": [],
          "endless": null,
          "flag": true,
          "kind": "relu",
          "list": [1.5, null, 2],
          "missing": null,
          "natural": 18446744073709551615,
          "nested": [{"x": 1e+300}, {}],
          "notANumber": null,
          "nothing": null,
          "single": 0.1,
          "tenth": 0.1,
          "text": "a\\"b\\\\c\\nd\\u0001é🙂\\u2028",
          "three": 3,
          "whole": -3
        }

        """)
  }

  @Test("an atom, a short list and a long list")
  func layout() throws {
    #expect(try JSON(encoding: 1).text == "1\n")
    #expect(try JSON(encoding: [1, 2]).text == "[1, 2]\n")
    let long = try JSON(encoding: (0..<50).map { $0 * 1000 }).text
    #expect(long.split(separator: "\n").count == 52)
    #expect(long.hasPrefix("[\n  0,\n  1000,\n"))
  }

  @Test("any double reads back with the same bits")
  func roundTrip() throws {
    var random = RandomStream(seed: 7)
    for _ in 0..<2000 {
      let value = Double(bitPattern: random.bits())
      if !value.isFinite { continue }
      let text = try JSON(encoding: value).text.dropLast()
      #expect(Double(text)?.bitPattern == value.bitPattern)
    }
  }

  @Test("100,000 numbers are no burden")
  func long() throws {
    let text = try JSON(encoding: (0..<100_000).map(Double.init)).text
    #expect(text.utf8.count > 500_000)
  }
}
