import Memory
import Panels
import Recurrence

/// Free runs of both models from the last known row: on noise (figure 3) and on the data (figure 10).
extension Scene {
  /// Rows of the past that are drawn before the free run.
  static let history = 100

  var randomRollout: Sheet? {
    control.map { rolloutSheet("03-random-rollout", $0, "History and rollout on random data", " independent noise") }
  }

  var rollouts: Sheet {
    rolloutSheet("10-rollouts", data, "Rollouts on the data", " the data")
  }

  private func rolloutSheet(_ name: String, _ dataset: Dataset, _ title: String, _ what: String) -> Sheet {
    let panel = dataset.panel
    let seen = [Model.memory, .twin].map { "\($0.rawValue) \(Scene.outcome(dataset.findings($0)))" }
    let columns = Scene.shownColumns(panel)
    let plots = columns.map { column in
      var plot = rolloutPlot(dataset, column)
      if column == columns.lowerBound { plot.marks.append(.rule(0, label: "from here on the models feed themselves")) }
      plot.showsXTicks = column == columns.upperBound - 1
      plot.xLabel = plot.showsXTicks ? "rows after the last known one" : ""
      return plot
    }
    return Sheet(
      name: name, title: "\(title): \(seen.joined(separator: "; "))",
      caption: "Solid: \(Scene.words(dataset, .memory)) and \(Scene.words(dataset, .twin)); bands: 90 % of the"
        + " networks. Vertical axis: \(Scene.unit(panel))."
        + Scene.omission(panel),
      key: [
        .line(.data, what.dropFirst() + ""), .line(.soft, "what really followed (held out)"),
        .line(.memory, "memory model"), .line(.twin, "memory-less twin"),
      ], plots: plots)
  }

  /// `a fixed point after 21 steps (16 of 16)`
  private static func outcome(_ findings: ModelFindings) -> String {
    let rollout = findings.rollout
    if findings.networks == 0 { return "diverged in training" }
    let count = "(\(rollout.regimes[rollout.regime.rawValue] ?? 0) of \(findings.networks))"
    switch rollout.regime {
    case .fixedPoint:
      let step = rollout.settledAt.map { " after \(NumberText.fixed($0.mean, 0)) steps" } ?? ""
      return "settles\(step) \(count)"
    case .cycle: return "cycles \(count)"
    case .diverges: return "diverges \(count)"
    case .dynamic: return "stays dynamic \(count)"
    }
  }

  private func rolloutPlot(_ dataset: Dataset, _ column: Int) -> Plot {
    let panel = dataset.panel
    let origin = panel.split.testRows.lowerBound - 1
    let past = max(0, origin - Scene.history)..<max(0, origin + 1)
    let steps =
      [Model.memory, .twin].compactMap { model in
        dataset.shown(model).map { $0.network.rollout.count / max(1, panel.width) }
      }.max() ?? 0
    let future = max(0, origin)..<max(max(0, origin), min(panel.rows, origin + 1 + steps))
    let known = Dataset.column(panel.scaled, column, of: panel.width, rows: past)
    let followed = Dataset.column(panel.scaled, column, of: panel.width, rows: future)
    var marks: [Mark] = [
      .line(.soft, xs: future.map { Double($0 - origin) }, ys: followed, thin: true),
      .line(.data, xs: past.map { Double($0 - origin) }, ys: known),
    ]
    var runs: [Double] = []
    for model in [Model.twin, .memory] {
      let networks = dataset.trained(model).networks.filter { $0.divergedAt == nil }
      let all = networks.map {
        Dataset.column($0.rollout, column, of: panel.width, rows: 0..<$0.rollout.count / max(1, panel.width))
      }
      guard let first = all.first else { continue }
      let xs = [0] + first.indices.map { Double($0 + 1) }
      let start = known.last.map { [$0] } ?? [.nan]
      let band = first.indices.map { step in Quantiles.inner90(all.compactMap { step < $0.count ? $0[step] : nil }) }
      marks.append(.band(model.ink, xs: xs, low: start + band.map(\.low), high: start + band.map(\.high)))
      marks.append(.line(model.ink, xs: xs, ys: start + first))
      runs += first + band.flatMap { [$0.low, $0.high] }
    }
    var plot = Plot(
      title: panel.columns[column],
      x: Axis(.whole, over: [-Double(past.count - 1), Double(max(steps, 1))]),
      y: Scene.window(known + followed, runs, panel, column),
      height: 104)
    plot.marks = marks
    if steps == 0 { plot.note = Scene.nothing }
    return plot
  }

  /// What is drawn of the data, and the runs as far as they stay within half a range of all the data ever were, or two
  /// units where that is more; a run that explodes leaves the plot instead of flattening the data.
  private static func window(_ drawn: [Double], _ runs: [Double], _ panel: Panel, _ column: Int) -> Axis {
    let all = Axis(over: Dataset.column(panel.scaled, column, of: panel.width, rows: 0..<panel.rows))
    let room = max((all.high - all.low) / 2, panel.scaler.kind == .none ? 0 : 2)
    let held = runs.filter(\.isFinite).map { min(max($0, all.low - room), all.high + room) }
    return Axis(over: drawn + held, margin: 0.05)
  }
}

/// Where a band of 90 % begins and ends.
enum Quantiles {
  /// The 5th and 95th percentile, linear between the order statistics; NaN if there is no number.
  static func inner90(_ values: [Double]) -> (low: Double, high: Double) {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return (.nan, .nan) }
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let (below, above) = (Int(place), min(Int(place) + 1, sorted.count - 1))
      return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
    return (quantile(0.05), quantile(0.95))
  }
}
