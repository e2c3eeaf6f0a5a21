import Memory
import Numbers
import Panels
import Recurrence

/// Free runs of both models from the last known row: on noise (figure 3) and on the data (figure 10).
extension Scene {
  /// Rows of the past that are drawn before the free run.
  static let history = 100
  /// Networks whose runs are drawn one by one.
  static let singleRuns = 3

  var randomRollout: PlotGrid? {
    control.map { rolloutSheet("03-random-rollout", $0, "Left to run freely on random data") }
  }

  var rollouts: PlotGrid {
    rolloutSheet("10-rollouts", data, "Left to run freely on the data")
  }

  private func rolloutSheet(_ name: String, _ dataset: Dataset, _ title: String) -> PlotGrid {
    let panel = dataset.panel
    let seen = [Model.memory, .twin].map { Scene.outcome(dataset.findings($0)) }
    let columns = Scene.shownColumns(panel)
    let plots = columns.flatMap { column in
      var pair = rolloutPlots(dataset, column)
      for index in pair.indices {
        if column == columns.lowerBound, pair[index].note.isEmpty {
          pair[index].marks.append(.rule(0, label: "held out: from here it feeds itself"))
        }
        pair[index].showsXTicks = column == columns.upperBound - 1
        pair[index].xLabel = pair[index].showsXTicks ? "rows after the last known one" : ""
      }
      return pair
    }
    let singles = min(Scene.singleRuns, max(1, dataset.memory.networks.count))
    let ratios = [Model.memory, .twin].map { model in
      "\(model.rawValue) \(NumberText.significant(dataset.findings(model).rollout.varianceRatio.mean, 2))"
    }
    return PlotGrid(
      name: name, title: "\(title) the memory model \(seen[0]), the twin \(seen[1])",
      caption: "Free runs from the last known row, left the memory model, right the twin, on one scale. Line: median of"
        + " the networks; bands: half and 90 % of them; thin: the first \(singles == 1 ? "network" : "\(singles) one by one"). A run that goes"
        + " flat has settled. Compare memory model and twin: what both do is no sign of memory. Vertical axis:"
        + " \(Scene.unit(panel))." + Scene.omission(panel),
      seen: ["Variance of the free runs over that of the training part: \(ratios.joined(separator: ", "))"],
      key: [
        .line(.data, "known"), .line(.soft, "what really followed", stroke: .thin),
        .line(.memory, "memory model, median"), .line(.twin, "memory-less twin, median"),
      ], columns: 2, plots: plots)
  }

  /// `settles after 21 steps (16 of 16)`
  private static func outcome(_ findings: ModelFindings) -> String {
    let rollout = findings.rollout
    if findings.networks == 0 { return "diverged in training" }
    let count = "(\(rollout.regimes[rollout.regime.rawValue] ?? 0) of \(findings.networks))"
    switch rollout.regime {
    case .fixedPoint:
      let step =
        rollout.settledAt.map { at -> String in
          let count = NumberText.fixed(at.mean, 0)
          return " after \(count) step" + (count == "1" ? "" : "s")
        } ?? ""
      return "settles\(step) \(count)"
    case .cycle: return "cycles \(count)"
    case .diverges: return "diverges \(count)"
    case .dynamic: return "stays dynamic \(count)"
    }
  }

  /// Memory and twin on one column, on one scale.
  private func rolloutPlots(_ dataset: Dataset, _ column: Int) -> [Plot] {
    let panel = dataset.panel
    let origin = panel.split.testRows.lowerBound - 1
    let runs = [Model.memory, .twin].map { model in
      dataset.trained(model).networks.filter { $0.divergedAt == nil }.map {
        Dataset.column($0.rollout, column, of: panel.width, rows: 0..<$0.rollout.count / max(1, panel.width))
      }
    }
    let steps = runs.joined().map(\.count).max() ?? 0
    let past = max(0, origin - Scene.history)..<max(0, origin + 1)
    let future = max(0, origin)..<max(max(0, origin), min(panel.rows, origin + 1 + steps))
    let known = Dataset.column(panel.scaled, column, of: panel.width, rows: past)
    let followed = Dataset.column(panel.scaled, column, of: panel.width, rows: future)
    let spreads = runs.map { Spread(over: $0) }
    let singles = runs.map { $0.prefix(Scene.singleRuns) }
    let reached = spreads.flatMap { $0.p05 + $0.p95 } + singles.joined().joined()
    let x = Axis(.whole, over: [-Double(past.count - 1), Double(max(steps, 1))])
    let y = Scene.window(known + followed, reached, panel, column)
    let start = known.last.map { [$0] } ?? [.nan]
    return [Model.memory, .twin].enumerated().map { place, model in
      var plot = Plot(
        title: TextWidth.fit(panel.columns[column], 280, size: TextStyle.head.size, bold: true) + ", \(model.name)",
        x: x, y: y,
        yTicks: place == 0 ? .labelled : .grid, height: 96)
      let spread = spreads[place]
      let xs = (0...spread.p50.count).map(Double.init)
      plot.marks = [
        .shade(from: 0, to: Double(max(future.count - 1, 1))),
        .band(model.ink, xs: xs, low: start + spread.p05, high: start + spread.p95),
        .band(model.ink, xs: xs, low: start + spread.p25, high: start + spread.p75),
        .line(.soft, xs: future.map { Double($0 - origin) }, ys: followed, stroke: .thin),
        .line(.data, xs: past.map { Double($0 - origin) }, ys: known),
      ]
      plot.marks += singles[place].map { .line(model.ink, xs: xs, ys: start + $0, stroke: .faint) }
      plot.marks.append(.line(model.ink, xs: xs, ys: start + spread.p50))
      if runs[place].isEmpty { plot.note = Scene.nothing }
      return plot
    }
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
