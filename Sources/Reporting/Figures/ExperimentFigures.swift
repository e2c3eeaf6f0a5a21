import Numbers

/// The six figures of the original experiment, on its data and, beside them, on noise.
package struct ExperimentFigures: Sendable {
  /// One network.
  package struct Run: Sendable {
    /// The training loss by epoch.
    package var losses: [Double]
    /// Of each unit, its states by step before and after training, from 0 to 1.
    package var untrained: [[Double]]
    package var states: [[Double]]
    /// Of each column, its free run.
    package var path: [[Double]]

    package init(losses: [Double], untrained: [[Double]], states: [[Double]], path: [[Double]]) {
      (self.losses, self.untrained, self.states, self.path) = (losses, untrained, states, path)
    }
  }

  /// Both networks on one data set.
  package struct Case: Sendable {
    package var title: String
    /// Of each column, its training rows.
    package var columns: [[Double]]
    package var memory: Run
    package var twin: Run

    package init(title: String, columns: [[Double]], memory: Run, twin: Run) {
      (self.title, self.columns, self.memory, self.twin) = (title, columns, memory, twin)
    }

    fileprivate var runs: [(model: ModelKind, run: Run)] { [(.memory, memory), (.twin, twin)] }
  }

  /// Free runs of both networks on series that need memory, one for each series.
  package struct FreeRuns: Sendable {
    /// The last known value of each series.
    package var last: [Double]
    package var memory: [[Double]]
    package var twin: [[Double]]

    package init(last: [Double], memory: [[Double]], twin: [[Double]]) {
      (self.last, self.memory, self.twin) = (last, memory, twin)
    }
  }

  /// Noise comes last.
  package var cases: [Case]
  /// Nil leaves the seventh figure out.
  package var oscillations: FreeRuns?

  package init(cases: [Case]) { self.cases = cases }

  /// The six of the original.
  package var figures: [Figure] {
    guard let noise = cases.last else { return [] }
    return [
      states("1-random-states", "Before training, noise moves the states of both", [noise], \.untrained),
      series, losses, states("4-states", "After training, the states of noise are as lively", cases, \.states),
      freeRuns, spread,
    ].map(Figure.init)
  }

  /// Where a free run tells the models apart.
  package var freeRunsWithMemory: Figure? {
    oscillations.map { runs in
      let all = [(ModelKind.memory, runs.memory), (.twin, runs.twin)]
      let values = (runs.last + all.flatMap { $0.1.flatMap { $0 } }).filter(\.isFinite)
      let plots = all.map { model, paths -> Plot in
        var plot = Plot(
          title: model.name, x: Axis(.whole, over: [0, Double(paths.first?.count ?? 1)]),
          y: Axis(over: values, margin: 0.05),
          xLabel: "rows after the last", height: 190)
        plot.marks = zip(runs.last, paths).map { last, path in
          .line(model.colour, xs: (0...path.count).map(Double.init), ys: [last] + path, stroke: .thin)
        }
        return plot
      }
      return Figure(
        PlotGrid(
          name: "7-free-runs-with-memory", title: "Where memory is needed, the free run needs it too",
          caption:
            "One line for each series: what the network makes of its own predictions after the last known value.",
          seen: ["\(runs.last.count) series"], columns: 2, plots: plots))
    }
  }

  // MARK: - Figures

  private func states(_ name: String, _ title: String, _ cases: [Case], _ states: KeyPath<Run, [[Double]]>) -> PlotGrid
  {
    let plots = cases.flatMap { one in
      one.runs.map { model, run -> Plot in
        let units = run[keyPath: states]
        let steps = units.first?.count ?? 1
        var plot = Plot(
          title: "\(one.title), \(model.name)", x: Axis(.whole, over: [0, Double(steps)]),
          y: Axis(over: [0, Double(units.count)]), xLabel: "row", yTicks: .none, height: Double(units.count) * 13)
        plot.marks = [.cells(units)]
        return plot
      }
    }
    return PlotGrid(
      name: name, title: title, caption: "One line for each hidden unit, one cell for each row.",
      seen: ["\(plots.count) maps of \(cases.first?.memory.states.count ?? 0) units"],
      legend: [.scale(low: "state 0", high: "1", levels: Array(0..<Palette.levels))], columns: 2, plots: plots)
  }

  private var series: PlotGrid {
    let plots = cases.map { one in
      var plot = Plot(
        title: one.title, x: Axis(.whole, over: [1, Double(one.columns.first?.count ?? 2)]),
        y: Axis(over: one.columns.flatMap { $0 }, margin: 0.05), xLabel: "row", height: 190)
      plot.marks = one.columns.map { .line(.data, xs: $0.indices.map { Double($0 + 1) }, ys: $0, stroke: .thin) }
      return plot
    }
    return PlotGrid(
      name: "2-series", title: "The rows that both networks learn by heart",
      caption: "All columns, standardised over these rows. Nothing is held out.",
      seen: ["\(cases.first?.columns.count ?? 0) columns"], columns: max(1, plots.count), plots: plots)
  }

  private var losses: PlotGrid {
    let plots = cases.map { one in
      let all = one.runs.flatMap(\.run.losses).filter { $0 > 0 && $0.isFinite }
      var plot = Plot(
        title: one.title, unit: "training loss, logarithmic", x: Axis(over: [0.0]), y: Axis(.logarithmic, over: all),
        xLabel: "epoch", height: 210)
      plot.x = Axis(.whole, over: [0, Double(max(1, one.memory.losses.count - 1))])
      plot.marks = one.runs.map { model, run in
        .line(model.colour, xs: run.losses.indices.map(Double.init), ys: run.losses, stroke: model.stroke)
      }
      return plot
    }
    return PlotGrid(
      name: "3-training-loss", title: "The loss falls further with memory, on noise too",
      caption: "Noise has nothing to remember: a lower loss is what more weights can learn by heart.",
      seen: cases.map { one in
        "\(one.title): memory \(NumberFormat.digits(3).text(one.memory.losses.last ?? .nan)), twin"
          + " \(NumberFormat.digits(3).text(one.twin.losses.last ?? .nan))"
      }, legend: FigureData.bothModels, columns: max(1, plots.count), plots: plots)
  }

  private var freeRuns: PlotGrid {
    let plots = cases.flatMap { one in
      one.runs.map { model, run -> Plot in
        let past = one.columns.first?.count ?? 0
        let steps = run.path.first?.count ?? 1
        var plot = Plot(
          title: "\(one.title), \(model.name)", x: Axis(.whole, over: [-Double(max(1, past - 1)), Double(steps)]),
          y: Axis(over: (one.columns + one.runs.flatMap(\.run.path)).flatMap { $0 }.filter(\.isFinite), margin: 0.05),
          xLabel: "rows after the last", height: 150)
        plot.marks = [.shade(from: 0, to: Double(steps))]
        for (known, free) in zip(one.columns, run.path) {
          plot.marks.append(
            .line(.data, xs: known.indices.map { Double($0 - past + 1) }, ys: known, stroke: .thin))
          plot.marks.append(
            .line(model.colour, xs: (0...free.count).map(Double.init), ys: [known.last ?? .nan] + free, stroke: .thin))
        }
        return plot
      }
    }
    return PlotGrid(
      name: "5-free-runs", title: "A free run that moves is no sign of memory: on noise it moves as well",
      caption: "All columns: the rows learned, then what each network makes of its own predictions.",
      seen: ["\(plots.count) plots"], columns: 2, plots: plots)
  }

  /// Standard deviation of each unit after training, the largest first.
  private var spread: PlotGrid {
    let plots = cases.map { one in
      let all = one.runs.map { model, run in
        (model, run.states.map { Moments.standardDeviation($0) }.sorted(by: >))
      }
      var plot = Plot(
        title: one.title, unit: "standard deviation of a unit",
        x: Axis(.whole, over: [0.3, Double(one.memory.states.count) + 0.7]),
        y: Axis(over: all.flatMap(\.1) + [0], margin: 0.05), xLabel: "hidden unit, by rank", height: 190)
      plot.marks = all.map { model, values in
        .dots(model.colour, xs: values.indices.map { Double($0 + 1) + (model == .memory ? -0.14 : 0.14) }, ys: values)
      }
      return plot
    }
    return PlotGrid(
      name: "6-activity", title: "No unit dies without memory",
      caption: "Standard deviation of each unit over the rows, after training.", seen: ["\(plots.count) plots"],
      legend: [.dot(.memory, "memory model"), .dot(.twin, "twin")], columns: max(1, plots.count), plots: plots)
  }
}
