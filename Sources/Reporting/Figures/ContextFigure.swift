import Memory
import Numbers

/// How far back the memory model reads: the held-out error by the rows that it is given (figure 14).
extension Scene {
  /// nil where nothing was tampered with on the data.
  var context: PlotGrid? {
    guard let used = data.findings.ladder?.used else { return nil }
    let shown = datasets.compactMap { words, dataset in dataset.findings.ladder?.used.map { (words, $0) } }
    // One scale for data and control.
    let rises = shown.flatMap { $0.1.context.flatMap { [100 * $0.rise.low, 100 * $0.rise.high] } }
    let y = Axis(over: [0, 200 * Rules.usedRise] + rises, margin: 0.05)
    let plots = shown.enumerated().map { place, pair in
      Scene.context(pair.0, pair.1, y: y, yTicks: place == 0 ? .labelled : .grid)
    }
    return PlotGrid(
      name: "14-context",
      title: "Memory horizon of the memory model's networks on the data, in rows: \(LadderText.horizon(used.horizon))",
      caption:
        "Reset curve: rise of the held-out error when the state is built anew from so many rows alone, the present"
        + " one included; mean over the networks with its 95 % interval. Horizon: the rows before the present one that"
        + " give \(NumberText.percent(Rules.horizonGain)) of what the whole past gives. Look how high it begins and where"
        + " it reaches 0; below 0 the longer past harms. A measure of use, not of need; what decides is the swap with the"
        + " state of another time, not this curve.",
      seen: shown.map { words, used in
        "\(words): with the present row alone the error rises by "
          + (used.context.first.map { LadderText.percent($0.rise.mean) } ?? NumberText.missing)
          + ", with the state of another time by \(LadderText.percent(used.swap.rise.mean))"
      }, columns: plots.count, plots: plots)
  }

  private static func context(_ words: String, _ used: Interventions, y: Axis, yTicks: Plot.YTicks) -> Plot {
    let xs = used.context.map { Double($0.steps + 1) }
    let rises = used.context.map(\.rise)
    let ends = [1, max(2, xs.max() ?? 2)]
    var plot = Plot(
      title: words, unit: "rise of the held-out error, %", x: Axis(.logarithmic, over: ends), y: y,
      xLabel: "rows that are read", yTicks: yTicks, height: 260)
    plot.marks = [
      .line(.soft, xs: ends, ys: [0, 0], stroke: .thin),
      .level(100 * Rules.usedRise, label: "counts above \(LadderText.percent(Rules.usedRise, 0))"),
      .band(.memory, xs: xs, low: rises.map { 100 * $0.low }, high: rises.map { 100 * $0.high }),
      .line(.memory, xs: xs, ys: rises.map { 100 * $0.mean }),
      .dots(.memory, xs: xs, ys: rises.map { 100 * $0.mean }, radius: 2.5),
    ]
    if let steps = used.horizon.steps, steps.mean.isFinite {
      let networks = used.horizon.reached + used.horizon.beyond + used.horizon.none
      plot.marks.append(
        .rule(
          steps.mean + 1,
          label: "present row + \(NumberText.fixed(steps.mean, 1)), \(used.horizon.reached) of \(networks) networks"))
    }
    if xs.isEmpty { plot.note = "nothing was held out" }
    return plot
  }
}
