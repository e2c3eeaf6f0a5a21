import TestSupport
import Testing
import TimeSeries

import Formats

/// What is found out from a whole table, not from its first rows.
@Suite("What a table shows of itself")
struct CSVFoundTests {
  private static func days(_ count: Int) -> [String] {
    (0..<count).map { row in
      Timestamp(ticks: Int64(17_900 + row) * Timestamp.millisecondsPerDay).text(.day)
    }
  }

  /// A table with an odd row somewhere.
  private static func table(
    odd row: Int, date: (String) -> String = { $0 }, value: (String) -> String = { $0 }, header: String = "Datum,Kurs"
  ) -> String {
    var text = header + "\n"
    for (index, day) in days(150).enumerated() {
      let number = "\(100 + index % 7).5"
      text += (index == row ? date(day) : day) + "," + (index == row ? value(number) : number) + "\n"
    }
    return text
  }

  /// Before and after the hundredth row, which ended what was looked at.
  @Test("an odd cell is refused wherever it is, and its line is named", arguments: [3, 98, 100, 101, 149])
  func odd(row: Int) {
    let line = "t.csv:\(row + 2): column "
    #expect(fault(Self.table(odd: row, date: { _ in "unknown" })).hasPrefix(line + "1 ('Datum'): not a date"))
    #expect(fault(Self.table(odd: row, date: { _ in "" })).hasPrefix(line + "1 ('Datum'): not a date, found ''"))
    #expect(fault(Self.table(odd: row, date: { _ in "Summe" })).hasPrefix(line + "1 ('Datum'): not a date"))
    #expect(fault(Self.table(odd: row, value: { _ in "12 or so" })).hasPrefix(line + "2 ('Kurs'): not a number"))
    #expect(fault(Self.table(odd: row, value: { "$" + $0 })).hasPrefix(line + "2 ('Kurs'): not a number"))
    #expect(fault(Self.table(odd: row, value: { "\"1." + $0 + ",5\"" })).hasPrefix(line + "2 ('Kurs'): not a number"))
  }

  @Test("a group of thousands is read in whichever row the numbers first have one", arguments: [3, 101, 149])
  func grouped(row: Int) throws {
    let series = try #require(try read(Self.table(odd: row, value: { _ in "\"1,234.5\"" })).first)
    #expect(series.values[row] == 1234.5 && series.values[row - 1] < 110)
  }

  @Test("each column has its own style of numbers")
  func styles() throws {
    let rows = (1...9).map { "0\($0).01.2019;\($0),5;$\($0);\($0).034;\($0)%;1 00\($0)\n" }.joined()
    let series = try read("Datum;a;b;c;d;e\n" + rows)
    #expect(series.map { $0.values[1] } == [2.5, 2, 2034, 2, 1002])
    let notes = series[0].origin.notes
    #expect(notes.contains("b: amounts in $") && notes.contains { $0.hasPrefix("d: percent") })
    // The same without the dates that group with points: c may be either.
    let found = fault("Day;a;c\n" + (1...9).map { "2019-01-0\($0);\($0),5;\($0).034\n" }.joined())
    #expect(
      found.hasPrefix("t.csv:2: column 3 ('c'): a point that may begin a fraction or group thousands"), "\(found)")
  }

  @Test(
    "midnights of an offset are days, whatever they are in UTC",
    arguments: ["+09:00", "-05:00", "Z", "+00:00", " UTC"])
  func midnights(offset: String) throws {
    let text = "Date,x\n2019-03-10 00:00:00\(offset),1\n2019-03-11 00:00:00\(offset),2\n"
    let series = try #require(try read(text).first)
    #expect(series.resolution == .day && series.dates == ["2019-03-10", "2019-03-11"])
  }

  @Test("a zone settles the hours that its clocks showed twice, and refuses those that they skipped")
  func clocks() throws {
    let back = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    let text = "Time,x\n" + back.map { "2019-10-27 \($0),1\n" }.joined()
    let series = try #require(try read(text, "zone=Europe/Berlin").first)
    #expect(series.times.map { ($0.ticks - series.times[0].ticks) / 60_000 } == [0, 30, 60, 90, 120, 150])
    let skipped = fault("Time,x\n2019-03-31 01:30,1\n2019-03-31 02:30,2\n", "zone=Europe/Berlin")
    #expect(
      skipped.hasPrefix("t.csv:3: column 1 ('Time'): a time that the clocks of Europe/Berlin skipped"), "\(skipped)")
    let once = fault("Time,x\n2019-10-27 01:00,1\n2019-10-27 02:30,2\n2019-10-27 04:00,2\n", "zone=Europe/Berlin")
    #expect(once.contains("showed twice, and the table has once, found '2019-10-27 02:30'"), "\(once)")
  }

  @Test("numbers are dates under any name if they cannot be anything else; another column of times is left out")
  func numericDates() throws {
    let rows = (0..<20).map {
      "\(1_577_836_800_000 + $0 * 86_400_000),\($0 % 3),\(1_577_923_199_999 + $0 * 86_400_000)\n"
    }
    let series = try read("open,x,close\n" + rows.joined())
    #expect(series.map(\.name) == ["x"] && series[0].dates.first == "2020-01-01T00:00:00Z")
    #expect(series[0].origin.notes.contains { $0.hasPrefix("left out because it counts the time as well: close") })
    // A column of four digits that go up and down is no column of years.
    let prices = (0..<20).map { "\(1900 + $0 % 3),\($0)\n" }.joined()
    #expect(try read("x,y\n" + prices).map(\.name) == ["x", "y"])
  }

  @Test(
    "a column that holds texts at first and mostly numbers is refused, wherever the numbers begin",
    arguments: [60, 120])
  func numbersAmongTexts(row: Int) {
    let rows = Self.days(400).enumerated().map { "\($1),1,\($0 < row ? "a" : "5")\n" }.joined()
    let found = fault("Date,x,note\n" + rows)
    #expect(found.contains("column 3 ('note')") && found.contains("drop=note"), "\(found)")
  }

  @Test("years in the header are dates along the rows, which is refused")
  func across() {
    let rows = (0..<9).map { "C\($0),X\($0),1.5,2.5,3.5,4.5\n" }.joined()
    let found = fault("Country,Code,1960,1961,1962,1963\n" + rows)
    #expect(found.contains("time runs along the rows") && found.contains("date=none"), "\(found)")
    #expect(fault("Country,Code,1960,1961,1962,1963\n" + rows, "date=none").contains("1963 [4.5"))
  }

  @Test("parts of a date in several columns are joined, by their names or as date= says")
  func parts() throws {
    let quarters = try read("Year,Quarter,x\n2018,3,1\n2018,4,2\n2019,1,3\n")
    #expect(quarters.map(\.name) == ["x"] && quarters[0].dates == ["2018-Q3", "2018-Q4", "2019-Q1"])
    let times = try read("Date,Time,x\n20190101,93000,1\n20190101,103000,2\n")
    #expect(times[0].dates == ["2019-01-01T09:30:00Z", "2019-01-01T10:30:00Z"])
    let said = try read("d,h,x\n2019-01-01,7,1\n2019-01-01,8,2\n", "date=d+h")
    #expect(said[0].dates == ["2019-01-01T07:00:00Z", "2019-01-01T08:00:00Z"])
    #expect(try read("Year,Month,Day,x\n2019,1,31,1\n2019,2,1,2\n")[0].dates == ["2019-01-31", "2019-02-01"])
    #expect(fault("Week,x\n201801,1\n201813,2\n").contains("column 1 ('Week'): not a date"))
    let months = "year,jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec\n"
    #expect(fault(months + "2018" + String(repeating: ",1.5", count: 12) + "\n").contains("are the months of a year"))
  }

  @Test("times are plausible, or refused with the unit that makes them so")
  func epochs() {
    #expect(fault("t,x\n1735689600000000,1\n", "epoch=ms&date=t").contains("the year 56971"))
    #expect(fault("t,x\n1735689600,1\n", "epoch=ms&date=t").contains("Write epoch=s (seconds since 1970: 2025-01-01"))
    #expect(fault("t,x\n20190101,1\n", "epoch=s&date=t").contains("looks like a day"))
    #expect(
      fault("Date,x\n43466,1\n43467,2\n").contains("epoch=excel (days since 1899-12-30, as in Excel: 2019-01-01)"))
  }

  @Test("times below the millisecond are not cut until they collide")
  func microseconds() throws {
    let found = fault("Time,x\n2019-01-01 09:30:00.000001,1\n2019-01-01 09:30:00.000002,2\n")
    #expect(found.hasPrefix("t.csv:2: column 1 ('Time'): times finer than a millisecond"), "\(found)")
    let apart = try read("Time,x\n2019-01-01 09:30:00.000001,1\n2019-01-01 09:30:01.000002,2\n")
    #expect(apart[0].origin.notes.contains("times are cut to the millisecond"))
  }

  @Test("a marker that is a number means it however it is written; a usual one is warned of")
  func sentinels() throws {
    let text = "Date,x\n" + Self.days(4).enumerated().map { "\($1),\(["1", "-999.00", "-999", "2"][$0])\n" }.joined()
    #expect(try read(text, "missing=-999")[0].cells == [1, nil, nil, 2])
    let warning = try #require(try read(text)[0].origin.notes.first { $0.hasPrefix("WARNING") })
    #expect(warning.contains("x is -999 in 2 rows") && warning.contains("missing=-999"))
  }

  @Test("a long table without a key differs from a table with one odd row")
  func hiddenKey() throws {
    let rows = Self.days(30).flatMap { ["\($0),A,1", "\($0),B,2"] }.joined(separator: "\n")
    let found = fault("date,shop,x\n" + rows + "\n")
    #expect(found.contains("30 rows have a time that another row has") && found.contains("write key=shop"), "\(found)")
    #expect(try read("date,shop,x\n" + rows + "\n", "key=shop").map(\.name) == ["A", "B"])
  }

  @Test("lines around a table, units and names in several rows are found and reported")
  func shapes() throws {
    let rows = Self.days(5).map { "\($0),1\n" }.joined()
    let preamble = try read("Mean of a station\nSource: an office\n\nDate,x\n" + rows)
    #expect(preamble[0].values.count == 5)
    #expect(preamble[0].origin.notes.contains("left out before the header: 2 lines, the last 'Source: an office'"))
    #expect(try read("a;b\nc\nDate,x\n" + rows, "skip=2")[0].values.count == 5)
    let footer = try read("Date,x\n" + rows + "\nSource: an office\n")
    #expect(footer[0].origin.notes.contains("left out below the table: 1 line, 'Source: an office'"))
    #expect(
      fault("Date,x\n" + rows + "Note\n2019-02-01,3\n").contains("t.csv:7: column 1 ('Date'): a line of one text"))
    #expect(fault("Date,x\n" + rows + "2019-02").contains("the row has 1 cell"))
    #expect(
      try read("Date,x\nyyyy-mm-dd,hPa\n" + rows)[0].origin.notes.contains { $0.contains("a row of units: line 2") })
    #expect(try read("Date,x,y\n,(m),(s)\n" + rows.replacing("\n", with: ",2\n")).map(\.name) == ["x", "y"])
    #expect(try read("Station: A, B\nDate,x\n" + rows).map(\.name) == ["x"])
    let two = Self.days(5).map { "\($0),1,2\n" }.joined()
    #expect(try read("Price,Close,Close\nTicker,A,B\nDate,,\n" + two).map(\.name) == ["Close A", "Close B"])
    #expect(try read(",Date,x\n" + Self.days(5).enumerated().map { "\($0),\($1),7\n" }.joined()).map(\.name) == ["x"])
    #expect(try read("sep=;\nDate;x\n" + rows.replacing(",", with: ";"))[0].values.count == 5)
    #expect(
      try read("'Date','x'\n" + rows.split(separator: "\n").map { "'\($0)'\n".replacing(",", with: "','") }.joined())[0]
        .values.count == 5)
  }

  @Test(
    "dates are read in the forms that programs write",
    arguments: [
      ("2005-Q1", "2005-Q2", "2005-Q1"), ("2005Q1", "2005Q2", "2005-Q1"), ("Q1 2005", "Q2 2005", "2005-Q1"),
      ("2005-W05", "2005-W06", "2005-01-31"), ("Jan 2010", "Feb 2010", "2010-01"), ("2010M01", "2010M02", "2010-01"),
      ("01/2010", "02/2010", "2010-01"), ("20190101 000000", "20190101 010000", "2019-01-01T00:00:00Z"),
      ("2019-01-01 23:00", "2019-01-01 24:00", "2019-01-01T23:00:00Z"), ("31-Dec-2019", "01-Jan-2020", "2019-12-31"),
      ("1/13/2019 9:30 AM", "1/13/2019 12:30 PM", "2019-01-13T09:30:00Z"), ("2019年1月1日", "2019年1月2日", "2019-01-01"),
      ("1. März 2019", "2. März 2019", "2019-03-01"), ("1 de mayo de 2019", "2 de mayo de 2019", "2019-05-01"),
      ("\"Tue, 01 Jan 2019\"", "\"Wed, 02 Jan 2019\"", "2019-01-01"),
      ("201901010930", "201901010931", "2019-01-01T09:30:00Z"),
    ])
  func forms(first: String, second: String, date: String) throws {
    let series = try #require(try read("Date,x\n\(first),1\n\(second),2\n").first)
    #expect(series.dates.first == date && series.times[0] < series.times[1])
  }
}
