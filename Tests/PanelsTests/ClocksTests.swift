import Numbers
import Panels
import Testing
import TimeSeries

@Suite("Columns observed at different hours")
struct ClocksTests {
  /// From 2018-01-01, so that the changes of clocks of 2018 are in it.
  private func walk(_ name: String, _ seed: UInt64, _ time: String?, days: Int = 400) -> Series {
    let series = Sample.daily(name, Sample.walk(days, seed: seed), origin: "csv:\(name).csv")
    return time.map { Sample.observed($0, series) } ?? series
  }

  private func clocks(_ series: [Series], _ change: (inout PanelOptions) -> Void = { _ in }) throws -> [ClockDifference]
  {
    let options = Sample.options {
      $0.change = .logReturns
      change(&$0)
    }
    return try Panel(aligning: series, named: "p", options: options).diagnostics.compactMap {
      if case .clockDifference(let clocks) = $0 { clocks } else { nil }
    }
  }

  private func isUnequal(_ diagnostic: Diagnostic) -> Bool {
    if case .unequalClocks = diagnostic { true } else { false }
  }

  @Test("known and equal, or equal in other words: nothing is said")
  func equal() throws {
    for other in [Sample.fixing, "14:15 Europe/Paris", "15:15 Europe/Helsinki"] {
      let series = [walk("a", 1, Sample.fixing), walk("b", 2, other)]
      #expect(try clocks(series).isEmpty)
      #expect(try !Panel(aligning: series, named: "p").diagnostics.contains(where: isUnequal))
    }
  }

  @Test("unknown: the warning asks, and known ones are grouped by their time")
  func unknown() throws {
    let series = [walk("a", 1, Sample.close), walk("b", 2, nil), walk("c", 3, Sample.close)]
    let panel = try Panel(aligning: series, named: "p")
    #expect(panel.diagnostics.filter(isUnequal) == [.unequalClocks(columns: [["a", "c"], ["b"]])])
    #expect(panel.observed == [series[0].observed, nil, series[2].observed])
    #expect(panel.ledger.entries.map(\.observed) == [Sample.close, nil, Sample.close])
  }

  @Test("known and different: how far apart, in which weeks otherwise, the late one first whatever the order")
  func distances() throws {
    // Berlin's and New York's clocks are set on different Sundays: 2018-03-11 and 03-25, 10-28 and 11-04.
    let expected = [
      ClockDifference.Distance(minutes: 465, rows: 378, first: "2018-01-02"),
      .init(minutes: 405, rows: 21, first: "2018-03-11"),
    ]
    for series in [
      [walk("us", 1, Sample.close), walk("fx", 2, Sample.fixing)],
      [walk("fx", 2, Sample.fixing), walk("us", 1, Sample.close)],
    ] {
      let found = try clocks(series)
      #expect(found.count == 1 && found.first?.late.columns == ["us"] && found.first?.early.columns == ["fx"])
      #expect(found.first?.distances == expected)
    }
    // Tokyo has no summer time.
    let tokyo = try clocks([walk("us", 1, Sample.close), walk("jp", 2, "15:00 Asia/Tokyo")])
    #expect(tokyo.first?.distances.map(\.minutes) == [840, 900] && tokyo.first?.late.columns == ["us"])
  }

  @Test("three clocks are three pairs, columns of one clock are together")
  func groups() throws {
    let found = try clocks([
      walk("us", 1, Sample.close), walk("fx", 2, Sample.fixing), walk("dow", 3, Sample.close),
      walk("jp", 4, "15:00 Asia/Tokyo"),
    ])
    #expect(found.map(\.late.columns) == [["us", "dow"], ["us", "dow"], ["fx"]])
    #expect(found.map(\.early.columns) == [["fx"], ["jp"], ["jp"]])
  }

  /// A series observed late and one observed early of what moves both: the early one gets a share of it a row later.
  private func skewed(_ share: Double, days: Int = 800) -> [Series] {
    var stream = RandomStream(seed: 5)
    let news = (0..<days).map { _ in stream.gaussian() }
    let late = news.indices.map { 0.01 * (news[$0] + 0.2 * stream.gaussian()) }
    let early = news.indices.map { 0.01 * (share * ($0 > 0 ? news[$0 - 1] : 0) + stream.gaussian()) }
    func levels(_ returns: [Double]) -> [Double] {
      returns.reduce(into: [100]) { $0.append(($0.last ?? 100) * exponential($1)) }
    }
    return [
      Sample.observed(Sample.close, Sample.daily("us", levels(late))),
      Sample.observed(Sample.fixing, Sample.daily("fx", levels(early))),
    ]
  }

  @Test("the late column predicts the next row of the early one, more than the same row")
  func leads() throws {
    let found = try #require(try clocks(skewed(1)).first)
    let pair = try #require(found.leads.first)
    #expect(found.leads.count == 1 && pair.late == "us" && pair.early == "fx")
    #expect(pair.next > 0.6 && pair.next < 0.8 && pair.same.magnitude < 0.1)
    #expect((found.noise - 2 / Double(479).squareRoot()).magnitude < 1e-12)
    // By hand, from the training part of the panel.
    let panel = try Panel(aligning: skewed(1), named: "p", options: Sample.options { $0.change = .logReturns })
    let (us, fx) = (panel.column(0).prefix(480), panel.column(1).prefix(480))
    #expect((Moments.correlation(Array(us.dropLast()), Array(fx.dropFirst())) - pair.next).magnitude < 1e-12)
    #expect((Moments.correlation(Array(us), Array(fx)) - pair.same).magnitude < 1e-12)
  }

  @Test("correlations within the noise are not named; levels are looked at by their differences")
  func noise() throws {
    #expect(try clocks(skewed(0)).first?.leads.isEmpty == true)
    #expect(
      try clocks([walk("us", 1, Sample.close), walk("fx", 2, Sample.fixing)]) { $0.change = .levels }.first?.leads
        .isEmpty == true)
    #expect(
      try clocks(skewed(1)) { $0.change = .levels }.first?.leads.first.map { $0.next > 0.6 && $0.next < 0.8 } == true
    )
  }

  @Test("a lag of a row turns it round: late and early change places, and the correlation is in the same row")
  func lagged() throws {
    let found = try #require(try clocks(skewed(1)) { $0.lag = ["us": 1] }.first)
    #expect(found.late.columns == ["fx"] && found.early.columns == ["us"] && found.early.lag == 1)
    #expect(found.distances.map(\.minutes).prefix(1) == [975] && found.leads.isEmpty)
    #expect(Diagnostic.clockDifference(found).description.contains("(16:00 America/New_York, lag 1)"))
    #expect(!Diagnostic.clockDifference(found).description.contains("--lag"))
  }

  @Test("rows of weeks, months, numbers and instants are not compared")
  func others() throws {
    let series = skewed(1, days: 4000).map { series in
      var series = series
      (series.resolution, series.times) = (.instant, series.times)
      return series
    }
    #expect(try clocks(series).isEmpty)
    let panel = try Panel(aligning: series, named: "p")
    #expect(panel.observed == [nil, nil] && panel.ledger.entries.allSatisfy { $0.observed == nil })
  }

  @Test("a time that the options give is believed, over that of the source")
  func given() throws {
    let series = [walk("us", 1, nil), walk("fx", 2, "12:00 UTC")]
    let times = ["us": ObservationTime(Sample.close), "fx": ObservationTime(Sample.fixing)].compactMapValues { $0 }
    let found = try #require(try clocks(series) { $0.observed = times }.first)
    #expect(found.distances.first?.minutes == 465)
  }

  @Test("years before those that a zone's clocks are known for give a warning")
  func early() throws {
    let old = Sample.observed(Sample.close, Sample.daily("x", Sample.walk(100), days: Array(-20_000 ..< -19_900)))
    let panel = try Panel(aligning: [old], named: "p")
    #expect(
      panel.diagnostics.contains(
        .uncertainClock(column: "x", observed: "America/New_York", first: "1963-03-31", rightFrom: 1967)))
  }

  private func sentences(
    _ distances: [ClockDifference.Distance], _ leads: [ClockDifference.Lead], _ noise: Double
  ) throws -> String {
    let us = ClockDifference.Group(columns: ["us", "dow"], observed: try #require(ObservationTime(Sample.close)))
    let fx = ClockDifference.Group(columns: ["fx"], observed: try #require(ObservationTime(Sample.fixing)))
    let clocks = ClockDifference(late: us, early: fx, distances: distances, leads: leads, noise: noise)
    return Diagnostic.clockDifference(clocks).description
  }

  private let opening = "'us', 'dow' (16:00 America/New_York) are observed "
  private let other = " 'fx' (14:15 Europe/Berlin). "
  private let harm =
    "News in between reaches the latter a row later. Predicting that is not memory. In the training part "
  private let remedy = "Rerun with `--lag us=1,dow=1`: memory should be found with and without it."

  @Test("its sentences: two distances, two pairs")
  func sentencesOfPairs() throws {
    let distances = [
      ClockDifference.Distance(minutes: 465, rows: 90, first: "2018-01-01"),
      .init(minutes: 405, rows: 10, first: "2018-03-12"),
    ]
    let leads = [
      ClockDifference.Lead(late: "us", early: "fx", next: 0.157, same: 0.119),
      .init(late: "dow", early: "fx", next: -0.1, same: 0),
    ]
    var expected = opening + "7 h 45 min after" + other
    expected += "In 10 of 100 rows (first at 2018-03-12) it is 6 h 45 min after. " + harm
    expected += "these changes correlate with the next row beyond the noise (0.037): 'us' with 'fx' "
    expected += "0.157 (same row 0.119), 'dow' with 'fx' -0.100 (same row 0.000). " + remedy
    #expect(try sentences(distances, leads, 0.0366) == expected)
  }

  @Test("its sentences: one distance, no lead")
  func sentencesOfNone() throws {
    let expected = opening + "1 h after" + other + harm + "no such correlation exceeds the noise (0.200)."
    #expect(try sentences([.init(minutes: 60, rows: 100, first: "2018-01-01")], [], 0.2) == expected)
  }

  @Test("its sentences: many distances, many pairs")
  func sentencesOfMany() throws {
    let distances = [0, 15, 30, -45].enumerated().map {
      ClockDifference.Distance(minutes: $0.element, rows: 40 - 10 * $0.offset, first: "2018-01-01")
    }
    let leads = (1...6).map { ClockDifference.Lead(late: "us", early: "fx\($0)", next: 0.5, same: 0.25) }
    let pairs = (1...4).map { "'us' with 'fx\($0)' 0.500 (same row 0.250)" }.joined(separator: ", ")
    var expected = opening + "together with" + other
    expected += "In 60 of 100 rows the distance is from 45 min before to 30 min after. " + harm
    expected += "these changes correlate with the next row beyond the noise (0.200): "
    expected += pairs + " and 2 more. " + remedy
    #expect(try sentences(distances, leads, 0.2) == expected)
  }
}
