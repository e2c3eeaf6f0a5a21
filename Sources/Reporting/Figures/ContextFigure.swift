import Memory
import Numbers

/// How far back the memory model reads: the held-out error by the rows that it is given (figure 14).
extension Scene {
  /// nil where nothing was tampered with on the data.
  var context: Sheet? {
    guard let used = data.findings.ladder?.used else { return nil }
    let plots = datasets.compactMap { words, dataset in
      dataset.findings.ladder?.used.map { Scene.context(words, $0) }
    }
    return Sheet(
      name: "14-context",
      title: "Memory horizon of the memory model's networks on the data, in rows: \(LadderText.horizon(used.horizon))",
      caption: "Rise of the held-out error when the state is built anew from so many rows alone, the present one"
        + " included, over the error with the whole past; mean over the networks with its 95 % interval. A measure of"
        + " use, not of need: trained on noise, a network leans on its state too. Horizon: the rows before the present"
        + " one that give \(NumberText.percent(Rules.horizonGain)) of what the whole past gives.",
      key: [.line(.memory, "memory model")], columns: plots.count, plots: plots)
  }

  private static func context(_ words: String, _ used: Used) -> Plot {
    let xs = used.context.map { Double($0.steps + 1) }
    let rises = used.context.map(\.rise)
    let ends = [1, max(2, xs.max() ?? 2)]
    var plot = Plot(
      title: words, unit: "rise of the held-out error, %", x: Axis(.logarithmic, over: ends),
      y: Axis(over: [0] + rises.flatMap { [100 * $0.low, 100 * $0.high] }, margin: 0.04),
      xLabel: "rows that are read", height: 260)
    plot.marks = [
      .line(.soft, xs: ends, ys: [0, 0], thin: true),
      .band(.memory, xs: xs, low: rises.map { 100 * $0.low }, high: rises.map { 100 * $0.high }),
      .line(.memory, xs: xs, ys: rises.map { 100 * $0.mean }),
    ]
    if let steps = used.horizon.steps, steps.mean.isFinite {
      plot.marks.append(.rule(steps.mean + 1, label: "horizon \(NumberText.fixed(steps.mean, 1))"))
    }
    if xs.isEmpty { plot.note = "nothing was held out" }
    return plot
  }
}
