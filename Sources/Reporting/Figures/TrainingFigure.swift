import Memory
import Panels
import Recurrence

/// How the losses fell, on the data and on noise, and the hidden vectors that came of it (figure 5).
extension Scene {
  var trainingLoss: PlotGrid {
    // One scale for data and control.
    let losses = datasets.flatMap { pair in
      [Model.memory, .twin].flatMap { model in
        let findings = pair.dataset.findings(model)
        return findings.trainLossHistory.flatMap { [$0.low, $0.high] } + findings.validationLossHistory.map(\.mean)
      }
    }.filter(\.isFinite)
    let positive = losses.filter { $0 > 0 }
    let isWide = (positive.max() ?? 1) / (positive.min() ?? 1) > 20
    let y = Axis(isWide ? .logarithmic : .linear, over: isWide ? positive : losses + [0])
    var plots = datasets.enumerated().map { place, pair in
      lossPlot(pair.words, pair.dataset, y: y, yTicks: place == 0 ? .labelled : .grid)
    }
    if plots.count == 1 { plots.append(Scene.blank) }
    plots += [Model.memory, .twin].map { model in
      let rows = Scene.lastRows(data.panel)
      var (plot, _) = map(data, model, rows: rows, cells: rows.count, tall: 13)
      plot.title = "Last \(rows.count) rows of the data, \(model.name)"
      return plot
    }
    let seen = datasets.map { words, dataset in
      let pair = [Model.memory, .twin].map { NumberText.significant(dataset.findings($0).trainLoss.mean, 3) }
      return "\(words == datasets[0].words ? "the data" : "noise") \(pair[0]) with memory, \(pair[1]) without"
    }
    let validation = datasets.map { words, dataset in
      let pair = [Model.memory, .twin].map { NumberText.significant(dataset.findings($0).validationLoss.mean, 3) }
      return "\(words): \(pair[0]) with memory, \(pair[1]) without"
    }
    return PlotGrid(
      name: "05-training",
      title: "Training loss on " + seen.joined(separator: "; on "),
      caption: "Mean squared error by epoch, scaled units\(isWide ? ", logarithmic" : ""): mean over the networks with"
        + " its 95 % interval; full line: training part, dashed: validation part; the title has it at each network's best validation epoch. A gap between the curves is"
        + " capacity, not memory. Below the states of \(Scene.words(data, .memory)) and \(Scene.words(data, .twin)), in"
        + " the order of their activation time (centre of mass of |state \u{2212} its mean|).",
      seen: ["Validation loss, \(validation.joined(separator: "; "))"], key: [scaleKey(data)], columns: 2,
      plots: plots)
  }

  /// Takes the place of a control that the study left out.
  private static var blank: Plot {
    Plot(
      title: "Random control", x: Axis(over: [0.0]), y: Axis(over: [0.0]), showsXTicks: false, yTicks: .none,
      height: 210, note: "the study has no control")
  }

  private func lossPlot(_ words: String, _ dataset: Dataset, y: Axis, yTicks: Plot.YTicks) -> Plot {
    var plot = Plot(
      title: words, unit: "mean squared error", x: Axis(over: [0.0]), y: y, xLabel: "epoch", yTicks: yTicks, height: 210
    )
    var isEmpty = true
    var longest = 0
    for model in [Model.memory, .twin] {
      let findings = dataset.findings(model)
      let (train, validation) = (findings.trainLossHistory, findings.validationLossHistory)
      let epochs = train.indices.map(Double.init)
      longest = max(longest, train.count, validation.count)
      plot.marks.append(.band(model.ink, xs: epochs, low: train.map(\.low), high: train.map(\.high)))
      plot.marks.append(.line(model.ink, xs: epochs, ys: train.map(\.mean), label: model.short))
      plot.marks.append(
        .line(
          model.ink, xs: validation.indices.map(Double.init), ys: validation.map(\.mean),
          label: "validation", stroke: .dashed))
      isEmpty = isEmpty && !train.contains { $0.mean.isFinite }
    }
    plot.x = Axis(.whole, over: [0, Double(max(1, longest - 1))])
    if isEmpty { plot.note = Scene.nothing }
    return plot
  }
}
