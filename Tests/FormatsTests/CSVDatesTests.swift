import TestSupport
import Testing
import TimeSeries

import Formats

@Suite("Dates in a table")
struct CSVDatesTests {
  struct Form: Sendable {
    let cells: [String]
    let dates: [String]
    var options = ""
    var resolution = Resolution.day
  }

  static let forms: [Form] = [
    Form(cells: ["2018-12-31", "2019-01-01"], dates: ["2018-12-31", "2019-01-01"]),
    Form(cells: ["20181231", "20190101"], dates: ["2018-12-31", "2019-01-01"], options: "&date=1"),
    Form(cells: ["12/31/2018", "1/2/2019"], dates: ["2018-12-31", "2019-01-02"]),
    Form(cells: ["31/12/2018", "2/1/2019"], dates: ["2018-12-31", "2019-01-02"]),
    Form(cells: ["1/2/2019", "2/3/2019"], dates: ["2019-01-02", "2019-02-03"], options: "&order=mdy"),
    Form(cells: ["1/2/2019", "2/3/2019"], dates: ["2019-02-01", "2019-03-02"], options: "&order=dmy"),
    Form(cells: ["31.12.2018", "01.02.2019"], dates: ["2018-12-31", "2019-02-01"]),
    Form(cells: ["31 Dec 2018", "1 jan 2019"], dates: ["2018-12-31", "2019-01-01"]),
    Form(cells: ["\"Dec 31, 2018\"", "\"January 1, 2019\""], dates: ["2018-12-31", "2019-01-01"]),
    Form(cells: ["2018-12", "2019-01"], dates: ["2018-12", "2019-01"], resolution: .month),
    Form(cells: ["1999", "2000"], dates: ["1999", "2000"], resolution: .year),
    Form(
      cells: ["2018-12-31T16:00:00Z", "2018-12-31T16:00:00-05:00"],
      dates: ["2018-12-31T16:00:00Z", "2018-12-31T21:00:00Z"], resolution: .instant),
    Form(
      cells: ["2018-12-31 16:00:00", "2019-01-01 09:30:00.250"],
      dates: ["2018-12-31T16:00:00Z", "2019-01-01T09:30:00.250Z"], resolution: .instant),
    // What a database prints for days.
    Form(cells: ["2018-12-31 00:00:00", "2019-01-01 00:00:00"], dates: ["2018-12-31", "2019-01-01"]),
    Form(
      cells: ["1546300800", "1546300801"], dates: ["2019-01-01T00:00:00Z", "2019-01-01T00:00:01Z"],
      options: "&epoch=s", resolution: .instant),
    Form(
      cells: ["1546300800000", "1546300800250"], dates: ["2019-01-01T00:00:00Z", "2019-01-01T00:00:00.250Z"],
      options: "&epoch=ms", resolution: .instant),
    Form(
      cells: ["Mon Dec 31 16:00:00 2018", "Tue Jan  1 00:30:05 2019"],
      dates: ["2018-12-31T16:00:00Z", "2019-01-01T00:30:05Z"], resolution: .instant),
    Form(
      cells: ["Mon Dec 31 16:00:00 UTC 2018", "Tue Jan 01 00:30:05 -0100 2019"],
      dates: ["2018-12-31T16:00:00Z", "2019-01-01T01:30:05Z"], resolution: .instant),
    Form(
      cells: ["12/31/2018 4:00:00 p.m.", "12/31/2018 12:00 AM"],
      dates: ["2018-12-31T16:00:00Z", "2018-12-31T00:00:00Z"], resolution: .instant),
    Form(cells: ["31Dec2018", "01jan2019"], dates: ["2018-12-31", "2019-01-01"]),
    Form(cells: ["2018-W52-7", "2019-W01-1"], dates: ["2018-12-30", "2018-12-31"]),
    Form(cells: ["2018-S1", "2018H2"], dates: ["2018-06", "2018-12"], resolution: .month),
    Form(cells: ["févr. 2018", "déc. 2018"], dates: ["2018-02", "2018-12"], resolution: .month),
    Form(cells: ["1600-01-01", "9999-12-31"], dates: ["1600-01-01", "9999-12-31"]),
    Form(cells: ["2000-02-29", "2024-02-29"], dates: ["2000-02-29", "2024-02-29"]),
  ]

  @Test("are read in every form there is", arguments: forms)
  func reads(form: Form) throws {
    let text = "date,x\n" + form.cells.map { $0 + ",1\n" }.joined()
    let series = try #require(try read(text, "value=x" + form.options).first)
    #expect(series.dates == form.dates)
    #expect(series.resolution == form.resolution)
  }

  @Test("with one digit after the year may be quarters, and are refused until it is said what they are")
  func quartersAsYears() throws {
    let text = "date,x\n" + (0..<8).map { "\(2005 + $0 / 4).\($0 % 4 + 1),1\n" }.joined()
    let error = #expect(throws: (any Error).self) { try read(text, "value=x") }
    #expect("\(error.map { "\($0)" } ?? "")".contains("with the number of a quarter"))
    #expect(try read(text, "value=x&epoch=year").first?.resolution == .day)
  }

  @Test("settle late which of two numbers is the month, and turn those before round")
  func late() throws {
    let days = (1...12).map { "\($0)/6/2018,\($0)\n" }.joined() + "13/6/2018,13\n"
    for (block, isFast) in [(1, true), (7, true), (1 << 18, true), (64, false)] {
      let series = try #require(
        try read("date,x\n" + days, tuning: .init(blockSize: block, isFast: isFast)).first)
      #expect(series.dates == (1...13).map { "2018-06-\($0 < 10 ? "0" : "")\($0)" })
      #expect(series.origin.notes.contains("dates are day/month/year, as '13/6/2018' in line 14 shows"))
    }
  }

  @Test("that could be either are refused, until somebody says it")
  func ambiguous() {
    #expect(
      fault("date,x\n1/2/2018,1\n3/4/2018,2\n")
        == "t.csv:2: column 1 ('date'): no date of the file shows whether the month or the day comes first, found"
        + " '1/2/2018'. Write order=mdy (month, day, year) or order=dmy (day, month, year)")
    // The same day whichever way it is read.
    #expect(fault("date,x\n1/1/2018,1\n2/2/2018,2\n").hasPrefix("no fault"))
    #expect(fault("date,x\n13/1/2018,1\n1/13/2018,2\n").contains("t.csv:3: column 1 ('date'): not day/month/year"))
    #expect(fault("date,x\n1/13/2018,1\n", "order=dmy").contains("as order=dmy says"))
  }

  @Test(
    "that are none name the place and the text",
    arguments: [
      ("2018-02-30", "there is no such day"), ("2019-02-29", "there is no such day"), ("1900-02-29", "no such day"),
      ("2018-13-01", "there is no such day"), ("31/12/18", "a year of two digits"), ("soon", "not a date"),
      ("2018-1", "a date of another form"), ("2018-12-31T25:00:00", "not a date"), ("2018", "a date of another form"),
      ("2018-12-31T10:00:00Z", "a date of another form"), ("", "not a date"), ("99999999999999999999", "not a date"),
    ])
  func faults(text: String, words: String) {
    let found = fault("date,x\n2018-12-28,1\n\(text),2\n")
    #expect(found.hasPrefix("t.csv:3: column 1 ('date'): "), "\(found)")
    #expect(found.contains(words), "\(found)")
    #expect(text.isEmpty || found.contains("'\(text)'"), "\(found)")
  }

  @Test("are rows where there are none, or nobody wants them")
  func rows() throws {
    let series = try #require(try read("x\n5\n6\n7\n").first)
    #expect(series.resolution == .row && series.times.map(\.ticks) == [0, 1, 2] && series.values == [5, 6, 7])
    let counted = try #require(try read("date,x\n2018-12-31,5\n2018-12-31,6\n", "date=none&value=x").first)
    #expect(counted.resolution == .row)
  }

  @Test("beyond what an instant can hold are refused")
  func huge() {
    #expect(fault("date,x\n1e300,1\n", "epoch=s").contains("not a date"))
    #expect(fault("date,x\n-9223372036854775808,1\n", "epoch=ms").contains("not a date"))
    #expect(fault("date,x\nnan,1\n", "epoch=s").contains("not a date"))
  }

  @Test("agree with counting days from 1970, over four centuries and their leap years")
  func calendar() throws {
    var text = "date,x\n"
    var expected: [Int64] = []
    var day: Int64 = -135_140  // 1600-01-01
    for year in 1600..<2000 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        func two(_ n: Int) -> String { (n < 10 ? "0" : "") + String(n) }
        text += "\(year)-\(two(month + 1))-\(two(length)),1\n"
        day += Int64(length)
        expected.append((day - 1) * 86_400_000)
      }
    }
    #expect(try read(text).first?.times.map(\.ticks) == expected)
  }
}
