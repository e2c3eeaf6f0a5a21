import Memory
import Numbers
import Panels
import Recurrence

/// Hidden states: on random data (figures 1 and 2) and over the whole of the data (figure 6).
extension Scene {
  /// The last rows, one cell for each unit and row.
  static let rowsOfCells = 120
  /// More strips than these would be too thin to read.
  static let unitsShown = 16

  func randomStates(of model: Model) -> Sheet? {
    guard let control else { return nil }
    let states = control.findings(model).states
    var seen = "activity " + NumberText.fixed(states.activity.mean, 2)
    if let saturation = states.saturation { seen += ", \(NumberText.percent(saturation.mean)) of the states saturated" }
    let rows = min(Scene.rowsOfCells, control.panel.rows)
    var plot = cells(control, model)
    plot.title = ""
    plot.height = 320
    return Sheet(
      name: model == .memory ? "01-random-states-memory" : "02-random-states-twin",
      title: "Hidden states of the \(model.name) on random data: \(seen)",
      caption: "Each line of cells is a hidden unit of \(Scene.words(control, model)) over the last \(rows) rows of"
        + " independent noise. Activity is the standard deviation of a unit over time, the mean over units and networks.",
      key: [scaleKey], plots: [plot])
  }

  var stateEvolution: Sheet {
    let rows = NumberText.count(data.panel.rows)
    let both = [Model.memory, .twin]
    let (left, right) = (strips(of: .memory), strips(of: .twin))
    let plots = zip(left, right).flatMap { [$0, $1] }
    let hidden = data.memory.shape.hidden
    let shown = hidden > Scene.unitsShown ? " The first \(Scene.unitsShown) of \(hidden) units are shown." : ""
    let range = range
    let seen = both.map {
      "\($0.rawValue) \(NumberText.fixed(data.findings($0).states.effectiveDimension.mean, 1))"
    }
    return Sheet(
      name: "06-state-evolution",
      title: "Hidden states over the data: effective dimension (of \(hidden)) \(seen.joined(separator: ", "))",
      caption: "Each strip is a hidden unit over all \(rows) rows, from \(Scene.end(range.low)) to"
        + " \(Scene.end(range.high)); left \(Scene.words(data, .memory)), right \(Scene.words(data, .twin))."
        + shown,
      key: [.line(.memory, "memory model"), .line(.twin, "memory-less twin"), .shade("held out")],
      columns: 2, plots: plots)
  }

  // MARK: - Parts

  /// What a state can be; relu has no upper end, the largest state takes its place.
  var range: (low: Double, high: Double) {
    switch training.activation {
    case .tanh: return (-1, 1)
    case .sigmoid: return (0, 1)
    case .relu:
      let states = [Model.memory, .twin].compactMap { data.shown($0)?.network.states.max() }
      return (0, max(1e-6, Double(states.max() ?? 1)))
    }
  }

  var scaleKey: Sheet.Key {
    training.activation == .relu
      ? .scale(low: "0", high: "largest state", upperHalf: true)
      : .scale(low: Scene.end(range.low), high: Scene.end(range.high), upperHalf: false)
  }

  static func end(_ value: Double) -> String {
    NumberText.typeset(NumberText.fixed(value, value == value.rounded() ? 0 : 1))
  }

  static func words(_ dataset: Dataset, _ model: Model) -> String {
    guard let shown = dataset.shown(model) else { return "the \(model.name) (every network diverged)" }
    return "the \(model.name)'s network \(shown.number) of \(dataset.trained(model).networks.count)"
  }

  /// States as coloured cells, the last rows of the panel.
  func cells(_ dataset: Dataset, _ model: Model) -> Plot {
    let hidden = dataset.trained(model).shape.hidden
    let last = max(0, dataset.panel.rows - Scene.rowsOfCells)..<dataset.panel.rows
    var plot = Plot(
      title: "Hidden states, \(model.name)", x: Axis(.whole, over: [Double(last.lowerBound), Double(last.upperBound)]),
      y: Axis(over: [0, Double(hidden)]), xLabel: "row", showsYTicks: false, height: 190)
    guard let network = dataset.shown(model)?.network else {
      plot.note = Scene.nothing
      return plot
    }
    let unitRange = Scene.cellRange(training.activation, network.states)
    let rows = (0..<hidden).map { unit in
      Dataset.column(network.states, unit, of: hidden, rows: last).map {
        ($0 - unitRange.low) / (unitRange.high - unitRange.low)
      }
    }
    plot.unit = hidden == 1 ? "one unit" : "\(hidden) units, one a line"
    plot.marks = [.cells(rows)]
    return plot
  }

  static let nothing = "every network diverged: nothing to draw"

  /// The middle of the scale is a state of no activation.
  private static func cellRange(_ activation: Activation, _ states: [Float]) -> (low: Double, high: Double) {
    switch activation {
    case .tanh: return (-1, 1)
    case .sigmoid: return (0, 1)
    case .relu:
      let largest = max(1e-6, Double(states.lazy.filter(\.isFinite).max() ?? 1))
      return (-largest, largest)
    }
  }

  private func strips(of model: Model) -> [Plot] {
    let hidden = data.trained(model).shape.hidden
    let count = min(hidden, Scene.unitsShown)
    let time = Scene.time(of: data.panel)
    let range = range
    let network = data.shown(model)?.network
    return (0..<count).map { unit in
      var plot = Plot(
        title: "unit \(unit + 1)", x: time.axis, y: Axis(over: [range.low, range.high], margin: 0.06),
        showsXTicks: unit == count - 1, showsYTicks: false, isStrip: true, height: 27)
      if unit == count - 1 { plot.xLabel = time.label }
      guard let network else {
        plot.note = unit == 0 ? Scene.nothing : " "
        return plot
      }
      let values = Dataset.column(network.states, unit, of: hidden, rows: 0..<data.panel.rows)
      plot.marks = [Scene.heldOut(data.panel, time.values), .line(model.ink, xs: time.values, ys: values, thin: true)]
      return plot
    }
  }
}
