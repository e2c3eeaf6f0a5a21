import Memory
import Numbers
import Panels
import SeriesMemory

/// Autocorrelation of the hidden states (figure 9).
extension FigureData {
  var autocorrelation: PlotGrid {
    let seen = datasets.map { pair in
      ModelKind.allCases.map { model in
        "\(model.rawValue) \(FigureData.lagOne(pair.dataset.findings(model).states.autocorrelation))"
      }.joined(separator: ", ")
    }
    // One scale for data and control.
    let values = datasets.flatMap { pair in
      ModelKind.allCases.flatMap { pair.dataset.findings($0).states.autocorrelation.flatMap { [$0.low, $0.high] } }
    }
    let bands = datasets.map { FigureData.noiseBand($0.dataset) }
    let y = Axis(over: values + bands.flatMap { [-$0, $0] } + [0, 1], margin: 0.03)
    let plots = datasets.enumerated().map { place, pair in
      autocorrelationPlot(pair.title, pair.dataset, y: y, isFirst: place == 0)
    }
    let times = ModelKind.allCases.map { model in
      data.findings(model).states.integratedTime.map { NumberFormat.decimals(1).text($0.mean) } ?? missingText
    }
    return PlotGrid(
      name: "09-autocorrelation",
      title: "Memory shows where blue stays above orange: autocorrelation of the states",
      caption: "Mean over living units and networks with its \(Rules.confidenceText) interval. Grey: white noise. An"
        + " autocorrelated input makes the states of both so.",
      seen: [
        "Autocorrelation of the hidden states at lag 1 on the data: \(seen[0])"
          + (seen.count > 1 ? "; on noise: \(seen[1])" : ""),
        "Integrated time on the data, in rows: memory model \(times[0]), twin \(times[1])",
      ], legend: FigureData.bothModels, columns: plots.count, plots: plots)
  }

  private static func noiseBand(_ dataset: Dataset) -> Double {
    Rules.twoSidedNormal / Double(max(1, dataset.panel.rows)).squareRoot()
  }

  private func autocorrelationPlot(_ title: String, _ dataset: Dataset, y: Axis, isFirst: Bool) -> Plot {
    var plot = Plot(
      title: title, unit: "autocorrelation", x: Axis(over: [0.0]), y: y, xLabel: "lag (rows)",
      yTicks: isFirst ? .labelled : .grid, height: 240)
    let curves = ModelKind.allCases.map { dataset.findings($0).states.autocorrelation }
    let lags = max(1, (curves.map(\.count).max() ?? 0) - 1)
    let band = FigureData.noiseBand(dataset)
    plot.marks = [
      .band(.soft, xs: [0, Double(lags)], low: [-band, -band], high: [band, band]),
      .line(.soft, xs: [0, Double(lags)], ys: [0, 0], stroke: .thin),
    ]
    for (model, rho) in zip(ModelKind.allCases, curves) {
      let xs = rho.indices.map(Double.init)
      plot.marks.append(.band(model.colour, xs: xs, low: rho.map(\.low), high: rho.map(\.high)))
      plot.marks.append(.line(model.colour, xs: xs, ys: rho.map(\.mean), stroke: model.stroke))
    }
    plot.x = Axis(.whole, over: [0, Double(lags)])
    if !curves.joined().contains(where: \.mean.isFinite) { plot.note = "no living unit, so no autocorrelation" }
    return plot
  }
}
