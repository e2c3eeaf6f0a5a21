import Memory
import Numbers
import Panels

/// At which lags the data have memory, without any network: the score test by lag (figure 12).
extension Scene {
  /// nil where the score test could not be made on the data.
  var memoryProfile: Sheet? {
    guard let there = data.findings.ladder?.there, !there.columns.isEmpty else { return nil }
    let noise = control?.findings.ladder?.there
    let tests = [there] + (noise.map { [$0] } ?? [])
    let heights = tests.flatMap { $0.columns.flatMap(\.profile) }.map { Scene.height(ofP: $0.p) }
    let line = Scene.height(ofP: there.level)
    let y = Axis(over: [0, max(line, heights.max() ?? 0) * 1.08])
    let columns = Scene.shownColumns(data.panel).prefix(there.columns.count)
    let plots = columns.flatMap { index in
      tests.enumerated().map { place, test in
        var plot = profile(test, index, y: y, isControl: place == 1)
        plot.showsXTicks = index == columns.last
        plot.xLabel = plot.showsXTicks ? "lag (rows before the present one)" : ""
        return plot
      }
    }
    func count(_ test: There) -> String { "\(test.columns.count(where: \.rejects)) of \(test.columns.count)" }
    let seen =
      "found in \(count(there)) column\(there.columns.count == 1 ? "" : "s") of the data"
      + (noise.map { ", in \(count($0)) of noise" } ?? "")
    return Sheet(
      name: "12-memory-profile", title: "Memory by lag: \(seen)",
      caption: "Score test of what the rows before the present one have to do with what the present row leaves open;"
        + " no recurrent network. Vertical axis: \u{2212}log10 p of each lag by itself, by sign flips, whose number limits how high a bar can be; in the titles p of the whole"
        + " column, corrected for \(there.columns.count == 1 ? "all its features" : "features and columns")."
        + Scene.omission(data.panel),
      key: [.block(.data, "a column of the data")]
        + (noise == nil ? [] : [.block(.soft, "a column of the random control")])
        + [.line(.soft, "p = \(NumberText.fixed(there.level, 2))", dashed: true)],
      columns: tests.count, plots: plots)
  }

  private func profile(_ test: There, _ index: Int, y: Axis, isControl: Bool) -> Plot {
    guard test.columns.indices.contains(index) else {
      return Plot(x: Axis(over: [0.0]), y: y, showsYTicks: false, height: 84, note: "no such column")
    }
    let column = test.columns[index]
    let xs = column.profile.map { Double($0.lag) }
    let ends = [0.4, (xs.max() ?? 1) + 0.6]
    let name = isControl ? "Random control, column \(index + 1)" : TextWidth.fit(column.name, 220, size: 13, bold: true)
    let verdict = column.rejects ? "memory" : "none found"
    var plot = Plot(
      title: "\(name): \(verdict), p \(LadderText.p(column.corrected))", x: Axis(.whole, over: ends), y: y, height: 84)
    let line = Scene.height(ofP: test.level)
    plot.marks = [
      .bars(isControl ? .soft : .data, xs: xs, ys: column.profile.map { Scene.height(ofP: $0.p) }, width: 0.5),
      .line(.soft, xs: ends, ys: [line, line], dashed: true, thin: true),
    ]
    return plot
  }

  private static func height(ofP p: Double) -> Double { p > 0 ? max(0, -log10(p)) : .nan }
}
