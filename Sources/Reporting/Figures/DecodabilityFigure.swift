import Memory
import Numbers

/// How much of the past can be read from the states (figure 13).
extension Scene {
  /// nil where nothing was decoded on the data.
  var decodability: Sheet? {
    guard let stored = data.findings.ladder?.stored else { return nil }
    let plots = datasets.compactMap { words, dataset in
      dataset.findings.ladder?.stored.map { Scene.decoded(words, $0) }
    }
    let excess = [("memory", stored.memory), ("twin", stored.twin), ("untrained", stored.untrained)].map { name, held in
      "\(name) \(NumberText.fixed(held.excess.mean, 2))"
    }
    return Sheet(
      name: "13-decodability",
      title: "Past values the states hold beyond the present row, on the data: \(excess.joined(separator: ", "))",
      caption:
        "Share of the held-out variance of a value so many rows back that ridge regression reads from the state,"
        + " mean over columns and networks with its 95 % interval. Dashed: read from the present row alone and random"
        + " features of it. Only what a state has above the dashed line is memory; the title adds that up over"
        + " \(stored.lags) lags.",
      key: [
        .line(.memory, "state, memory model"), .line(.twin, "state, memory-less twin"),
        .line(.soft, "state, untrained with memory"), .line(.data, "present row alone", dashed: true),
      ], columns: plots.count, plots: plots)
  }

  private static func decoded(_ words: String, _ stored: Stored) -> Plot {
    var plot = Plot(title: words, unit: "R², held out", x: Axis(over: [0.0]), y: Axis(over: [0.0]), height: 260)
    plot.xLabel = "lag (rows before the present one)"
    var values = [0.0]
    for (ink, held) in [(Ink.soft, stored.untrained), (.twin, stored.twin), (.memory, stored.memory)] {
      let xs = held.state.indices.map(Double.init)
      plot.marks.append(.band(ink, xs: xs, low: held.state.map(\.low), high: held.state.map(\.high)))
      plot.marks.append(.line(ink, xs: xs, ys: held.state.map(\.mean)))
      values += held.state.flatMap { [$0.low, $0.high] }
    }
    let input = stored.memory.input.map(\.mean)
    plot.marks.append(.line(.data, xs: input.indices.map(Double.init), ys: input, dashed: true))
    plot.x = Axis(.whole, over: [0, Double(max(1, stored.lags))])
    plot.y = Axis(over: values + input, margin: 0.03)
    return plot
  }
}
