import Memory
import Numbers
import Panels

/// What memory is worth on the held-out part: errors from persistence to memory, and the gain (figure 15).
extension Scene {
  /// nil where rung 3 was not asked on the data.
  var gain: PlotGrid? {
    guard let useful = data.findings.ladder?.useful else { return nil }
    let shown = datasets.compactMap { words, dataset in
      dataset.findings.ladder?.useful.map { (words: words, useful: $0, panel: dataset.panel) }
    }
    let plots = Scene.errors(shown.map { ($0.words, $0.useful) }) + Scene.skills(shown)
    let skill = useful.skill.map(Scene.skillWords) ?? "none to be had"
    return PlotGrid(
      name: "15-gain",
      title: "Gain of memory over the best predictor without a state (\(useful.competitor)) on the data: \(skill)",
      caption:
        "Above: mean squared error on the held-out part, scaled units, logarithmic, predictions averaged over the"
        + " networks; the memory model is the one that is judged; the placebo has as many parameters as the memory model and no memory, the autoregression has linear"
        + " memory. Below: gain = 1 \u{2212} error / error of the best predictor without a state, with its 95 % interval"
        + " (stationary bootstrap over time); \(Scene.pairWords(useful)). Only an interval right of the"
        + " margin of \(LadderText.percent(Rules.margin, 0)) is a gain that counts." + Scene.omission(data.panel),
      seen: [
        "Held-out errors on the data: "
          + Scene.steps(useful).map { "\(LadderText.name($0, of: useful)) \(NumberText.significant($0.error, 3))" }
          .joined(separator: ", ")
      ], columns: shown.count, plots: plots)
  }

  /// The fair fight of two networks: the one contains the other, or both were trained from the start.
  private static func pairWords(_ useful: ForecastGain) -> String {
    useful.nested.isNested
      ? "nested: memory against its warm-started twin"
      : "anchored: memory against its twin of equal budget, both with an anchored readout"
  }

  private static func steps(_ useful: ForecastGain) -> [ForecastGain.Step] {
    useful.steps + [ForecastGain.Step(name: "autoregression", error: useful.linear.error)]
  }

  private static func ink(_ step: ForecastGain.Step) -> Ink {
    switch step.name {
    case "memory": .memory
    case "autoregression": .data
    case "persistence": .soft
    default: .twin
    }
  }

  /// Data and control on one logarithmic scale, a dot for each predictor.
  private static func errors(_ all: [(words: String, useful: ForecastGain)]) -> [Plot] {
    let positive = all.flatMap { steps($0.useful).map(\.error) }.filter { $0.isFinite && $0 > 0 }
    let x = Axis(.logarithmic, over: positive)
    return all.map { words, useful in
      let steps = steps(useful)
      var plot = Plot(
        title: "\(words): held-out error", x: x, y: Axis(over: [0.4, Double(steps.count) + 0.6]),
        xLabel: "mean squared error", height: Double(steps.count) * 24)
      for (index, step) in steps.enumerated() {
        let y = Double(steps.count - index)
        plot.rows.append(
          .init(
            y: y, name: step.name == "best memory-less" ? "memory-less" : LadderText.name(step, of: useful),
            figure: NumberText.significant(step.error, 3)))
        plot.marks.append(.segments(.soft, [.init(x0: x.low, y0: y, x1: x.high, y1: y)], stroke: .faint))
        plot.marks.append(.dots(ink(step), xs: [step.error], ys: [y], radius: 5))
      }
      return plot
    }
  }

  private struct Item {
    var name: String
    var ink: Ink
    var skill: Estimate?
  }

  private static func items(_ useful: ForecastGain, _ panel: Panel) -> [Item] {
    var items = [
      Item(name: "overall", ink: .memory, skill: useful.skill),
      Item(name: useful.nested.isNested ? "nested" : "anchored", ink: .memory, skill: useful.nested.skill),
    ]
    if useful.columns.count > 1 {
      items += useful.columns.prefix(columnsShown).map { gain in
        Item(
          name: panel.columns.indices.contains(gain.column) ? panel.columns[gain.column] : "", ink: .data,
          skill: gain.skill)
      }
    }
    return items
  }

  /// A model that fails by far leaves the plot to the left instead of flattening the others; its figure is in words.
  private static let floor = -1.0

  /// Data and control on one scale, an interval for each gain.
  private static func skills(_ all: [(words: String, useful: ForecastGain, panel: Panel)]) -> [Plot] {
    let shown = all.flatMap { items($0.useful, $0.panel).compactMap(\.skill) }
      .flatMap { [$0.low, $0.mean, $0.high] }.map { 100 * max($0, floor) }
    let x = Axis(over: shown + [0, 200 * Rules.margin], margin: 0.04)
    return all.map { words, useful, panel in
      let items = items(useful, panel)
      let isCut = items.contains { $0.skill.map { $0.low < floor } ?? false }
      var plot = Plot(
        title: "\(words): gain of memory", x: x, y: Axis(over: [0.4, Double(items.count) + 0.6]),
        xLabel: isCut ? "skill, %; what lies below \u{2212}100 % leaves the plot" : "skill, %",
        height: Double(items.count) * 24)
      plot.marks = [.rule(0, label: ""), .rule(100 * Rules.margin, label: "margin")]
      for (index, item) in items.enumerated() {
        let y = Double(items.count - index)
        plot.rows.append(
          .init(
            y: y, name: item.name,
            figure: item.skill.map { NumberText.typeset(LadderText.skill($0)) } ?? NumberText.missing))
        guard let skill = item.skill else { continue }
        plot.marks.append(
          .segments(item.ink, [.init(x0: 100 * skill.low, y0: y, x1: 100 * skill.high, y1: y)]))
        plot.marks.append(.dots(item.ink, xs: [100 * skill.mean], ys: [y], radius: 4))
      }
      return plot
    }
  }

  private static func skillWords(_ skill: Estimate) -> String {
    skill.isZero
      ? "exactly 0"
      : "\(NumberText.typeset(LadderText.skill(skill.mean))) (\(NumberText.typeset(LadderText.interval(skill))))"
  }
}
