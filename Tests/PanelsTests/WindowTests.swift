import Panels
import Testing
import TimeSeries

@Suite("The window of dates")
struct WindowTests {
  /// Three years of days.
  private let series = Sample.daily("x", Sample.walk(1096))

  private func ends(_ from: String?, _ to: String?) throws -> [String] {
    let options = Sample.options { ($0.from, $0.to) = (from, to) }
    let panel = try Panel(aligning: [series], named: "p", options: options)
    #expect(panel.ledger.entries[0].outside == 1096 - panel.rows)
    return [panel.times.first, panel.times.last].compactMap { $0?.text(.day) }
  }

  @Test("a year, a month and a day stand for all of it, at both ends")
  func periods() throws {
    #expect(try ends(nil, nil) == ["2018-01-01", "2020-12-31"])
    #expect(try ends("2019", nil) == ["2019-01-01", "2020-12-31"])
    #expect(try ends("2019", "2019") == ["2019-01-01", "2019-12-31"])
    #expect(try ends("2018-11", "2020-02") == ["2018-11-01", "2020-02-29"])
    #expect(try ends("2018-11-05", "2019-03-07") == ["2018-11-05", "2019-03-07"])
    #expect(try ends("1900", "2100") == ["2018-01-01", "2020-12-31"])
  }

  @Test("the last day is in it to its last millisecond")
  func instants() throws {
    let hours = Series(
      name: "h", resolution: .instant,
      times: (0..<240).map { Timestamp(ticks: Sample.day(0).ticks + Int64($0) * 3_600_000 - 1) },
      values: Sample.walk(240), origin: Origin(request: "csv:h.csv", adapter: "csv"))
    let options = Sample.options { ($0.from, $0.to) = ("2018-01-02", "2018-01-04") }
    let panel = try Panel(aligning: [hours], named: "p", options: options)
    #expect(panel.rows == 72)
    #expect(panel.times.first?.text(.instant) == "2018-01-02T00:59:59.999Z")
    #expect(panel.times.last?.text(.instant) == "2018-01-04T23:59:59.999Z")
  }

  @Test("rows without dates are asked for by their number")
  func rows() throws {
    let options = Sample.options { ($0.from, $0.to) = ("10", "59") }
    let panel = try Panel(aligning: [Sample.numbered("x", Sample.walk(100))], named: "p", options: options)
    #expect(panel.times == (10...59).map(Sample.row))
  }

  @Test(
    "anything else is refused, and said what is needed",
    arguments: [
      "", "-", "18", "2018-", "2018-13", "2018-02-30", "2018-1-1", "2018-01-01-01", "01/02/2018",
      "2018-01-01T00:00:00Z",
      "２０１８", "99999999999999999999",
    ])
  func bad(text: String) {
    let needed = "it must be a date like 2018-12-31, 2018-12 or 2018"
    let from = Sample.refusal([series], Sample.options { $0.from = text })
    #expect(from == "cannot align 'p': the option 'from' is '\(text)'; \(needed)")
    let to = Sample.refusal([series], Sample.options { $0.to = text })
    #expect(to == "cannot align 'p': the option 'to' is '\(text)'; \(needed)")
  }

  @Test("so is a date where there are rows, and an end before the beginning")
  func contradictions() {
    let numbered = [Sample.numbered("x", Sample.walk(100))]
    #expect(
      Sample.refusal(numbered, Sample.options { $0.to = "2018-01-01" })
        == "cannot align 'p': the option 'to' is '2018-01-01'; it must be the number of a row, from 0")
    #expect(
      Sample.refusal([series], Sample.options { ($0.from, $0.to) = ("2019", "2018") })
        == "cannot align 'p': the option 'from' is '2019'; it must be a time before 'to', 2018")
  }
}
