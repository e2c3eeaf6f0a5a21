import Memory
import Numbers

/// The same procedure on series of which the answer is known (figure 16).
extension Scene {
  /// nil where the study asked for no surrogates.
  var surrogates: Sheet? {
    guard let all = data.findings.ladder?.surrogates, let first = all.first else { return nil }
    let p = all.map { "\(LadderText.p($0.p)) (\($0.kind.rawValue))" }
    return Sheet(
      name: "16-surrogates",
      title: "Skill of memory over its twin on the data \(NumberText.typeset(LadderText.skill(first.statistic)));"
        + " as large on surrogates with p \(p.joined(separator: ", "))",
      subtitle: "One memory model and one twin from the same start on the data and on every series made after a null"
        + " hypothesis: shuffled, rows are independent; markov, the next row depends on the present one alone; iaaft,"
        + " the spectrum is kept and with it all linear memory. A small p speaks against that hypothesis alone.",
      key: [.block(.soft, "surrogates"), .line(.memory, "the data")], columns: all.count,
      plots: all.map(Scene.histogram))
  }

  /// Bars of a histogram.
  static let bins = 24

  private static func histogram(_ found: SurrogateFindings) -> Plot {
    let values = found.statistics.filter(\.isFinite).map { 100 * $0 }
    let mine = 100 * found.statistic
    // A training that went wrong leaves the plot instead of flattening the others, and is counted.
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let (p05, p95) = (100 * (found.quantiles?.p05 ?? 0), 100 * (found.quantiles?.p95 ?? 0))
    let room = max(p95 - p05, 0.1)
    let window = (low: min(mine, max(low, p05 - room)), high: max(mine, min(high, p95 + room)))
    let inside = values.filter { $0 >= window.low && $0 <= window.high }
    let width = max((window.high - window.low) / Double(bins), 1e-9)
    var counts = Array(repeating: 0.0, count: bins)
    for value in inside { counts[min(bins - 1, max(0, Int((value - window.low) / width)))] += 1 }
    let top = max(1, counts.max() ?? 1) * 1.08
    var plot = Plot(
      title: "\(found.kind.rawValue): p \(LadderText.p(found.p)), \(found.count) made", unit: "surrogates",
      x: Axis(over: [window.low, window.high], margin: 0.06), y: Axis(.whole, over: [0, top]),
      xLabel: "skill, %", height: 200)
    let left = values.count { $0 < window.low }
    let right = values.count { $0 > window.high }
    let notes = [
      left > 0 ? "\(left) further left" : nil, right > 0 ? "\(right) further right" : nil,
      found.failed > 0 ? "\(found.failed) failed" : nil,
    ].compactMap(\.self)
    if !notes.isEmpty { plot.unit += "; " + notes.joined(separator: ", ") }
    let filled = counts.indices.filter { counts[$0] > 0 }
    plot.marks = [
      .bars(
        .soft, xs: filled.map { window.low + (Double($0) + 0.5) * width }, ys: filled.map { counts[$0] },
        width: width * 0.9),
      .line(.memory, xs: [mine, mine], ys: [0, top]),
    ]
    if values.isEmpty { plot.note = "no surrogate could be trained on" }
    return plot
  }
}
