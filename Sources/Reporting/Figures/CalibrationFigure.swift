package import Memory
import Numbers
import SeriesMemory

/// How often a verdict was given on processes of known answer, drawn as small multiples: a plot for each process, grouped
/// by the answer.
package struct CalibrationFigure: Sendable {
  /// One process at one length; shares of the realisations with their intervals.
  package struct Point: Sendable, Equatable {
    package var rows: Int
    package var realisations: Int
    /// How often rung 0 found memory, or drift where there is drift.
    package var found: Estimate
    /// How often the verdict was `memory`; nil where it is not known.
    package var memory: Estimate?

    package init(rows: Int, realisations: Int, found: Estimate, memory: Estimate? = nil) {
      (self.rows, self.realisations, self.found, self.memory) = (rows, realisations, found, memory)
    }
  }

  /// What the answer ought to be: no memory, memory, memory that explains little, or drift.
  package enum Truth: Sendable, CaseIterable {
    case without, memory, weak, drift
  }

  /// One process, by length.
  package struct Panel: Sendable, Equatable {
    package var process: String
    package var truth: Truth
    /// One for each length.
    package var points: [Point]

    package init(process: String, truth: Truth, points: [Point]) {
      (self.process, self.truth, self.points) = (process, truth, points)
    }
  }

  /// One for each process.
  package var panels: [Panel]

  package init(panels: [Panel]) { self.panels = panels }

  /// `calibration.svg`
  package var figure: Figure { Figure(grid) }

  private var grid: PlotGrid {
    let groups = Truth.allCases.compactMap { truth -> PlotGrid.Group? in
      let mine = panels.filter { $0.truth == truth }
      return mine.isEmpty ? nil : PlotGrid.Group(name: truth.heading, plots: plots(mine, truth))
    }
    let counts = panels.flatMap(\.points).map(\.realisations)
    let each =
      counts.min() == counts.max() ? "\(counts.min() ?? 0)" : "\(counts.min() ?? 0) to \(counts.max() ?? 0)"
    return PlotGrid(
      name: "calibration", title: title,
      caption: "One plot for each process of known answer: share of \(each) realisations by the number of rows. Strong:"
        + " rung 0 finds memory, or drift where there is drift, with its \(Rules.confidenceText) interval (Clopper and"
        + " Pearson). Faint: the verdict 'memory', which also asks that memory pays. Without memory dots should lie below the line at \(NumberFormat.wholeShare.text(Rules.markedFalseAlarms)), with memory above those at"
        + " \(Rules.markedPowers.map(NumberFormat.wholeShare.text).joined(separator: " and ")). The scales of the groups differ.",
      seen: panels.map { panel in
        "\(panel.process): "
          + panel.points.map { "\(percentage($0.found.mean)) of \($0.realisations) at \($0.rows) rows" }
          .joined(separator: ", ")
      },
      legend: (panels.contains { $0.truth == .without } ? [.dot(.twin, "false alarms: memory is found")] : [])
        + (panels.contains { $0.truth != .without } ? [.dot(.memory, "found")] : [])
        + (panels.contains { $0.points.contains { $0.memory != nil } }
          ? [.dot(.soft, "the verdict 'memory'", isLight: true)] : []),
      columns: 4, groups: groups)
  }

  private var title: String {
    func ends(_ truths: [Truth]) -> (low: Double, high: Double)? {
      let shares = panels.filter { truths.contains($0.truth) }.flatMap(\.points).map(\.found.mean).filter(\.isFinite)
      guard let low = shares.min(), let high = shares.max() else { return nil }
      return (low, high)
    }
    var parts: [String] = []
    if let alarms = ends([.without]) {
      parts.append("memory is reported where there is none in at most \(percentage(alarms.high)) of the series")
    }
    if let found = ends([.memory, .weak]) {
      parts.append(
        "memory is found in \(percentage(found.low)) to \(percentage(found.high))")
    }
    return parts.isEmpty
      ? "How often the verdict errs: no realisation was run"
      : "How often the verdict errs: "
        + parts.joined(separator: "; ")
  }

  private func plots(_ panels: [Panel], _ truth: Truth) -> [Plot] {
    let lengths = Array(Set(panels.flatMap { $0.points.map(\.rows) })).sorted()
    let marks = lengths.enumerated().map { place, rows in
      Axis.Tick(value: Double(place), label: grouped(rows))
    }
    // False alarms on a scale that shows a few per cent, wider where a share does not fit.
    let shares = panels.flatMap(\.points).flatMap { [$0.found.mean, $0.memory?.mean ?? 0] }.filter(\.isFinite)
    let top = truth == .without ? max(0.1, min(1, (shares.max() ?? 0) * 1.15)) : 1
    let colour: PlotColour = truth == .without ? .twin : .memory
    return panels.enumerated().map { index, panel in
      let places = panel.points.map { Double(lengths.firstIndex(of: $0.rows) ?? 0) }
      var plot = Plot(
        title: panel.process, x: Axis(over: [-0.45, Double(max(1, lengths.count)) - 0.2]),
        y: Axis(over: [-0.06 * top, 1.06 * top]), xLabel: "rows", yTicks: index % 4 == 0 ? .labelled : .grid,
        height: 120)
      plot.xMarks = marks
      plot.yMarks = truth.marks(upTo: top).map {
        .init(value: $0, label: NumberFormat.decimals(0).text($0 * 100) + " %")
      }
      let judged = zip(places, panel.points).compactMap { x, point in point.memory.map { (x: x - 0.14, share: $0) } }
      plot.marks =
        truth.levels.map { .level($0, label: "") } + [
          .segments(
            .soft, judged.map { .init(x0: $0.x, y0: $0.share.low, x1: $0.x, y1: $0.share.high) }, stroke: .faint),
          .dots(.soft, xs: judged.map(\.x), ys: judged.map(\.share.mean), radius: 3, isLight: true),
          .segments(
            colour,
            zip(places, panel.points).map { .init(x0: $0, y0: $1.found.low, x1: $0, y1: $1.found.high) }),
          .dots(
            colour, xs: places, ys: panel.points.map(\.found.mean), radius: 4,
            labels: panel.points.map { percentage($0.found.mean) }),
        ]
      if panel.points.isEmpty { plot.note = "not run" }
      return plot
    }
  }
}

extension CalibrationFigure.Truth {
  fileprivate var heading: String {
    switch self {
    case .without: "Without memory: false alarms"
    case .memory: "With memory: how often it is found"
    case .weak: "With weak memory: how often it is found"
    case .drift: "With drift: how often drift is found"
    }
  }

  /// What the shares should stay below, or reach.
  fileprivate var levels: [Double] { self == .without ? [Rules.markedFalseAlarms] : Rules.markedPowers }

  fileprivate func marks(upTo top: Double) -> [Double] {
    guard self == .without else { return [0, 0.25, 0.5, 0.75, 1] }
    return top <= 0.2 ? [0, 0.05, 0.1, 0.15, 0.2] : top <= 0.35 ? [0, 0.1, 0.2, 0.3] : [0, 0.25, 0.5, 0.75, 1]
  }
}
