import Memory
import Numbers
import Panels
import SeriesMemory

/// Whose past helps to predict whom, as a map of colours (figure 18).
extension FigureData {
  /// Smaller p have the strongest colour.
  private static let strongest = 0.001

  /// nil for one column, or for more than are shown.
  var sources: PlotGrid? {
    guard let there = data.findings.ladder?.there else { return nil }
    let (names, p) = (there.columns.map(\.name), there.sources)
    guard names.count > 1, names.count <= Rules.shownSources, p.count == names.count else { return nil }
    let count = Double(names.count)
    var plot = Plot(
      x: Axis(.whole, over: [0, count]), y: Axis(over: [0, count]), xLabel: "past of column", yTicks: .none,
      height: max(90, 26 * count))
    plot.marks = [.cells(p.map { row in row.map { Self.shade(ofP: $0) } })]
    plot.xMarks = names.indices.map { .init(value: Double($0) + 0.5, label: "\($0 + 1)") }
    plot.rows = names.enumerated().map { line, name in .init(y: count - Double(line) - 0.5, name: "\(line + 1) \(name)")
    }
    let found = names.indices.flatMap { line in
      names.indices.filter { p[line][$0] <= there.level }.map { (line: line, source: $0) }
    }
    plot.marks.append(
      .dots(
        .data, xs: found.map { Double($0.source) + 0.5 }, ys: found.map { count - Double($0.line) - 0.5 }, radius: 4))
    let others = found.filter { $0.line != $0.source }
    return PlotGrid(
      name: "18-sources",
      title: others.isEmpty
        ? "No column's past helps another column" : "Dots off the diagonal: one column's past helps another",
      caption:
        "p of a column's past (across) for predicting another (down). Dots: at most"
        + " \(NumberFormat.exact.text(there.level)).",
      seen: found.isEmpty
        ? ["No pair is found"]
        : found.prefix(12).map {
          "the past of \(names[$0.source]) helps \(names[$0.line]), \(pStatement(p[$0.line][$0.source]))"
        },
      legend: [
        .scale(
          low: "p 1", high: "p \(NumberFormat.exact.text(Self.strongest)) or less",
          levels: Array(Palette.levels / 2..<Palette.levels))
      ], plots: [plot])
  }

  /// From the middle of the scale of colours to its end.
  private static func shade(ofP p: Double) -> Double {
    guard p > 0 else { return 1 }
    return 0.5 + 0.5 * min(1, max(0, log10(p) / log10(strongest)))
  }
}
