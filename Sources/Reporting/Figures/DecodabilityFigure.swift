import Memory
import Numbers
import SeriesMemory

/// How much of the past can be read from the states (figure 13).
extension FigureData {
  /// nil where nothing was decoded on the data.
  var decodability: PlotGrid? {
    guard let stored = data.findings.ladder?.stored else { return nil }
    let shown = datasets.compactMap { title, dataset in dataset.findings.ladder?.stored.map { (title, $0) } }
    let values = shown.flatMap { _, stored in
      [stored.memory, stored.twin, stored.untrained].flatMap { $0.state.flatMap { [$0.low, $0.high] } }
        + stored.memory.input.map(\.mean)
    }
    let y = Axis(over: values + [0, 1], margin: 0.03)
    let plots = shown.enumerated().map { place, pair in
      FigureData.decoded(pair.0, pair.1, y: y, yTicks: place == 0 ? .labelled : .grid)
    }
    let excess = [("memory", stored.memory), ("twin", stored.twin), ("untrained", stored.untrained)].map { name, held in
      "\(name) \(NumberFormat.decimals(2).text(held.excess.mean))"
    }
    return PlotGrid(
      name: "13-decodability",
      title: "Only what a state holds beyond the present row is memory",
      caption: "Share of the variance of an earlier value that ridge regression reads from the state, mean over columns"
        + " and networks with its \(Rules.confidenceText) interval. Below the present row at lag 0 the reading fails.",
      seen: ["Past values beyond the present row, on the data: \(excess.joined(separator: ", "))"]
        + shown.map { title, stored in
          "\(title): at lag 1 the state gives \(FigureData.share(stored.memory.state, 1)), the input alone"
            + " \(FigureData.share(stored.memory.input, 1))"
        },
      legend: FigureData.bothModels + [
        .line(.soft, "untrained"), .line(.data, "the present row alone", stroke: .dashed),
      ], columns: plots.count, plots: plots)
  }

  private static func share(_ curve: [Estimate], _ lag: Int) -> String {
    curve.indices.contains(lag) ? percentage(curve[lag].mean) : missingText
  }

  private static func decoded(_ title: String, _ stored: MemoryCapacity, y: Axis, yTicks: Plot.YTicks) -> Plot {
    var plot = Plot(
      title: title, unit: "R\u{00B2}, held out", x: Axis(.whole, over: [0, Double(max(1, stored.lags))]), y: y,
      xLabel: "lag (rows before the present one)", yTicks: yTicks, height: 260)
    for (colour, stroke, held) in [
      (PlotColour.soft, Stroke.full, stored.untrained), (.memory, ModelKind.memory.stroke, stored.memory),
      (.twin, ModelKind.twin.stroke, stored.twin),
    ] {
      let xs = held.state.indices.map(Double.init)
      plot.marks.append(.band(colour, xs: xs, low: held.state.map(\.low), high: held.state.map(\.high)))
      plot.marks.append(.line(colour, xs: xs, ys: held.state.map(\.mean), stroke: stroke))
    }
    let input = stored.memory.input.map(\.mean)
    plot.marks.append(
      .line(.data, xs: input.indices.map(Double.init), ys: input, stroke: .dashed))
    return plot
  }
}
