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
      title: "Few dots right of the line speak against that hypothesis",
      caption:
        "Skill of one memory model over its twin: on the data (line) and on series made after a hypothesis (dots)."
        + " shuffled: rows are independent; markov: of order one; iaaft: linear memory is kept.",
      seen: [
        "Skill on the data: \(typeset(NumberFormat.skill.text(first.statistic)));"
          + " against surrogates: \(p.joined(separator: ", "))"
      ]
        + all.map { found in
          "\(found.kind.rawValue): \(found.statistics.count { $0 >= found.statistic }) of \(found.count) surrogates at least"
            + " as large as the data"
            + (found.quantiles.map { ", their median \(typeset(NumberFormat.skill.text($0.p50)))" } ?? "")
        }, plots: [FigureData.rows(all, first.statistic)])
  }

  /// Columns that dots are stacked in, and how many fit on each other in a row.
  private static let (stacks, tallest) = (80, 24.0)

  /// A row for each kind, on one scale; the data as a line through all.
  private static func rows(_ all: [SurrogateFindings], _ statistic: Double) -> Plot {
    let mine = 100 * statistic
    let windows = all.map(window)
    let (low, high) = (windows.map(\.low).min() ?? 0, windows.map(\.high).max() ?? 1)
    var plot = Plot(
      x: Axis(over: [low, high], margin: 0.04), y: Axis(over: [0, Double(all.count)]), xLabel: "skill, %",
      yTicks: .none, height: 84 * Double(all.count))
    plot.marks = [.segments(.memory, [.init(x0: mine, y0: 0, x1: mine, y1: Double(all.count))])]
    for (index, found) in all.enumerated() {
      let floor = Double(all.count - 1 - index)
      let stacked = Stacks(found, in: (low, high))
      plot.rows.append(
        .init(y: floor + 0.5, name: found.kind.rawValue, figure: summary(found, outside: stacked.outside)))
      plot.marks.append(.segments(.soft, [.init(x0: low, y0: floor, x1: high, y1: floor)], stroke: .faint))
      plot.marks.append(.dots(.soft, xs: stacked.xs, ys: stacked.ys.map { floor + 0.04 + $0 }, radius: 2))
    }
    plot.marks.append(.rule(mine, label: "the data \(typeset(NumberFormat.skill.text(statistic)))"))
    return plot
  }

  private static func summary(_ found: SurrogateFindings, outside: Int) -> String {
    var notes: [String] = []
    if outside > 0 { notes.append("\(outside) outside") }
    if found.failed > 0 { notes.append("\(found.failed) failed") }
    return "\(pStatement(found.p)) (\(found.made)\(notes.isEmpty ? "" : "; " + notes.joined(separator: ", ")))"
  }

  /// What is drawn of one kind: a failed training leaves the plot instead of flattening the others, and is counted.
  private static func window(_ found: SurrogateFindings) -> (low: Double, high: Double) {
    let values = found.statistics.filter(\.isFinite).map { 100 * $0 }.sorted()
    let mine = 100 * found.statistic
    let (low, high) = (values.first ?? 0, values.last ?? 0)
    // Tukey's outer fences: a few surrogates have no tail to measure.
    let (p25, p75) = (100 * (found.quantiles?.p25 ?? 0), 100 * (found.quantiles?.p75 ?? 0))
    let room = 3 * max(p75 - p25, 0.05)
    return (low: min(mine, max(low, p25 - room, -100)), high: max(mine, min(high, p75 + room)))
  }

  /// Dots on top of each other, within a window; heights from 0 to nearly 1.
  private struct Stacks {
    var (xs, ys): ([Double], [Double]) = ([], [])
    var outside = 0

    init(_ found: SurrogateFindings, in window: (low: Double, high: Double)) {
      var counts = Array(repeating: 0.0, count: stacks)
      let width = max((window.high - window.low) / Double(stacks), 1e-9)
      for value in found.statistics.filter(\.isFinite).map({ 100 * $0 }).sorted() {
        guard value >= window.low, value <= window.high else {
          outside += 1
          continue
        }
        let stack = min(stacks - 1, Int((value - window.low) / width))
        xs.append(window.low + (Double(stack) + 0.5) * width)
        ys.append(counts[stack])
        counts[stack] += 1
      }
      let step = 0.9 / max(tallest, counts.max() ?? 0)
      ys = ys.map { ($0 + 0.5) * step }
    }
  }
}
