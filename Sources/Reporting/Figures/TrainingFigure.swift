import Memory
import Panels
import Recurrence

/// How the losses fell, on the data and on noise, and the hidden vectors that came of it (figure 5).
extension Scene {
  var trainingLoss: Sheet {
    let losses = datasets.map { lossPlot($0.words, $0.dataset) }
    let states = [cells(data, .memory), cells(data, .twin)]
    let seen = datasets.map { words, dataset in
      let pair = [Model.memory, .twin].map { NumberText.significant(dataset.findings($0).trainLoss.mean, 3) }
      return "\(words == datasets[0].words ? "the data" : "noise") \(pair[0]) with memory, \(pair[1]) without"
    }
    return Sheet(
      name: "05-training",
      title: "Training loss on " + seen.joined(separator: "; on "),
      caption: "Mean squared error by epoch, mean over the networks with its 95 % interval. In the title: at"
        + " each network's best validation epoch. Below: the states of \(Scene.words(data, .memory)) and"
        + " \(Scene.words(data, .twin)) over the last rows of the data.",
      key: [
        .line(.memory, "memory model"), .line(.twin, "memory-less twin"),
        .line(.soft, "validation, same colours", dashed: true), scaleKey,
      ],
      columns: 2, plots: losses.count == 1 ? [losses[0], Scene.blank] + states : losses + states)
  }

  /// Takes the place of a control that the study left out.
  static var blank: Plot {
    Plot(
      title: "Random control", x: Axis(over: [0.0]), y: Axis(over: [0.0]), showsXTicks: false, showsYTicks: false,
      height: 210, note: "the study has no control")
  }

  private func lossPlot(_ words: String, _ dataset: Dataset) -> Plot {
    var plot = Plot(title: words, x: Axis(over: [0.0]), y: Axis(over: [0.0]), xLabel: "epoch", height: 210)
    var shown: [Double] = []
    var longest = 0
    for model in [Model.memory, .twin] {
      let findings = dataset.findings(model)
      let (train, validation) = (findings.trainLossHistory, findings.validationLossHistory)
      let epochs = train.indices.map(Double.init)
      longest = max(longest, train.count, validation.count)
      plot.marks.append(.band(model.ink, xs: epochs, low: train.map(\.low), high: train.map(\.high)))
      plot.marks.append(
        .line(model.ink, xs: epochs, ys: train.map(\.mean), label: model == .memory ? "memory" : "twin"))
      plot.marks.append(
        .line(model.ink, xs: validation.indices.map(Double.init), ys: validation.map(\.mean), dashed: true, thin: true))
      shown += train.flatMap { [$0.low, $0.high] } + validation.map(\.mean)
    }
    let positive = shown.filter { $0.isFinite && $0 > 0 }
    let wide = (positive.max() ?? 1) / (positive.min() ?? 1) > 20
    plot.x = Axis(.whole, over: [0, Double(max(1, longest - 1))])
    plot.y = Axis(wide ? .logarithmic : .linear, over: wide ? positive : shown + [0])
    plot.unit = "mean squared error, scaled units" + (wide ? ", logarithmic" : "")
    if shown.allSatisfy({ !$0.isFinite }) { plot.note = Scene.nothing }
    return plot
  }
}
