package import Memory
import Numbers
import SeriesMemory

extension Probe {
  /// How far back a network reads, and how much of the past can be read from its state: `probe.svg`.
  package var figure: Figure {
    Figure(
      PlotGrid(
        name: "probe", title: headline,
        caption: "Left: held-out error when the state is rebuilt from 0 on so many rows, with its"
          + " \(Rules.confidenceText) interval, as the network runs, and with the state of another row. Right: share of the"
          + " variance of an earlier input that ridge regression reads from the state.",
        seen: answer,
        legend: [
          .line(.memory, "this network"), .line(.soft, "as it runs"),
          .line(.twin, "with the state of another row", stroke: .broken),
          .line(.data, "the present row alone", stroke: .dashed),
        ], columns: 2, plots: [contextPlot, pastPlot]))
  }

  private var contextPlot: Plot {
    let xs = contexts.map { Double(($0.rows ?? 0) + 1) }
    let errors = contexts.map(\.error)
    let low = contexts.map { error * (1 + ($0.rise?.low ?? 0)) }
    let high = contexts.map { error * (1 + ($0.rise?.high ?? 0)) }
    let ends = [1, max(2, xs.max() ?? 2)]
    var plot = Plot(
      title: "How far back it reads", unit: "held-out error, mean squared", x: Axis(.logarithmic, over: ends),
      y: Axis(.logarithmic, over: errors + low + high + [error, swap.error]), xLabel: "rows that are read", height: 260)
    plot.marks = [
      .line(.soft, xs: ends, ys: [error, error]),
      .line(.twin, xs: ends, ys: [swap.error, swap.error], stroke: .broken),
      .band(.memory, xs: xs, low: low, high: high),
      .line(.memory, xs: xs, ys: errors), .dots(.memory, xs: xs, ys: errors, radius: 2.5),
    ]
    if used.answer == .yes, let horizon {
      plot.marks.append(.rule(Double(horizon + 1), label: "present row + \(horizon)"))
    }
    return plot
  }

  private var pastPlot: Plot {
    let lags = stored.state.indices.map(Double.init)
    var plot = Plot(
      title: "What its state holds", unit: "R\u{00B2}, held out", x: Axis(.whole, over: [0, max(1, lags.last ?? 1)]),
      y: Axis(over: [0, 1], margin: 0.03), xLabel: "lag (rows before the present one)", height: 260)
    plot.marks = [
      .line(.memory, xs: lags, ys: stored.state),
      .line(.data, xs: lags, ys: stored.input, stroke: .dashed),
    ]
    return plot
  }
}
