import Memory
import Numbers
import Panels
import Recurrence
import TimeSeries

extension Report {
  /// The report as plain text, no line wider than 100 columns: the answer, then what it rests on.
  public var text: String {
    var page = TextPage()
    for sentence in answer { page.paragraph(sentence) }
    let datasets = [(data.panel.name, data)] + (control.map { [("random control", $0)] } ?? [])
    for (words, dataset) in datasets { page.ladder(words, dataset.findings) }
    if let calibration { page.calibration(calibration, rows: data.panel.rows) }
    page.data(data)
    for (words, dataset) in datasets {
      page.training(words, dataset, training)
      page.states(words, dataset)
      page.rollouts(words, dataset)
    }
    page.claims(data.findings.claims)
    page.figures(figures)
    page.heading("Made by")
    page.paragraph("engram \(version); every setting and every number in full in results.json.")
    return page.text
  }
}

/// Lines of a report under way.
struct TextPage {
  static let width = 100
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func heading(_ text: String) {
    let title = TextTable.cut(TextFlow.oneLine(text), TextPage.width)
    lines += ["", title, String(repeating: "-", count: title.count)]
  }

  mutating func paragraph(_ text: String, indent: String = "", first: String? = nil) {
    lines += TextFlow.wrap(text, width: TextPage.width, indent: indent, first: first)
  }

  /// An empty line.
  mutating func gap() { lines.append("") }

  mutating func table(_ table: TextTable) { lines += table.lines(width: TextPage.width) }

  // MARK: - How often the verdict errs

  mutating func calibration(_ rates: ErrorRates, rows: Int) {
    heading("How often such a verdict errs")
    for sentence in rates.sentences(forRows: rows) { paragraph(sentence) }
  }

  // MARK: - Data

  mutating func data(_ dataset: Dataset) {
    let panel = dataset.panel
    heading("Data: \(panel.name)")
    let span = [panel.times.first, panel.times.last].compactMap { $0?.text(panel.resolution) }
    paragraph(
      "\(NumberText.count(panel.rows)) rows, \(panel.width) column\(panel.width == 1 ? "" : "s"),"
        + " \(panel.resolution == .row ? "rows" : "") \(span.joined(separator: " to ")):"
        + " \(NumberText.count(panel.split.train)) train, \(NumberText.count(panel.split.validation)) choose the epoch,"
        + " \(NumberText.count(panel.split.test)) are held out. Scaling: \(panel.scaler.kind.rawValue), fitted on the"
        + " training part.")
    var table = TextTable(header: [
      "column", "rows read", "missing", "repeated", "unordered", "left out", "filled",
    ])
    for entry in panel.ledger.entries {
      let order = entry.reversed ? "reversed" : NumberText.count(entry.inversions)
      table.rows.append(
        [TextFlow.oneLine(entry.column)] + [entry.rowsRead, entry.missing, entry.duplicates].map(NumberText.count)
          + [order] + [entry.dropped, entry.filled].map(NumberText.count))
    }
    if !table.rows.isEmpty { self.table(table) }
    for entry in panel.ledger.entries {
      paragraph(
        "\(entry.origin), \(entry.first) to \(entry.last)" + (entry.observed.map { ", observed at \($0)" } ?? "")
          + (entry.lag > 0 ? ", lag \(entry.lag)" : ""), indent: "    ",
        first: "  \(TextTable.cut(TextFlow.oneLine(entry.column), 40)): ")
      for document in entry.documents {
        paragraph(
          "sha256 \(document.sha256), fetched \(document.fetched): \(document.url)", indent: "      ", first: "    ")
      }
      for note in entry.notes { paragraph(TextFlow.oneLine(note), indent: "      ", first: "    note: ") }
    }
    if let gap = panel.ledger.longestGap { paragraph("Longest gap: \(gap).", indent: "  ") }
    for warning in panel.ledger.warnings { paragraph(warning, indent: "    ", first: "  ! ") }
  }

  // MARK: - Models

  mutating func training(_ words: String, _ dataset: Dataset, _ options: TrainingOptions) {
    let findings = dataset.findings
    heading("Training: \(words)")
    paragraph(
      "\(options.networks) networks of \(options.hidden) \(options.activation.rawValue) units each, \(options.epochs)"
        + " epochs; mean squared error in scaled units, mean over the networks [its 95 % interval].")
    var table = TextTable(header: ["model", "training", "validation", "held out", "best epoch"])
    for model in Scene.Model.both {
      let found = dataset.findings(model)
      table.rows.append(
        [model == .memory ? "memory" : "twin"]
          + [found.trainLoss, found.validationLoss, found.testLoss].map(TextPage.loss)
          + [found.bestEpoch.text { NumberText.fixed($0, 0) }])
    }
    self.table(table)
    for model in Scene.Model.both where dataset.findings(model).diverged > 0 {
      let found = dataset.findings(model)
      paragraph(
        "\(model.name): \(found.diverged) of \(found.networks + found.diverged) networks diverged and are left out.",
        indent: "    ", first: "  ! ")
    }
    let base = findings.baselines
    paragraph("Held-out error of predictions averaged over the networks, and of competitors without a state:")
    var rivals = TextTable(header: ["memory model", "twin", "mean", "persistence", "linear", "strong memory-less"])
    rivals.rows = [
      [
        findings.memory.ensembleTestLoss, findings.twin.ensembleTestLoss, base.mean, base.persistence, base.linear,
        base.strongMemoryless,
      ].map { NumberText.significant($0, 3) }
    ]
    self.table(rivals)
    paragraph(
      "\(NumberText.percent(findings.heldOutOutsideTrainingRange)) of the held-out values lie outside the range of the"
        + " training part.")
  }

  mutating func states(_ words: String, _ dataset: Dataset) {
    heading("Hidden states: \(words)")
    let both = Scene.Model.both.map { dataset.findings($0).states }
    var table = TextTable(header: [""] + Scene.Model.both.map(\.name))
    func add(_ name: String, _ decimals: Int, _ figure: (StateFindings) -> Estimate?) {
      table.rows.append(
        [name] + both.map { figure($0)?.text { NumberText.fixed($0, decimals) } ?? NumberText.missing })
    }
    add("saturation (share of states beyond 0.95)", 3) { $0.saturation }
    add("activity (standard deviation of a unit)", 3) { $0.activity }
    add("dead units of \(dataset.memory.shape.hidden)", 1) { $0.deadUnits }
    add("collapse (dead or saturated units, share)", 3) { $0.collapse }
    add("autocorrelation at lag 1", 3) { $0.autocorrelation.count > 1 ? $0.autocorrelation[1] : nil }
    add("integrated time (rows)", 1) { $0.integratedTime }
    add("effective dimension", 2) { $0.effectiveDimension }
    add("spectral radius of the recurrent weights", 3) { $0.spectralRadius }
    add("spectral radius at the end of the rollout", 3) { $0.rolloutSpectralRadius }
    add("Lyapunov exponent (per row)", 3) { $0.lyapunov }
    self.table(table)
  }

  mutating func rollouts(_ words: String, _ dataset: Dataset) {
    heading("Rollouts: \(words)")
    var table = TextTable(
      header: ["model"] + Regime.allCases.map(\.rawValue) + ["settled at", "variance ratio"])
    for model in Scene.Model.both {
      let rollout = dataset.findings(model).rollout
      table.rows.append(
        [model.name] + Regime.allCases.map { String(rollout.regimes[$0.rawValue] ?? 0) } + [
          rollout.settledAt?.text { NumberText.fixed($0, 0) } ?? NumberText.missing,
          rollout.varianceRatio.text { NumberText.significant($0, 2) },
        ])
    }
    self.table(table)
  }

  private static func loss(_ estimate: Estimate) -> String { estimate.text { NumberText.significant($0, 3) } }

  // MARK: - Findings

  mutating func claims(_ claims: [Claim]) {
    heading("Findings")
    for claim in claims {
      paragraph(claim.claim, indent: "  ", first: "* ")
      paragraph(claim.verdict.rawValue, indent: "           ", first: "  verdict  ")
      paragraph(claim.figure, indent: "           ", first: "  figure   ")
      if let interval = claim.interval {
        paragraph(interval.text { NumberText.significant($0, 3) }, indent: "           ", first: "  interval ")
      }
      paragraph(claim.rule, indent: "           ", first: "  rule     ")
    }
  }

  mutating func figures(_ figures: [Figure]) {
    heading("Figures")
    for figure in figures { paragraph(figure.title, indent: "    ", first: "  \(figure.file): ") }
  }
}

extension Scene.Model {
  static var both: [Scene.Model] { [.memory, .twin] }
}
