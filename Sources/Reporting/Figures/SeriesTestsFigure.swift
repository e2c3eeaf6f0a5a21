import Numbers
package import SeriesMemory

/// The p-values of many series beside what each had to reach, drawn by their rank (Schweder & Spjøtvoll 1982,
/// Biometrika 69:493; the line is that of Benjamini & Hochberg 1995).
package struct SeriesTestsFigure: Sendable {
  /// A series that was tested.
  package struct Point: Sendable, Equatable {
    package var series: String
    package var p: Double
    /// After the correction for all series.
    package var memory: RungAnswer

    package init(series: String, p: Double, memory: RungAnswer) {
      (self.series, self.p, self.memory) = (series, p, memory)
    }
  }

  private let name: String
  /// The smallest p first.
  private let points: [Point]
  private let notTested: Int

  /// - Parameters:
  ///   - name: of the study.
  ///   - points: in any order.
  ///   - notTested: series without a p.
  package init(name: String, points: [Point], notTested: Int) {
    (self.name, self.notTested) = (name, notTested)
    self.points = points.enumerated().sorted { ($0.element.p, $0.offset) < ($1.element.p, $1.offset) }.map(\.element)
  }

  /// `tests.svg`
  package var figure: Figure {
    Figure(
      PlotGrid(
        name: "tests", title: title,
        caption:
          "The p-value of each series, the smallest first; evidence of memory grows to the right. The line is what p"
          + " has to reach at its rank: \(Rules.percent(Rules.scoreLevel)), and rank / series × "
          + "\(Rules.percent(Rules.discoveryRate)) (Benjamini and Hochberg)." + omission,
        seen: points.prefix(Self.named).map { "\($0.series): p \(NumberFormat.p.text($0.p)), \($0.memory.rawValue)" },
        legend: RungAnswer.allCases.compactMap { answer in
          points.contains { $0.memory == answer } ? .dot(answer.colour, answer.meaning, isLight: answer == .no) : nil
        } + [.line(.soft, "what p has to reach", stroke: .dashed)],
        plots: [plot]))
  }

  /// Series that are named; of more, each has a dot.
  private static let named = 40

  private var title: String {
    let found = points.count { $0.memory == .yes }
    return "\(grouped(found)) of \(grouped(points.count)) series of \(name) \(found == 1 ? "has" : "have") memory"
  }

  private var omission: String {
    notTested == 0 ? "" : " \(grouped(notTested)) series could not be tested."
  }

  private var plot: Plot {
    let m = Double(points.count)
    let isNamed = points.count <= Self.named
    let xs = points.map { evidence(ofP: $0.p) }
    let ys = points.indices.map { m - Double($0) }
    let required = points.indices.map { rank in
      evidence(ofP: min(Rules.scoreLevel, Double(rank + 1) / m * Rules.discoveryRate))
    }
    var plot = Plot(
      title: "Rung 0 of \(grouped(points.count)) series",
      x: Axis(over: [0, 1] + xs + required.prefix(1), margin: 0.03), y: Axis(over: [0.4, m + 0.6]), xLabel: "p",
      yTicks: isNamed ? .labelled : .none, height: isNamed ? max(3, m) * 19 : 420)
    plot.xMarks = plot.x.ticksOfP(atMost: 7)
    if isNamed {
      plot.rows = zip(points, ys).map { .init(y: $1, name: $0.series, figure: NumberFormat.p.text($0.p)) }
    }
    plot.marks = [.line(.soft, xs: required, ys: ys, stroke: .dashed)]
    plot.marks += RungAnswer.allCases.map { answer in
      let mine = points.indices.filter { points[$0].memory == answer }
      return .dots(
        answer.colour, xs: mine.map { xs[$0] }, ys: mine.map { ys[$0] }, radius: isNamed ? 5 : 2.5,
        isLight: answer == .no)
    }
    if points.isEmpty { plot.note = "no series was tested" }
    return plot
  }
}

extension RungAnswer {
  fileprivate var colour: PlotColour { self == .yes ? .memory : self == .no ? .soft : .data }
  fileprivate var meaning: String { self == .yes ? "memory" : self == .no ? "none found" : "unclear" }
}
