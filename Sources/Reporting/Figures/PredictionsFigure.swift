import Memory
import Panels
import Recurrence
import TimeSeries

/// One-step predictions against what came, at the beginning of the held-out part (figure 11).
extension Scene {
  static let rowsOfPredictions = 150

  var predictions: Sheet {
    let panel = data.panel
    let test = panel.split.testRows
    let rows = test.lowerBound..<min(test.upperBound, panel.rows, test.lowerBound + Scene.rowsOfPredictions)
    let time = Scene.time(of: panel)
    let columns = Scene.shownColumns(panel)
    let xs = rows.map { time.values[$0] }
    let plots = columns.map { column in
      let actual = Dataset.column(panel.scaled, column, of: panel.width, rows: rows)
      var marks: [Mark] = [.line(.data, xs: xs, ys: actual)]
      var shown = actual
      for model in [Model.twin, .memory] {
        let ys = average(model, column, rows)
        marks.append(.line(model.ink, xs: xs, ys: ys, thin: true))
        shown += ys
      }
      var plot = Plot(
        title: panel.columns[column], x: Axis(panel.resolution == .row ? .whole : .time, over: xs),
        y: Axis(over: shown, margin: 0.05), height: 104)
      plot.marks = marks
      plot.showsXTicks = column == columns.upperBound - 1
      plot.xLabel = plot.showsXTicks ? time.label : ""
      if rows.isEmpty { plot.note = "no row is held out" }
      return plot
    }
    let best = data.findings.baselines.best
    let losses = [Model.memory, .twin].map { NumberText.significant(data.findings($0).ensembleTestLoss, 3) }
    return Sheet(
      name: "11-predictions",
      title: "Held-out error of one-step predictions: memory \(losses[0]), twin \(losses[1]), \(best.name) "
        + NumberText.significant(best.loss, 3),
      caption:
        "The first \(rows.count) of \(NumberText.count(test.count)) held-out rows; predictions averaged over the"
        + " networks. Mean squared error in scaled units; the third is the best competitor without a state."
        + " Vertical axis: \(Scene.unit(panel))." + Scene.omission(panel),
      key: [.line(.data, "series"), .line(.memory, "memory model"), .line(.twin, "memory-less twin")], plots: plots)
  }

  /// The prediction *of* each row, made from the row before it, averaged over the networks that trained.
  private func average(_ model: Model, _ column: Int, _ rows: Range<Int>) -> [Double] {
    let width = data.panel.width
    let networks = data.trained(model).networks.filter { network in
      network.divergedAt == nil && network.predictions.count >= width * rows.upperBound
    }
    guard !networks.isEmpty else { return rows.map { _ in .nan } }
    return rows.map { row in
      if row == 0 { return .nan }
      let sum = networks.reduce(0.0) { $0 + Double($1.predictions[(row - 1) * width + column]) }
      return sum / Double(networks.count)
    }
  }
}
