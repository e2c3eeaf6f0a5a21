/// The legend of a figure, for what cannot be labelled in place.
enum LegendLayout {
  private static let swatch = 26.0, step = 12.0

  /// The legend in as many lines as it needs.
  static func rows(of keys: [PlotGrid.LegendEntry], width: Double) -> [[PlotGrid.LegendEntry]] {
    var rows: [[PlotGrid.LegendEntry]] = []
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

  static func draw(_ keys: [PlotGrid.LegendEntry], at start: (x: Double, middle: Double), _ svg: inout XMLWriter) {
    let middle = start.middle
    var x = start.x
    for key in keys {
      switch key {
      case .line(let colour, _, let stroke):
        stripe(["l", colour.rawValue] + stroke.names, x, x + 20, middle, &svg)
      case .block(let colour, _): box(["b", colour.rawValue], x + 4, middle, &svg)
      case .band(let colour, _): box(["a", colour.rawValue], x + 4, middle, &svg)
      case .shade: box(["shade"], x + 4, middle, &svg)
      case .dot(let colour, _, let isLight):
        stripe(
          ["d", colour.rawValue] + (isLight ? ["faint"] : []), x + 10, x + 10, middle, width: 2 * Palette.dot, &svg)
      case .scale(let low, let high, let levels):
        var place = x + TextWidth.of(low, size: TextStyle.label.size) + 6
        svg.write(low, .label, at: (x, middle + 4))
        for level in levels {
          stripe(["v\(level)"], place, place + step, middle, width: 12, &svg)
          place += step
        }
        svg.write(high, .label, at: (place + 6, middle + 4))
      }
      if case .scale = key {
      } else {
        svg.write(label(key), .label, at: (x + swatch, middle + 4))
      }
      x += width(of: key)
    }
  }

  private static func label(_ key: PlotGrid.LegendEntry) -> String {
    switch key {
    case .line(_, let text, _), .block(_, let text), .band(_, let text), .dot(_, let text, _), .shade(let text): text
    case .scale(let low, let high, _): low + high
    }
  }

  private static func width(of key: PlotGrid.LegendEntry) -> Double {
    let text = TextWidth.of(label(key), size: TextStyle.label.size)
    if case .scale(_, _, let levels) = key { return text + Double(levels.count) * step + 40 }
    return text + swatch + 22
  }

  private static func stripe(
    _ names: [String], _ from: Double, _ to: Double, _ middle: Double, width: Double? = nil, _ svg: inout XMLWriter
  ) {
    var path = PathData()
    path.move(from, middle)
    path.line(to, middle)
    guard let width else { return svg.leaf("path", ["class": Palette.name(names), "d": path.text]) }
    svg.leaf(
      "path",
      ["class": Palette.name(names), "stroke-width": coordinate(width), "d": path.text])
  }

  private static func box(_ names: [String], _ x: Double, _ middle: Double, _ svg: inout XMLWriter) {
    var path = PathData()
    path.rectangle(x, middle - 6, 12, 12)
    svg.leaf("path", ["class": Palette.name(names), "d": path.text])
  }
}
