import Panels
import Testing
import TimeSeries

@Suite("A panel's errors")
struct PanelErrorTests {
  private let good = Sample.daily("x", Sample.walk(100))

  private func expect(
    _ sentence: String, _ series: [Series], _ options: PanelOptions = PanelOptions(),
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(Sample.refusal(series, options) == "cannot align 'p': " + sentence, sourceLocation: location)
  }

  @Test("no series, a name twice, a column without a value, an infinite one")
  func series() {
    expect("there is no series; name at least one source", [])
    expect(
      "two columns are called 'x' (csv:a.csv?value=x and csv:b.csv); give one of them another name",
      [good, Sample.daily("y", [1]), Sample.daily("x", [1], origin: "csv:b.csv")])
    expect(
      "'y' (csv:a.csv?value=x) has no value in 2 rows; check which column is read, and how the source marks a "
        + "missing value", [good, Sample.daily("y", [.nan, .nan])])
    expect(
      "'y' (csv:a.csv?value=x) has no value in 0 rows; check which column is read, and how the source marks a "
        + "missing value", [good, Sample.daily("y", [])])
    expect(
      "'y' is -inf at 2018-01-02, which is not finite; correct the source, or mark the value as missing",
      [good, Sample.daily("y", [1, -.infinity, 3])])
  }

  @Test("row numbers beside dates, and row numbers of unequal length")
  func indices() {
    let (a, b) = (Sample.numbered("a", Sample.walk(50)), Sample.numbered("b", Sample.walk(49)))
    expect(
      "'a' has row numbers and 'x', 'y' have dates, so their rows cannot be matched; name the date column "
        + "of the former, or make two panels", [good, a, Sample.daily("y", Sample.walk(100))])
    expect(
      "series without dates must have the same number of rows, but 'a' has 50 rows, 'b' has 49 rows; cut them to the same "
        + "length, or give them dates", [a, b])
  }

  @Test("different values for one time")
  func conflicts() {
    let days = Array(0..<100)
    expect(
      "'y' has the values 1 and 2.5 for 2018-01-04; correct the source, or choose which to take: first, last or mean",
      [Sample.daily("y", [2.5] + Array(repeating: 1, count: 100), days: [3] + days)])
    expect(
      "'y' has the values 1 and 2 and 3 for 2018-01-03, and at 2 times in all; correct the source, or choose which to take: "
        + "first, last or mean",
      [Sample.daily("y", [2, 3, 7] + Array(repeating: 1, count: 100), days: [2, 2, 3] + days)])
    expect(
      "'y' has the values 0 and 1 and 2 and 3 and 99996 more for 2018-01-01; correct the source, or choose which to take: "
        + "first, last or mean",
      [Sample.daily("y", (0..<100_000).map(Double.init), days: Array(repeating: 0, count: 100_000))])
  }

  @Test("dates that the series does not have")
  func window() {
    let advice = "choose dates from 2018-01-01 to 2018-04-10"
    expect("'x' has no value from 2019; \(advice)", [good], Sample.options { $0.from = "2019" })
    expect("'x' has no value to 2017-12; \(advice)", [good], Sample.options { $0.to = "2017-12" })
    expect(
      "'x' has no value from 2018-05-01 to 2018-05-09; \(advice)", [good],
      Sample.options { ($0.from, $0.to) = ("2018-05-01", "2018-05-09") })
  }

  @Test("calendars without a common time: the ranges are named", arguments: Sample.joins)
  func disjoint(join: PanelOptions.Join) {
    let late = Sample.daily("late", Sample.walk(50), days: Array(200..<250))
    expect(
      "at no time does every series have a value (\(join.rawValue) join): 'x' 2018-01-01 to 2018-04-10, 'late' "
        + "2018-07-20 to 2018-09-07; leave a series out, check its dates, or fill gaps in an outer join", [good, late],
      Sample.options { $0.join = join })
  }

  @Test("ranges may overlap and the calendars still be disjoint")
  func interleaved() {
    let even = Sample.daily("even", Sample.walk(50), days: (0..<50).map { 2 * $0 })
    let odd = Sample.daily("odd", Sample.walk(50), days: (0..<50).map { 2 * $0 + 1 })
    let sentence = Sample.refusal([even, odd])
    #expect(sentence?.contains("'even' 2018-01-01 to 2018-04-09, 'odd' 2018-01-02 to 2018-04-10;") == true)
  }

  @Test("a value without a logarithm", arguments: [PanelOptions.Change.logReturns, .absoluteLogReturns])
  func logarithms(change: PanelOptions.Change) {
    var values = Sample.walk(100)
    values[70] = -0.5
    let options = Sample.options { $0.change = change }
    let remedy =
      "which has no logarithm for \(change.rawValue); use differences or levels, or a range of dates without it"
    expect("'x' is -0.5 at 2018-03-12, \(remedy)", [Sample.daily("x", values)], options)
    values[0] = 0
    expect("'x' is 0 at 2018-01-01 (the first of 2 such rows), \(remedy)", [Sample.daily("x", values)], options)
    #expect(Sample.refusal([Sample.daily("x", values)], Sample.options { $0.change = .differences }) == nil)
  }

  @Test("less than forty rows: where they were lost")
  func tooShort() {
    let remedy =
      "Use longer series, series that share more dates or a wider range of dates, or fill gaps"
    expect(
      "39 rows would be left, and a panel needs at least 40. 'x' gave 39 rows; the join has 39 rows. \(remedy)",
      [Sample.daily("x", Sample.walk(39))])
    #expect(Sample.refusal([Sample.daily("x", Sample.walk(40))]) == nil)
    expect(
      "39 rows would be left, and a panel needs at least 40. 'x' gave 40 rows; the join has 40 rows. \(remedy)",
      [Sample.daily("x", Sample.walk(40))], Sample.options { $0.change = .differences })
    expect(
      "1 row would be left, and a panel needs at least 40. 'x' gave 100 rows; the join has 100 rows. \(remedy)",
      [good], Sample.options { $0.lastRows = 1 })
    let days = [20, 20] + Array(20..<60)
    var values = Sample.walk(42)
    (values[0], values[1], values[10]) = (values[2], values[2], .nan)
    expect(
      "39 rows would be left, and a panel needs at least 40. 'x' gave 100 rows: 11 outside the chosen dates, 50 left "
        + "out by the join; 'y' gave 42 rows: 1 without a value, 2 repeated; the join has 39 rows. \(remedy)",
      [good, Sample.daily("y", values, days: days)], Sample.options { $0.from = "2018-01-12" })
  }

  @Test("a column that cannot be scaled", arguments: [PanelOptions.Scaling.zscore, .minmax, .robust])
  func constant(scaling: PanelOptions.Scaling) {
    let options = Sample.options { $0.scaling = scaling }
    let sentence =
      "'y' is 0.1 throughout the training part, the first 60 rows, and cannot be scaled; leave it out, or start where it "
      + "changes"
    // It changes in the validation part, which does not help.
    let late = (0..<100).map { $0 < 60 ? 0.1 : Double($0) }
    expect(sentence, [good, Sample.daily("y", late)], options)
    // Rounding is no change.
    let rounded = (0..<100).map { $0 % 2 == 0 ? 0.1 : 0.1.nextUp }
    expect(sentence, [good, Sample.daily("y", rounded)], options)
  }

  @Test("no quartiles, no training values")
  func training() {
    let mostly = (0..<100).map { $0 % 9 == 0 ? Double($0) : 3 }
    expect(
      "'y' is 3 in at least half of the training part, the first 60 rows, so its interquartile range is zero; "
        + "use the z-score", [Sample.daily("y", mostly)],
      Sample.options { $0.scaling = .robust })
    expect(
      "'y' has no value in the training part, the first 60 rows; start later, use the inner join, or leave it out",
      [good, Sample.daily("y", Sample.walk(30), days: Array(70..<100))], Sample.options { $0.join = .left })
  }

  @Test("numbers that leave the range of floating point")
  func extremes() {
    let wild = (0..<100).map { $0 % 2 == 0 ? 1.5e308 : -1.5e308 }
    expect(
      "'y' goes from 1.5e+308 to -1.5e+308 at 2018-01-02, too far for a floating-point number; use a smaller unit",
      [Sample.daily("y", wild)], Sample.options { $0.change = .differences })
    for scaling in [PanelOptions.Scaling.zscore, .minmax, .robust] {
      expect(
        "'y' lies between -1.5e+308 and 1.5e+308 in the training part, so its scale is no floating-point "
          + "number; use another unit", [Sample.daily("y", wild)],
        Sample.options { $0.scaling = scaling })
    }
    let tiny = (0..<100).map { Double($0 % 7) * Double.leastNonzeroMagnitude }
    #expect(Sample.refusal([Sample.daily("y", tiny)])?.contains("so its scale is no floating-point number") == true)
    var far = Sample.walk(100)
    far[90] = 1e300
    expect(
      "'y' is 1e+300 in units of its scale at 2018-04-01, too large for the networks (Float32); "
        + "correct the value, mark it as missing, or use another unit", [Sample.daily("y", far)], Sample.plain)
  }

  @Test("options out of their range")
  func options() {
    expect(
      "the option 'fillLimit' is '-1'; it must be 0 or more rows", [good], Sample.options { $0.fillLimit = -1 })
    expect("the option 'lastRows' is '0'; it must be 1 or more rows", [good], Sample.options { $0.lastRows = 0 })
    for share in [0, 1, -0.5, .nan, .infinity] {
      let sentence = "is '\(share)'; it must be a share between 0 and 1"
      expect("the option 'trainShare' \(sentence)", [good], Sample.options { $0.trainShare = share })
      expect("the option 'validationShare' \(sentence)", [good], Sample.options { $0.validationShare = share })
    }
    expect(
      "the option 'trainShare + validationShare' is '1.0'; it must be a sum below 1, so that some rows are held out",
      [good], Sample.options { ($0.trainShare, $0.validationShare) = (0.75, 0.25) })
    expect(
      "the validation part would be 1 row of 100 and needs at least 2; change the shares", [good],
      Sample.options { $0.validationShare = 0.015 })
    expect(
      "the held-out part would be 0 rows of 100 and needs at least 2; change the shares", [good],
      Sample.options { ($0.trainShare, $0.validationShare) = (0.5, 0.4999999999999) })
    #expect(Sample.refusal([good], Sample.options { $0.fillLimit = .max }) == nil)
  }

  @Test("a gap where there must be none")
  func gap() {
    let error = PanelError(panel: "p", fault: .gap(column: "x", time: "2018-01-04", cells: 1))
    #expect(
      error.description
        == "cannot align 'p': 'x' has no value at 2018-01-04; use the inner join, or fill gaps of that length")
  }
}
