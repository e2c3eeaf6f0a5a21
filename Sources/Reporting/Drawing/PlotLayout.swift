/// One plot at its place on the page: axes and their labels here, the marks in PlotMarks.swift, the labels between the axes
/// in PlotText.swift.
struct PlotLayout {
  let plot: Plot
  /// The rectangle of the data, in pixels.
  let (left, top, width, height): (Double, Double, Double, Double)
  let cell: (left: Double, right: Double)
  private let header: (title: Double, unit: Double, rules: Double)

  private static let tickSize = TextStyle.tick.size
  private static let titleLine = 23.0, unitLine = 19.0, rulesLine = 18.0, ticksLine = 18.0, labelLine = 17.0
  /// The widest a row's name, a row's figure and the label at the end of a line may be.
  private static let nameRoom = 150.0, figureRoom = 250.0, labelRoom = 118.0

  /// - Parameters:
  ///   - column: the plots of the same column of the grid, which are left-aligned
  ///   - row: the plots of the same row, which share their lines of text
  ///   - width: what the plot has, labels included
  init(_ plot: Plot, column: [Plot], row: [Plot], left: Double, top: Double, width: Double) {
    let gutter = column.map(PlotLayout.leftGutter).max() ?? 0
    let right = column.map(PlotLayout.rightGutter).max() ?? 0
    self.plot = plot
    let title = row.allSatisfy(\.title.isEmpty) ? 0 : PlotLayout.titleLine
    let unit = row.allSatisfy(\.unit.isEmpty) ? 0 : PlotLayout.unitLine
    let rules = row.contains(where: PlotLayout.hasRules) ? PlotLayout.rulesLine : 0
    header = (title, unit, rules)
    cell = (left, left + width)
    self.left = left + gutter
    self.top = top + title + unit + rules
    self.width = width - gutter - right
    height = plot.height
  }

  /// What a row of plots takes up, the space under it included.
  static func height(of row: [Plot]) -> Double {
    let layouts = row.map { PlotLayout($0, column: [$0], row: row, left: 0, top: 0, width: 400) }
    let labels =
      (row.contains(where: \.showsXTicks) ? ticksLine : 0) + (row.allSatisfy(\.xLabel.isEmpty) ? 0 : labelLine)
    return (layouts.map { $0.top + $0.height }.max() ?? 0) + labels + 16
  }

  func draw(_ svg: inout XMLWriter) {
    svg.open("g", ["class": Palette.name("p"), "data-box": box, "data-column": plot.column, "data-unit": plot.unit])
    defer { svg.close() }
    write(plot.title, .head, &svg, line: header.title)
    write(plot.unit, .label, &svg, line: header.title + header.unit, class: "quiet")
    drawGround(&svg)
    if plot.note.isEmpty {
      drawAxes(&svg)
      // Under dots and lines, over cells.
      let hasCells = plot.marks.contains { if case .cells = $0 { true } else { false } }
      if !hasCells { drawRules(&svg) }
      drawMarks(&svg)
      if hasCells { drawRules(&svg) }
      drawText(&svg)
    } else {
      let note = TextWidth.fit(plot.note, width - 8, size: TextStyle.label.size)
      svg.write(note, .label, at: (left + width / 2, top + height / 2 + 4), .middle, class: "quiet")
    }
  }

  /// The rectangle of the data and what its sides stand for, for a page's script: left, top, width, height, then kind and
  /// range of either axis.
  private var box: String {
    let sides = [left, top, width, height].map(coordinate)
    let axes = [plot.x, plot.y].flatMap { [$0.kind.name, "\($0.low)", "\($0.high)"] }
    return (sides + axes).joined(separator: " ")
  }

  /// A line of the header, over the whole cell.
  private func write(
    _ text: String, _ style: TextStyle, _ svg: inout XMLWriter, line: Double, class extra: String = ""
  ) {
    let start = top - header.title - header.unit - header.rules
    let fitted = TextWidth.fit(text, cell.right - cell.left, size: style.size, bold: style.bold)
    svg.write(fitted, style, at: (cell.left, start + line - 10), class: extra)
  }

  // MARK: - Gutters

  private static func hasRules(_ plot: Plot) -> Bool {
    plot.marks.contains { if case .rule(_, let label) = $0 { !label.isEmpty } else { false } }
  }

  private static func yTicks(_ plot: Plot) -> [Axis.Tick] {
    guard plot.yTicks != .none, plot.rows.isEmpty else { return [] }
    return plot.yMarks ?? plot.y.ticks(atMost: max(3, Int(plot.height / 24)))
  }

  private static func leftGutter(_ plot: Plot) -> Double {
    let names = plot.rows.map { min(nameRoom, TextWidth.of($0.name, size: tickSize)) }
    let numbers = plot.yTicks == .labelled ? yTicks(plot).map { TextWidth.of($0.label, size: tickSize) } : []
    let widest = (names + numbers).max() ?? 0
    return widest == 0 ? 0 : widest + 6
  }

  private static func rightGutter(_ plot: Plot) -> Double {
    guard plot.note.isEmpty else { return 4 }
    let labels = endLabels(plot).map { TextWidth.of($0.text, size: TextStyle.label.size) }
    let figures = plot.rows.map { min(figureRoom, TextWidth.of($0.figure, size: tickSize)) }
    let widest = (labels + figures).max() ?? 0
    return widest == 0 ? 4 : widest + 10
  }

  /// The names at the right ends of lines.
  static func endLabels(_ plot: Plot) -> [(text: String, colour: PlotColour, y: Double)] {
    guard plot.note.isEmpty else { return [] }
    return plot.marks.compactMap { mark in
      guard case .line(let colour, _, let ys, let label, _) = mark, !label.isEmpty,
        let last = ys.last(where: \.isFinite)
      else { return nil }
      return (TextWidth.fit(label, labelRoom, size: TextStyle.label.size), colour, last)
    }
  }

  // MARK: - Axes

  /// The finest round marks whose labels do not overlap.
  private var xTicks: [Axis.Tick] {
    if let marks = plot.xMarks { return marks.filter { (0...1).contains(plot.x.position($0.value)) } }
    for count in stride(from: 12, to: 1, by: -1) {
      let ticks = plot.x.ticks(atMost: count)
      let widest = ticks.map { TextWidth.of($0.label, size: PlotLayout.tickSize) }.max() ?? 0
      guard let first = ticks.first, ticks.count > 1 else { continue }
      let distance = abs(pixelX(ticks[1].value) - pixelX(first.value))
      if distance >= widest + 14 { return ticks }
    }
    return plot.x.ticks(atMost: 1)
  }

  func pixelX(_ value: Double) -> Double { left + width * plot.x.position(value) }
  func pixelY(_ value: Double) -> Double { top + height * (1 - plot.y.position(value)) }

  private func drawGround(_ svg: inout XMLWriter) {
    for case .shade(let from, let to) in plot.marks {
      let (start, end) = (max(left, pixelX(from)), min(left + width, pixelX(to)))
      guard start < end else { continue }
      var path = PathData()
      path.rectangle(start, top, end - start, height)
      svg.leaf("path", ["class": Palette.name("shade"), "d": path.text])
    }
  }

  private func drawAxes(_ svg: inout XMLWriter) {
    var grid = PathData()
    let inside = (top - 0.5)...(top + height + 0.5)
    for tick in PlotLayout.yTicks(plot) where inside.contains(pixelY(tick.value)) {
      let y = pixelY(tick.value)
      grid.move(left, y)
      grid.line(left + width, y)
      if plot.yTicks == .labelled { svg.write(tick.label, .tick, at: (left - 6, y + 4), .end, class: "quiet") }
    }
    drawRowNames(&svg)
    var axis = PathData()
    axis.move(left, top + height)
    axis.line(left + width, top + height)
    if plot.showsXTicks { drawXTicks(&svg, &axis) }
    if !grid.isEmpty { svg.leaf("path", ["class": Palette.name("g"), "d": grid.text]) }
    svg.leaf("path", ["class": Palette.name("x"), "d": axis.text])
    let label = TextWidth.fit(plot.xLabel, cell.right - cell.left, size: TextStyle.label.size)
    let half = TextWidth.of(label, size: TextStyle.label.size) / 2
    let centre = min(max(left + width / 2, cell.left + half), cell.right - half)
    let below = top + height + (plot.showsXTicks ? PlotLayout.ticksLine : 0) + 13
    svg.write(label, .label, at: (centre, below), .middle, class: "quiet")
  }

  private func drawRowNames(_ svg: inout XMLWriter) {
    for row in plot.rows {
      let y = pixelY(row.y) + 4
      let name = TextWidth.fit(row.name, PlotLayout.nameRoom, size: PlotLayout.tickSize)
      let figure = TextWidth.fit(row.figure, PlotLayout.figureRoom, size: PlotLayout.tickSize)
      svg.write(name, .tick, at: (left - 6, y), .end, class: "quiet")
      svg.write(figure, .tick, at: (left + width + 8, y))
    }
  }

  private func drawXTicks(_ svg: inout XMLWriter, _ axis: inout PathData) {
    var occupied = -Double.infinity
    for tick in xTicks {
      let x = pixelX(tick.value)
      axis.move(x, top + height)
      axis.line(x, top + height + 4)
      let half = TextWidth.of(tick.label, size: PlotLayout.tickSize) / 2
      let centre = min(max(x, cell.left + half), cell.right - half)
      if centre - half < occupied { continue }
      svg.write(tick.label, .tick, at: (centre, top + height + 16), .middle, class: "quiet")
      occupied = centre + half + 6
    }
  }

  private func drawRules(_ svg: inout XMLWriter) {
    var occupied = -Double.infinity
    for case .rule(let value, let label) in plot.marks {
      let x = pixelX(value)
      guard x >= left - 0.5, x <= left + width + 0.5 else { continue }
      var path = PathData()
      path.move(x, top - (label.isEmpty ? 0 : 6))
      path.line(x, top + height)
      svg.leaf("path", ["class": Palette.name("r"), "d": path.text])
      let wide = TextWidth.of(label, size: PlotLayout.tickSize)
      let start = min(x, cell.right - wide)
      if start < occupied || start < cell.left { continue }
      svg.write(label, .tick, at: (start, top - 8), class: "quiet")
      occupied = start + wide + 8
    }
  }
}
