import Memory
import Numbers
import Panels

/// What memory is worth on the held-out part: errors from persistence to memory, and the gain (figure 15).
extension Scene {
  /// nil where rung 3 was not asked on the data.
  var gain: Sheet? {
    guard let useful = data.findings.ladder?.useful else { return nil }
    let plots = datasets.flatMap { words, dataset in
      dataset.findings.ladder.flatMap { ladder in
        ladder.useful.map { [Scene.errors(words, $0), Scene.skills(words, $0, ladder.there, dataset.panel)] }
      } ?? []
    }
    let skill = useful.skill.map(Scene.skillWords) ?? "none to be had"
    return Sheet(
      name: "15-gain",
      title: "Gain of memory over the best predictor without a state (\(useful.competitor)) on the data: \(skill)",
      subtitle: "Mean squared error on the held-out part, scaled units, predictions averaged over the networks; the"
        + " placebo has as many parameters as the memory model and no memory, the autoregression has linear memory."
        + " Below: gain = 1 \u{2212} error / error of the best predictor without a state, with its 95 % interval"
        + " (stationary bootstrap over time); nested: memory against its warm-started twin."
        + Scene.omission(data.panel),
      key: [
        .block(.soft, "persistence"), .block(.twin, "without memory"), .block(.memory, "memory model"),
        .block(.data, "autoregression"), .line(.soft, "margin of \(LadderText.percent(Rules.margin, 0))", dashed: true),
      ], plots: plots)
  }

  private static func errors(_ words: String, _ useful: Useful) -> Plot {
    let errors = useful.steps + [Useful.Step(name: "autoregression", error: useful.linear.error)]
    var plot = Plot(
      title: "\(words): held-out error", x: Axis(over: [0.4, Double(errors.count) + 0.6]),
      y: Axis(over: [0] + errors.map(\.error), margin: 0.02), height: 130)
    plot.y = Axis(over: [0, max(plot.y.high, 1e-12)])
    for (index, step) in errors.enumerated() {
      let ink: Ink =
        switch step.name {
        case "persistence": .soft
        case "memory": .memory
        case "autoregression": .data
        default: .twin
        }
      plot.marks.append(.bars(ink, xs: [Double(index + 1)], ys: [step.error], width: 0.5))
      plot.names.append(
        (
          Double(index + 1), step.name == "best memory-less" ? "memory-less" : step.name,
          NumberText.significant(step.error, 3)
        ))
    }
    return plot
  }

  private static func skills(_ words: String, _ useful: Useful, _ there: There?, _ panel: Panel) -> Plot {
    var items: [(name: String, ink: Ink, skill: Estimate?)] = [
      ("overall", .memory, useful.skill), ("nested", .memory, useful.nested.skill),
    ]
    if useful.columns.count > 1 {
      items += useful.columns.prefix(columnsShown).map { gain in
        (panel.columns.indices.contains(gain.column) ? panel.columns[gain.column] : "", .data, gain.skill)
      }
    }
    let ends = [0.4, Double(items.count) + 0.6]
    // A model that fails by far leaves the plot downwards instead of flattening the others; its figure is in words.
    let floor = -1.0
    let shown = items.flatMap { $0.skill.map { [$0.low, $0.mean, $0.high] } ?? [] }.map { 100 * max($0, floor) }
    var plot = Plot(
      title: "\(words): gain of memory",
      unit: "skill, %"
        + (items.contains { $0.skill.map { $0.low < floor } ?? false }
          ? "; what lies below \u{2212}100 % leaves the plot" : ""),
      x: Axis(over: ends), y: Axis(over: shown + [0, 200 * Rules.margin], margin: 0.06), height: 130)
    plot.marks = [
      .line(.soft, xs: ends, ys: [0, 0], thin: true),
      .line(.soft, xs: ends, ys: [100 * Rules.margin, 100 * Rules.margin], dashed: true, thin: true),
    ]
    for (index, item) in items.enumerated() {
      let x = Double(index + 1)
      plot.names.append((x, item.name, item.skill.map { LadderText.skill($0.mean) } ?? NumberText.missing))
      guard let skill = item.skill else { continue }
      plot.marks.append(.line(item.ink, xs: [x, x], ys: [100 * skill.low, 100 * skill.high]))
      for end in [skill.low, skill.mean, skill.high] {
        let half = end == skill.mean ? 0.09 : 0.04
        plot.marks.append(.line(item.ink, xs: [x - half, x + half], ys: [100 * end, 100 * end]))
      }
    }
    return plot
  }

  private static func skillWords(_ skill: Estimate) -> String {
    "\(NumberText.typeset(LadderText.skill(skill.mean))) (\(NumberText.typeset(LadderText.interval(skill))))"
  }
}
