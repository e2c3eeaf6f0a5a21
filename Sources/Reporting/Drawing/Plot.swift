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
  /// Labels under the horizontal axis instead of round numbers.
  var xMarks: [Axis.Tick]?
  var yTicks = YTicks.labelled
  /// Labels beside the vertical axis instead of round numbers.
  var yMarks: [Axis.Tick]?
  /// Rows with a name at one end and a figure at the other; the vertical axis then has no numbers.
  var rows: [Row] = []
  var height: Double = 190
  var marks: [PlotMark] = []
  /// What is written in the middle when there is nothing to draw.
  var note = ""
  /// The column of the panel that it is about; empty for none. A page marks all plots of one column together.
  var column = ""

  enum YTicks {
    /// Nothing, grid lines alone, or both lines and numbers.
    case none, grid, labelled
  }

  struct Row {
    var y: Double
    var name: String
    var figure = ""
  }
}

/// What can be drawn in a plot. Numbers that are not finite leave gaps; what lies outside the axes is cut off.
enum PlotMark {
  case line(PlotColour, xs: [Double], ys: [Double], label: String = "", stroke: Stroke = .full)
  case band(PlotColour, xs: [Double], low: [Double], high: [Double])
  /// Straight pieces, as of intervals.
  case segments(PlotColour, [Segment], stroke: Stroke = .full)
  case dots(
    PlotColour, xs: [Double], ys: [Double], radius: Double = Palette.dot, isLight: Bool = false, labels: [String] = [])
  /// Dots in the colours of `Palette.timeLevels`, from 0 to 1.
  case scatter(xs: [Double], ys: [Double], shades: [Double], radius: Double)
  /// Bars from zero, each so wide, centred on its x.
  case bars(PlotColour, xs: [Double], ys: [Double], width: Double)
  /// A grid of coloured cells: `values[row][column]` from 0 to 1, the first row on top; it fills the plot.
  case cells([[Double]])
  /// Shaded ground behind everything.
  case shade(from: Double, to: Double)
  /// A vertical line, and what begins there, written above the plot.
  case rule(Double, label: String)
  /// A dashed horizontal line with its meaning beside it.
  case level(Double, label: String)

  struct Segment {
    var (x0, y0, x1, y1): (Double, Double, Double, Double)
  }
}

/// A figure: a title with the finding, a caption that explains the drawing, the legend, and the plots in rows.
struct PlotGrid {
  var name: String
  var file: String { name + ".svg" }
  var title: String
  var caption: String
  /// A description with its numbers for readers who do not see the figure; begins with the title.
  var alternative: String
  var legend: [LegendEntry] = []
  var columns = 1
  var groups: [Group]

  /// Plots under a heading; without a name there is none.
  struct Group {
    var name = ""
    var plots: [Plot]
  }

  init(
    name: String, title: String, caption: String, seen: [String] = [], legend: [LegendEntry] = [], columns: Int = 1,
    groups: [Group]
  ) {
    (self.name, self.title, self.caption, self.legend) = (name, title, caption, legend)
    (self.columns, self.groups) = (columns, groups)
    alternative = ([title] + seen).map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
  }

  /// - Parameter seen: sentences that go on where the title ends, for the alternative text.
  init(
    name: String, title: String, caption: String, seen: [String] = [], legend: [LegendEntry] = [], columns: Int = 1,
    plots: [Plot]
  ) {
    self.init(
      name: name, title: title, caption: caption, seen: seen, legend: legend, columns: columns,
      groups: [Group(plots: plots)])
  }

  enum LegendEntry {
    case line(PlotColour, String, stroke: Stroke = .full)
    case block(PlotColour, String)
    case band(PlotColour, String)
    case dot(PlotColour, String, isLight: Bool = false)
    /// A part of the colour scale, with the labels of its ends.
    case scale(low: String, high: String, levels: [Int])
    case shade(String)
  }
}
