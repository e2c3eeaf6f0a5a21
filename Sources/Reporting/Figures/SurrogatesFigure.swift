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
      caption:
        "One memory model and one twin from the same start on the data, the line, and on every series made after a"
        + " null hypothesis, a dot each: shuffled, rows are independent; markov, the next row depends on the present one"
        + " alone; iaaft, the spectrum is kept and with it all linear memory. Count the dots right of the line: few of"
        + " them speak against that hypothesis alone.",
      seen: all.map { found in
        "\(found.kind.rawValue): \(found.statistics.count { $0 >= found.statistic }) of \(found.count) surrogates as far"
          + " right as the data"
          + (found.quantiles.map { ", their median \(NumberText.typeset(LadderText.percent($0.p50)))" } ?? "")
      }, columns: all.count, plots: all.map(Scene.cloud))
  }

  /// Columns that dots are stacked in.
  private static let stacks = 40

  private static func cloud(_ found: SurrogateFindings) -> Plot {
    let values = found.statistics.filter(\.isFinite).map { 100 * $0 }
    let mine = 100 * found.statistic
    // A training that went wrong leaves the plot instead of flattening the others, and is counted.
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let (p05, p95) = (100 * (found.quantiles?.p05 ?? 0), 100 * (found.quantiles?.p95 ?? 0))
    let room = max(p95 - p05, 0.1)
    let window = (low: min(mine, max(low, p05 - room)), high: max(mine, min(high, p95 + room)))
    let inside = values.filter { $0 >= window.low && $0 <= window.high }.sorted()
    let width = max((window.high - window.low) / Double(stacks), 1e-9)
    var counts = Array(repeating: 0, count: stacks)
    var (xs, ys): ([Double], [Double]) = ([], [])
    for value in inside {
      let stack = min(stacks - 1, max(0, Int((value - window.low) / width)))
      counts[stack] += 1
      xs.append(window.low + (Double(stack) + 0.5) * width)
      ys.append(Double(counts[stack]) - 0.5)
    }
    let tallest = Double(max(counts.max() ?? 1, 30))
    var plot = Plot(
      title: "\(found.kind.rawValue): p \(LadderText.p(found.p))", unit: "\(found.count) surrogates",
      x: Axis(over: [window.low, window.high], margin: 0.06), y: Axis(over: [0, tallest * 1.04]), xLabel: "skill, %",
      yTicks: .none, height: 200)
    let left = values.count { $0 < window.low }
    let right = values.count { $0 > window.high }
    let notes = [
      left > 0 ? "\(left) further left" : nil, right > 0 ? "\(right) further right" : nil,
      found.failed > 0 ? "\(found.failed) failed" : nil,
    ].compactMap(\.self)
    if !notes.isEmpty { plot.unit += "; " + notes.joined(separator: ", ") }
    plot.marks = [
      .dots(.soft, xs: xs, ys: ys, radius: min(3, 100 / (tallest * 1.04) * 0.92)),
      .segments(.memory, [.init(x0: mine, y0: 0, x1: mine, y1: tallest * 1.04)]),
      .rule(mine, label: "the data \(NumberText.typeset(LadderText.percent(found.statistic)))"),
    ]
    if values.isEmpty { plot.note = "no surrogate could be trained on" }
    return plot
  }
}
