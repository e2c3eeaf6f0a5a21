/// Fewer points, the same picture: of all points that fall on one column of pixels a line shows only from the lowest to
/// the highest, so these two are kept, in their order (the M4 idea: Jugel et al. 2014, "M4: a visualization-oriented
/// time series data aggregation"). The size of a figure then depends on its width, not on the length of the series.
package enum Thinning {
  package struct Point: Equatable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// Runs of points in pixels, x ascending; a y that is no number ends a run. At most two points a bucket and run.
  package static func runs(_ points: [Point], bucket: Double) -> [[Point]] {
    var result: [[Point]] = []
    var run: [Point] = []
    for point in points {
      if point.x.isFinite && point.y.isFinite {
        run.append(point)
      } else if !run.isEmpty {
        result.append(thinned(run, bucket: bucket))
        run = []
      }
    }
    if !run.isEmpty { result.append(thinned(run, bucket: bucket)) }
    return result
  }

  private static func thinned(_ run: [Point], bucket: Double) -> [Point] {
    guard let start = run.first, let end = run.last, bucket > 0 else { return run }
    guard Double(run.count) > 2 * (end.x - start.x) / bucket + 2 else { return run }
    var kept = [start]
    var index = 1
    while index < run.count - 1 {
      let column = (run[index].x / bucket).rounded(.down)
      var (low, high) = (index, index)
      while index < run.count - 1, (run[index].x / bucket).rounded(.down) == column {
        if run[index].y < run[low].y { low = index }
        if run[index].y > run[high].y { high = index }
        index += 1
      }
      kept.append(run[min(low, high)])
      if low != high { kept.append(run[max(low, high)]) }
    }
    kept.append(end)
    return kept
  }

  /// The same line with fewer points, nowhere farther than `tolerance` from the original (Douglas & Peucker 1973). A tenth or
  /// two of a pixel is invisible.
  package static func straightened(_ run: [Point], within tolerance: Double) -> [Point] {
    guard run.count > 2 else { return run }
    var kept = Array(repeating: false, count: run.count)
    (kept[0], kept[run.count - 1]) = (true, true)
    var open = [(start: 0, end: run.count - 1)]
    while let (start, end) = open.popLast() {
      let (dx, dy) = (run[end].x - run[start].x, run[end].y - run[start].y)
      let length = (dx * dx + dy * dy).squareRoot()
      var (farthest, distance) = (start, tolerance)
      for index in start + 1..<max(start + 1, end) {
        let (x, y) = (run[index].x - run[start].x, run[index].y - run[start].y)
        let off = length > 0 ? (dx * y - dy * x).magnitude / length : (x * x + y * y).squareRoot()
        if off > distance { (farthest, distance) = (index, off) }
      }
      if farthest == start { continue }
      kept[farthest] = true
      open += [(start, farthest), (farthest, end)]
    }
    return run.indices.filter { kept[$0] }.map { run[$0] }
  }

  /// What lies between two heights, in pieces: a line that leaves ends at the edge, and begins there when it returns.
  package static func cut(_ run: [Point], from low: Double, to high: Double) -> [[Point]] {
    func isInside(_ point: Point) -> Bool { point.y >= low && point.y <= high }
    if run.allSatisfy(isInside) { return [run] }
    var pieces: [[Point]] = []
    var piece: [Point] = run.first.map { isInside($0) ? [$0] : [] } ?? []
    for (one, next) in zip(run, run.dropFirst()) {
      // Where the piece from one to the next crosses the edges, on the way.
      let crossings = [low, high].filter { ($0 - one.y) * ($0 - next.y) < 0 }
        .map { edge in
          Point(x: one.x + (next.x - one.x) * (edge - one.y) / (next.y - one.y), y: edge)
        }.sorted { ($0.y - one.y).magnitude < ($1.y - one.y).magnitude }
      for crossing in crossings {
        piece.append(crossing)
        if piece.count > 1 {
          pieces.append(piece)
          piece = []
        }
      }
      if isInside(next) {
        piece.append(next)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
