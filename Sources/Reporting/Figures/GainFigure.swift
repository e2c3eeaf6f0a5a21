import Memory
import Numbers
import Panels
import SeriesMemory

/// What memory is worth on the held-out part: errors from persistence to memory, and the gain (figure 15).
extension FigureData {
  /// nil where rung 3 was not asked on the data.
  var gain: PlotGrid? {
    guard let useful = data.findings.ladder?.useful else { return nil }
    let shown = datasets.compactMap { title, dataset in
      dataset.findings.ladder?.useful.map { (title: title, useful: $0, panel: dataset.panel) }
    }
    let plots = FigureData.errors(shown.map { ($0.title, $0.useful) }) + FigureData.skills(shown)
    let skill = useful.skill.map(FigureData.skillTitle) ?? "undefined"
    return PlotGrid(
      name: "15-gain",
      title: "Memory pays where its gain lies right of the margin",
      caption: "Above: held-out error in scaled units. Below: gain over the best predictor without a state"
        + " (\(useful.competitor)), with its \(Rules.confidenceText) interval; \(FigureData.pairTitle(useful))."
        + FigureData.omission(data.panel),
      seen: [
        "Gain on the data: \(skill)",
        "Held-out errors on the data: "
          + FigureData.steps(useful).map { "\($0.title(in: useful)) \(NumberFormat.digits(3).text($0.error))" }
          .joined(separator: ", "),
      ], columns: shown.count, plots: plots)
  }

  /// Two networks of equal budget: the one contains the other, or both were trained from the start.
  private static func pairTitle(_ useful: ForecastGain) -> String {
    useful.nested.isNested
      ? "nested: memory against its warm-started twin"
      : "anchored: memory against its twin of equal budget, both anchored"
  }

  private static func steps(_ useful: ForecastGain) -> [ForecastGain.Step] {
    useful.steps + [ForecastGain.Step(name: "autoregression", error: useful.linear.error)]
  }

  private static func colour(_ step: ForecastGain.Step) -> PlotColour {
    switch step.name {
    case "memory": .memory
    case "autoregression": .data
    case "persistence": .soft
    default: .twin
    }
  }

  /// Data and control on one logarithmic scale, a dot for each predictor.
  private static func errors(_ all: [(title: String, useful: ForecastGain)]) -> [Plot] {
    let positive = all.flatMap { steps($0.useful).map(\.error) }.filter { $0.isFinite && $0 > 0 }
    let x = Axis(.logarithmic, over: positive)
    return all.map { title, useful in
      let steps = steps(useful)
      var plot = Plot(
        title: "\(title): held-out error", x: x, y: Axis(over: [0.4, Double(steps.count) + 0.6]),
        xLabel: "mean squared error", height: Double(steps.count) * 21)
      for (index, step) in steps.enumerated() {
        let y = Double(steps.count - index)
        plot.rows.append(
          .init(
            y: y, name: step.name == "best memory-less" ? "memory-less" : step.title(in: useful),
            figure: NumberFormat.digits(3).text(step.error)))
        plot.marks.append(.segments(.soft, [.init(x0: x.low, y0: y, x1: x.high, y1: y)], stroke: .faint))
        plot.marks.append(.dots(colour(step), xs: [step.error], ys: [y], radius: 5))
      }
      return plot
    }
  }

  private struct Item {
    var name: String
    var colour: PlotColour
    var skill: Estimate?
  }

  private static func items(_ useful: ForecastGain, _ panel: Panel) -> [Item] {
    var items = [
      Item(name: "overall", colour: .memory, skill: useful.skill),
      Item(name: useful.nested.isNested ? "nested" : "anchored", colour: .memory, skill: useful.nested.skill),
    ]
    if useful.columns.count > 1 {
      items += useful.columns.prefix(columnsShown).map { gain in
        Item(
          name: panel.columns.indices.contains(gain.column) ? panel.columns[gain.column] : "", colour: .data,
          skill: gain.skill)
      }
    }
    return items
  }

  /// A model that fails badly leaves the plot instead of flattening the others; its figure is written beside.
  private static let floor = -1.0

  /// Data and control on one scale, an interval for each gain.
  private static func skills(_ all: [(title: String, useful: ForecastGain, panel: Panel)]) -> [Plot] {
    let shown = all.flatMap { items($0.useful, $0.panel).compactMap(\.skill) }
      .flatMap { [$0.low, $0.mean, $0.high] }.map { 100 * max($0, floor) }
    let x = Axis(over: shown + [0, 200 * Rules.margin], margin: 0.04)
    return all.map { title, useful, panel in
      let items = items(useful, panel)
      let isCut = items.contains { $0.skill.map { $0.low < floor } ?? false }
      var plot = Plot(
        title: "\(title): gain of memory", x: x, y: Axis(over: [0.4, Double(items.count) + 0.6]),
        xLabel: isCut ? "skill, %; values below \u{2212}100 % are not drawn" : "skill, %",
        height: Double(items.count) * 21)
      plot.marks = [.rule(0, label: ""), .rule(100 * Rules.margin, label: "margin")]
      for (index, item) in items.enumerated() {
        let y = Double(items.count - index)
        plot.rows.append(
          .init(
            y: y, name: item.name,
            figure: item.skill.map { typeset($0.text(.skill)) } ?? missingText))
        guard let skill = item.skill else { continue }
        plot.marks.append(
          .segments(item.colour, [.init(x0: 100 * skill.low, y0: y, x1: 100 * skill.high, y1: y)]))
        plot.marks.append(.dots(item.colour, xs: [100 * skill.mean], ys: [y], radius: 4))
      }
      return plot
    }
  }

  private static func skillTitle(_ skill: Estimate) -> String {
    skill.isZero
      ? "exactly 0"
      : "\(typeset(NumberFormat.skill.text(skill.mean))) (\(typeset(skill.range(.skill))))"
  }
}
