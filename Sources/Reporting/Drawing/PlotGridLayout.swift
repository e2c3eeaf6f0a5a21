import Numbers

/// What a figure's SVG is for.
enum Form {
  /// A file of its own, with its style and its caption.
  case alone
  /// A part of a page that has the style and sets the caption as text.
  case inline
}

/// Draws a figure as SVG: title, caption and legend on top, then the plots in their grid.
struct PlotGridLayout: ~Copyable {
  static let width = 960.0
  private static let margin = 24.0
  private static let gap = 26.0
  private static let groupLine = 30.0

  private var svg = XMLWriter()
  private var y = PlotGridLayout.margin
  private let form: Form

  static func svg(_ grid: PlotGrid, _ form: Form = .alone) -> String {
    PlotGridLayout(form).draw(grid)
  }

  private init(_ form: Form) { self.form = form }

  private consuming func draw(_ grid: PlotGrid) -> String {
    let inner = PlotGridLayout.width - 2 * PlotGridLayout.margin
    let title = TextWidth.wrap(grid.title, inner, size: TextStyle.title.size, bold: true, limit: 3)
    let caption =
      form == .inline ? [] : TextWidth.wrap(grid.caption, inner, size: TextStyle.subtitle.size, limit: 8)
    let keys = LegendLayout.rows(of: grid.legend, width: inner)
    let top =
      PlotGridLayout.margin + Double(title.count) * 24 + 4 + Double(caption.count) * 18 + 2
      + Double(keys.count) * 22 + 10
    let height = top + grid.groups.reduce(0) { $0 + PlotGridLayout.height(of: $1, grid) } + PlotGridLayout.margin / 2
    open(grid, height)
    for line in title { write(line, .title, 24) }
    y += 4
    for line in caption { write(line, .subtitle, 18, class: "quiet") }
    y += 2
    for row in keys {
      LegendLayout.draw(row, at: (PlotGridLayout.margin, y + 12), &svg)
      y += 22
    }
    y = top
    for group in grid.groups { draw(group, of: grid, inner) }
    svg.close()
    return svg.finish()
  }

  private mutating func open(_ grid: PlotGrid, _ height: Double) {
    let (w, h) = (String(Int(PlotGridLayout.width)), String(Int(height.rounded(.up))))
    svg.open(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "class": "fig", "viewBox": "0 0 \(w) \(h)", "width": w, "height": h,
        "role": "img", "aria-label": grid.alternative,
      ])
    if form == .alone {
      svg.leaf("title", [:], grid.title)
      svg.leaf("desc", [:], grid.alternative)
      svg.leaf("style", [:], Palette.css)
    }
    svg.leaf("rect", ["class": Palette.name("paper"), "width": w, "height": h])
  }

  private mutating func write(_ line: String, _ style: TextStyle, _ advance: Double, class extra: String = "") {
    svg.write(line, style, at: (PlotGridLayout.margin, y + advance - 7), class: extra)
    y += advance
  }

  // MARK: - The plots

  private static func rows(of group: PlotGrid.Group, _ grid: PlotGrid) -> [[Plot]] {
    stride(from: 0, to: group.plots.count, by: grid.columns).map {
      Array(group.plots[$0..<min($0 + grid.columns, group.plots.count)])
    }
  }

  private static func height(of group: PlotGrid.Group, _ grid: PlotGrid) -> Double {
    rows(of: group, grid).reduce(group.name.isEmpty ? 0 : groupLine) { $0 + PlotLayout.height(of: $1) }
  }

  private mutating func draw(_ group: PlotGrid.Group, of grid: PlotGrid, _ inner: Double) {
    if !group.name.isEmpty {
      let name = TextWidth.fit(group.name, inner, size: TextStyle.group.size, bold: true)
      svg.write(name, .group, at: (PlotGridLayout.margin, y + 16))
      y += PlotGridLayout.groupLine
    }
    let all = grid.groups.map { PlotGridLayout.rows(of: $0, grid) }.joined()
    for row in PlotGridLayout.rows(of: group, grid) {
      let cell = (inner - PlotGridLayout.gap * Double(grid.columns - 1)) / Double(grid.columns)
      for (index, plot) in row.enumerated() {
        // The plots of one column of the grid are aligned, whatever their labels need.
        let column = all.compactMap { index < $0.count ? $0[index] : nil }
        let left = PlotGridLayout.margin + Double(index) * (cell + PlotGridLayout.gap)
        PlotLayout(plot, column: column, row: row, left: left, top: y, width: cell).draw(&svg)
      }
      y += PlotLayout.height(of: row)
    }
  }
}

extension XMLWriter {
  enum Anchor: String {
    case start, middle, end
  }

  /// One line of text with its baseline at a point; over lines and bands it keeps them at a distance.
  mutating func write(
    _ text: String, _ style: TextStyle, at point: (x: Double, y: Double), _ anchor: Anchor = .start,
    class extra: String = "", isOverMarks: Bool = false
  ) {
    if text.isEmpty { return }
    var name = extra.isEmpty ? style.name : style.name + " " + Palette.name(extra)
    if isOverMarks { name += " " + Palette.name("halo") }
    let (x, y) = (coordinate(point.x), coordinate(point.y))
    if anchor == .start {
      leaf("text", ["class": name, "x": x, "y": y], text)
    } else {
      leaf("text", ["class": name, "x": x, "y": y, "text-anchor": anchor.rawValue], text)
    }
  }
}

/// A coordinate: to a tenth, without a needless `.0`.
func coordinate(_ value: Double) -> String {
  let tenths = Int((min(max(value, -9999), 9999) * 10).rounded())
  let text = String(tenths.magnitude / 10) + (tenths % 10 == 0 ? "" : ".\(tenths.magnitude % 10)")
  return (tenths < 0 ? "-" : "") + text
}
