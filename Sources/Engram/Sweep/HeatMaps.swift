import Memory
import Mustache
import Numbers
import Reporting
import SeriesMemory

/// One figure of the grid: a map over its first two settings for each combination of the others, all in one scale.
struct HeatMaps {
  /// Maps that a page shows at most, and cells that one has at most.
  static let mostMaps = 48
  static let mostCells = 4000

  var title: String
  var help: String
  /// Which settings go down and across.
  var axes: String
  var legend: [LegendEntry]
  var maps: [Map]
  /// None or one: what is not shown.
  var note: [String]

  struct LegendEntry {
    var kind: String
    var text: String
  }
  struct Map {
    /// The other settings; empty where there are none.
    var caption: String
    var alternative: String
    var width: Int
    var height: Int
    var labels: [Label]
    var cells: [Cell]
  }
  struct Label {
    var x: Int
    var y: Int
    var anchor: String
    var text: String
  }
  struct Cell {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
    /// Classes: a step of the scale, and whether it is a discovery.
    var kind: String
    /// Of the point, shown when it is pointed at.
    var title: String
    var textX: Int
    var textY: Int
    /// Empty where the cell is too small.
    var text: String
  }

  static func all(of table: SweepTable) -> [HeatMaps] {
    let largest = table.rows.compactMap { $0.finding?.skill?.mean }.max() ?? 0
    return [HeatMaps(table, Gain(end: max(0.01, largest))), HeatMaps(table, HorizonScale())]
  }

  private init(_ table: SweepTable, _ scale: some HeatScale) {
    let axes = table.sweep.axes
    // A grid of one setting is one line of cells.
    let down = axes.count > 1 ? axes[0] : Sweep.Axis(name: "", values: [])
    let across = axes.count > 1 ? axes[1] : axes[0]
    (title, help, legend) = (scale.title, scale.help, scale.legend)
    self.axes = down.values.isEmpty ? "Across: \(across.name)." : "Down: \(down.name). Across: \(across.name)."
    let layout = Layout(down: down.values.map(\.label), across: across.values.map(\.label))
    let size = layout.rows * layout.columns
    let others = table.rows.count / size
    guard size <= HeatMaps.mostCells else {
      (maps, note) = ([], ["A map of \(size) cells is too large to read; the table and sweep.csv have the points."])
      return
    }
    // The other settings change fastest: the points of one map are `others` apart.
    maps = (0..<min(others, HeatMaps.mostMaps)).map { first in
      let points = (0..<size).map { table.rows[first + $0 * others] }
      let rest = zip(axes, points[0].point.values).dropFirst(2).map { "\($0.name)=\($1.label)" }
      return layout.map(points, caption: rest.joined(separator: " "), scale)
    }
    note = others > maps.count ? ["\(others - maps.count) more maps are not shown; all points are in sweep.csv."] : []
  }

  /// The maps as markup for a page.
  func markup() throws -> String {
    MustacheContentTypes.register(EscapedText(), named: "XHTML")
    return try MustacheTemplate(string: String(decoding: PackageResources.maps_mustache, as: UTF8.self)).render(self)
  }
}

/// Places of cells and labels, in pixels.
private struct Layout {
  let down: [String]
  let across: [String]
  private let cell: (width: Int, height: Int)
  private let left: Int
  private let top = 24
  private static let size = 12.0

  var rows: Int { max(1, down.count) }
  var columns: Int { across.count }

  init(down: [String], across: [String]) {
    (self.down, self.across) = (down, across)
    let widest = Int(across.map { TextWidth.of($0, size: Layout.size) }.max() ?? 0) + 8
    cell = (
      width: across.count > 12 ? max(8, 640 / across.count) : min(120, max(52, widest)),
      height: down.count > 20 ? max(8, 600 / down.count) : 30
    )
    left = min(150, Int(down.map { TextWidth.of($0, size: Layout.size) }.max() ?? 0) + 8)
  }

  func map(_ points: [SweepTable.Row], caption: String, _ scale: some HeatScale) -> HeatMaps.Map {
    let cells = points.enumerated().map { index, row in
      let (x, y) = (left + index % columns * cell.width, top + index / columns * cell.height)
      let (kind, text) = row.finding == nil ? ("failed", "×") : scale.look(row)
      let fits = cell.height >= 18 && TextWidth.of(text, size: Layout.size) <= Double(cell.width)
      return HeatMaps.Cell(
        x: x, y: y, width: cell.width - 2, height: cell.height - 2, kind: kind + (row.isDiscovery ? " found" : ""),
        title:
          "\(row.point.number) \(row.point.name): \(row.finding?.data?.rawValue ?? "failed"),"
          + " \(scale.title.lowercased()) \(text)",
        textX: x + cell.width / 2 - 1, textY: y + cell.height / 2 + 3, text: fits ? text : "")
    }
    // Where cells are narrow only every so many have a name beside them.
    let everyColumn = max(1, (52 + cell.width - 1) / cell.width)
    let everyRow = max(1, (16 + cell.height - 1) / cell.height)
    let labels =
      across.indices.filter { $0 % everyColumn == 0 }.map { column in
        HeatMaps.Label(
          x: left + column * cell.width + cell.width / 2, y: 15, anchor: "middle",
          text: TextWidth.fit(across[column], Double(cell.width * everyColumn), size: Layout.size))
      }
      + down.indices.filter { $0 % everyRow == 0 }.map { row in
        HeatMaps.Label(
          x: left - 6, y: top + row * cell.height + cell.height / 2 + 3, anchor: "end",
          text: TextWidth.fit(down[row], Double(left - 6), size: Layout.size))
      }
    let best = points.filter(\.isDiscovery).count
    return HeatMaps.Map(
      caption: caption,
      alternative:
        "\(scale.title)\(caption.isEmpty ? "" : " at \(caption)"): \(points.count) points, \(best) discoveries; "
        + "the figures are in the table",
      width: left + columns * cell.width + 24, height: top + rows * cell.height + 4, labels: labels, cells: cells)
  }
}

// MARK: - Scales

/// What a cell shows of a point.
private protocol HeatScale {
  var title: String { get }
  var help: String { get }
  var legend: [HeatMaps.LegendEntry] { get }
  /// The class of the cell and the text in it.
  func look(_ row: SweepTable.Row) -> (kind: String, text: String)
}

/// From blue, a gain, over neutral to orange, a loss, in nine steps.
private struct Gain: HeatScale {
  /// Where both ends of the scale are: the largest gain. Losses, which may be of any size, are cut there.
  var end: Double

  let title = "Gain"
  let help = "Skill over the best predictor without a state. A frame marks a discovery."
  var legend: [HeatMaps.LegendEntry] {
    [
      .init(kind: "v0", text: gainText(end)), .init(kind: "v2", text: gainText(end / 2)),
      .init(kind: "v4", text: "0"), .init(kind: "v6", text: gainText(-end / 2)),
      .init(kind: "v8", text: gainText(-end) + " or less"),
    ] + common
  }

  func look(_ row: SweepTable.Row) -> (kind: String, text: String) {
    guard let skill = row.finding?.skill?.mean else { return ("none", missingText) }
    let step = 4 - Int((4 * min(1, max(-1, skill / end))).rounded())
    return ("v\(step)", gainText(skill))
  }
}

/// Five steps of blue.
private struct HorizonScale: HeatScale {
  private static let steps: [(limit: Double, kind: String, text: String)] = [
    (0.5, "v4", "0"), (2.5, "v3", "1 to 2"), (5.5, "v2", "3 to 5"), (15.5, "v1", "6 to 15"),
    (.infinity, "v0", "more"),
  ]

  let title = "Memory horizon"
  let help =
    "Rows of context that give \(NumberFormat.wholeShare.text(Rules.horizonGain)) of the gain, mean over the networks that"
    + " have a horizon; \(missingText) where none does."
  var legend: [HeatMaps.LegendEntry] {
    HorizonScale.steps.map { .init(kind: $0.kind, text: $0.text) } + common
  }

  func look(_ row: SweepTable.Row) -> (kind: String, text: String) {
    guard let text = row.finding?.horizonText else { return ("none", missingText) }
    let steps = row.finding?.horizon?.mean ?? .infinity
    return (HorizonScale.steps.first { steps <= $0.limit }?.kind ?? "v0", text)
  }
}

private let common: [HeatMaps.LegendEntry] = [
  .init(kind: "v4 found", text: "discovery"), .init(kind: "none", text: "no figure"),
  .init(kind: "failed", text: "failed"),
]

/// With the minus sign of a figure.
private func gainText(_ skill: Double) -> String {
  NumberFormat.skill.text(skill).replacing("-", with: "\u{2212}")
}
