import Memory
import Numbers
import SeriesMemory

/// The same procedure on series of known answer (figure 16).
extension FigureData {
  /// nil without surrogates.
  var surrogates: PlotGrid? {
    guard let all = data.findings.ladder?.surrogates, let first = all.first else { return nil }
    let p = all.map { "\($0.kind.rawValue) \(pStatement($0.p))" }
    return PlotGrid(
      name: "16-surrogates",
      title:
        "Skill of one memory network over its twin on the data: \(typeset(NumberFormat.skill.text(first.statistic)));"
        + " against surrogates: \(p.joined(separator: ", "))",
      caption:
        "Skill of one memory model over one twin from the same start: on the data (line) and on series made after a null"
        + " hypothesis (dots). shuffled: rows are independent; markov: a row depends only on the one before; iaaft: linear"
        + " memory is kept. Few dots right of the line speak against that hypothesis only. The scales differ.",
      seen: all.map { found in
        "\(found.kind.rawValue): \(found.statistics.count { $0 >= found.statistic }) of \(found.count) surrogates at least"
          + " as large as the data"
          + (found.quantiles.map { ", their median \(typeset(NumberFormat.skill.text($0.p50)))" } ?? "")
      }, columns: all.count, plots: FigureData.clouds(all))
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
      // A failed training leaves the plot instead of flattening the others, and is counted.
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
      title: "\(found.kind.rawValue): \(pStatement(found.p))", unit: "\(found.count) surrogates",
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
      .rule(mine, label: "the data \(typeset(NumberFormat.skill.text(found.statistic)))"),
    ]
    if stacked.xs.isEmpty { plot.note = "no surrogate trained" }
    return plot
  }
}
