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
    /// How often the verdict of the panel was given.
    package var verdict: Estimate
    /// How often the score test rejected.
    package var scoreTest: Estimate

    package init(rows: Int, realisations: Int, verdict: Estimate, scoreTest: Estimate) {
      (self.rows, self.realisations, self.verdict, self.scoreTest) = (rows, realisations, verdict, scoreTest)
    }
  }

  /// What the verdict ought to be: no memory, memory, or memory that explains little.
  package enum Truth: Sendable, CaseIterable {
    case without, memory, weak
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

  /// - Parameter panels: the verdict of those without memory is a memory of any kind, a false alarm; of the others it is
  ///   the verdict "memory".
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
        + " the verdict, memory of any kind where there is none and 'memory' where there is some, with its"
        + " \(Rules.confidenceText) interval (Clopper and Pearson). Faint: the score test rejects. Without memory dots should"
        + " lie below the line at \(NumberFormat.wholeShare.text(Rules.markedFalseAlarms)), with memory above those at"
        + " \(Rules.markedPowers.map(NumberFormat.wholeShare.text).joined(separator: " and ")). The scales of the groups differ.",
      seen: panels.map { panel in
        "\(panel.process): "
          + panel.points.map { "\(percentage($0.verdict.mean)) of \($0.realisations) at \($0.rows) rows" }
          .joined(separator: ", ")
      },
      legend: (panels.contains { $0.truth == .without } ? [.dot(.twin, "false alarms: a verdict of memory")] : [])
        + (panels.contains { $0.truth != .without } ? [.dot(.memory, "found: the verdict 'memory'")] : [])
        + (panels.isEmpty ? [] : [.dot(.soft, "score test", isLight: true)]), columns: 4, groups: groups)
  }

  private var title: String {
    func ends(_ truths: [Truth]) -> (low: Double, high: Double)? {
      let shares = panels.filter { truths.contains($0.truth) }.flatMap(\.points).map(\.verdict.mean).filter(\.isFinite)
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
    let shares = panels.flatMap(\.points).flatMap { [$0.verdict.mean, $0.scoreTest.mean] }.filter(\.isFinite)
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
      func segments(_ share: (Point) -> Estimate, _ offset: Double) -> [PlotMark.Segment] {
        zip(places, panel.points).map { x, point in
          let share = share(point)
          return .init(x0: x + offset, y0: share.low, x1: x + offset, y1: share.high)
        }
      }
      plot.marks =
        truth.levels.map { .level($0, label: "") } + [
          .segments(.soft, segments(\.scoreTest, -0.14), stroke: .faint),
          .dots(
            .soft, xs: places.map { $0 - 0.14 }, ys: panel.points.map(\.scoreTest.mean), radius: 3, isLight: true),
          .segments(colour, segments(\.verdict, 0)),
          .dots(
            colour, xs: places, ys: panel.points.map(\.verdict.mean), radius: 4,
            labels: panel.points.map { percentage($0.verdict.mean) }),
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
    }
  }

  /// What the shares should stay below, or reach.
  fileprivate var levels: [Double] { self == .without ? [Rules.markedFalseAlarms] : Rules.markedPowers }

  fileprivate func marks(upTo top: Double) -> [Double] {
    guard self == .without else { return [0, 0.25, 0.5, 0.75, 1] }
    return top <= 0.2 ? [0, 0.05, 0.1, 0.15, 0.2] : top <= 0.35 ? [0, 0.1, 0.2, 0.3] : [0, 0.25, 0.5, 0.75, 1]
  }
}
