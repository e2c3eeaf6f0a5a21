import Memory
import Numbers

/// The same procedure on series of which the answer is known (figure 16).
extension Scene {
  /// nil where the study asked for no surrogates.
  var surrogates: PlotGrid? {
    guard let all = data.findings.ladder?.surrogates, let first = all.first else { return nil }
    let p = all.map { "\(LadderText.p($0.p)) (\($0.kind.rawValue))" }
    return PlotGrid(
      name: "16-surrogates",
      title:
        "Skill of one memory network over its twin on the data \(NumberText.typeset(LadderText.skill(first.statistic)));"
        + " as large on surrogates with p \(p.joined(separator: ", "))",
      caption:
        "One memory model and one twin from the same start on the data, the line, and on every series made after a"
        + " null hypothesis, a dot each: shuffled, rows are independent; markov, the next row depends on the present one"
        + " alone; iaaft, the spectrum is kept and with it all linear memory. Few dots right of the line: that"
        + " hypothesis, and no other, is unlikely. The scales differ.",
      seen: all.map { found in
        "\(found.kind.rawValue): \(found.statistics.count { $0 >= found.statistic }) of \(found.count) surrogates as far"
          + " right as the data"
          + (found.quantiles.map { ", their median \(NumberText.typeset(LadderText.percent($0.p50)))" } ?? "")
      }, columns: all.count, plots: Scene.clouds(all))
  }

  /// Columns that dots are stacked in, and how tall a dot is.
  private static let (stacks, dot) = (40, 6.4)

  /// One scale of counts for all of them; the dots become smaller where they would not fit.
  private static func clouds(_ all: [SurrogateFindings]) -> [Plot] {
    let stacked = all.map(Stacks.init)
    let tallest = Double(max(12, stacked.flatMap(\.counts).max() ?? 1))
    return zip(all, stacked).map { cloud($0, $1, tallest: tallest) }
  }

  /// Dots on top of each other, within a window.
  private struct Stacks {
    var window: (low: Double, high: Double)
    var counts = Array(repeating: 0, count: stacks)
    var (xs, ys): ([Double], [Double]) = ([], [])
    var (left, right) = (0, 0)

    init(_ found: SurrogateFindings) {
      let values = found.statistics.filter(\.isFinite).map { 100 * $0 }.sorted()
      let mine = 100 * found.statistic
      // A training that went wrong leaves the plot instead of flattening the others, and is counted.
      let (low, high) = (values.first ?? 0, values.last ?? 0)
      let (p05, p95) = (100 * (found.quantiles?.p05 ?? 0), 100 * (found.quantiles?.p95 ?? 0))
      let room = max(p95 - p05, 0.1)
      window = (low: min(mine, max(low, p05 - room)), high: max(mine, min(high, p95 + room)))
      let width = max((window.high - window.low) / Double(stacks), 1e-9)
      for value in values {
        if value >= window.low && value <= window.high {
          let stack = min(stacks - 1, Int((value - window.low) / width))
          counts[stack] += 1
          xs.append(window.low + (Double(stack) + 0.5) * width)
          ys.append(Double(counts[stack]) - 0.5)
        } else if value < window.low {
          left += 1
        } else {
          right += 1
        }
      }
    }
  }

  private static func cloud(_ found: SurrogateFindings, _ stacked: Stacks, tallest: Double) -> Plot {
    let mine = 100 * found.statistic
    let height = min(220, tallest * dot)
    var plot = Plot(
      title: "\(found.kind.rawValue): p \(LadderText.p(found.p))", unit: "\(found.count) surrogates",
      x: Axis(over: [stacked.window.low, stacked.window.high], margin: 0.06), y: Axis(over: [0, tallest]),
      xLabel: "skill, %", yTicks: .none, height: height)
    let outside = [
      stacked.left > 0 ? "\(stacked.left) further left" : nil,
      stacked.right > 0 ? "\(stacked.right) further right" : nil,
    ].compactMap(\.self)
    if !outside.isEmpty { plot.unit += " (\(outside.joined(separator: ", ")))" }
    if found.failed > 0 { plot.unit += ", \(found.failed) failed" }
    plot.marks = [
      .dots(.soft, xs: stacked.xs, ys: stacked.ys, radius: height / tallest / 2 * 0.95),
      .segments(.memory, [.init(x0: mine, y0: 0, x1: mine, y1: tallest)]),
      .rule(mine, label: "the data \(NumberText.typeset(LadderText.percent(found.statistic)))"),
    ]
    if stacked.xs.isEmpty { plot.note = "no surrogate could be trained on" }
    return plot
  }
}
