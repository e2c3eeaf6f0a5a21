import Memory
import Numbers
import Panels
import TimeSeries

/// The data as the networks read them (figure 4), and the time axis that others share.
extension FigureData {
  var series: PlotGrid {
    let panel = data.panel
    let time = FigureData.time(of: panel)
    let columns = FigureData.shownColumns(panel)
    let ranges = panel.trainingRanges
    let ends = [time.axis.low, time.axis.high]
    let plots = columns.map { column in
      let ys = TableColumns.column(panel.scaled, column, of: panel.width, rows: 0..<panel.rows)
      var plot = Plot(title: panel.columns[column], x: time.axis, y: Axis(over: ys, margin: 0.05), height: 92)
      plot.marks = [FigureData.heldOut(panel, time.values), .line(.data, xs: time.values, ys: ys, stroke: .thin)]
      if let range = ranges[column] {
        plot.title =
          TextWidth.fit(panel.columns[column], 420, size: TextStyle.head.size, bold: true)
          + ": \(percentage(range.outside)) of the held-out values outside"
        plot.marks.append(.band(.soft, xs: ends, low: [range.low, range.low], high: [range.high, range.high]))
      }
      if column == columns.lowerBound { plot.marks += FigureData.parts(panel, time.values) }
      plot.column = panel.columns[column]
      plot.showsXTicks = column == columns.upperBound - 1
      plot.xLabel = plot.showsXTicks ? time.label : ""
      return plot
    }
    let outside = percentage(data.findings.heldOutOutsideTrainingRange)
    let each = columns.compactMap { column in
      ranges[column].map { "\(panel.columns[column]) \(percentage($0.outside))" }
    }
    return PlotGrid(
      name: "04-series",
      title: "Where a series leaves the grey band, the networks extrapolate",
      caption: "\(grouped(panel.rows)) rows, \(panel.ends.joined(separator: " to ")), as the networks read them."
        + " Vertical axis: \(FigureData.unit(panel))." + FigureData.omission(panel),
      seen: [
        "\(panel.name): \(outside) of the held-out values lie outside the training range",
        "Outside by column: \(each.joined(separator: ", "))",
      ],
      legend: [.line(.data, "series", stroke: .thin), .band(.soft, "training range")],
      plots: plots)
  }

  /// Where the rows of a panel stand in time: dates, or row numbers.
  static func time(of panel: Panel) -> (values: [Double], axis: Axis, label: String) {
    let values = panel.times.map { Double($0.ticks) }
    let label = panel.resolution == .row ? "row" : panel.resolution == .instant ? "time (UTC)" : "date"
    return (values, Axis(panel.resolution == .row ? .whole : .time, over: values), label)
  }

  /// The ground behind the test part.
  static func heldOut(_ panel: Panel, _ times: [Double]) -> PlotMark {
    let start = panel.split.testRows.lowerBound
    guard times.indices.contains(start), let last = times.last else { return .shade(from: .infinity, to: .infinity) }
    return .shade(from: times[start], to: last)
  }

  static func parts(_ panel: Panel, _ times: [Double]) -> [PlotMark] {
    [
      (panel.split.trainRows, "training"), (panel.split.validationRows, "validation"),
      (panel.split.testRows, "held out"),
    ].compactMap { rows, name in
      rows.isEmpty || !times.indices.contains(rows.lowerBound) ? nil : .rule(times[rows.lowerBound], label: name)
    }
  }
}
