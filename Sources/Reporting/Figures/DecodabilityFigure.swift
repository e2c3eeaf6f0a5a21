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
      title: "Past values the states hold beyond the present row, on the data: \(excess.joined(separator: ", "))",
      caption:
        "Share of the held-out variance of an earlier value that ridge regression decodes from the state, mean over"
        + " columns and networks with its \(Rules.confidenceText) interval. Dashed: decoded from the present row and random"
        + " features of it. Only what a state has above the dashed line is memory; the title sums that over"
        + " \(stored.lags) lags. Where a state is below the dashed line at lag 0, decoding fails, and 0.00 does not prove"
        + " an empty state.",
      seen: shown.map { title, stored in
        "\(title): at lag 1 the state gives \(FigureData.share(stored.memory.state, 1)), the input alone"
          + " \(FigureData.share(stored.memory.input, 1))"
      }, columns: plots.count, plots: plots)
  }

  private static func share(_ curve: [Estimate], _ lag: Int) -> String {
    curve.indices.contains(lag) ? percentage(curve[lag].mean) : missingText
  }

  private static func decoded(_ title: String, _ stored: MemoryCapacity, y: Axis, yTicks: Plot.YTicks) -> Plot {
    var plot = Plot(
      title: title, unit: "R\u{00B2}, held out", x: Axis(.whole, over: [0, Double(max(1, stored.lags))]), y: y,
      xLabel: "lag (rows before the present one)", yTicks: yTicks, height: 260)
    for (colour, name, held) in [
      (PlotColour.soft, "untrained", stored.untrained), (.twin, "twin", stored.twin),
      (.memory, "memory", stored.memory),
    ] {
      let xs = held.state.indices.map(Double.init)
      plot.marks.append(.band(colour, xs: xs, low: held.state.map(\.low), high: held.state.map(\.high)))
      plot.marks.append(.line(colour, xs: xs, ys: held.state.map(\.mean), label: name))
    }
    let input = stored.memory.input.map(\.mean)
    plot.marks.append(
      .line(.data, xs: input.indices.map(Double.init), ys: input, label: "input alone", stroke: .dashed))
    return plot
  }
}
