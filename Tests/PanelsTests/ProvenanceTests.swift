import Panels
import Testing
import TimeSeries

@Suite("The steps of a column")
struct ProvenanceTests {
  @Test("are in the ledger, in order, each that did something, with where the scaler was fitted")
  func steps() throws {
    var series = Sample.daily("x", Array(Sample.walk(101).reversed()) + [7], days: Array((0..<101).reversed()) + [3])
    series.values[101] = series.values[97]
    let options = Sample.options {
      ($0.from, $0.change, $0.lastRows, $0.lag) = ("2018-01-03", .logReturns, 90, ["x": 2])
    }
    let panel = try Panel(aligning: [series], named: "p", options: options)
    let entry = try #require(panel.ledger.entries.first)
    #expect(
      entry.steps == [
        "sorted by time", "1 duplicate left out", "cut from 2018-01-03: 2 values left out", "inner join", "lag 2 rows",
        "log-returns", "last 90 rows",
        "zscore: (x - \(panel.scaler.centre[0])) / \(panel.scaler.scale[0]), fitted on 54 rows, 2018-01-12 to 2018-03-06",
      ])
    #expect(panel.rows == 90 && panel.split.train == 54)
  }

  @Test("name the join, what it left out and what it filled; the scaler that does nothing is none")
  func joins() throws {
    let close = Sample.observed(Sample.close, Sample.daily("a", Sample.walk(60)))
    let fixing = Sample.observed(Sample.fixing, Sample.daily("b", Sample.walk(59), days: (0..<60).filter { $0 != 30 }))
    func steps(_ change: (inout PanelOptions) -> Void) throws -> [[String]] {
      try Panel(aligning: [close, fixing], named: "p", options: Sample.options(change)).ledger.entries.map(\.steps)
    }
    #expect(try steps { $0.scaling = .none } == [["inner join: 1 value left out"], ["inner join"]])
    #expect(
      try steps { ($0.scaling, $0.join, $0.fillLimit) = (.none, .left, 1) } == [
        ["left join"], ["left join", "filled forward over at most 1 row: 1 row"],
      ])
    let asOf = try steps {
      ($0.scaling, $0.join, $0.tolerance, $0.exactMatches) = (.none, .asof, Tolerance("36h"), false)
      ($0.asOf, $0.resample) = (ObservationTime("12:00 UTC"), .none)
    }
    #expect(asOf[0] == ["as-of join at 12:00 UTC, at most 36h old, not of the same instant: 2 values left out"])
  }

  @Test("the documents of a source, its notes and its time of observation are beside them")
  func documents() throws {
    var series = Sample.observed(Sample.fixing, Sample.daily("x", Sample.walk(60)))
    let document = Origin.Document(
      url: "https://example.org/x.csv", sha256: String(repeating: "0f", count: 32), fetched: "2026-10-30T16:02:11Z")
    series.origin.documents = [document]
    series.origin.notes = ["served by fred:SP500"]
    let entry = try #require(try Panel(aligning: [series], named: "p").ledger.entries.first)
    #expect(entry.notes == ["served by fred:SP500"])
    #expect(entry.documents == [document] && entry.observed == "14:15 Europe/Berlin" && entry.lag == 0)
  }
}
