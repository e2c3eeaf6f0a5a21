import Numbers
import Panels
import Testing
import TimeSeries

@Suite("The scaler")
struct ScalerTests {
  private func panel(_ scaling: PanelOptions.Scaling, rows: Int = 200, seed: UInt64 = 5) throws -> Panel {
    let series = [
      Sample.daily("a", Sample.walk(rows, seed: seed)),
      Sample.daily("b", Sample.walk(rows, seed: seed + 1).map { 1e6 - 1e4 * $0 }),
    ]
    return try Panel(aligning: series, named: "p", options: Sample.options { $0.scaling = scaling })
  }

  private func training(_ panel: Panel, _ cells: [Double], _ column: Int) -> [Double] {
    panel.split.trainRows.map { cells[$0 * panel.width + column] }
  }

  @Test("z-score: the training part has mean 0 and standard deviation 1")
  func zscore() throws {
    let panel = try panel(.zscore)
    for column in 0..<2 {
      let scaled = training(panel, panel.scaled, column)
      #expect(Moments.mean(scaled).magnitude < 1e-9)
      #expect((Moments.variance(scaled) - 1).magnitude < 1e-9)
      #expect(panel.scaler.centre[column] == Moments.mean(training(panel, panel.values, column)))
    }
  }

  @Test("min-max: the training part runs from exactly 0 to exactly 1, and nothing is clipped")
  func minmax() throws {
    let panel = try panel(.minmax)
    for column in 0..<2 {
      let scaled = training(panel, panel.scaled, column)
      #expect(scaled.min() == 0 && scaled.max() == 1)
    }
    #expect(panel.scaled.contains { $0 < 0 || $0 > 1 })
  }

  @Test("robust: the training part has median 0 and an interquartile range of 1; one outlier hardly moves it")
  func robust() throws {
    let panel = try panel(.robust)
    for column in 0..<2 {
      let scaled = training(panel, panel.scaled, column)
      #expect(Moments.quantile(0.5, of: scaled).magnitude < 1e-9)
      let range = Moments.quantile(0.75, of: scaled) - Moments.quantile(0.25, of: scaled)
      #expect((range - 1).magnitude < 1e-9)
    }
    var values = Sample.walk(200)
    let before = try Panel(
      aligning: [Sample.daily("a", values)], named: "p", options: Sample.options { $0.scaling = .robust })
    values[50] = 1e9
    let after = try Panel(
      aligning: [Sample.daily("a", values)], named: "p", options: Sample.options { $0.scaling = .robust })
    #expect((after.scaler.scale[0] / before.scaler.scale[0] - 1).magnitude < 0.1)
  }

  @Test("none: the values as they are, constant columns too")
  func none() throws {
    let panel = try panel(.none)
    #expect(same(panel.scaled, panel.values) && panel.scaler.scale == [1, 1])
    let constant = [Sample.daily("a", Array(repeating: 3, count: 60))]
    #expect(try Panel(aligning: constant, named: "p", options: Sample.plain).scaled.allSatisfy { $0 == 3 })
  }

  @Test("can be inverted, to 1e-12 of the value", arguments: PanelOptions.Scaling.allCases)
  func roundTrip(scaling: PanelOptions.Scaling) throws {
    for seed in 0..<10 as Range<UInt64> {
      let panel = try panel(scaling, seed: seed)
      #expect(same(panel.scaler.apply(to: panel.values), panel.scaled))
      let back = panel.scaler.invert(panel.scaled)
      #expect(zip(back, panel.values).allSatisfy { ($0 - $1).magnitude <= 1e-12 * $1.magnitude }, "seed \(seed)")
    }
  }

  @Test("missing values are left out of the fit and stay missing")
  func missing() throws {
    var values = Sample.walk(100)
    values[10] = .nan
    let options = Sample.options { $0.join = .outer }
    let panel = try Panel(aligning: [Sample.daily("x", values)], named: "p", options: options)
    #expect(panel.scaler.centre[0] == Moments.mean(values[..<60].filter { !$0.isNaN }))
    #expect(panel.scaled.indices.filter { panel.scaled[$0].isNaN } == [10])
    #expect(panel.scaler.invert(panel.scaled)[10].isNaN)
  }

  @Test("sees the training part alone: no held-out value changes a bit of it", arguments: PanelOptions.Scaling.allCases)
  func mutation(scaling: PanelOptions.Scaling) throws {
    for change in PanelOptions.Change.allCases {
      let options = Sample.options { ($0.scaling, $0.change) = (scaling, change) }
      let original = [Sample.daily("a", Sample.walk(100)), Sample.daily("b", Sample.walk(100, seed: 2))]
      let before = try Panel(aligning: original, named: "p", options: options)
      // The levels that only held-out rows are made of.
      let first = before.split.testRows.lowerBound + (change == .levels ? 0 : 1)
      let untouched = before.split.testRows.lowerBound * before.width
      for row in first..<100 {
        var mutated = original
        mutated[row % 2].values[row] *= row % 3 == 0 ? 1e6 : 1e-6
        let after = try Panel(aligning: mutated, named: "p", options: options)
        #expect(after.values != before.values)
        #expect(same(after.scaler.centre, before.scaler.centre) && same(after.scaler.scale, before.scaler.scale))
        #expect(same(after.values[..<untouched], before.values[..<untouched]), "row \(row)")
        #expect(same(after.scaled[..<untouched], before.scaled[..<untouched]), "row \(row)")
      }
    }
  }

  @Test("nor does a validation value change it, and a training value does")
  func trainingOnly() throws {
    let values = Sample.walk(100)
    let before = try Panel(aligning: [Sample.daily("a", values)], named: "p")
    for row in 0..<before.split.testRows.lowerBound {
      var mutated = values
      mutated[row] += 1
      let after = try Panel(aligning: [Sample.daily("a", mutated)], named: "p")
      #expect((after.scaler == before.scaler) == (row >= 60), "row \(row)")
    }
  }
}
