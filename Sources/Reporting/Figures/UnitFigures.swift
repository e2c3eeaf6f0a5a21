import Memory
import Numbers
import Recurrence
import SeriesMemory

/// What each hidden unit does: saturation (figure 7) and activity (figure 8), sorted, for both models together.
extension FigureData {
  var saturation: PlotGrid {
    let seen = datasets.map { pair in
      ModelKind.allCases.map { model in
        let share = pair.dataset.findings(model).states.saturation
        return "\(model.rawValue) \(share.map { percentage($0.mean) } ?? missingText)"
      }.joined(separator: ", ")
    }
    var plots = datasets.enumerated().map { place, pair in
      var plot = units(pair.title, pair.dataset, \.saturationByUnit, top: 1, isFirst: place == 0) { model in
        pair.dataset.findings(model).states.saturation?.text(.decimals(2))
      }
      plot.marks.append(
        .level(Rules.stuckShare, label: "stuck above \(NumberFormat.wholeShare.text(Rules.stuckShare))"))
      return plot
    }
    if training.activation == .relu {
      for index in plots.indices {
        (plots[index].note, plots[index].height) = ("relu has no upper end", 60)
      }
    }
    return PlotGrid(
      name: "07-saturation",
      title: training.activation == .relu
        ? "relu has no upper end to saturate at"
        : "If missing memory caused saturation, orange would lie above blue",
      caption: "Share of time that each hidden unit is beyond \(NumberFormat.decimals(2).text(Rules.saturated)) of its"
        + " range, one network of each kind, the largest first.",
      seen: ["Saturated states on the data: \(seen[0])" + (seen.count > 1 ? "; on noise: \(seen[1])" : "")],
      legend: FigureData.bothModels, columns: plots.count, plots: plots)
  }

  var activity: PlotGrid {
    let seen = datasets.map { pair in
      ModelKind.allCases.map { model in
        "\(model.rawValue) \(NumberFormat.decimals(2).text(pair.dataset.findings(model).states.activity.mean))"
      }.joined(separator: ", ")
    }
    let dead = ModelKind.allCases.map { NumberFormat.decimals(1).text(data.findings($0).states.deadUnits.mean) }
    let all = datasets.flatMap { pair in
      ModelKind.allCases.flatMap { pair.dataset.findings($0).states.activityByUnit }
    }
    let top = all.filter(\.isFinite).max() ?? 1
    let plots = datasets.enumerated().map { place, pair in
      units(pair.title, pair.dataset, \.activityByUnit, top: top * 1.05, isFirst: place == 0) { model in
        pair.dataset.findings(model).states.activity.text(.decimals(2))
      }
    }
    return PlotGrid(
      name: "08-activity",
      title: "If a twin's units died, orange would fall to zero",
      caption: "Standard deviation of each hidden unit over time, one network of each kind, the largest first.",
      seen: [
        "Activity of the hidden units on the data: \(seen[0])" + (seen.count > 1 ? "; on noise: \(seen[1])" : ""),
        "Dead units on the data, mean over the networks: memory model \(dead[0]), twin \(dead[1])",
      ], legend: FigureData.bothModels, columns: plots.count, plots: plots)
  }

  private func units(
    _ title: String, _ dataset: Dataset, _ values: KeyPath<StateFindings, [Double]>, top: Double, isFirst: Bool,
    _ summary: (ModelKind) -> String?
  ) -> Plot {
    let count = max(dataset.memory.shape.hidden, dataset.twin.shape.hidden)
    var plot = Plot(
      title: title, x: Axis(.whole, over: [0.3, Double(count) + 0.7]), y: Axis(over: [0, max(top, 1e-3)]),
      xLabel: "hidden unit, by rank", yTicks: isFirst ? .labelled : .grid, height: 220)
    let summaries = ModelKind.allCases.compactMap { model in
      summary(model).map { model.short + " " + $0 }
    }
    plot.unit = summaries.joined(separator: ", ")
    for model in ModelKind.allCases.reversed() {
      let sorted = dataset.findings(model).states[keyPath: values].filter(\.isFinite).sorted(by: >)
      // Side by side, so that equal dots are both seen.
      let ranks = sorted.indices.map { Double($0 + 1) + (model == .memory ? -0.14 : 0.14) }
      plot.marks.append(.line(model.colour, xs: ranks, ys: sorted, stroke: .faint))
      plot.marks.append(.dots(model.colour, xs: ranks, ys: sorted, radius: count > 40 ? 2 : Palette.dot))
    }
    if ModelKind.allCases.allSatisfy({ dataset.findings($0).states[keyPath: values].isEmpty }) {
      plot.note = FigureData.nothing
    }
    return plot
  }
}
