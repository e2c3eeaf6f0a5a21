import Numbers
import Panels
import Testing
import TimeSeries

@Suite("Diagnostics")
struct DiagnosticsTests {
  private func diagnostics(_ series: [Series], _ options: PanelOptions = PanelOptions()) throws -> [Diagnostic] {
    let panel = try Panel(aligning: series, named: "p", options: options)
    #expect(panel.ledger.warnings == panel.diagnostics.map(\.description))
    return panel.diagnostics
  }

  @Test("a tidy series of one source gives none")
  func none() throws { #expect(try diagnostics([Sample.daily("x", Sample.swing(1000))]) == []) }

  @Test("held-out values outside the range of the training part are counted by column")
  func outside() throws {
    let rising = (0..<100).map { Double($0) + 1000 }
    let found = try diagnostics([Sample.daily("rising", rising), Sample.daily("level", Sample.swing(100))])
    #expect(found == [.heldOutOutsideTraining(column: "rising", rows: 25, of: 25, low: 1000, high: 1059)])
  }

  @Test("a column that hardly changes in the training part is named")
  func nearConstant() throws {
    var values = Array(repeating: 2.5, count: 200)
    for row in [10, 60, 110] { values[row] = 2.75 }
    let found = try diagnostics([Sample.daily("x", values)])
    #expect(found.contains(.nearConstant(column: "x", value: 2.5, rows: 117, of: 120)))
    #expect(found.contains(.repeats(column: "x", rows: 193, of: 200)))
  }

  @Test("values that the source does not have are told where they are a tenth or more")
  func missing() throws {
    var values = Sample.swing(200)
    for row in 0..<19 { values[row * 10] = .nan }
    #expect(try diagnostics([Sample.daily("x", values)]) == [])
    values[191] = .nan
    #expect(try diagnostics([Sample.daily("x", values)]) == [.missing(column: "x", rows: 20, of: 200)])
  }

  @Test("values that the source seems to have repeated over holidays are counted")
  func repeats() throws {
    var values = Sample.swing(200)
    for row in stride(from: 30, to: 200, by: 25) { values[row] = values[row - 1] }
    #expect(try diagnostics([Sample.daily("x", values)]) == [.repeats(column: "x", rows: 7, of: 200)])
  }

  @Test("filled holidays have a pattern: a weekday, dates of the year")
  func pattern() throws {
    // Workdays of nine years; 4 July, 25 December and some first Mondays of the month repeat.
    let days = (0..<3285).filter { $0 % 7 < 5 }
    var values = Sample.walk(days.count)
    var (mondays, all) = (0, 0)
    for (row, day) in days.enumerated() where row > 0 {
      let (_, month, date) = Sample.day(day).civil
      let isFirstMonday = day % 7 == 0 && date <= 7 && [2, 3, 5, 8, 9].contains(month)
      guard isFirstMonday || (month, date) == (7, 4) || (month, date) == (12, 25) else { continue }
      values[row] = values[row - 1]
      all += 1
      mondays += day % 7 == 0 ? 1 : 0
    }
    let pattern = Diagnostic.RepeatPattern(weekday: "Monday", weekdayRows: mondays, dates: ["07-04", "12-25"])
    let expected = Diagnostic.repeats(column: "x", rows: all, of: days.count, pattern: pattern)
    #expect(try diagnostics([Sample.daily("x", values, days: days)]).contains(expected))
  }

  @Test("rows lost to the join, by column, and how many of them for want of a shared range")
  func lost() throws {
    let a = Sample.daily("a", Sample.swing(300), days: Array(0..<300))
    let b = Sample.daily("b", Sample.swing(100), days: (100..<201).filter { $0 != 150 })
    #expect(
      try diagnostics([a, b]) == [.rowsLost(column: "a", rows: 200, of: 300, outsideSharedRange: 199)])
  }

  @Test("daily columns from different sources may have been observed at different hours")
  func clocks() throws {
    let a = Sample.daily("a", Sample.swing(100), origin: "csv:us.csv?value=Close")
    let b = Sample.daily("b", Sample.swing(100), origin: "csv:ecb.csv?value=USD")
    let c = Sample.daily("c", Sample.swing(100), origin: "csv:us.csv?value=Open")
    #expect(try diagnostics([a, c]) == [])
    #expect(try diagnostics([a, b, c]) == [.unequalClocks(columns: [["a", "c"], ["b"]])])
    #expect(try diagnostics([Sample.numbered("d", Sample.swing(100)), Sample.numbered("e", Sample.swing(100))]) == [])
  }

  @Test(
    "jumps that look like an error of the source",
    arguments: [(10.0, Diagnostic.Jump.unit), (0.01, .unit), (2, .outlier)])
  func jumps(factor: Double, kind: Diagnostic.Jump) throws {
    var values = Sample.walk(200)
    for row in 150..<200 { values[row] = values[149] * factor * (1 + 0.002 * Double(row % 7)) }
    let expected = Diagnostic.jump(
      column: "x", time: "2018-05-31", before: values[149], after: values[150], looksLike: kind, count: 1)
    #expect(try diagnostics([Sample.daily("x", values)]).contains(expected))
  }

  @Test("a rate turned upside down; a crash like that of 1987 is none")
  func moreJumps() throws {
    var values = Sample.walk(200).map { $0 / 80 }
    let upright = values
    for row in 150..<160 { values[row] = 1 / values[row] }
    let found = try diagnostics([Sample.daily("x", values)])
    let jump = found.compactMap { diagnostic -> (Diagnostic.Jump, Int)? in
      if case .jump(_, _, _, _, let kind, let count) = diagnostic { (kind, count) } else { nil }
    }
    #expect(jump.count == 1 && jump.first.map { $0 == (.reciprocal, 2) } == true)
    let crash = upright.indices.map { $0 < 100 ? upright[$0] : upright[$0] * exponential(-0.229) }
    #expect(
      try diagnostics([Sample.daily("x", crash)]).allSatisfy { if case .jump = $0 { false } else { true } })
  }

  @Test("each has its sentence, word for word", arguments: sentences)
  func sentence(diagnostic: Diagnostic, expected: String) { #expect(diagnostic.description == expected) }

  static let sentences: [(Diagnostic, String)] = [
    (.unordered(column: "x", inversions: 1), "'x' was out of order in 1 place and was sorted."),
    (
      .conflicts(column: "x", times: 2, first: "2018-01-06", policy: .mean),
      "'x' has different values for the same time at 2 times, first at 2018-01-06. The mean of the different values was "
        + "taken."
    ),
    (
      .conflicts(column: "x", times: 1, first: "2018-01-06", policy: .last),
      "'x' has different values for the same time at 1 time, first at 2018-01-06. The last one in the source was taken."
    ),
    (
      .thinned(column: "x", from: .day, to: .month, values: 90, periods: 3, last: "2018-03-30"),
      "Of the 90 values of 'x' (day) the last of each month was taken, 3. The very last, of 2018-03-30, may belong to an "
        + "unfinished month."
    ),
    (.rowsLost(column: "x", rows: 3, of: 99, outsideSharedRange: 0), "'x' lost 3 of 99 values to the join."),
    (
      .rowsLost(column: "x", rows: 3, of: 99, outsideSharedRange: 2),
      "'x' lost 3 of 99 values to the join, 2 of them outside the range that all series share."
    ),
    (
      .filled(column: "x", rows: 4, of: 60),
      "'x' has the value of an earlier row in 4 of 60 rows, carried forward over gaps. Its changes there are zero, which "
        + "can look like memory."
    ),
    (
      .gaps(column: "x", rows: 4, of: 60),
      "'x' has no value in 4 of 60 rows. No network can be trained across a gap."
    ),
    (
      .unequalClocks(columns: [["a", "c"], ["b"]]),
      "Columns come from different sources, which may observe a day at different hours: 'a', 'c' | 'b'. A column observed "
        + "late then predicts the next row of one observed early, which is not memory."
    ),
    (
      .repeats(column: "x", rows: 7, of: 200),
      "'x' repeats the value of the row before in 3.5 % of its rows. Holidays that the source filled can look "
        + "like memory."
    ),
    (
      .repeats(
        column: "x", rows: 7, of: 200, pattern: .init(weekday: "Monday", weekdayRows: 5, dates: ["07-04", "12-25"])),
      "'x' repeats the value of the row before in 3.5 % of its rows, 5 of them on a Monday, in every year on 07-04, 12-25. "
        + "Holidays that the source filled can look like memory."
    ),
    (
      .resampled(period: .week, rows: 52, of: 250, last: "2018-12-27", mayBeOpen: true),
      "Of 250 rows the last of each week (to its Friday) was taken, 52, each under its own date. The very last, of "
        + "2018-12-27, may belong to an unfinished week."
    ),
    (
      .resampled(period: .month, rows: 12, of: 250, last: "2018-12-31", mayBeOpen: false),
      "Of 250 rows the last of each month was taken, 12, each under its own date."
    ),
    (
      .uncertainClock(column: "x", observed: "America/New_York", first: "1950-01-03", rightFrom: 1967),
      "'x' begins at 1950-01-03, and the clocks of America/New_York are known from 1967 on. For earlier years the "
        + "same rules or standard time are assumed."
    ),
    (
      .missing(column: "x", rows: 60, of: 200),
      "'x' has no value in 30.0 % of the rows of its source. They were left out, so the rows around a gap count as "
        + "neighbours."
    ),
    (
      .jump(column: "x", time: "2018-05-31", before: 3, after: 30.5, looksLike: .unit, count: 1),
      "'x' jumps from 3 to 30.5 at 2018-05-31. It looks like a change of unit."
    ),
    (
      .jump(column: "x", time: "2018-05-31", before: 3, after: 9, looksLike: .outlier, count: 4),
      "'x' jumps from 3 to 9 at 2018-05-31, the largest of 4 such jumps. It looks like an outlier or a split."
    ),
    (
      .nearConstant(column: "x", value: 2.5, rows: 117, of: 120),
      "'x' is 2.5 in 97.5 % of the rows of the training part, so there is little to learn."
    ),
    (
      .heldOutOutsideTraining(column: "x", rows: 25, of: 25, low: 1000, high: 1059),
      "100.0 % of the held-out values of 'x' lie outside the training range, 1000 to 1059."
    ),
    (
      // 141.6453 in hundredths.
      .heldOutOutsideTraining(column: "x", rows: 25, of: 25, low: -1e-7, high: 141.6453 * 100),
      "100.0 % of the held-out values of 'x' lie outside the training range, -1e-07 to 14164.53."
    ),
  ]
}
