import Memory
import Numbers
import SeriesMemory

/// How far back the memory model reads: held-out error by the rows it is given (figure 14).
extension FigureData {
  /// nil without interventions on the data.
  var context: PlotGrid? {
    guard let used = data.findings.ladder?.used else { return nil }
    let shown = datasets.compactMap { title, dataset in dataset.findings.ladder?.used.map { (title, $0) } }
    // One scale for data and control.
    let rises = shown.flatMap { $0.1.context.flatMap { [100 * $0.rise.low, 100 * $0.rise.high] } }
    let y = Axis(over: [0, 200 * Rules.usedRise] + rises, margin: 0.05)
    let plots = shown.enumerated().map { place, pair in
      FigureData.context(pair.0, pair.1, y: y, yTicks: place == 0 ? .labelled : .grid)
    }
    return PlotGrid(
      name: "14-context",
      title: "A model that uses its past errs more the fewer rows it is given",
      caption:
        "Rise of the held-out error when the state is rebuilt from only so many rows, mean over the networks with"
        + " its \(Rules.confidenceText) interval. Below 0 a longer past harms.",
      seen: ["Memory horizon of the memory model's networks on the data, in rows: \(used.horizon.text)"]
        + shown.map { title, used in
          "\(title): from the present row alone the error rises by "
            + (used.context.first.map { percentage($0.rise.mean) } ?? missingText)
            + ", with a state from another time by \(percentage(used.swap.rise.mean))"
        }, columns: plots.count, plots: plots)
  }

  private static func context(_ title: String, _ used: Interventions, y: Axis, yTicks: Plot.YTicks) -> Plot {
    let xs = used.context.map { Double($0.steps + 1) }
    let rises = used.context.map(\.rise)
    let ends = [1, max(2, xs.max() ?? 2)]
    var plot = Plot(
      title: title, unit: "rise of the held-out error, %", x: Axis(.logarithmic, over: ends), y: y,
      xLabel: "rows that are read", yTicks: yTicks, height: 260)
    plot.marks = [
      .line(.soft, xs: ends, ys: [0, 0], stroke: .thin),
      .level(100 * Rules.usedRise, label: "counts above \(NumberFormat.wholeShare.text(Rules.usedRise))"),
      .band(.memory, xs: xs, low: rises.map { 100 * $0.low }, high: rises.map { 100 * $0.high }),
      .line(.memory, xs: xs, ys: rises.map { 100 * $0.mean }),
      .dots(.memory, xs: xs, ys: rises.map { 100 * $0.mean }, radius: 2.5),
    ]
    if let steps = used.horizon.steps, steps.mean.isFinite {
      let networks = used.horizon.reached + used.horizon.beyond + used.horizon.none
      plot.marks.append(
        .rule(
          steps.mean + 1,
          label:
            "present row + \(NumberFormat.decimals(1).text(steps.mean)), \(used.horizon.reached) of \(networks) networks"
        ))
    }
    if xs.isEmpty { plot.note = "no held-out rows" }
    return plot
  }
}
