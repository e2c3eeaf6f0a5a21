import Memory
import Numbers
import Panels
import Recurrence
import TimeSeries

/// One-step predictions and the series, at the beginning of the held-out part (figure 11).
extension FigureData {
  static let rowsOfPredictions = 150

  var predictions: PlotGrid {
    let panel = data.panel
    let test = panel.split.testRows
    let rows = test.lowerBound..<min(test.upperBound, panel.rows, test.lowerBound + FigureData.rowsOfPredictions)
    let time = FigureData.time(of: panel)
    let columns = FigureData.shownColumns(panel)
    let xs = rows.map { time.values[$0] }
    let byModel = ModelKind.allCases.map { predictions(of: rows, by: $0) }
    let plots = columns.map { column in
      let actual = TableColumns.column(panel.scaled, column, of: panel.width, rows: rows)
      var marks: [PlotMark] = []
      var shown = actual
      for (model, networks) in zip(ModelKind.allCases, byModel) {
        let each = networks.map { values in rows.indices.map { values[($0 - rows.lowerBound) * panel.width + column] } }
        let spread = Spread(over: each)
        let mean = rows.indices.map { index in
          let place = index - rows.lowerBound
          return each.isEmpty ? .nan : each.reduce(0) { $0 + $1[place] } / Double(each.count)
        }
        marks.append(.band(model.colour, xs: xs, low: spread.p05, high: spread.p95))
        marks.append(.line(model.colour, xs: xs, ys: mean, stroke: model.stroke))
        shown += mean + spread.p05 + spread.p95
      }
      var plot = Plot(
        title: panel.columns[column], x: Axis(panel.resolution == .row ? .whole : .time, over: xs),
        y: Axis(over: shown, margin: 0.05), height: 104)
      let before = rows.map { $0 == 0 ? .nan : panel.scaled[($0 - 1) * panel.width + column] }
      plot.marks =
        [.line(.soft, xs: xs, ys: before, stroke: .dashed)] + marks
        + [.line(.data, xs: xs, ys: actual, stroke: .thin)]
      plot.column = panel.columns[column]
      plot.showsXTicks = column == columns.upperBound - 1
      plot.xLabel = plot.showsXTicks ? time.label : ""
      if rows.isEmpty { plot.note = "no held-out rows" }
      return plot
    }
    let best = data.findings.baselines.best
    let losses = ModelKind.allCases.map { NumberFormat.digits(3).text(data.findings($0).ensembleTestLoss) }
    return PlotGrid(
      name: "11-predictions",
      title: "A good prediction lies on the series, not on the row before",
      caption:
        "The first \(rows.count) of \(grouped(test.count)) held-out rows; \(data.findings.judged.rawValue) models,"
        + " mean over the networks, bands for 90 % of them. Vertical axis: \(FigureData.unit(panel))."
        + FigureData.omission(panel),
      seen: [
        "Held-out error: memory \(losses[0]), twin \(losses[1]), \(best.name) \(NumberFormat.digits(3).text(best.loss))"
      ],
      legend: [.line(.data, "series", stroke: .thin)] + FigureData.bothModels + [
        .line(.soft, "persistence (the row before)", stroke: .dashed)
      ], plots: plots)
  }

  /// Of each network that trained, the prediction *of* each row, made from the row before it: rows × D.
  private func predictions(of rows: Range<Int>, by model: ModelKind) -> [[Double]] {
    let width = data.panel.width
    return data.trained(model).networks.filter { $0.divergedAt == nil }.compactMap { network in
      let predictions = network.run(over: data.panel).predictions
      guard predictions.count >= width * rows.upperBound else { return nil }
      return rows.flatMap { row in
        (0..<width).map { row == 0 ? .nan : Double(predictions[(row - 1) * width + $0]) }
      }
    }
  }
}
