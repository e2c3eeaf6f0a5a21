import Memory
import Numbers
import Recurrence

/// What each hidden unit does: saturation (figure 7) and activity (figure 8), sorted, for both models together.
extension Scene {
  var saturation: PlotGrid {
    let seen = datasets.map { pair in
      [Model.memory, .twin].map { model in
        let share = pair.dataset.findings(model).states.saturation
        return "\(model.rawValue) \(share.map { NumberText.percent($0.mean) } ?? NumberText.missing)"
      }.joined(separator: ", ")
    }
    var plots = datasets.enumerated().map { place, pair in
      var plot = units(pair.words, pair.dataset, \.saturationByUnit, top: 1, isFirst: place == 0) { model in
        pair.dataset.findings(model).states.saturation?.text { NumberText.fixed($0, 2) }
      }
      plot.marks.append(.level(Rules.stuckShare, label: "stuck above \(NumberText.percent(Rules.stuckShare))"))
      return plot
    }
    if training.activation == .relu {
      for index in plots.indices {
        (plots[index].note, plots[index].height) = ("nothing to measure", 60)
      }
    }
    return PlotGrid(
      name: "07-saturation",
      title: training.activation == .relu
        ? "Saturated states: none, as relu has no upper end"
        : "Saturated states on the data: \(seen[0])" + (seen.count > 1 ? "; on noise: \(seen[1])" : ""),
      caption:
        "Share of time that a hidden unit spends beyond \(NumberText.fixed(Rules.saturated, 2)) of its range, unit"
        + " by unit of one network of each kind, the largest first. Above each plot the mean over networks and units with its"
        + " 95 % interval. If saturation came of missing memory, orange would stand above blue.",
      columns: plots.count, plots: plots)
  }

  var activity: PlotGrid {
    let seen = datasets.map { pair in
      [Model.memory, .twin].map { model in
        "\(model.rawValue) \(NumberText.fixed(pair.dataset.findings(model).states.activity.mean, 2))"
      }.joined(separator: ", ")
    }
    let dead = [Model.memory, .twin].map { NumberText.fixed(data.findings($0).states.deadUnits.mean, 1) }
    let all = datasets.flatMap { pair in
      [Model.memory, .twin].flatMap { pair.dataset.findings($0).states.activityByUnit }
    }
    let top = all.filter(\.isFinite).max() ?? 1
    let plots = datasets.enumerated().map { place, pair in
      units(pair.words, pair.dataset, \.activityByUnit, top: top * 1.05, isFirst: place == 0) { model in
        pair.dataset.findings(model).states.activity.text { NumberText.fixed($0, 2) }
      }
    }
    return PlotGrid(
      name: "08-activity",
      title: "Activity of the hidden units on the data: \(seen[0])" + (seen.count > 1 ? "; on noise: \(seen[1])" : ""),
      caption:
        "Standard deviation of a hidden unit over time, unit by unit of one network of each kind, the largest first."
        + " Above each plot the mean over networks and units with its 95 % interval. Look for units at the bottom: dead"
        + " ones (below \(NumberText.fixed(Rules.dead, 2))) number \(dead[0]) with memory and \(dead[1]) in the twin, mean"
        + " over the networks on the data.",
      seen: ["Dead units on the data, mean over the networks: memory model \(dead[0]), twin \(dead[1])"],
      columns: plots.count, plots: plots)
  }

  private func units(
    _ words: String, _ dataset: Dataset, _ values: KeyPath<StateFindings, [Double]>, top: Double, isFirst: Bool,
    _ summary: (Model) -> String?
  ) -> Plot {
    let count = max(dataset.memory.shape.hidden, dataset.twin.shape.hidden)
    var plot = Plot(
      title: words, x: Axis(.whole, over: [0.3, Double(count) + 0.7]), y: Axis(over: [0, max(top, 1e-3)]),
      xLabel: "hidden unit, by rank", yTicks: isFirst ? .labelled : .grid, height: 220)
    let summaries = [Model.memory, .twin].compactMap { model in
      summary(model).map { model.short + " " + $0 }
    }
    plot.unit = summaries.joined(separator: ", ")
    for model in [Model.twin, .memory] {
      let sorted = dataset.findings(model).states[keyPath: values].filter(\.isFinite).sorted(by: >)
      let ranks = sorted.indices.map { Double($0 + 1) }
      plot.marks.append(.line(model.ink, xs: ranks, ys: sorted, label: model.short, stroke: .faint))
      plot.marks.append(.dots(model.ink, xs: ranks, ys: sorted, radius: count > 40 ? 2 : Palette.dot))
    }
    if [Model.memory, .twin].allSatisfy({ dataset.findings($0).states[keyPath: values].isEmpty }) {
      plot.note = Scene.nothing
    }
    return plot
  }
}
