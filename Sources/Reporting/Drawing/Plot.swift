/// One pair of axes and what is drawn between them, in the units of the data.
struct Plot {
  var title = ""
  /// What the vertical axis measures and in what unit, or another line under the title.
  var unit = ""
  var x: Axis
  var y: Axis
  /// What the horizontal axis measures; empty: nothing is written under it.
  var xLabel = ""
  var showsXTicks = true
  /// What stands under the horizontal axis instead of numbers, each name with a figure; a name is cut where it is too
  /// long for its place.
  var names: [(x: Double, name: String, figure: String)] = []
  var showsYTicks = true
  /// A strip has its title to the left of it and no more than that.
  var isStrip = false
  var height: Double = 190
  var marks: [Mark] = []
  /// What is written in the middle when there is nothing to draw.
  var note = ""
}

/// What can be drawn in a plot. Numbers that are not finite leave gaps.
enum Mark {
  case line(Ink, xs: [Double], ys: [Double], label: String = "", dashed: Bool = false, thin: Bool = false)
  case band(Ink, xs: [Double], low: [Double], high: [Double])
  /// Bars from zero, each so wide, centred on its x.
  case bars(Ink, xs: [Double], ys: [Double], width: Double)
  /// A grid of coloured cells: `values[row][column]` from 0 to 1, the first row on top; it fills the plot.
  case cells([[Double]])
  /// Shaded ground behind everything.
  case shade(from: Double, to: Double)
  /// A vertical line, and what begins there, written above the plot.
  case rule(Double, label: String)
}

/// A figure: a title that says what is seen, a caption that says what is drawn and what to look at, the key, and the plots
/// in rows.
struct Sheet {
  var name: String
  var title: String
  var caption: String
  /// What is seen, with its numbers, for those who do not see it.
  var alternative: String { "\(title). \(caption)" }
  var key: [Key] = []
  var columns = 1
  var plots: [Plot]

  enum Key {
    case line(Ink, String, dashed: Bool = false)
    case block(Ink, String)
    /// The colour scale of `Mark.cells`, with what stands at its two ends; of states that are never negative its upper half.
    case scale(low: String, high: String, upperHalf: Bool)
    case shade(String)
  }
}
