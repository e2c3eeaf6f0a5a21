import Numbers

/// Lines, bands, dots, bars and cells, each a path, cut off at the top and the bottom of the plot's rectangle. Nothing
/// here needs a name or an inner svg, so figures can share a page.
extension PlotLayout {
  func drawMarks(_ svg: inout XMLWriter) {
    for case .band(let colour, let xs, let low, let high) in plot.marks { band(&svg, colour, xs, low, high) }
    for case .cells(let rows) in plot.marks { cells(&svg, rows) }
    for case .bars(let colour, let xs, let ys, let width) in plot.marks { bars(&svg, colour, xs, ys, width) }
    for case .level(let value, _) in plot.marks { level(&svg, value) }
    for mark in plot.marks {
      switch mark {
      case .line(let colour, let xs, let ys, _, let stroke): line(&svg, colour, xs, ys, stroke)
      case .segments(let colour, let all, let stroke): segments(&svg, colour, all, stroke)
      case .dots(let colour, let xs, let ys, let radius, let isLight, _): dots(&svg, colour, xs, ys, radius, isLight)
      case .scatter(let xs, let ys, let shades, let radius): scatter(&svg, xs, ys, shades, radius)
      default: break
      }
    }
  }

  private func write(_ path: PathData, _ names: [String], _ svg: inout XMLWriter) {
    if !path.isEmpty { svg.leaf("path", ["class": Palette.name(names), "d": path.text]) }
  }

  private func points(_ xs: [Double], _ ys: [Double]) -> [Thinning.Point] {
    var points: [Thinning.Point] = []
    points.reserveCapacity(xs.count)
    for k in 0..<min(xs.count, ys.count) {
      points.append(.init(x: pixelX(xs[k]), y: ys[k].isFinite ? held(pixelY(ys[k])) : .nan))
    }
    return points
  }

  /// Values far outside are clamped to what can be drawn.
  private func held(_ y: Double) -> Double { min(max(y, top - 4000), top + height + 4000) }

  private func line(_ svg: inout XMLWriter, _ colour: PlotColour, _ xs: [Double], _ ys: [Double], _ stroke: Stroke) {
    var path = PathData()
    for run in Thinning.runs(points(xs, ys), bucket: 1) {
      for piece in Thinning.cut(run, from: top, to: top + height) { trace(piece, &path, opening: true) }
    }
    write(path, ["l", colour.rawValue] + stroke.names, &svg)
  }

  private func trace(_ run: [Thinning.Point], _ path: inout PathData, opening: Bool) {
    guard let first = run.first else { return }
    // A single point would draw nothing: it becomes a dash.
    let isAlone = opening && run.count == 1
    if opening { path.move(first.x - (isAlone ? 3 : 0), first.y) } else { path.line(first.x, first.y) }
    if isAlone { path.line(first.x + 3, first.y) }
    for point in Thinning.straightened(run, within: 0.15).dropFirst() { path.line(point.x, point.y) }
  }

  private func band(_ svg: inout XMLWriter, _ colour: PlotColour, _ xs: [Double], _ low: [Double], _ high: [Double]) {
    var path = PathData()
    // A band needs both edges.
    func edge(_ ys: [Double], with other: [Double]) -> [[Thinning.Point]] {
      var edge = points(xs, ys)
      for k in 0..<min(edge.count, other.count) where !other[k].isFinite { edge[k].y = .nan }
      return Thinning.runs(edge, bucket: 1).map { run in
        run.map { .init(x: $0.x, y: min(max($0.y, top), top + height)) }
      }
    }
    for (below, above) in zip(edge(low, with: high), edge(high, with: low)) {
      trace(above, &path, opening: true)
      trace(below.reversed(), &path, opening: false)
      path.close()
    }
    write(path, ["a", colour.rawValue], &svg)
  }

  private func segments(_ svg: inout XMLWriter, _ colour: PlotColour, _ all: [PlotMark.Segment], _ stroke: Stroke) {
    var path = PathData()
    for one in all where [one.x0, one.y0, one.x1, one.y1].allSatisfy(\.isFinite) {
      let (from, to) = (
        max(left, min(pixelX(one.x0), pixelX(one.x1))), min(left + width, max(pixelX(one.x0), pixelX(one.x1)))
      )
      guard from <= to else { continue }
      let ends = one.x0 == one.x1 ? [pixelX(one.x0), pixelX(one.x0)] : [from, to]
      let run = [
        Thinning.Point(x: ends[0], y: held(pixelY(one.y0))), Thinning.Point(x: ends[1], y: held(pixelY(one.y1))),
      ]
      for piece in Thinning.cut(run, from: top, to: top + height) where piece.count > 1 {
        trace(piece, &path, opening: true)
      }
    }
    write(path, ["l", colour.rawValue] + stroke.names, &svg)
  }

  /// Pieces of no length with round ends.
  private func dots(
    _ svg: inout XMLWriter, _ colour: PlotColour, _ xs: [Double], _ ys: [Double], _ radius: Double, _ isLight: Bool
  ) {
    var path = PathData()
    for (x, y) in zip(xs, ys) where isInside(x, y) {
      path.move(pixelX(x), pixelY(y))
      path.line(pixelX(x), pixelY(y))
    }
    if path.isEmpty { return }
    let names = ["d", colour.rawValue] + (isLight ? ["faint"] : [])
    svg.leaf(
      "path", ["class": Palette.name(names), "stroke-width": coordinate(2 * radius), "d": path.text])
  }

  /// One path for each step of the scale.
  private func scatter(_ svg: inout XMLWriter, _ xs: [Double], _ ys: [Double], _ shades: [Double], _ radius: Double) {
    var paths = Array(repeating: PathData(), count: Palette.levels)
    let scale = Palette.timeLevels
    for (shade, (x, y)) in zip(shades, zip(xs, ys)) where isInside(x, y) && shade.isFinite {
      let level = scale[min(scale.count - 1, Int(min(max(shade, 0), 1) * Double(scale.count)))]
      paths[level].move(pixelX(x), pixelY(y))
      paths[level].line(pixelX(x), pixelY(y))
    }
    for (level, path) in paths.enumerated() where !path.isEmpty {
      svg.leaf(
        "path",
        ["class": Palette.name("d", "v\(level)"), "stroke-width": coordinate(2 * radius), "d": path.text])
    }
  }

  func isInside(_ x: Double, _ y: Double) -> Bool {
    guard x.isFinite, y.isFinite else { return false }
    return (-0.001...1.001).contains(plot.x.position(x)) && (-0.001...1.001).contains(plot.y.position(y))
  }

  private func level(_ svg: inout XMLWriter, _ value: Double) {
    guard (0...1).contains(plot.y.position(value)) else { return }
    var path = PathData()
    path.move(left, pixelY(value))
    path.line(left + width, pixelY(value))
    write(path, ["l", "soft"] + Stroke.dashed.names, &svg)
  }

  private func bars(_ svg: inout XMLWriter, _ colour: PlotColour, _ xs: [Double], _ ys: [Double], _ width: Double) {
    var path = PathData()
    let zero = pixelY(0)
    for (x, y) in zip(xs, ys) where y.isFinite {
      let (start, end) = (pixelX(x - width / 2), pixelX(x + width / 2))
      let tip = max(top, min(pixelY(y), zero - 1))
      path.rectangle(start, tip, end - start, zero - tip)
    }
    write(path, ["b", colour.rawValue], &svg)
  }

  /// One path for each step of the scale, its pieces as thick as a row; neighbours of one colour are one piece.
  private func cells(_ svg: inout XMLWriter, _ rows: [[Double]]) {
    var paths = Array(repeating: PathData(), count: Palette.levels)
    let tall = height / Double(max(1, rows.count))
    for (row, values) in rows.enumerated() {
      let wide = width / Double(max(1, values.count))
      let levels = values.map(level)
      let y = top + (Double(row) + 0.5) * tall
      var start = 0
      while start < levels.count {
        var end = start + 1
        while end < levels.count, levels[end] == levels[start] { end += 1 }
        if let level = levels[start] {
          // On whole pixels, and a little into the next cell, so that no gap shows at any size.
          let ends = [start, end].map { (left + Double($0) * wide).rounded() }
          paths[level].level(ends[0], ends[1] + (end < levels.count ? 0.4 : 0), at: y)
        }
        start = end
      }
    }
    let thick = coordinate(tall - (tall > 6 ? 1 : 0))
    for (level, path) in paths.enumerated() where !path.isEmpty {
      svg.leaf(
        "path",
        [
          "class": Palette.name("v\(level)"), "stroke-width": thick, "shape-rendering": "crispEdges", "d": path.text,
        ])
    }
  }

  private func level(_ value: Double) -> Int? {
    value.isFinite ? Int((min(max(value, 0), 1) * Double(Palette.levels - 1)).rounded()) : nil
  }
}
