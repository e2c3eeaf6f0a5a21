import Numbers
import TestSupport
import Testing
import TimeSeries

import Formats

@Suite("Numbers in a table")
struct CSVNumbersTests {
  @Test("that Swift prints come back to the last bit, the short way and the careful way")
  func roundTrip() throws {
    var random = RandomStream(seed: 7)
    var values: [Double] = [
      0, -0.0, 1e22, 1e23, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .leastNormalMagnitude, 0.1, 1 / 3,
    ]
    for _ in 0..<3000 {
      let value = Double(bitPattern: random.bits())
      if value.isFinite { values.append(value) }
      values.append(random.gaussian())
      values.append(Double(random.index(below: 1_000_000)) / 100)
    }
    let text = "x\n" + values.map { "\($0)\n" }.joined()
    for isFast in [true, false] {
      let read = try #require(try read(text, "date=none", tuning: .init(isFast: isFast)).first).values
      #expect(read.map(\.bitPattern) == values.map(\.bitPattern))
    }
  }

  /// Hard cases of rounding: Clinger 1990, and David Gay's tests.
  @Test(
    "are rounded to the nearest, however long they are",
    arguments: [
      ("9007199254740993", 9007199254740992.0), ("9007199254740992.99999999999", 9007199254740992),
      ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
      ("1.7976931348623157e308", 0x1.FFFFFFFFFFFFFp1023),
      ("0.000000000000000000000000000000000000000000001", 1e-45),
      ("123456789012345678901234567890", 1.2345678901234568e29),
      ("8.5e-1", 0.85), ("+3", 3), ("-.5", -0.5), ("5.", 5), ("1E3", 1000), ("00012", 12),
      ("1.00000000000000011102230246251565404236316680908203124", 1),
      ("1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002),
    ])
  func exact(text: String, value: Double) throws {
    #expect(try read("x,y\n\(text),1\n", "date=none&value=x").first?.values == [value])
  }

  @Test(
    "are nothing else: no hexadecimal, no infinity, no unit, no blank inside",
    arguments: [
      "0x10", "inf", "Infinity", "1e400", "12a", "1 00", "$5", "5%", "1.2.3", "--5", "1e", "e5", "+", "½", "1_000",
    ])
  func refused(text: String) {
    let found = fault("date,x\n2018-12-28,1\n2018-12-31,\(text)\n")
    #expect(found.hasPrefix("t.csv:3: column 2 ('x'): not a number, found '\(text)'"), "\(found)")
  }

  @Test("and what is none are the same the short way and the careful way, at the edges of both")
  func edges() throws {
    let texts = [
      "18446744073709551615", "18446744073709551616", "-18446744073709551615", "0.18446744073709551615",
      "0.00000000000000000001844674407370955161", "0.000000000000000000000000000", "-0.000000000000000000000000001",
      "0.0000000000000000000000000001", "-0", "-0.0", "-0.000000000000e-9", "9.470803828730423e-05",
      "-9.470803828730423E+05", "1.234567890123e1", "1.234567890123e0300", "1.234567890123e9999", "1.234567890123e",
      "1.234567890123e-", "1.234567890123e-5x", "0.1234567890123456789012345678901", "-.123456789012", "-12345678.",
      "-", "--", "-1-", "NA", "na", "nA ", "#n/a", "NaN", "nullnull", "nul", "N/A\"", "1234567890123456e", "-0.1.2",
    ]
    for text in texts {
      let rows = "x,y\n1,2\n\(text),3\n4,\(text)\n"
      let both = [true, false].map { CSVBlocksTests.Outcome(Array(rows.utf8), tuning: .init(isFast: $0)) }
      #expect(both[0] == both[1], "\(text)")
    }
    // A marker that is a number the careful way is one the short way, too.
    for marker in ["1e5", "1,5", "2", "-3"] {
      let options = "date=none&decimal=comma&missing=\(marker)|NA"
      let values = try [true, false].map { isFast in
        try read("x;y\n1,5;NA\n1e5;2\n-3;2\n", options, tuning: .init(isFast: isFast)).map {
          $0.values.map(\.bitPattern)
        }
      }
      #expect(values[0] == values[1], "\(marker)")
    }
  }

  @Test("have a decimal comma where it shows or is said, and never by chance")
  func comma() throws {
    let shown = try #require(try read("date;x\n2018-12-28;1.234,5\n2018-12-31;-0,25\n").first)
    #expect(shown.values == [1234.5, -0.25])
    #expect(shown.origin.notes.contains("decimal sign found: comma"))
    #expect(try read("date;x\n2018-12-28;1,234\n", "decimal=comma").first?.values == [1.234])
    #expect(try read("date;x\n2018-12-28;1,234\n", "decimal=point").first?.values == [1234])
    #expect(
      fault("date;x\n2018-12-28;1,234\n")
        == "t.csv:2: column 2 ('x'): a comma that may begin a fraction or group thousands, found '1,234'."
        + " Say decimal=comma or decimal=point; for this column alone, decimal=x:comma")
    // A rate with a comma among rates with points is no number of eleven thousand.
    let mixed = fault("date;x\n2018-12-28;1.1476\n2018-12-31;1,1476\n", "decimal=point")
    #expect(mixed.hasPrefix("t.csv:3: column 2 ('x'): not a number, found '1,1476'"), "\(mixed)")
  }

  @Test("may be grouped in threes where that is said")
  func groups() throws {
    let text = "\"Date\",\"Price\"\n\"07/22/2026\",\"4,166.10\"\n\"07/21/2026\",\"14,081.17\"\n"
    #expect(try read(text, "decimal=point").first?.values == [4166.1, 14081.17])
    for wrong in ["41,66.10", "4,1661", ",166", "4,,166"] {
      let found = fault("\"Date\",\"Price\"\n\"07/22/2026\",\"\(wrong)\"\n", "decimal=point&value=Price")
      #expect(found.contains("not a number"), "\(wrong): \(found)")
    }
  }

  @Test("are missing where the cell is empty or says so, in upper or lower case")
  func missing() throws {
    for marker in ["", " ", ".", "N/A", "n/a", "NA", "NaN", "null", "NULL", "-", "--", "ND", "N/D", "#N/A"] {
      let series = try #require(try read("date,x\n2018-12-28,1\n2018-12-31,\(marker)\n2019-01-01,3\n").first)
      #expect(series.cells == [1, nil, 3], "'\(marker)'")
    }
    #expect(try read("x\n1\n-999\n", "date=none&missing=-999").first?.cells == [1, nil])
    #expect(try read("x\n1\n-\n", "date=none&missing=:|-").first?.cells == [1, nil])
    #expect(fault("x\n1\nN/A\n", "date=none&missing=:").contains("not a number, found 'N/A'"))
  }
}
