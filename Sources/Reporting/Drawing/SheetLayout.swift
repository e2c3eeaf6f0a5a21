/// What a figure's SVG is for.
enum Form {
  /// A file of its own, with its style.
  case alone
  /// A part of a page that has the style.
  case inline
}

/// Draws a sheet as SVG: the words on top, each in its own line, then the plots in their grid.
struct SheetLayout: ~Copyable {
  static let width = 960.0
  private static let margin = 24.0
  private static let gap = 26.0

  private var svg = XMLWriter()
  private var y = SheetLayout.margin

  private let form: Form

  static func svg(_ sheet: Sheet, _ form: Form = .alone) -> String {
    SheetLayout(form).draw(sheet)
  }

  private init(_ form: Form) { self.form = form }

  private consuming func draw(_ sheet: Sheet) -> String {
    let inner = SheetLayout.width - 2 * SheetLayout.margin
    let title = TextWidth.wrap(sheet.title, inner, size: TextStyle.title.size, bold: true, limit: 2)
    let caption = TextWidth.wrap(sheet.caption, inner, size: TextStyle.subtitle.size, limit: 4)
    let keys = SheetLayout.rows(of: sheet.key, width: inner)
    let rows = stride(from: 0, to: sheet.plots.count, by: sheet.columns).map {
      Array(sheet.plots[$0..<min($0 + sheet.columns, sheet.plots.count)])
    }
    let top =
      SheetLayout.margin + Double(title.count) * 24 + 4 + Double(caption.count) * 18 + 2
      + Double(keys.count) * 22 + 10
    let height = top + rows.reduce(0) { $0 + PlotLayout.height(of: $1) } + SheetLayout.margin / 2
    open(sheet, height)
    for line in title { write(line, .title, 24) }
    y += 4
    for line in caption { write(line, .subtitle, 18, class: "quiet") }
    y += 2
    for row in keys { draw(keys: row) }
    y = top
    for row in rows {
      draw(row, of: sheet, inner)
      y += PlotLayout.height(of: row)
    }
    svg.close()
    return svg.finish()
  }

  private mutating func open(_ sheet: Sheet, _ height: Double) {
    let (w, h) = (String(Int(SheetLayout.width)), String(Int(height.rounded(.up))))
    svg.open(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "fig", "viewBox": "0 0 \(w) \(h)", "width": w, "height": h,
        "role": "img", "aria-label": sheet.alternative,
      ])
    if case .alone = form {
      svg.leaf("title", [:], sheet.title)
      svg.leaf("desc", [:], sheet.alternative)
      svg.leaf("style", [:], Palette.css)
    }
    svg.leaf("rect", ["class": Palette.name("paper"), "width": w, "height": h])
  }

  private mutating func write(_ line: String, _ style: TextStyle, _ advance: Double, class extra: String = "") {
    svg.write(line, style, at: (SheetLayout.margin, y + advance - 7), class: extra)
    y += advance
  }

  private mutating func draw(_ row: [Plot], of sheet: Sheet, _ inner: Double) {
    let cell = (inner - SheetLayout.gap * Double(sheet.columns - 1)) / Double(sheet.columns)
    for (index, plot) in row.enumerated() {
      // The plots of one column of the sheet stand on one line, whatever their labels need.
      let column = stride(from: index, to: sheet.plots.count, by: sheet.columns).map { sheet.plots[$0] }
      let left = SheetLayout.margin + Double(index) * (cell + SheetLayout.gap)
      PlotLayout(plot, column: column, row: row, left: left, top: y, width: cell).draw(&svg)
    }
  }

  // MARK: - The key

  private static let swatch = 26.0

  private static func label(_ key: Sheet.Key) -> String {
    switch key {
    case .line(_, let text, _), .block(_, let text), .shade(let text): text
    case .scale(let low, let high, _): low + high
    }
  }

  private static func width(of key: Sheet.Key) -> Double {
    let text = TextWidth.of(label(key), size: TextStyle.label.size)
    if case .scale(_, _, let upperHalf) = key { return text + Double(levels(upperHalf).count) * 14 + 34 }
    return text + swatch + 28
  }

  private static func levels(_ upperHalf: Bool) -> Range<Int> {
    (upperHalf ? Palette.levels / 2 : 0)..<Palette.levels
  }

  /// The key in as many lines as it needs.
  private static func rows(of keys: [Sheet.Key], width: Double) -> [[Sheet.Key]] {
    var rows: [[Sheet.Key]] = []
    var used = 0.0
    for key in keys {
      let next = self.width(of: key)
      if rows.isEmpty || used + next > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(key)
      used += next
    }
    return rows
  }

  private mutating func draw(keys: [Sheet.Key]) {
    var x = SheetLayout.margin
    let middle = y + 12
    for key in keys {
      switch key {
      case .line(let ink, _, let dashed):
        var path = PathData()
        path.move(x, middle)
        path.line(x + 20, middle)
        svg.leaf("path", ["class": Palette.name("l", ink.rawValue) + (dashed ? " f-dash" : ""), "d": path.text])
      case .block(let ink, _): box(Palette.name("b", ink.rawValue), x + 4, middle)
      case .shade: box(Palette.name("shade"), x + 4, middle)
      case .scale(let low, let high, let upperHalf):
        let levels = SheetLayout.levels(upperHalf)
        let start = x + TextWidth.of(low, size: TextStyle.label.size) + 6
        svg.write(low, .label, at: (x, middle + 4))
        for (place, level) in levels.enumerated() { box(Palette.name("v\(level)"), start + Double(place) * 14, middle, 14) }
        svg.write(high, .label, at: (start + Double(levels.count) * 14 + 6, middle + 4))
      }
      if case .scale = key {
      } else {
        svg.write(SheetLayout.label(key), .label, at: (x + SheetLayout.swatch, middle + 4))
      }
      x += SheetLayout.width(of: key)
    }
    y += 22
  }

  private mutating func box(_ name: String, _ x: Double, _ middle: Double, _ width: Double = 12) {
    var path = PathData()
    path.rectangle(x, middle - 6, width, 12)
    svg.leaf("path", ["class": name, "d": path.text])
  }
}

extension XMLWriter {
  enum Anchor: String {
    case start, middle, end
  }

  /// One line of text with its baseline at a point.
  mutating func write(
    _ text: String, _ style: TextStyle, at point: (x: Double, y: Double), _ anchor: Anchor = .start,
    class extra: String = ""
  ) {
    if text.isEmpty { return }
    let name = extra.isEmpty ? style.name : style.name + " " + Palette.name(extra)
    let (x, y) = (NumberText.plain(point.x), NumberText.plain(point.y))
    if anchor == .start {
      leaf("text", ["class": name, "x": x, "y": y], text)
    } else {
      leaf("text", ["class": name, "x": x, "y": y, "text-anchor": anchor.rawValue], text)
    }
  }
}

extension NumberText {
  /// A coordinate: to a tenth, without a needless `.0`.
  fileprivate static func plain(_ value: Double) -> String {
    let tenths = Int((min(max(value, -9999), 9999) * 10).rounded())
    let text = String(tenths.magnitude / 10) + (tenths % 10 == 0 ? "" : ".\(tenths.magnitude % 10)")
    return (tenths < 0 ? "-" : "") + text
  }
}
