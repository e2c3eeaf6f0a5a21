import Memory
import Numbers
import Panels
import Recurrence

/// Free runs of both models from the last known row: on noise (figure 3) and on the data (figure 10).
extension FigureData {
  /// Rows of the past that are drawn before the free run.
  static let history = 100
  /// Networks whose runs are drawn one by one.
  static let singleRuns = 3

  var randomRollout: PlotGrid? {
    control.map { rolloutGrid("03-random-rollout", $0, "on noise") }
  }

  var rollouts: PlotGrid {
    rolloutGrid("10-rollouts", data, "on the data")
  }

  private func rolloutGrid(_ name: String, _ dataset: Dataset, _ place: String) -> PlotGrid {
    let panel = dataset.panel
    let seen = ModelKind.allCases.map { FigureData.outcome(dataset.findings($0)) }
    let columns = FigureData.shownColumns(panel)
    let plots = columns.flatMap { column in
      var pair = rolloutPlots(dataset, column)
      for index in pair.indices {
        if column == columns.lowerBound, pair[index].note.isEmpty {
          pair[index].marks.append(.rule(0, label: "held out: the network reads its own predictions"))
        }
        pair[index].column = dataset.panel.columns[column]
        pair[index].showsXTicks = column == columns.upperBound - 1
        pair[index].xLabel = pair[index].showsXTicks ? "rows after the last known one" : ""
      }
      return pair
    }
    let singles = min(FigureData.singleRuns, max(1, dataset.trained(.memory).networks.count))
    let ratios = ModelKind.allCases.map { model in
      "\(model.rawValue) \(NumberFormat.digits(2).text(dataset.findings(model).rollout.varianceRatio.mean))"
    }
    return PlotGrid(
      name: name, title: "Free runs \(place): what both models do is no sign of memory",
      caption: "Median of the networks, bands for half and 90 % of them, thin: the first"
        + " \(singles == 1 ? "network" : "\(singles)"). Vertical axis: \(FigureData.unit(panel))."
        + FigureData.omission(panel),
      seen: [
        "Left to run freely, the memory model \(seen[0]), the twin \(seen[1])",
        "Variance of the free runs over that of the training part: \(ratios.joined(separator: ", "))",
      ],
      legend: [
        .line(.data, "known"), .line(.soft, "what followed", stroke: .thin),
        .line(.memory, "memory model, median"), .line(.twin, "memory-less twin, median"),
      ], columns: 2, plots: plots)
  }

  /// `settles after 21 steps (16 of 16)`
  private static func outcome(_ findings: ModelFindings) -> String {
    let rollout = findings.rollout
    if findings.networks == 0 { return "diverged in training" }
    let count = "(\(rollout.regimes[rollout.regime.rawValue] ?? 0) of \(findings.networks))"
    switch rollout.regime {
    case .fixedPoint, .damped:
      let step =
        rollout.settledAt.map { at -> String in
          let count = NumberFormat.decimals(0).text(at.mean)
          return " after \(count) step" + (count == "1" ? "" : "s")
        } ?? ""
      return rollout.regime == .damped ? "is damped \(count)" : "settles\(step) \(count)"
    case .cycle: return "cycles \(count)"
    case .diverges: return "diverges \(count)"
    case .dynamic: return "stays dynamic \(count)"
    }
  }

  /// Memory and twin on one column, on one scale.
  private func rolloutPlots(_ dataset: Dataset, _ column: Int) -> [Plot] {
    let panel = dataset.panel
    let origin = panel.split.testRows.lowerBound - 1
    let runs = ModelKind.allCases.map { model in
      dataset.trained(model).networks.filter { $0.divergedAt == nil }.map {
        TableColumns.column($0.rollout, column, of: panel.width, rows: 0..<$0.rollout.count / max(1, panel.width))
      }
    }
    let steps = runs.joined().map(\.count).max() ?? 0
    let past = max(0, origin - FigureData.history)..<max(0, origin + 1)
    let future = max(0, origin)..<max(max(0, origin), min(panel.rows, origin + 1 + steps))
    let known = TableColumns.column(panel.scaled, column, of: panel.width, rows: past)
    let followed = TableColumns.column(panel.scaled, column, of: panel.width, rows: future)
    let spreads = runs.map { Spread(over: $0) }
    let singles = runs.map { $0.prefix(FigureData.singleRuns) }
    let reached = spreads.flatMap { $0.p05 + $0.p95 } + singles.joined().joined()
    let x = Axis(.whole, over: [-Double(past.count - 1), Double(max(steps, 1))])
    let y = FigureData.window(known + followed, reached, panel, column)
    let start = known.last.map { [$0] } ?? [.nan]
    return ModelKind.allCases.enumerated().map { place, model in
      var plot = Plot(
        title: TextWidth.fit(panel.columns[column], 280, size: TextStyle.head.size, bold: true) + ", \(model.name)",
        x: x, y: y,
        yTicks: place == 0 ? .labelled : .grid, height: 96)
      let spread = spreads[place]
      let xs = (0...spread.p50.count).map(Double.init)
      plot.marks = [
        .shade(from: 0, to: Double(max(future.count - 1, 1))),
        .band(model.colour, xs: xs, low: start + spread.p05, high: start + spread.p95),
        .band(model.colour, xs: xs, low: start + spread.p25, high: start + spread.p75),
        .line(.soft, xs: future.map { Double($0 - origin) }, ys: followed, stroke: .thin),
        .line(.data, xs: past.map { Double($0 - origin) }, ys: known),
      ]
      plot.marks += singles[place].map { .line(model.colour, xs: xs, ys: start + $0, stroke: .faint) }
      plot.marks.append(.line(model.colour, xs: xs, ys: start + spread.p50))
      if runs[place].isEmpty { plot.note = FigureData.nothing }
      return plot
    }
  }

  /// The data, and the runs within half a range of all the data, or two units where that is more: a run that explodes
  /// leaves the plot instead of flattening the data.
  private static func window(_ drawn: [Double], _ runs: [Double], _ panel: Panel, _ column: Int) -> Axis {
    let all = Axis(over: TableColumns.column(panel.scaled, column, of: panel.width, rows: 0..<panel.rows))
    let room = max((all.high - all.low) / 2, panel.scaler.kind == .none ? 0 : 2)
    let held = runs.filter(\.isFinite).map { min(max($0, all.low - room), all.high + room) }
    return Axis(over: drawn + held, margin: 0.05)
  }
}
