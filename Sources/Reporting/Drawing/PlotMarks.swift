/// Lines, bands, bars and cells, each a path, clipped to the plot's rectangle.
extension PlotLayout {
  func drawMarks(_ svg: inout XMLWriter) {
    // Clipping keeps a rollout that explodes inside its plot; a nested svg needs no name, so figures can share a page.
    svg.open(
      "svg",
      [
        "x": whole(left - 2), "y": whole(top - 2), "width": whole(width + 4), "height": whole(height + 4),
        "viewBox": "\(whole(left - 2)) \(whole(top - 2)) \(whole(width + 4)) \(whole(height + 4))",
      ])
    for case .band(let ink, let xs, let low, let high) in plot.marks { band(&svg, ink, xs, low, high) }
    for case .cells(let rows) in plot.marks { cells(&svg, rows) }
    for case .bars(let ink, let xs, let ys, let width) in plot.marks { bars(&svg, ink, xs, ys, width) }
    for case .line(let ink, let xs, let ys, _, let dashed, let thin) in plot.marks {
      var path = PathData()
      for run in Thinning.runs(points(xs, ys), bucket: 1) { trace(run, &path, opening: true) }
      let name = Palette.name("l", ink.rawValue) + (dashed ? " f-dash" : "") + (thin ? " f-thin" : "")
      if !path.isEmpty { svg.leaf("path", ["class": name, "d": path.text]) }
    }
    svg.close()
  }

  private func whole(_ value: Double) -> String { String(Int(value.rounded())) }

  private func points(_ xs: [Double], _ ys: [Double]) -> [Thinning.Point] {
    zip(xs, ys).map { x, y in
      .init(x: pixelX(x), y: y.isFinite ? min(max(pixelY(y), top - 500), top + height + 500) : .nan)
    }
  }

  private func trace(_ run: [Thinning.Point], _ path: inout PathData, opening: Bool) {
    guard let first = run.first else { return }
    // A single point would draw nothing: it becomes a dash.
    let isAlone = opening && run.count == 1
    if opening { path.move(first.x - (isAlone ? 3 : 0), first.y) } else { path.line(first.x, first.y) }
    if isAlone { path.line(first.x + 3, first.y) }
    for point in run.dropFirst() { path.line(point.x, point.y) }

  }

  private func band(_ svg: inout XMLWriter, _ ink: Ink, _ xs: [Double], _ low: [Double], _ high: [Double]) {
    var path = PathData()
    // Where one edge is no number neither is the band.
    let holes = zip(low, high).map { $0.isFinite && $1.isFinite }
    let lower = Thinning.runs(points(xs, zip(low, holes).map { $1 ? $0 : .nan }), bucket: 1)
    let upper = Thinning.runs(points(xs, zip(high, holes).map { $1 ? $0 : .nan }), bucket: 1)
    for (below, above) in zip(lower, upper) {
      trace(above, &path, opening: true)
      trace(below.reversed(), &path, opening: false)
      path.close()
    }
    if !path.isEmpty { svg.leaf("path", ["class": Palette.name("a", ink.rawValue), "d": path.text]) }
  }

  private func bars(_ svg: inout XMLWriter, _ ink: Ink, _ xs: [Double], _ ys: [Double], _ width: Double) {
    var path = PathData()
    let zero = pixelY(0)
    for (x, y) in zip(xs, ys) where y.isFinite {
      let (start, end) = (pixelX(x - width / 2), pixelX(x + width / 2))
      let tip = min(pixelY(y), zero - 1)
      path.rectangle(start, tip, end - start, zero - tip)
    }
    if !path.isEmpty { svg.leaf("path", ["class": Palette.name("b", ink.rawValue), "d": path.text]) }
  }

  /// One path for each step of the scale; neighbours of one colour are one rectangle.
  private func cells(_ svg: inout XMLWriter, _ rows: [[Double]]) {
    var paths = Array(repeating: PathData(), count: Palette.levels)
    let tall = height / Double(max(1, rows.count))
    for (row, values) in rows.enumerated() {
      let wide = width / Double(max(1, values.count))
      let levels = values.map(level)
      var start = 0
      while start < levels.count {
        var end = start + 1
        while end < levels.count, levels[end] == levels[start] { end += 1 }
        if let level = levels[start] {
          let (x, y) = (left + Double(start) * wide, top + Double(row) * tall)
          paths[level].rectangle(x, y, Double(end - start) * wide + 0.2, tall - (tall > 6 ? 1 : 0))
        }
        start = end
      }
    }
    for (level, path) in paths.enumerated() where !path.isEmpty {
      svg.leaf("path", ["class": Palette.name("v\(level)"), "d": path.text])
    }
  }

  private func level(_ value: Double) -> Int? {
    value.isFinite ? Int((min(max(value, 0), 1) * Double(Palette.levels - 1)).rounded()) : nil
  }
}
