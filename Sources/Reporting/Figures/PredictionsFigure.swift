import Memory
import Panels
import Recurrence
import TimeSeries

/// One-step predictions against what came, at the beginning of the held-out part (figure 11).
extension Scene {
  static let rowsOfPredictions = 150

  var predictions: PlotGrid {
    let panel = data.panel
    let test = panel.split.testRows
    let rows = test.lowerBound..<min(test.upperBound, panel.rows, test.lowerBound + Scene.rowsOfPredictions)
    let time = Scene.time(of: panel)
    let columns = Scene.shownColumns(panel)
    let xs = rows.map { time.values[$0] }
    let plots = columns.map { column in
      let actual = Dataset.column(panel.scaled, column, of: panel.width, rows: rows)
      var marks: [Mark] = []
      var shown = actual
      for model in [Model.twin, .memory] {
        let each = predicted(model, column, rows)
        let spread = Spread(over: each)
        let mean = rows.indices.map { index in
          let place = index - rows.lowerBound
          return each.isEmpty ? .nan : each.reduce(0) { $0 + $1[place] } / Double(each.count)
        }
        marks.append(.band(model.ink, xs: xs, low: spread.p05, high: spread.p95))
        marks.append(.line(model.ink, xs: xs, ys: mean, label: model.short))
        shown += mean + spread.p05 + spread.p95
      }
      var plot = Plot(
        title: panel.columns[column], x: Axis(panel.resolution == .row ? .whole : .time, over: xs),
        y: Axis(over: shown, margin: 0.05), height: 104)
      plot.marks = marks + [.line(.data, xs: xs, ys: actual, label: "series")]
      plot.showsXTicks = column == columns.upperBound - 1
      plot.xLabel = plot.showsXTicks ? time.label : ""
      if rows.isEmpty { plot.note = "no row is held out" }
      return plot
    }
    let best = data.findings.baselines.best
    let losses = [Model.memory, .twin].map { NumberText.significant(data.findings($0).ensembleTestLoss, 3) }
    return PlotGrid(
      name: "11-predictions",
      title:
        "Held-out error of one-step predictions, plain models: memory \(losses[0]), twin \(losses[1]); \(best.name) "
        + NumberText.significant(best.loss, 3),
      caption:
        "The first \(rows.count) of \(NumberText.count(test.count)) held-out rows: the series and, of each row, the"
        + " prediction from the row before, mean over the networks; bands: 90 % of them. A model that works lies on the"
        + " series. In the title mean squared errors over the whole held-out part, scaled units; the third is the best"
        + " competitor without a state. Vertical axis: \(Scene.unit(panel))." + Scene.omission(panel),
      plots: plots)
  }

  /// Of each network that trained, the prediction *of* each row, made from the row before it.
  private func predicted(_ model: Model, _ column: Int, _ rows: Range<Int>) -> [[Double]] {
    let width = data.panel.width
    return data.trained(model).networks.filter { $0.divergedAt == nil }.compactMap { network in
      let predictions = network.run(over: data.panel).predictions
      guard predictions.count >= width * rows.upperBound else { return nil }
      return rows.map { $0 == 0 ? .nan : Double(predictions[($0 - 1) * width + column]) }
    }
  }
}
