import Numbers
import Panels
import Testing
import TimeSeries

/// The one mistake that would make every verdict worthless is to let the held-out part be seen: these change it, value by
/// value, and ask for the same bits.
@Suite("What is fitted sees the training part alone")
struct MutationTests {
  /// All that is known before the held-out part begins.
  private struct Fitted: Equatable {
    var scaler: Scaler
    var split: Split
    var times: [Timestamp]
    /// Values and scaled values of the rows that train or choose the epoch.
    var values: [UInt64]
    var scaled: [UInt64]
    var filled: [Bool]
    /// What a reader may choose a lag by, or leave a column out.
    var clocks: [ClocksApart]
    var constant: [Diagnostic]

    init(_ panel: Panel) {
      (scaler, split, times) = (panel.scaler, panel.split, panel.times)
      let known = panel.split.testRows.lowerBound * panel.width
      values = panel.values.prefix(known).map(\.bitPattern)
      scaled = panel.scaled.prefix(known).map(\.bitPattern)
      filled = Array(panel.filled.prefix(known))
      clocks = panel.diagnostics.compactMap { if case .clocksApart(let clocks) = $0 { clocks } else { nil } }
      constant = panel.diagnostics.filter { if case .nearConstant = $0 { true } else { false } }
    }
  }

  private func series(_ count: Int) -> [Series] {
    [
      Sample.observed(Sample.close, Sample.daily("a", Sample.walk(count))),
      Sample.observed(Sample.fixing, Sample.daily("b", Sample.walk(count, seed: 2))),
    ]
  }

  static let allTreatments: [PanelOptions] = PanelOptions.Scaling.allCases.flatMap { scaling in
    PanelOptions.Change.allCases.map { change in Sample.options { ($0.scaling, $0.change) = (scaling, change) } }
  }
  static let allWays: [PanelOptions] = [
    Sample.options { ($0.join, $0.fillLimit) = (.outer, 2) }, Sample.options { ($0.join, $0.fillLimit) = (.left, 1) },
    Sample.options { $0.lag = ["a": 1] }, Sample.options { ($0.lag, $0.change) = (["b": 3], .logReturns) },
    Sample.options { ($0.join, $0.tolerance) = (.asof, Tolerance("3d")) },
    Sample.options { ($0.join, $0.tolerance, $0.asOf) = (.asof, Tolerance("2d"), ObservationTime("12:00 UTC")) },
    Sample.options { ($0.lastRows, $0.change) = (60, .logReturns) }, Sample.options { $0.from = "2018-01-20" },
  ]

  @Test("whatever the scaling and the change: value by value", arguments: allTreatments)
  func treatments(options: PanelOptions) throws { try everyValue(options) }

  @Test("whatever the join, the fill, the lag: value by value", arguments: allWays)
  func ways(options: PanelOptions) throws { try everyValue(options) }

  private func everyValue(_ options: PanelOptions) throws {
    let original = series(80)
    let before = try Panel(aligning: original, named: "p", options: options)
    let fitted = Fitted(before)
    #expect(!fitted.values.isEmpty && fitted.clocks.count == 1)
    let boundary = before.times[before.split.testRows.lowerBound]
    var reached = 0
    for column in 0..<2 {
      for row in 0..<80 where Sample.day(row) >= boundary {
        // By a lot, and by less than the twelfth digit.
        var mutated = original
        mutated[column].values[row] *= row % 2 == 0 ? 1e4 : 1 + 1e-14
        let after = try Panel(aligning: mutated, named: "p", options: options)
        #expect(Fitted(after) == fitted, "column \(column), row \(row)")
        reached += after.values != before.values ? 1 : 0
      }
    }
    // All but the last values, which a lag keeps out, are seen in the held-out part.
    #expect(reached >= 2 * (before.split.test - 3))
  }

  @Test("a value that trains does change it")
  func training() throws {
    let original = series(80)
    let fitted = Fitted(try Panel(aligning: original, named: "p"))
    for row in 0..<48 {
      var mutated = original
      mutated[row % 2].values[row] *= 1.5
      #expect(Fitted(try Panel(aligning: mutated, named: "p")) != fitted, "row \(row)")
    }
  }

  @Test("a large panel, at random")
  func large() throws {
    let original = series(6000)
    let options = Sample.options { ($0.change, $0.lag) = (.logReturns, ["a": 1]) }
    let before = try Panel(aligning: original, named: "p", options: options)
    let fitted = Fitted(before)
    var stream = RandomStream(seed: 3)
    for _ in 0..<6 {
      var mutated = original
      // Rows of the series from two after the first held-out one, because of the lag and the change; many at once.
      let first = 6000 - before.split.test + 1
      for _ in 0..<200 {
        mutated[stream.index(below: 2)].values[first + stream.index(below: 6000 - first)] *= exponential(
          stream.gaussian())
      }
      let after = try Panel(aligning: mutated, named: "p", options: options)
      #expect(Fitted(after) == fitted && after.values != before.values)
    }
  }
}
