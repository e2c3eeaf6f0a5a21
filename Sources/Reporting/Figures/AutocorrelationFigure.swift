import Memory

/// How long a hidden state resembles itself (figure 9).
extension Scene {
  var autocorrelation: Sheet {
    let seen = [Model.memory, .twin].map { model in
      let rho = data.findings(model).states.autocorrelation
      let first = rho.indices.contains(1) ? NumberText.typeset(NumberText.fixed(rho[1].mean, 2)) : NumberText.missing
      return "\(model.rawValue) \(first)"
    }
    let plots = datasets.map { autocorrelationPlot($0.words, $0.dataset) }
    return Sheet(
      name: "09-autocorrelation",
      title: "Autocorrelation of the hidden states at lag 1 on the data: \(seen.joined(separator: ", "))",
      caption: "By lag in rows, averaged over the living units; mean over the networks with its 95 % interval."
        + " An autocorrelated state is no evidence of memory where the input is autocorrelated: compare the twin.",
      key: [.line(.memory, "memory model"), .line(.twin, "memory-less twin")], columns: plots.count,
      plots: plots)
  }

  private func autocorrelationPlot(_ words: String, _ dataset: Dataset) -> Plot {
    var plot = Plot(title: words, unit: "autocorrelation", x: Axis(over: [0.0]), y: Axis(over: [0.0]), height: 240)
    plot.xLabel = "lag (rows)"
    var values = [0.0, 1.0]
    var lags = 1
    var drawn = false
    for model in [Model.memory, .twin] {
      let rho = dataset.findings(model).states.autocorrelation
      lags = max(lags, rho.count - 1)
      let xs = rho.indices.map(Double.init)
      plot.marks.append(.band(model.ink, xs: xs, low: rho.map(\.low), high: rho.map(\.high)))
      plot.marks.append(.line(model.ink, xs: xs, ys: rho.map(\.mean), label: model == .memory ? "memory" : "twin"))
      values += rho.flatMap { [$0.low, $0.high] }
      drawn = drawn || rho.contains { $0.mean.isFinite }
    }
    plot.x = Axis(.whole, over: [0, Double(lags)])
    plot.y = Axis(over: values, margin: 0.03)
    if !drawn { plot.note = "no living unit: no autocorrelation" }
    return plot
  }
}
