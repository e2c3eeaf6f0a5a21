import Memory
import Numbers
import Panels
import Recurrence

/// Hidden states: on random data (figures 1 and 2) and over the whole of the data (figure 6).
extension FigureData {
  /// The last rows, one cell for each unit and row.
  static let rowsOfCells = 120

  static func lastRows(_ panel: Panel) -> Range<Int> { max(0, panel.rows - rowsOfCells)..<panel.rows }

  func randomStates(of model: ModelKind) -> PlotGrid? {
    guard let control else { return nil }
    let rows = FigureData.lastRows(control.panel)
    let (plot, _) = map(control, model, rows: rows, cells: rows.count, tall: 20)
    func activity(_ model: ModelKind) -> String {
      NumberFormat.decimals(2).text(control.findings(model).states.activity.mean)
    }
    let other: ModelKind = model == .memory ? .twin : .memory
    var seen = ""
    if let saturation = control.findings(model).states.saturation {
      seen = ", \(percentage(saturation.mean)) of its states are saturated"
    }
    return PlotGrid(
      name: model == .memory ? "01-random-states-memory" : "02-random-states-twin",
      title: model == .memory
        ? "On noise, streaks along a line are memory" : "On noise, the twin's states show no streaks",
      caption: "Hidden units of \(FigureData.network(control, model)) over the last \(rows.count) rows of noise, the"
        + " earliest active on top.",
      seen: [
        "Standard deviation of a unit over time: \(model.name) \(activity(model)), \(other.name) \(activity(other))",
        seen.isEmpty ? "" : "Of the \(model.name) on noise\(seen)",
        "Autocorrelation of its states at lag 1 "
          + FigureData.lagOne(control.findings(model).states.autocorrelation),
      ].filter { !$0.isEmpty }, legend: [scaleLegend(control)], plots: [plot])
  }

  var stateEvolution: PlotGrid {
    let panel = data.panel
    let maps = ModelKind.allCases.map { model in
      map(data, model, rows: 0..<panel.rows, cells: 450, tall: 13)
    }
    var plots = zip(ModelKind.allCases, maps).map { model, pair in
      var plot = pair.0
      plot.title = FigureData.network(data, model, capital: true)
      plot.xMarks = FigureData.dates(panel)
      plot.xLabel = ""
      if plot.note.isEmpty { plot.marks += FigureData.parts(panel, (0..<panel.rows).map(Double.init)) }
      return plot
    }
    if let last = plots.indices.last { plots[last].xLabel = FigureData.time(of: panel).label }
    let hidden = data.memory.shape.hidden
    let seen = ModelKind.allCases.map {
      NumberFormat.decimals(1).text(data.findings($0).states.effectiveDimension.mean)
    }
    let sizes = maps.compactMap { $0.1?.rowsPerCell }.first ?? 1...1
    let each =
      sizes.upperBound == 1
      ? "one cell for each row"
      : "each cell the mean over "
        + (sizes.lowerBound == sizes.upperBound ? "" : "\(sizes.lowerBound) or ") + "\(sizes.upperBound) rows"
    let dead = ModelKind.allCases.map { NumberFormat.decimals(1).text(data.findings($0).states.deadUnits.mean) }
    return PlotGrid(
      name: "06-state-evolution",
      title: "What both maps show needs no memory: hidden states over the data",
      caption: "Every unit over all \(grouped(panel.rows)) rows, \(each), the earliest active on top.",
      seen: [
        "Effective dimension of \(hidden), mean over the networks: memory model \(seen[0]), twin \(seen[1])",
        "Dead units of \(hidden), mean over the networks: memory model \(dead[0]), twin \(dead[1])",
      ],
      legend: [scaleLegend(data)], plots: plots)
  }

  static func lagOne(_ rho: [Estimate]) -> String {
    rho.indices.contains(1) ? typeset(NumberFormat.decimals(2).text(rho[1].mean)) : missingText
  }

  static func network(_ dataset: Dataset, _ model: ModelKind, capital: Bool = false) -> String {
    let article = capital ? "The" : "the"
    guard let shown = dataset.shown(model) else { return "\(article) \(model.name) (every network diverged)" }
    return "\(article) \(model.name)'s network \(shown.number) of \(dataset.trained(model).networks.count)"
  }
}
