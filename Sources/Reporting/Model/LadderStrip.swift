import Memory
import Numbers
import SeriesMemory

/// The figure of a rung as a dot with its interval on a line, beside the ground that the rung asks for.
struct LadderStrip {
  /// A value and what it must exceed, both growing with the evidence.
  struct Position: Sendable, Equatable {
    var (point, low, high): (Double, Double, Double)
    var threshold: Double

    init(_ estimate: Estimate, bound: Double? = nil, threshold: Double) {
      (point, low, high) = (estimate.mean, min(estimate.low, bound ?? estimate.low), estimate.high)
      self.threshold = threshold
    }

    /// A p-value by the number of its zeros.
    init(p: Double, level: Double) {
      let height = evidence(ofP: p)
      (point, low, high) = (height, height, height)
      threshold = evidence(ofP: level)
    }
  }

  private static let (width, height, margin) = (240.0, 22.0, 9.0)
  /// What lies further from the threshold than this, in units of what is measured, is drawn at the end.
  private static let furthest = 2.0

  /// From the left end to the right end of the strips of one rung, so that panels can be compared.
  static func window(of all: [Position]) -> (low: Double, high: Double) {
    let threshold = all.map(\.threshold).max() ?? 1
    let low = max(min(0, all.map(\.low).min() ?? 0), -furthest)
    let high = max(2 * threshold, min(all.map(\.high).max() ?? 0, max(furthest, 4 * threshold)))
    return (low, high)
  }

  /// - Parameters:
  ///   - position: nil leaves the line empty.
  ///   - isNoise: drawn hollow.
  static func svg(_ position: Position?, threshold: Double, window: (low: Double, high: Double), isNoise: Bool)
    -> String
  {
    var svg = XMLWriter()
    func x(_ value: Double) -> Double {
      let place = (value - window.low) / max(window.high - window.low, 1e-9)
      return margin + (width - 2 * margin) * min(max(place, 0), 1)
    }
    svg.open(
      "svg", ["class": "strip", "viewBox": "0 0 \(Int(width)) \(Int(height))", "aria-hidden": "true"])
    let middle = height / 2
    svg.leaf(
      "rect",
      [
        "class": "ground", "x": coordinate(x(threshold)), "y": "2",
        "width": coordinate(max(2, width - x(threshold))), "height": coordinate(height - 4),
      ])
    line(&svg, "axis", (0, middle), (width, middle))
    line(&svg, "threshold", (x(threshold), 1), (x(threshold), height - 1))
    if let position, position.point.isFinite {
      let name = isNoise ? "noise" : "data"
      if position.high > position.low {
        line(&svg, "span \(name)", (x(position.low), middle), (x(position.high), middle))
      }
      svg.leaf(
        "circle",
        ["class": "dot \(name)", "cx": coordinate(x(position.point)), "cy": coordinate(middle), "r": "5"])
    }
    svg.close()
    return svg.finish()
  }

  private static func line(
    _ svg: inout XMLWriter, _ name: String, _ from: (Double, Double), _ to: (Double, Double)
  ) {
    svg.leaf(
      "line",
      [
        "class": name, "x1": coordinate(from.0), "y1": coordinate(from.1), "x2": coordinate(to.0),
        "y2": coordinate(to.1),
      ])
  }
}

extension LadderPicture {
  /// A rung with its readings side by side, as a page shows it.
  struct Row {
    var rung: Rung
    var readings: [Reading]

    struct Reading {
      var place: String
      var rung: Rung
      /// Escaped markup.
      var strip: String
    }
  }

  var rows: [Row] {
    (places.first?.rungs ?? []).indices.map { index in
      let rungs = places.map { ($0.title, $0.rungs[index]) }
      let window = LadderStrip.window(of: rungs.compactMap(\.1.position))
      return Row(
        rung: rungs[0].1,
        readings: rungs.enumerated().map { place, pair in
          let threshold = pair.1.position?.threshold ?? rungs.compactMap(\.1.position?.threshold).first ?? 1
          return Row.Reading(
            place: pair.0, rung: pair.1,
            strip: LadderStrip.svg(pair.1.position, threshold: threshold, window: window, isNoise: place > 0))
        })
    }
  }
}
