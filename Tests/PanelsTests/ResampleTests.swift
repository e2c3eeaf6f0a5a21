import Panels
import Testing
import TimeSeries

@Suite("Weeks and months of a panel of days")
struct ResampleTests {
  /// Monday 2018-01-01 to Friday 2020-01-03, without Saturdays and Sundays.
  private let workdays = (0..<733).filter { $0 % 7 < 5 }

  private func panel(
    _ resample: PanelOptions.Resample, _ days: [Int], _ change: (inout PanelOptions) -> Void = { _ in }
  ) throws -> Panel {
    let options = Sample.options {
      ($0.resample, $0.scaling) = (resample, .none)
      change(&$0)
    }
    return try Panel(aligning: [Sample.daily("x", days.map(Double.init), days: days)], named: "p", options: options)
  }

  private func resampled(_ panel: Panel) -> Diagnostic? {
    panel.diagnostics.first { if case .resampled = $0 { true } else { false } }
  }

  @Test("the last row of each week, under its own date: Thursday where Friday is a holiday")
  func weeks() throws {
    let panel = try panel(.week, workdays.filter { $0 != 4 })
    #expect(panel.times.prefix(3).map { $0.text(.day) } == ["2018-01-04", "2018-01-12", "2018-01-19"])
    #expect(panel.column(0).prefix(3) == [3, 11, 18] && panel.rows == 105)
    #expect(panel.ledger.joined == 524 && panel.ledger.resampled == 419)
    #expect(resampled(panel) == .resampled(period: .week, rows: 105, of: 524, last: "2020-01-03", mayBeOpen: false))
  }

  @Test("a week that ends before its Friday may not be over, a month before its last weekday")
  func open() throws {
    let week = try panel(.week, workdays.filter { $0 < 731 })
    #expect(resampled(week) == .resampled(period: .week, rows: 105, of: 523, last: "2020-01-01", mayBeOpen: true))
    let days = (0..<1400).filter { $0 % 7 < 5 }
    // 2021-10-29 was a Friday and the last weekday of its month; day 1397.
    let month = try panel(.month, days.filter { $0 <= 1397 })
    #expect(month.rows == 46 && month.times.last?.text(.day) == "2021-10-29")
    #expect(resampled(month) == .resampled(period: .month, rows: 46, of: 1000, last: "2021-10-29", mayBeOpen: false))
    let earlier = try panel(.month, days.filter { $0 <= 1396 })
    #expect(resampled(earlier) == .resampled(period: .month, rows: 46, of: 999, last: "2021-10-28", mayBeOpen: true))
  }

  @Test("weeks begin on Saturday, before 1970 too")
  func saturdays() throws {
    let days = Array(-20_000 ..< -19_500)
    let panel = try panel(.week, days)
    for (a, b) in zip(panel.times, panel.times.dropFirst()).dropLast() {
      #expect(b.ticks - a.ticks == 7 * Timestamp.millisecondsPerDay)
    }
    // A Friday.
    #expect(panel.times.first?.text(.day) == "1963-04-05")
  }

  @Test("returns are of one week to the next, lags of whole weeks")
  func order() throws {
    let panel = try panel(.week, workdays) { ($0.change, $0.lag) = (.differences, ["x": 1]) }
    #expect(panel.column(0).allSatisfy { $0 == 7 } && panel.rows == 103)
    #expect(panel.times.first?.text(.day) == "2018-01-19")
  }

  @Test("the last value of a period, where an outer join has none on its last row")
  func gaps() throws {
    let options = Sample.options { ($0.resample, $0.scaling, $0.join) = (.week, .none, .outer) }
    let short = workdays.filter { $0 % 7 < 4 }
    let panel = try Panel(
      aligning: [
        Sample.daily("x", workdays.map(Double.init), days: workdays),
        Sample.daily("y", short.map(Double.init), days: short),
      ], named: "p", options: options)
    #expect(panel.column(0).prefix(2) == [4, 11] && panel.column(1).prefix(2) == [3, 10])
    try panel.requireNoGaps()
  }

  @Test("nothing to do is nothing done; series without days are refused")
  func none() throws {
    let fridays = (0..<60).map { 4 + 7 * $0 }
    #expect(resampled(try panel(.week, fridays)) == nil)
    #expect(
      Sample.refusal([Sample.numbered("x", Sample.walk(60))], Sample.options { $0.resample = .month })
        == "cannot align 'p': the option 'resample' is 'month'; it must be none where there are no days")
  }
}
