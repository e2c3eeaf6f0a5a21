import Panels
import Testing
import TimeSeries

@Suite("Resolutions brought together")
struct CommonResolutionTests {
  private func series(_ name: String, _ resolution: Resolution, _ rows: [(Timestamp?, Double)]) -> Series {
    Series(
      name: name, resolution: resolution, times: rows.compactMap(\.0), values: rows.map(\.1),
      origin: Origin(request: "csv:\(name).csv", adapter: "csv"))
  }

  private var months: Series {
    series(
      "months", .month, (0..<48).map { (Timestamp(year: 2018 + $0 / 12, month: $0 % 12 + 1, day: 1), Double($0 * $0)) })
  }

  @Test("days become months by the last value of each, stamped with the month")
  func daysToMonths() throws {
    var days = Sample.daily("days", (0..<1461).map(Double.init))
    // January ends on day 30; its last two days have no value.
    (days.values[29], days.values[30]) = (.nan, .nan)
    let panel = try Panel(aligning: [days, months], named: "p", options: Sample.plain)
    #expect(panel.resolution == .month && panel.rows == 48)
    #expect(panel.times.prefix(2).map { $0.text(.month) } == ["2018-01", "2018-02"])
    #expect(panel.column(0).prefix(2) == [28, 58])
    #expect(panel.ledger.entries[0].thinned == 1459 - 48 && panel.ledger.entries[1].thinned == 0)
    #expect(
      panel.diagnostics.first
        == .thinned(column: "days", from: .day, to: .month, values: 1459, periods: 48, last: "2021-12-31"))
    #expect(panel.ledger.longestGap == "1 month from 2018-01")
  }

  @Test("instants become days by UTC, and months years")
  func instantsToDays() throws {
    let start = Sample.day(0).ticks
    let instants = series(
      "instants", .instant, (0..<1200).map { (Timestamp(ticks: start + Int64($0) * 3_600_000), Double($0)) })
    let days = Sample.daily("days", Sample.walk(50))
    let panel = try Panel(aligning: [days, instants], named: "p", options: Sample.plain)
    #expect(panel.resolution == .day && panel.column(1) == (0..<50).map { Double($0 * 24 + 23) })
    let years = series("years", .year, (0..<60).map { (Timestamp(year: 1970 + $0, month: 1, day: 1), Double($0 * $0)) })
    let long = series(
      "months", .month, (0..<720).map { (Timestamp(year: 1970 + $0 / 12, month: $0 % 12 + 1, day: 1), Double($0)) })
    let yearly = try Panel(aligning: [long, years], named: "p", options: Sample.plain)
    #expect(yearly.resolution == .year && yearly.column(0) == (0..<60).map { Double($0 * 12 + 11) })
    #expect(yearly.ledger.longestGap == "1 year from 1970")
  }

  @Test("a day is a day, whatever hour its timestamp has, before 1970 too")
  func withinTheDay() throws {
    let noon = series(
      "noon", .day, (0..<50).map { (Timestamp(ticks: (Int64($0) * 2 - 51) * 43_200_000), Double($0 * $0)) })
    let midnight = series(
      "midnight", .day, (0..<50).map { (Timestamp(ticks: (Int64($0) - 26) * 86_400_000), Double($0)) })
    let panel = try Panel(aligning: [noon, midnight], named: "p", options: Sample.plain)
    #expect(panel.rows == 50 && panel.times == midnight.times)
  }

  @Test("the ends of time do not overflow")
  func extremes() {
    let times = [Int64.min, .min + 1, -1, 0, .max - 1, .max]
    for resolution in [Resolution.day, .month, .year, .instant, .row] {
      let wild = series("wild", resolution, times.map { (Timestamp(ticks: $0), 1) })
      #expect(Sample.refusal([wild])?.contains("a panel needs at least 40") == true)
    }
    let long = series(
      "long", .instant, [(Timestamp(ticks: .min), 3)] + (0..<50).map { (Timestamp(ticks: .max - $0), Double($0 * $0)) })
    #expect(Sample.refusal([long]) == nil)
  }
}
