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
    var clocks: [ClockDifference]
    var constant: [Diagnostic]

    init(_ panel: Panel) {
      (scaler, split, times) = (panel.scaler, panel.split, panel.times)
      let known = panel.split.testRows.lowerBound * panel.width
      values = panel.values.prefix(known).map(\.bitPattern)
      scaled = panel.scaled.prefix(known).map(\.bitPattern)
      filled = Array(panel.filled.prefix(known))
      clocks = panel.diagnostics.compactMap { if case .clockDifference(let clocks) = $0 { clocks } else { nil } }
      constant = panel.diagnostics.filter { if case .nearConstant = $0 { true } else { false } }
    }
  }

  /// Two series of which b follows a by a row, so that there is something for the clocks to find.
  ///
  /// - Parameter gaps: each lacks one day in so many, and not the same.
  private func series(_ count: Int, gaps: Int) -> [Series] {
    let a = Sample.walk(count)
    let b = zip(Sample.walk(count, seed: 2), [100] + a).map { $0 * $1 * $1 / 1e4 }
    func daily(_ name: String, _ values: [Double], _ rest: Int) -> Series {
      let days = values.indices.filter { $0 % gaps != rest }
      return Sample.daily(name, days.map { values[$0] }, days: days)
    }
    return [Sample.observed(Sample.close, daily("a", a, 1)), Sample.observed(Sample.fixing, daily("b", b, 2))]
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
    // With a gap on every other row, one stands before the held-out part, whatever the split.
    let original = series(80, gaps: [.outer, .left].contains(options.join) ? 3 : 9)
    let before = try Panel(aligning: original, named: "p", options: options)
    let fitted = Fitted(before)
    #expect(!fitted.values.isEmpty && fitted.clocks.count == 1)
    let boundary = before.times[before.split.testRows.lowerBound]
    var reached = 0
    for column in 0..<2 {
      for (index, time) in original[column].times.enumerated() where time >= boundary {
        // By a lot, and by less than the twelfth digit.
        var mutated = original
        mutated[column].values[index] *= index % 2 == 0 ? 1e4 : 1 + 1e-14
        let after = try Panel(aligning: mutated, named: "p", options: options)
        #expect(Fitted(after) == fitted, "column \(column), \(time.text(.day))")
        reached += same(after.values, before.values) ? 0 : 1
      }
    }
    // Nearly all are seen in the held-out part: not those that a lag or the other's gaps keep out.
    #expect(reached >= before.split.test)
  }

  @Test("the clocks do find something")
  func leads() throws {
    let options = Sample.options { $0.change = .logReturns }
    let fitted = Fitted(try Panel(aligning: series(80, gaps: 9), named: "p", options: options))
    #expect(fitted.clocks.first?.leads.isEmpty == false)
  }

  @Test("a value that trains does change it")
  func training() throws {
    let original = series(80, gaps: 9)
    let before = try Panel(aligning: original, named: "p")
    for column in 0..<2 {
      for (index, time) in original[column].times.enumerated() {
        guard let row = before.times.firstIndex(of: time), before.split.trainRows.contains(row) else { continue }
        var mutated = original
        mutated[column].values[index] *= 1.5
        #expect(try Panel(aligning: mutated, named: "p").scaler != before.scaler, "column \(column), row \(row)")
      }
    }
  }

  @Test("a large panel, at random")
  func large() throws {
    let original = series(6000, gaps: 11)
    let options = Sample.options { ($0.change, $0.lag) = (.logReturns, ["a": 1]) }
    let before = try Panel(aligning: original, named: "p", options: options)
    let fitted = Fitted(before)
    let boundary = before.times[before.split.testRows.lowerBound]
    var stream = RandomStream(seed: 3)
    for _ in 0..<6 {
      var mutated = original
      for column in 0..<2 {
        let heldOut = original[column].times.indices.filter { original[column].times[$0] >= boundary }
        for _ in 0..<100 { mutated[column].values[heldOut[stream.index(below: heldOut.count)]] *= 1 + stream.uniform() }
      }
      let after = try Panel(aligning: mutated, named: "p", options: options)
      #expect(Fitted(after) == fitted && after.values != before.values)
    }
  }
}
