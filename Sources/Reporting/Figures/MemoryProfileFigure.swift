import Memory
import Numbers
import Panels

/// At which lags the data have memory, without any network: the score test by lag (figure 12).
extension Scene {
  /// nil where the score test could not be made on the data.
  var memoryProfile: PlotGrid? {
    guard let there = data.findings.ladder?.there, !there.columns.isEmpty else { return nil }
    let noise = control?.findings.ladder?.there
    let tests = [there] + (noise.map { [$0] } ?? [])
    let heights = tests.flatMap { $0.columns.flatMap(\.profile) }.map { Scene.height(ofP: $0.p) }.filter(\.isFinite)
    let line = Scene.height(ofP: there.level)
    let y = Axis(over: [0, max(line, heights.max() ?? 0) * 1.12])
    let columns = Scene.shownColumns(data.panel).prefix(there.columns.count)
    let plots = columns.flatMap { index in
      tests.enumerated().map { place, test in
        var plot = profile(test, index, y: y, isControl: place == 1)
        plot.showsXTicks = index == columns.last
        plot.xLabel = plot.showsXTicks ? "lag (rows before the present one)" : ""
        return plot
      }
    }
    func count(_ test: MemoryTest) -> String { "\(test.columns.count(where: \.rejects)) of \(test.columns.count)" }
    let seen =
      "found in \(count(there)) column\(there.columns.count == 1 ? "" : "s") of the data"
      + (noise.map { ", in \(count($0)) of noise" } ?? "")
    return PlotGrid(
      name: "12-memory-profile", title: "Memory by lag: \(seen)",
      caption: "Score test of what the rows before the present one have to do with what the present row leaves open; no"
        + " recurrent network. Bars: p of each lag by itself, small ones high, uncorrected, so that one in a hundred"
        + " crosses the line by chance; sign flips set an end to how high. What counts stands in the titles: p of the"
        + " whole column, corrected for \(there.columns.count == 1 ? "all its features" : "features and columns")."
        + " A level near a unit root crosses the line without memory too: there the changes must confirm it."
        + Scene.omission(data.panel),
      seen: [
        "Corrected p by column: "
          + there.columns.prefix(Scene.columnsShown).map { "\($0.name) \(LadderText.p($0.corrected))" }
          .joined(separator: ", "),
        "Memory that explains \(LadderText.percent(there.detectable)) of what is open would have been found with 80 %"
          + " power",
      ], columns: tests.count, plots: plots)
  }

  private func profile(_ test: MemoryTest, _ index: Int, y: Axis, isControl: Bool) -> Plot {
    guard test.columns.indices.contains(index) else {
      return Plot(x: Axis(over: [0.0]), y: y, yTicks: .none, height: 84, note: "no such column")
    }
    let column = test.columns[index]
    let xs = column.profile.map { Double($0.lag) }
    let ends = [0.4, (xs.max() ?? 1) + 0.6]
    let name = isControl ? "Noise, column \(index + 1)" : TextWidth.fit(column.name, 150, size: 13, bold: true)
    var plot = Plot(
      title: "\(name): \(Scene.verdict(column, test))", x: Axis(.whole, over: ends), y: y,
      yTicks: isControl ? .grid : .labelled, height: 84)
    plot.yMarks = [1.0, 0.1, 0.01, 0.001, 0.0001, 0.00001].map { p in
      .init(value: Scene.height(ofP: p), label: p == 1 ? "p 1" : Scene.plain(p))
    }
    plot.marks = [
      .bars(isControl ? .soft : .data, xs: xs, ys: column.profile.map { Scene.height(ofP: $0.p) }, width: 0.5),
      .level(Scene.height(ofP: test.level), label: ""),
    ]
    return plot
  }

  private static func verdict(_ column: MemoryTest.Column, _ test: MemoryTest) -> String {
    if column.rejects { return "memory, p \(LadderText.p(column.corrected))" }
    if column.p <= test.level, let changes = column.changes, changes > test.level {
      return "levels p \(LadderText.p(column.p)), changes p \(LadderText.p(changes)): none found"
    }
    return "none found, p \(LadderText.p(column.corrected))"
  }

  private static func plain(_ p: Double) -> String {
    NumberText.fixed(p, p < 0.00005 ? 5 : p < 0.0005 ? 4 : p < 0.005 ? 3 : p < 0.05 ? 2 : 1)
  }

  private static func height(ofP p: Double) -> Double { p > 0 ? max(0, -log10(p)) : .nan }
}
