import Numbers
import Panels
import Testing
import TimeSeries

@Suite("A panel as CSV")
struct PanelCSVTests {
  /// RFC 4180 read back, in its plainest form.
  private func records(_ text: String) -> [[String]] {
    var (records, record, field): ([[String]], [String], String) = ([], [], "")
    var (quoted, wasQuote) = (false, false)
    for character in text.unicodeScalars {
      switch (character, quoted) {
      case ("\"", false):
        if wasQuote { field.unicodeScalars.append("\"") }
        (quoted, wasQuote) = (true, false)
      case ("\"", true): (quoted, wasQuote) = (false, true)
      case (",", false), ("\n", false):
        record.append(field)
        (field, wasQuote) = ("", false)
        if character == "\n" {
          records.append(record)
          record = []
        }
      default: field.unicodeScalars.append(character)
      }
    }
    #expect(record.isEmpty && field.isEmpty && !quoted, "the last line ends like the others")
    return records
  }

  private func panel(_ names: [String], seed: UInt64) throws -> Panel {
    var stream = RandomStream(seed: seed)
    let series = names.map { Sample.untidy($0, days: 200, &stream) }
    return try Panel(aligning: series, named: "p", options: Sample.options { $0.join = .outer })
  }

  @Test("the first lines, as they stand")
  func text() throws {
    let series = Sample.daily("sp500", [1228.099976, 1e-7, -3, 0.1] + Sample.walk(60))
    let panel = try Panel(aligning: [series], named: "p", options: Sample.plain)
    #expect(
      PanelCSV(panel).text.hasPrefix(
        "time,sp500\n2018-01-01,1228.099976\n2018-01-02,1e-07\n2018-01-03,-3\n2018-01-04,0.1\n"))
  }

  @Test("values and scaled values read back to the bit, missing ones are empty", arguments: PanelCSV.Values.allCases)
  func roundTrip(values: PanelCSV.Values) throws {
    for seed in 0..<10 as Range<UInt64> {
      let panel = try panel(["a", "b", "c"], seed: seed)
      let lines = records(PanelCSV(panel, values).text)
      #expect(lines.first == ["time", "a", "b", "c"])
      #expect(lines.dropFirst().map { $0[0] } == panel.times.map { $0.text(.day) })
      let cells = lines.dropFirst().flatMap { $0.dropFirst().map { $0.isEmpty ? Double.nan : Double($0) ?? .infinity } }
      #expect(same(cells, values == .scaled ? panel.scaled : panel.values), "seed \(seed)")
      #expect(cells.contains { $0.isNaN })
    }
  }

  @Test("nothing is written in a cancelled task, whatever the number of rows")
  func cancelled() async throws {
    let panel = try panel(["a"], seed: 1)
    let work = Task {
      while !Task.isCancelled { await Task.yield() }
      return PanelCSV(panel).text
    }
    work.cancel()
    #expect(await work.value.isEmpty)
  }

  @Test("numbers at the ends of the range read back to the bit")
  func extremes() throws {
    var values = Sample.walk(60)
    values.replaceSubrange(
      0..<6, with: [.leastNonzeroMagnitude, -0.0, 3e38, -2.2250738585072014e-308, 1e16, 123_456_789.000_000_01])
    let panel = try Panel(aligning: [Sample.daily("x", values)], named: "p", options: Sample.plain)
    #expect(same(records(PanelCSV(panel).text).dropFirst().compactMap { Double($0[1]) }, values))
  }

  @Test("names are quoted where they must be, and read back")
  func quotes() throws {
    let names = ["a,b", "say \"x\"", "two\nlines", "r\r", " padded ", "", "plain name", "é\r\nü", "time", "time_"]
    let panel = try panel(names, seed: 1)
    let text = PanelCSV(panel).text
    #expect(records(text).first == ["time__"] + names)
    #expect(text.hasPrefix("time__,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"r\r\",\" padded \",\"\",plain name,"))
  }

  @Test("row numbers and instants are written as they are")
  func times() throws {
    let rows = try Panel(aligning: [Sample.numbered("x", Sample.walk(50))], named: "p")
    #expect(records(PanelCSV(rows).text).dropFirst().map { $0[0] } == (0..<50).map(String.init))
    let instants = Series(
      name: "x", resolution: .instant, times: (0..<50).map { Timestamp(ticks: $0 * 1500) }, values: Sample.walk(50),
      origin: Origin(request: "", adapter: ""))
    let lines = records(PanelCSV(try Panel(aligning: [instants], named: "p")).text)
    #expect(lines[2][0] == "1970-01-01T00:00:01.500Z")
  }

  @Test("a long panel comes in pieces of whole lines, and stops when the sink does")
  func pieces() throws {
    struct Full: Error, Equatable {}
    let panel = try Panel(aligning: [Sample.numbered("x", Sample.walk(20_000))], named: "p")
    var pieces: [String] = []
    PanelCSV(panel).write { pieces.append($0) }
    #expect(pieces.count > 10 && pieces.allSatisfy { $0.hasSuffix("\n") && $0.utf8.count < 40_000 })
    #expect(pieces.joined() == PanelCSV(panel).text)
    var taken = 0
    #expect(throws: Full()) {
      try PanelCSV(panel).write { _ in
        taken += 1
        if taken == 3 { throw Full() }
      }
    }
    #expect(taken == 3)
  }
}
