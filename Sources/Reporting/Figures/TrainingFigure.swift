import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory

/// Losses by epoch on the data and on noise, and the hidden states after training (figure 5).
extension FigureData {
  var trainingLoss: PlotGrid {
    var plots = datasets.map { lossPlot($0.title, $0.dataset) }
    if plots.count == 1 { plots.append(FigureData.blank) }
    plots += ModelKind.allCases.map { model in
      let rows = FigureData.lastRows(data.panel)
      var (plot, _) = map(data, model, rows: rows, cells: rows.count, tall: 13)
      plot.title = "Last \(rows.count) rows of the data, \(model.name)"
      return plot
    }
    let seen = datasets.map { title, dataset in
      let pair = ModelKind.allCases.map { NumberFormat.digits(3).text(dataset.findings($0).trainLoss.mean) }
      return "\(title == datasets[0].title ? "the data" : "noise") \(pair[0]) with memory, \(pair[1]) without"
    }
    let validation = datasets.map { title, dataset in
      let pair = ModelKind.allCases.map { NumberFormat.digits(3).text(dataset.findings($0).validationLoss.mean) }
      return "\(title): \(pair[0]) with memory, \(pair[1]) without"
    }
    return PlotGrid(
      name: "05-training",
      title: "A lower training loss is capacity, not memory",
      caption: "Above: mean squared error by epoch in scaled units, mean over the networks with its"
        + " \(Rules.confidenceText) interval. Below: states of one network of each kind.",
      seen: [
        "Training loss on " + seen.joined(separator: "; on "),
        "Validation loss, \(validation.joined(separator: "; "))",
      ],
      legend: [
        .line(.memory, "memory, training"), .line(.memory, "validation", stroke: .dashed),
        .line(.twin, "twin, training"),
        .line(.twin, "validation", stroke: .dashed), scaleLegend(data),
      ], columns: 2, plots: plots)
  }

  /// In place of a control that the study left out.
  private static var blank: Plot {
    Plot(
      title: "Random control", x: Axis(over: [0.0]), y: Axis(over: [0.0]), showsXTicks: false, yTicks: .none,
      height: 210, note: "the study has no control")
  }

  /// On a scale of its own: errors on the data and on noise are not compared.
  private func lossPlot(_ title: String, _ dataset: Dataset) -> Plot {
    let losses = ModelKind.allCases.flatMap { model in
      let findings = dataset.findings(model)
      return findings.trainLossHistory.flatMap { [$0.low, $0.high] } + findings.validationLossHistory.map(\.mean)
    }.filter(\.isFinite)
    let positive = losses.filter { $0 > 0 }
    let isWide = (positive.max() ?? 1) / (positive.min() ?? 1) > 20
    var plot = Plot(
      title: title, unit: "mean squared error" + (isWide ? ", logarithmic" : ""), x: Axis(over: [0.0]),
      y: Axis(isWide ? .logarithmic : .linear, over: isWide ? positive : losses, margin: isWide ? 0 : 0.05),
      xLabel: "epoch", height: 210)
    var isEmpty = true
    var longest = 0
    for model in ModelKind.allCases {
      let findings = dataset.findings(model)
      let (train, validation) = (findings.trainLossHistory, findings.validationLossHistory)
      let epochs = train.indices.map(Double.init)
      longest = max(longest, train.count, validation.count)
      plot.marks.append(.band(model.colour, xs: epochs, low: train.map(\.low), high: train.map(\.high)))
      plot.marks.append(.line(model.colour, xs: epochs, ys: train.map(\.mean)))
      plot.marks.append(
        .line(
          model.colour, xs: validation.indices.map(Double.init), ys: validation.map(\.mean),
          stroke: .dashed))
      isEmpty = isEmpty && !train.contains { $0.mean.isFinite }
    }
    plot.x = Axis(.whole, over: [0, Double(max(1, longest - 1))])
    if isEmpty { plot.note = FigureData.nothing }
    return plot
  }
}
