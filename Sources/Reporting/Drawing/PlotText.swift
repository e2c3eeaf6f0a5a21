/// Labels between the axes of a plot: of lines, levels and dots.
extension PlotLayout {
  func drawText(_ svg: inout XMLWriter) {
    drawEndLabels(&svg)
    var taken: [Box] = []
    for case .dots(let colour, let xs, let ys, let radius, _, let labels) in plot.marks {
      for (label, (x, y)) in zip(labels, zip(xs, ys)) where isInside(x, y) && !label.isEmpty {
        let (x, y) = (pixelX(x), pixelY(y))
        let wide = TextWidth.of(label, size: TextStyle.tick.size)
        let places = [
          (x + radius + 3, y + 4), (x - radius - 3 - wide, y + 4), (x - wide / 2, y - radius - 4),
          (x + radius + 3, y - 5), (x + radius + 3, y + 13),
        ]
        write(label, colour.rawValue, at: places, &taken, &svg)
      }
    }
    for case .level(let value, let label) in plot.marks where !label.isEmpty && (0...1).contains(plot.y.position(value))
    {
      let y = pixelY(value)
      let wide = TextWidth.of(label, size: TextStyle.tick.size)
      let right = left + width - wide - 2
      write(label, "quiet", at: [(right, y - 4), (right, y + 13), (left + 4, y - 4), (left + 4, y + 13)], &taken, &svg)
    }
  }

  private struct Box {
    var (left, top, right, bottom): (Double, Double, Double, Double)

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  /// At the first of some places that is in the plot and overlaps no label; nowhere if there is none.
  private func write(
    _ text: String, _ name: String, at places: [(x: Double, y: Double)], _ taken: inout [Box], _ svg: inout XMLWriter
  ) {
    let size = TextStyle.tick.size
    let wide = TextWidth.of(text, size: size)
    for place in places {
      let box = Box(
        left: place.x, top: place.y - size * 0.78, right: place.x + wide, bottom: place.y + size * 0.22)
      guard box.left >= left, box.right <= cell.right, box.top >= top - 4, box.bottom <= top + height + 5,
        !taken.contains(where: box.overlaps)
      else { continue }
      svg.write(text, .tick, at: place, class: name, isOverMarks: true)
      taken.append(box)
      return
    }
  }

  /// Names at the right ends of their lines, pushed apart where two lines end together.
  private func drawEndLabels(_ svg: inout XMLWriter) {
    let step = TextStyle.label.size + 4
    var labels = PlotLayout.endLabels(plot).map {
      ($0.text, $0.colour, min(max(pixelY($0.y), top + 4), top + height - 2))
    }
    labels.sort { $0.2 < $1.2 }
    for index in labels.indices.dropFirst() { labels[index].2 = max(labels[index].2, labels[index - 1].2 + step) }
    let excess = (labels.last?.2 ?? 0) - (top + height - 2)
    if excess > 0 {
      var floor = top + height - 2
      for index in labels.indices.reversed() {
        labels[index].2 = min(labels[index].2, floor)
        floor = labels[index].2 - step
      }
    }
    for (text, colour, y) in labels { svg.write(text, .label, at: (left + width + 6, y + 4), class: colour.rawValue) }
  }
}
