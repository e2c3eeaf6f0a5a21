import Memory
import Numbers
import Panels
import SeriesMemory

/// The score test by lag, without any network (figure 12).
extension FigureData {
  /// nil without a score test on the data.
  var memoryProfile: PlotGrid? {
    guard let there = data.findings.ladder?.there, !there.columns.isEmpty else { return nil }
    let noise = control?.findings.ladder?.there
    let tests = [there] + (noise.map { [$0] } ?? [])
    let heights = tests.flatMap { $0.columns.flatMap(\.profile) }.map { evidence(ofP: $0.p) }
    let line = evidence(ofP: there.level)
    let y = Axis(over: [0, max(line, heights.max() ?? 0) * 1.12])
    let columns = FigureData.shownColumns(data.panel).prefix(there.columns.count)
    let plots = columns.flatMap { index in
      tests.enumerated().map { place, test in
        var plot = profile(test, index, y: y, isControl: place == 1)
        if place == 0 { plot.column = data.panel.columns[index] }
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
      name: "12-memory-profile", title: "Memory is \(seen)",
      caption:
        "Bars: p of each own lag by itself, higher is more evidence; one in a hundred crosses the line by chance."
        + " The titles have the p that counts, over all features and corrected." + FigureData.omission(data.panel),
      seen: [
        "Corrected p by column: "
          + there.columns.prefix(FigureData.columnsShown).map { "\($0.name) \(NumberFormat.p.text($0.corrected))" }
          .joined(separator: ", "),
        "Planted memory is found with \(Rules.powerText) power \(there.detectableText)",
      ], columns: tests.count, plots: plots)
  }

  private func profile(_ test: MemoryTest, _ index: Int, y: Axis, isControl: Bool) -> Plot {
    guard test.columns.indices.contains(index) else {
      return Plot(x: Axis(over: [0.0]), y: y, yTicks: .none, height: 56, note: "no such column")
    }
    let column = test.columns[index]
    let xs = column.profile.map { Double($0.lag) }
    let ends = [0.4, (xs.max() ?? 1) + 0.6]
    let name = isControl ? "Noise, column \(index + 1)" : TextWidth.fit(column.name, 150, size: 13, bold: true)
    var plot = Plot(
      title: "\(name): \(FigureData.verdict(column, test))", x: Axis(.whole, over: ends), y: y,
      yTicks: isControl ? .grid : .labelled, height: 56)
    plot.yMarks = y.ticksOfP(atMost: 5, one: "p 1")
    plot.marks = [
      .bars(isControl ? .soft : .data, xs: xs, ys: column.profile.map { evidence(ofP: $0.p) }, width: 0.5),
      .level(evidence(ofP: test.level), label: ""),
    ]
    return plot
  }

  private static func verdict(_ column: MemoryTest.Column, _ test: MemoryTest) -> String {
    if column.rejects { return "memory, \(pStatement(column.corrected))" }
    if test.isDrift(column) {
      return "memory or drift, \(pStatement(column.corrected))"
    }
    if test.isUnclear(column) { return "unclear, \(pStatement(column.corrected))" }
    return "none found, \(pStatement(column.corrected))"
  }
}
