import Memory
import Numbers
import Panels

/// How long a hidden state resembles itself (figure 9).
extension Scene {
  var autocorrelation: PlotGrid {
    let seen = datasets.map { pair in
      [Model.memory, .twin].map { model in
        "\(model.rawValue) \(Scene.lagOne(pair.dataset.findings(model).states.autocorrelation))"
      }.joined(separator: ", ")
    }
    // One scale for data and control.
    let values = datasets.flatMap { pair in
      [Model.memory, .twin].flatMap { pair.dataset.findings($0).states.autocorrelation.flatMap { [$0.low, $0.high] } }
    }
    let bands = datasets.map { Scene.noiseBand($0.dataset) }
    let y = Axis(over: values + bands.flatMap { [-$0, $0] } + [0, 1], margin: 0.03)
    let plots = datasets.enumerated().map { place, pair in
      autocorrelationPlot(pair.words, pair.dataset, y: y, isFirst: place == 0)
    }
    let times = [Model.memory, .twin].map { model in
      data.findings(model).states.integratedTime.map { NumberText.fixed($0.mean, 1) } ?? NumberText.missing
    }
    return PlotGrid(
      name: "09-autocorrelation",
      title: "Autocorrelation of the hidden states at lag 1 on the data: \(seen[0])"
        + (seen.count > 1 ? "; on noise: \(seen[1])" : ""),
      caption:
        "How far a hidden state resembles itself, by lag in rows: mean over living units and networks with its 95 %"
        + " interval. Grey:"
        + " where 95 % of white noise would lie, \u{00B1}1.96/\u{221A}n of n rows. A state is no evidence of memory where"
        + " the input is autocorrelated: look whether blue leaves orange.",
      seen: ["Integrated time on the data, in rows: memory model \(times[0]), twin \(times[1])"], columns: plots.count,
      plots: plots)
  }

  private static func noiseBand(_ dataset: Dataset) -> Double {
    1.96 / Double(max(1, dataset.panel.rows)).squareRoot()
  }

  private func autocorrelationPlot(_ words: String, _ dataset: Dataset, y: Axis, isFirst: Bool) -> Plot {
    var plot = Plot(
      title: words, unit: "autocorrelation", x: Axis(over: [0.0]), y: y, xLabel: "lag (rows)",
      yTicks: isFirst ? .labelled : .grid, height: 240)
    let curves = [Model.memory, .twin].map { dataset.findings($0).states.autocorrelation }
    let lags = max(1, (curves.map(\.count).max() ?? 0) - 1)
    let band = Scene.noiseBand(dataset)
    plot.marks = [
      .band(.soft, xs: [0, Double(lags)], low: [-band, -band], high: [band, band]),
      .line(.soft, xs: [0, Double(lags)], ys: [0, 0], stroke: .thin),
    ]
    for (model, rho) in zip([Model.memory, .twin], curves) {
      let xs = rho.indices.map(Double.init)
      plot.marks.append(.band(model.ink, xs: xs, low: rho.map(\.low), high: rho.map(\.high)))
      // Where the two agree, both are seen.
      plot.marks.append(
        .line(
          model.ink, xs: xs, ys: rho.map(\.mean), label: model.short, stroke: model == .memory ? .wide : .thin))
    }
    plot.x = Axis(.whole, over: [0, Double(lags)])
    if !curves.joined().contains(where: \.mean.isFinite) { plot.note = "no living unit: no autocorrelation" }
    return plot
  }
}
