import Numbers
import Panels
import Testing
import TimeSeries

@Suite("Lags")
struct LagTests {
  private let series = [
    Sample.daily("a", Sample.walk(60)), Sample.daily("b", Sample.walk(60, seed: 2)),
    Sample.daily("c", Sample.walk(60, seed: 3)),
  ]

  private func panel(_ lag: [String: Int], _ change: (inout PanelOptions) -> Void = { _ in }) throws -> Panel {
    let options = Sample.options {
      ($0.lag, $0.scaling) = (lag, .none)
      change(&$0)
    }
    return try Panel(aligning: series, named: "p", options: options)
  }

  @Test("a column lagged by n has at row t what it had at row t - n; the first rows go, and are counted")
  func definition() throws {
    let panel = try panel(["b": 1, "c": 3])
    #expect(panel.rows == 57 && panel.times == (3..<60).map(Sample.day))
    for row in 0..<57 {
      #expect(panel.column(0)[row] == series[0].values[row + 3])
      #expect(panel.column(1)[row] == series[1].values[row + 2])
      #expect(panel.column(2)[row] == series[2].values[row])
    }
    #expect(panel.ledger.joined == 60 && panel.ledger.lagged == 3 && panel.ledger.entries.map(\.lag) == [0, 1, 3])
  }

  @Test("no row has a value from after its own time")
  func past() throws {
    let panel = try panel(["a": 2, "b": 5])
    for (row, time) in panel.times.enumerated() {
      for column in 0..<3 {
        let source = series[column].values.firstIndex(of: panel.column(column)[row])
        #expect(source.map { Sample.day($0) <= time } == true)
      }
    }
  }

  @Test("none, and a lag of 0, change nothing; all columns lagged alike keep their rows together")
  func none() throws {
    let plain = try panel([:])
    #expect(try panel(["a": 0]).values == plain.values)
    let together = try panel(["a": 4, "b": 4, "c": 4])
    #expect(together.values == Array(plain.values.dropLast(12)) && together.times == Array(plain.times.dropFirst(4)))
  }

  @Test("rows are those of the join, over a gap in the calendar too; changes are of the lagged column")
  func afterTheJoin() throws {
    var gappy = series
    gappy[0] = Sample.daily("a", Sample.walk(59), days: (0..<60).filter { $0 != 30 })
    let options = Sample.options { ($0.lag, $0.scaling, $0.change) = (["b": 1], .none, .differences) }
    let panel = try Panel(aligning: gappy, named: "p", options: options)
    let joined = series[1].values.enumerated().filter { $0.offset != 30 }.map(\.element)
    #expect(panel.column(1) == zip(joined, joined.dropFirst()).map { $1 - $0 }.dropLast())
    #expect(panel.rows == 57 && panel.ledger.joined == 59 && panel.ledger.lagged == 1)
  }

  @Test("brings late and early columns together: what foretold by a row is then in the same one")
  func leads() throws {
    // b follows a by a row.
    let a = Sample.swing(80)
    let b = [9.5] + a.dropLast()
    let options = Sample.options { ($0.lag, $0.scaling) = (["a": 1], .none) }
    let panel = try Panel(aligning: [Sample.daily("a", a), Sample.daily("b", b)], named: "p", options: options)
    #expect(panel.column(0) == panel.column(1))
  }

  @Test("marks of filled values go with them")
  func filled() throws {
    let holey = Sample.daily("b", Sample.walk(59, seed: 2), days: (0..<60).filter { $0 != 20 })
    let options = Sample.options { ($0.join, $0.fillLimit, $0.lag, $0.scaling) = (.left, 1, ["b": 2], .none) }
    let panel = try Panel(aligning: [series[0], holey], named: "p", options: options)
    // Row 20 of the join, put two rows later, of which the first two are gone.
    #expect(panel.filled.indices.filter { panel.filled[$0] } == [20 * 2 + 1])
    #expect(panel.column(1)[20] == panel.column(1)[19])
  }

  @Test("refused for a column that there is not, ahead of time, and beyond the rows")
  func refusals() {
    func refusal(_ lag: [String: Int]) -> String? { Sample.refusal(series, Sample.options { $0.lag = lag }) }
    #expect(
      refusal(["aa": 1])
        == "cannot align 'p': the option 'lag' names the unknown column 'aa'; the panel has 'a', 'b', 'c'; did you mean 'a'?"
    )
    #expect(
      refusal(["a": -1])
        == "cannot align 'p': the option 'lag' is 'a=-1'; it must be 0 or more rows; lag the other columns to put this one "
        + "ahead")
    #expect(refusal(["a": 30])?.contains("30 rows would be left, and a panel needs at least 40") == true)
    for lag in [60, 61, .max] { #expect(refusal(["a": lag])?.contains("0 rows would be left") == true) }
    #expect(
      Sample.refusal(
        series, Sample.options { $0.observed = ["d": .init(hour: 1, minute: 0, zone: "UTC")].compactMapValues { $0 } })
        == "cannot align 'p': the option 'observed' names the unknown column 'd'; the panel has 'a', 'b', 'c'; did you mean "
        + "'a'?"
    )
  }
}
