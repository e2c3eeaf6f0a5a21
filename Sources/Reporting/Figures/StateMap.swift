import Memory
import Numbers
import Panels
import Recurrence
import TimeSeries

/// Hidden states as a map of colours: a line of cells for each unit, time to the right.
package struct StateMap {
  /// Of each unit drawn, the mean of its states over the rows of each cell, from 0 to 1 on the scale; the unit that is
  /// active first on top.
  package private(set) var values: [[Double]] = []
  /// Which unit each line is, from 0.
  package private(set) var units: [Int] = []
  /// The fewest and the most rows that one cell is the mean of.
  package private(set) var rowsPerCell = 1...1

  /// More units than these are not drawn.
  static let unitsShown = 64

  /// - Parameters:
  ///   - rows: those of the panel that are drawn, every one of them.
  ///   - cells: how many a line has at most.
  package init(_ states: [Float], units count: Int, rows: Range<Int>, range: (low: Double, high: Double), cells: Int) {
    guard count > 0, !rows.isEmpty, rows.upperBound <= states.count / count else { return }
    let columns = min(cells, rows.count)
    let bounds = (0...columns).map { rows.lowerBound + $0 * rows.count / columns }
    let sizes = zip(bounds, bounds.dropFirst()).map { $1 - $0 }
    rowsPerCell = (sizes.min() ?? 1)...(sizes.max() ?? 1)
    let times = activationTimes(states, units: count, rows: rows)
    units = Array(
      (0..<min(count, StateMap.unitsShown)).sorted {
        // A unit that never moves comes last; equals stay in their order.
        let (one, other) = (times[$0] ?? .infinity, times[$1] ?? .infinity)
        return one == other ? $0 < $1 : one < other
      })
    values = units.map { unit in
      TableColumns.means(states, unit, of: count, between: bounds).map { ($0 - range.low) / (range.high - range.low) }
    }
  }
}

extension FigureData {
  /// What a state can be, on the scale of colours, the same for both models; its middle is a state of no activation. relu
  /// has no upper end: the largest state takes its place.
  func stateRange(_ dataset: Dataset) -> (low: Double, high: Double) {
    switch training.activation {
    case .tanh: return (-1, 1)
    case .sigmoid: return (0, 1)
    case .relu:
      let states = ModelKind.allCases.compactMap {
        dataset.shown($0)?.network.run(over: dataset.panel).states.lazy.filter(\.isFinite).max()
      }
      let largest = max(1e-6, Double(states.max() ?? 1))
      return (-largest, largest)
    }
  }

  func scaleLegend(_ dataset: Dataset) -> PlotGrid.LegendEntry {
    let range = stateRange(dataset)
    return training.activation == .relu
      ? .scale(
        low: "state 0", high: NumberFormat.digits(3).text(range.high),
        levels: Array(Palette.levels / 2..<Palette.levels))
      : .scale(
        low: "state " + typeset(NumberFormat.decimals(0).text(range.low)),
        high: NumberFormat.decimals(0).text(range.high),
        levels: Array(0..<Palette.levels))
  }

  /// The states of the network shown, on some rows of the panel.
  ///
  /// - Parameter tall: the height of a unit's line where there are no more than 24 units.
  func map(_ dataset: Dataset, _ model: ModelKind, rows: Range<Int>, cells: Int, tall: Double) -> (Plot, StateMap?) {
    let hidden = dataset.trained(model).shape.hidden
    let shown = min(hidden, StateMap.unitsShown)
    let height = shown <= 24 ? Double(shown) * tall : max(24 * tall, Double(shown) * 6)
    let ends = [Double(rows.lowerBound), Double(max(rows.upperBound, rows.lowerBound + 1))]
    var plot = Plot(
      x: Axis(.whole, over: ends), y: Axis(over: [0, Double(shown)]), xLabel: "row", yTicks: .none,
      height: max(48, height))
    guard let network = dataset.shown(model)?.network else {
      plot.note = FigureData.nothing
      return (plot, nil)
    }
    let units = network.weights.shape.units(of: network.run(over: dataset.panel).states)
    let map = StateMap(units, units: hidden, rows: rows, range: stateRange(dataset), cells: cells)
    plot.marks = [.cells(map.values)]
    if shown <= 24 {
      plot.rows = map.units.enumerated().map { line, unit in
        .init(y: Double(shown - line) - 0.5, name: "unit \(unit + 1)")
      }
    } else {
      plot.unit = hidden > shown ? "the first \(shown) of \(hidden) units" : "\(hidden) units, one a line"
    }
    return (plot, map)
  }

  static let nothing = "every network diverged"

  /// Where round dates stand on an axis of rows; nil where rows have no dates.
  static func dates(_ panel: Panel) -> [Axis.Tick]? {
    guard panel.resolution != .row else { return nil }
    let times = panel.times.map { Double($0.ticks) }
    return Axis(.time, over: times).ticks(atMost: 10).compactMap { tick in
      times.firstIndex { $0 >= tick.value }.map { .init(value: Double($0), label: tick.label) }
    }
  }
}
