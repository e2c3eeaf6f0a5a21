import Memory
import Numbers
import Recurrence

/// What each hidden unit does: saturation (figure 7) and activity (figure 8), sorted, for both models side by side.
extension Scene {
  var saturation: Sheet {
    let seen = [Model.memory, .twin].map { model in
      "\(model.rawValue) \(data.findings(model).states.saturation.map { NumberText.percent($0.mean) } ?? NumberText.missing)"
    }
    var plots = datasets.map { words, dataset in
      units(words, dataset, \.saturationByUnit, top: 1) { model in
        dataset.findings(model).states.saturation?.text { NumberText.fixed($0, 2) }
      }
    }
    if training.activation == .relu {
      for index in plots.indices {
        (plots[index].note, plots[index].height) = ("nothing to measure", 60)
      }
    }
    return Sheet(
      name: "07-saturation",
      title: training.activation == .relu
        ? "Saturated states: none, as relu has no upper end"
        : "Saturated states on the data: \(seen.joined(separator: ", "))",
      caption: "Share of time that a hidden unit spends beyond 0.95 of its range; units of the network shown,"
        + " sorted. Above the plots: mean over networks and units, and its 95 % interval.",
      key: barsKey, columns: plots.count, plots: plots)
  }

  var activity: Sheet {
    let seen = [Model.memory, .twin].map { model in
      "\(model.rawValue) \(NumberText.fixed(data.findings(model).states.activity.mean, 2))"
    }
    let dead = [Model.memory, .twin].map { NumberText.fixed(data.findings($0).states.deadUnits.mean, 1) }
    let all = datasets.flatMap { pair in
      [Model.memory, .twin].flatMap { pair.dataset.findings($0).states.activityByUnit }
    }
    let top = all.filter(\.isFinite).max() ?? 1
    let plots = datasets.map { words, dataset in
      units(words, dataset, \.activityByUnit, top: top) { model in
        dataset.findings(model).states.activity.text { NumberText.fixed($0, 2) }
      }
    }
    return Sheet(
      name: "08-activity",
      title: "Activity of the hidden units on the data: \(seen.joined(separator: ", "))",
      caption: "Standard deviation of a hidden unit over time; units of the network shown, sorted. Dead units (below"
        + " 0.01) on the data, mean over networks: memory model \(dead[0]), twin \(dead[1]).",
      key: barsKey, columns: plots.count, plots: plots)
  }

  private var barsKey: [Sheet.Key] { [.block(.memory, "memory model"), .block(.twin, "memory-less twin")] }

  private func units(
    _ words: String, _ dataset: Dataset, _ values: KeyPath<StateFindings, [Double]>, top: Double,
    _ summary: (Model) -> String?
  ) -> Plot {
    let count = max(dataset.memory.shape.hidden, dataset.twin.shape.hidden)
    var plot = Plot(
      title: words, x: Axis(.whole, over: [0.3, Double(count) + 0.7]), y: Axis(over: [0, max(top, 1e-3)]),
      xLabel: "hidden unit, by rank", height: 220)
    let summaries = [Model.memory, .twin].compactMap { model in
      summary(model).map { (model == .memory ? "memory " : "twin ") + $0 }
    }
    plot.unit = summaries.joined(separator: ", ")
    for (model, offset) in [(Model.memory, -0.2), (.twin, 0.2)] {
      let sorted = dataset.findings(model).states[keyPath: values].filter(\.isFinite).sorted(by: >)
      let ranks = sorted.indices.map { Double($0 + 1) + offset }
      plot.marks.append(.bars(model.ink, xs: ranks, ys: sorted, width: 0.36))
    }
    if [Model.memory, .twin].allSatisfy({ dataset.findings($0).states[keyPath: values].isEmpty }) {
      plot.note = Scene.nothing
    }
    return plot
  }
}
