import Panels
import Testing
import TimeSeries

@Suite("Periods of any length")
struct PeriodTests {
  /// Every 20 minutes from 2018-01-01T00:05Z.
  private func sensor(_ name: String, _ count: Int, offset: Int64 = 5, _ value: (Int) -> Double) -> Series {
    Series(
      name: name, resolution: .instant,
      times: (0..<count).map { Timestamp(ticks: Sample.day(0).ticks + (Int64($0) * 20 + offset) * 60_000) },
      values: (0..<count).map(value), origin: Origin(request: "csv:\(name).csv", adapter: "csv"))
  }

  private func panel(
    _ series: [Series], _ period: String, _ aggregate: PanelOptions.Aggregate = .last,
    _ change: (inout PanelOptions) -> Void = { _ in }
  ) throws -> Panel {
    let resample = try #require(PanelOptions.Resample(rawValue: period))
    let options = Sample.options {
      ($0.resample, $0.aggregate, $0.scaling) = (resample, aggregate, .none)
      change(&$0)
    }
    return try Panel(aligning: series, named: "p", options: options)
  }

  private func texts(_ panel: Panel) -> [String] { panel.times.map { $0.text(panel.resolution) } }

  @Test(
    "are written in numbers and names",
    arguments: [
      ("none", "none"), ("1h", "1h"), ("h", "1h"), ("hour", "1h"), ("90min", "90min"), ("30s", "30s"), ("1day", "day"),
      ("2d", "2day"), ("week", "week"), ("2weeks", "2week"), ("month", "month"), ("6months", "6month"),
      ("quarter", "quarter"), ("year", "year"), ("10year", "10year"),
    ])
  func names(text: String, shown: String) {
    #expect(PanelOptions.Resample(rawValue: text)?.rawValue == shown)
  }

  @Test(
    "are refused otherwise", arguments: ["", "0h", "-1h", "1.5h", "1 h", "fortnight", "100001day", "H", "1m", "٢h"])
  func nonsense(text: String) { #expect(PanelOptions.Resample(rawValue: text) == nil) }

  @Test(
    "of hours have the last, first, mean or sum of their rows, under their first instant",
    arguments: [
      (PanelOptions.Aggregate.last, [2.0, 5]), (.first, [0, 3]), (.mean, [1, 4]), (.sum, [3, 12]),
    ])
  func hours(aggregate: PanelOptions.Aggregate, expected: [Double]) throws {
    let panel = try panel([sensor("x", 180, Double.init)], "1h", aggregate)
    #expect(panel.rows == 60 && Array(panel.column(0).prefix(2)) == expected)
    #expect(texts(panel).prefix(2) == ["2018-01-01T00:00:00Z", "2018-01-01T01:00:00Z"])
  }

  @Test("of days, months, quarters and years of instants are named by their last day")
  func longer() throws {
    let x = sensor("x", 72 * 400, Double.init)
    let days = try panel([x], "day", .sum)
    #expect(days.resolution == .day && days.rows == 400 && texts(days)[1] == "2018-01-02")
    #expect(days.column(0)[0] == 71 * 72 / 2)
    let weeks = try panel([x], "week")
    #expect(weeks.resolution == .day && texts(weeks)[0] == "2018-01-05" && weeks.column(0)[0] == Double(5 * 72 - 1))
    let long = (0..<6000).map { $0 }
    let quarters = try panel([Sample.daily("x", long.map(Double.init), days: long)], "quarter", .mean)
    #expect(texts(quarters)[0] == "2018-03-31" && quarters.column(0)[0] == 44.5)
    let halves = try panel([Sample.daily("x", (0..<9000).map(Double.init))], "6month", .first)
    #expect(texts(halves)[0] == "2018-06-30" && Array(halves.column(0).prefix(2)) == [0, 181])
    let years = try panel([Sample.daily("x", (0..<16_000).map(Double.init))], "year", .last)
    #expect(texts(years)[0] == "2018-12-31" && years.column(0)[0] == 364)
  }

  @Test("are the days and hours of the zone of the series, also where its clocks change")
  func zones() throws {
    // Berlin puts its clocks back at 2018-10-28T01:00Z: that day has 25 hours.
    let start = try #require(Timestamp(year: 2018, month: 10, day: 1)).ticks
    var x = Series(
      name: "x", resolution: .instant, times: (0..<24 * 60).map { Timestamp(ticks: start + Int64($0) * 3_600_000) },
      values: (0..<24 * 60).map { _ in 1 }, origin: Origin(request: "csv:x.csv", adapter: "csv"))
    x.values[0] = 2
    x.zone = Zone("Europe/Berlin")
    let days = try panel([x], "day", .sum)
    #expect(texts(days)[27] == "2018-10-28" && days.column(0)[26...28] == [24, 25, 24])
    #expect(try panel([x], "1h", .sum).rows == 24 * 60)
    let halves = try panel([x], "12h", .sum)
    #expect(texts(halves)[0] == "2018-09-30T22:00:00Z" && halves.column(0)[0] == 11)
    #expect(halves.column(0).contains(13) && texts(halves).contains("2018-10-28T11:00:00Z"))
  }

  @Test("join series that share few of their times")
  func joined() throws {
    let pair = [sensor("x", 180, Double.init), sensor("y", 180, offset: 7) { Double($0) + 0.5 }]
    let hours = try panel(pair, "1h")
    #expect(hours.rows == 60 && hours.column(0)[0] == 2 && hours.column(1)[0] == 2.5)
    #expect(hours.diagnostics.contains(.joinedByPeriod(.init(rawValue: "1h")!)))
    #expect(try panel(pair, "1h", .mean).column(1)[0] == 1.5)
    let days = (0..<2000).filter { $0 % 7 < 5 }
    let sundays = (0..<286).map { 6 + 7 * $0 }
    let months = try panel(
      [
        Sample.daily("x", days.map(Double.init), days: days),
        Sample.daily("y", sundays.map(Double.init), days: sundays),
      ],
      "month")
    #expect(months.rows == 66 && texts(months)[0] == "2018-01-31" && months.column(1)[0] == 27)
  }

  @Test("keep the rows of a join where the series share their days, also where holidays differ")
  func shared() throws {
    let days = (0..<733).filter { $0 % 7 < 5 }
    let other = days.filter { $0 != 4 }
    let panel = try panel(
      [Sample.daily("x", days.map(Double.init), days: days), Sample.daily("y", other.map(Double.init), days: other)],
      "week")
    #expect(texts(panel)[0] == "2018-01-04" && panel.column(0)[0] == 3)
    #expect(!panel.diagnostics.contains(.joinedByPeriod(.week)))
  }

  @Test("sum the own rows of each series, not only those of the join")
  func sums() throws {
    let days = (0..<733).filter { $0 % 7 < 5 }
    let other = days.filter { $0 != 2 }
    let panel = try panel(
      [Sample.daily("x", days.map { _ in 1 }, days: days), Sample.daily("y", other.map { _ in 1 }, days: other)],
      "week", .sum
    ) { $0.trainShare = 0.5 }
    #expect(panel.column(0)[0] == 5 && panel.column(1)[0] == 4)
  }

  @Test("leave out what is missing; a period without a value is no zero")
  func missing() throws {
    let x = sensor("x", 183) { (3..<6).contains($0) || $0 == 0 ? .nan : Double($0) }
    let panel = try panel([x], "1h", .sum)
    #expect(panel.rows == 60 && Array(panel.column(0).prefix(2)) == [3, 21])
    #expect(texts(panel)[1] == "2018-01-01T02:00:00Z")
    let entry = panel.ledger.entries[0]
    #expect(entry.rowsRead - entry.missing - entry.thinned - entry.dropped == panel.ledger.joined)
  }

  @Test("that may be cut at either end are named")
  func ends() throws {
    let x = sensor("x", 181, offset: 25) { Double($0) }
    let sentence = try #require(
      try panel([x], "1h", .sum).diagnostics.compactMap {
        if case .aggregated = $0 { $0.description } else { nil }
      }.first)
    #expect(
      sentence
        == "Of the 181 values of 'x' the sum of each hour was taken, 61, each under the start of its period. The very first, "
        + "from 2018-01-01T00:25:00Z, may belong to an hour of which the beginning is missing. The very last, of "
        + "2018-01-03T12:25:00Z, may belong to an unfinished hour.")
  }

  @Test("of years, quarters and months are those of calendars where the rows are months")
  func coarse() throws {
    let months = Series(
      name: "x", resolution: .month,
      times: (0..<180).map { Timestamp(year: 2000 + $0 / 12, month: $0 % 12 + 1, day: 1)! },
      values: (0..<180).map(Double.init), origin: Origin(request: "csv:m.csv", adapter: "csv"))
    let quarters = try panel([months], "quarter", .mean)
    #expect(quarters.rows == 60 && texts(quarters)[0] == "2000-03" && quarters.column(0)[0] == 1)
    #expect(
      Sample.refusal([months], Sample.options { $0.resample = .week })
        == "cannot align 'p': the option 'resample' is 'week'; it must be none or a longer period, as the rows are months"
    )
  }

  @Test("an aggregate without periods is refused, and so is a sum that overflows")
  func refused() {
    #expect(
      Sample.refusal([Sample.daily("x", Sample.walk(60))], Sample.options { $0.aggregate = .mean })
        == "cannot align 'p': the option 'aggregate' is 'mean'; it must be left out unless rows are resampled")
    let huge = Sample.daily("x", (0..<400).map { _ in 1e308 })
    #expect(
      Sample.refusal([huge], Sample.options { ($0.resample, $0.aggregate) = (.week, .sum) })
        == "cannot align 'p': the sum of 'x' over the week of 2018-01-05 is no floating-point number; use a smaller unit"
    )
  }
}
