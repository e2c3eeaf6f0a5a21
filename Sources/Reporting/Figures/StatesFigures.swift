import Memory
import Numbers
import Panels
import Recurrence

/// Hidden states: on random data (figures 1 and 2) and over the whole of the data (figure 6).
extension Scene {
  /// The last rows, one cell for each unit and row.
  static let rowsOfCells = 120

  static func lastRows(_ panel: Panel) -> Range<Int> { max(0, panel.rows - rowsOfCells)..<panel.rows }

  func randomStates(of model: Model) -> PlotGrid? {
    guard let control else { return nil }
    let rows = Scene.lastRows(control.panel)
    let (plot, _) = map(control, model, rows: rows, cells: rows.count, tall: 20)
    func activity(_ model: Model) -> String { NumberText.fixed(control.findings(model).states.activity.mean, 2) }
    let other: Model = model == .memory ? .twin : .memory
    var seen = ""
    if let saturation = control.findings(model).states.saturation {
      seen = ", \(NumberText.percent(saturation.mean)) of its states are saturated"
    }
    return PlotGrid(
      name: model == .memory ? "01-random-states-memory" : "02-random-states-twin",
      title: "On random data the \(model.name)'s units vary by \(activity(model)), the \(other.name)'s by"
        + " \(activity(other))",
      caption: "The hidden units of \(Scene.words(control, model)) over the last \(rows.count) rows of independent"
        + " noise, a cell for each unit and row. \(Scene.orderWords) Look for streaks along a line that begin and"
        + " end: on noise only a state that remembers has them, and a line of one colour is a unit's bias. Compare with"
        + " the \(other.name)'s map. In the title the standard deviation over time, mean over units and"
        + " networks\(seen).",
      seen: [
        seen.isEmpty ? "" : "Of the \(model.name) on noise\(seen)",
        "Autocorrelation of its states at lag 1 "
          + Scene.lagOne(control.findings(model).states.autocorrelation),
      ].filter { !$0.isEmpty }, key: [scaleKey(control)], plots: [plot])
  }

  var stateEvolution: PlotGrid {
    let panel = data.panel
    let maps = [Model.memory, .twin].map { model in
      map(data, model, rows: 0..<panel.rows, cells: 450, tall: 13)
    }
    var plots = zip([Model.memory, .twin], maps).map { model, pair in
      var plot = pair.0
      plot.title = Scene.words(data, model, capital: true)
      plot.xMarks = Scene.dates(panel)
      plot.xLabel = ""
      if plot.note.isEmpty { plot.marks += Scene.parts(panel, (0..<panel.rows).map(Double.init)) }
      return plot
    }
    if let last = plots.indices.last { plots[last].xLabel = Scene.time(of: panel).label }
    let hidden = data.memory.shape.hidden
    let seen = [Model.memory, .twin].map {
      NumberText.fixed(data.findings($0).states.effectiveDimension.mean, 1)
    }
    let sizes = maps.compactMap { $0.1?.rowsPerCell }.first ?? 1...1
    let each =
      sizes.upperBound == 1
      ? "a cell for each row"
      : "a cell is the mean over "
        + (sizes.lowerBound == sizes.upperBound ? "" : "\(sizes.lowerBound) or ") + "\(sizes.upperBound) rows"
    let dead = [Model.memory, .twin].map { NumberText.fixed(data.findings($0).states.deadUnits.mean, 1) }
    return PlotGrid(
      name: "06-state-evolution",
      title: "Over the data the hidden states move in \(seen[0]) of \(hidden) dimensions with memory, in \(seen[1])"
        + " without",
      caption: "Every unit over all \(NumberText.count(panel.rows)) rows, \(each), so that every row counts."
        + " \(Scene.orderWords) Compare the two maps: what the twin does too takes no memory. In the title the"
        + " effective dimension, mean over the networks.",
      seen: ["Dead units of \(hidden), mean over the networks: memory model \(dead[0]), twin \(dead[1])"],
      key: [scaleKey(data)], plots: plots)
  }

  static func lagOne(_ rho: [Estimate]) -> String {
    rho.indices.contains(1) ? NumberText.typeset(NumberText.fixed(rho[1].mean, 2)) : NumberText.missing
  }

  static func words(_ dataset: Dataset, _ model: Model, capital: Bool = false) -> String {
    let article = capital ? "The" : "the"
    guard let shown = dataset.shown(model) else { return "\(article) \(model.name) (every network diverged)" }
    return "\(article) \(model.name)'s network \(shown.number) of \(dataset.trained(model).networks.count)"
  }
}
