import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory

/// Both models side by side: how they trained, what their states did, where their free runs ended, and what predicts as
/// well without a state.
extension ReportModel {
  var models: Section {
    var blocks: [Block] = [
      .paragraph(
        "Both read the same rows, start from the same random numbers for every weight that both have, and train equally"
          + " long. A difference that noise shows too is no sign of memory."), .table(sideBySide),
    ]
    let warnings = datasets.flatMap { title, dataset in
      ModelKind.allCases.compactMap { model -> String? in
        let found = dataset.findings(model)
        guard found.diverged > 0 else { return nil }
        return
          "\(title), \(model.name): \(found.diverged) of \(found.networks + found.diverged) networks diverged and are"
          + " left out."
      }
        + (unfinished(dataset).map { ["\(title): \($0)"] } ?? [])
    }
    if !warnings.isEmpty { blocks.append(.warnings(warnings)) }
    blocks += [
      .table(predictors),
      .list(
        datasets.map { title, dataset in
          "\(title): \(percentage(dataset.findings.heldOutOutsideTrainingRange)) of the held-out values lie outside the"
            + " training range."
        }),
    ]
    return Section("models", "The two models side by side", label: "The two models", blocks)
  }

  /// One model on one panel.
  private struct Column {
    var name: String
    var found: ModelFindings
    var held: Decodability?
    var kinds: UnitKinds?
    var moves: Dynamics?
    var states: StateFindings { found.states }

    init(_ dataset: Dataset, _ model: ModelKind) {
      name = model.name
      found = dataset.findings(model)
      let ladder = dataset.findings.ladder
      held = model == .memory ? ladder?.stored?.memory : ladder?.stored?.twin
      kinds = model == .memory ? ladder?.units.memory : ladder?.units.twin
      moves = model == .memory ? ladder?.dynamics.memory : ladder?.dynamics.twin
    }

    /// The memory model that is not judged.
    init(_ other: OtherModel, judged: ForecastGain.Model) {
      name = "\(judged == .plain ? "anchored" : "plain"), not judged"
      (found, held, kinds) = (other.findings, other.stored, other.units)
    }

    /// The judged model, its twin, and the other memory model beside them.
    static func all(of dataset: Dataset) -> [Column] {
      let findings = dataset.findings
      return ModelKind.allCases.map { Column(dataset, $0) }
        + (findings.other.map { [Column($0, judged: findings.judged)] } ?? [])
    }
  }

  private var sideBySide: Table {
    let groups = datasets.map { (title: $0.title, columns: Column.all(of: $0.dataset)) }
    let columns = groups.flatMap(\.columns)
    var rows: [Table.Row] = []
    func row(_ name: String, isIndented: Bool = false, _ cell: (Column) -> Table.Cell) {
      rows.append(.init(name, columns.map(cell), isIndented: isIndented))
    }
    func number(_ name: String, _ decimals: Int, isIndented: Bool = false, _ figure: (Column) -> Estimate?) {
      row(name, isIndented: isIndented) { Table.Cell(figure($0), .decimals(decimals)) }
    }
    training(row)
    number("saturation (share of states near their limits)", 3) { $0.states.saturation }
    number("activity (standard deviation of a unit)", 3) { $0.states.activity }
    number("dead units of \(data.memory.shape.hidden)", 1) { $0.states.deadUnits }
    if data.findings.ladder != nil {
      number("stuck units", 1) { $0.kinds?.stuck }
      number("switching units", 1) { $0.kinds?.switching }
      number("graded units", 1) { $0.kinds?.graded }
      number("local gain (slope over largest)", 2) { $0.kinds?.localGain }
    }
    number("collapse (share of dead or stuck units)", 3) { $0.states.collapse }
    number("autocorrelation of the states at lag 1", 3) { $0.states.autocorrelation.dropFirst().first }
    number("integrated time (rows)", 1) { $0.states.integratedTime }
    number("effective dimension", 2) { $0.states.effectiveDimension }
    number("spectral radius of the recurrent weights", 3) { $0.states.spectralRadius }
    number("spectral radius where the free run ends", 3) { $0.states.rolloutSpectralRadius }
    number("Lyapunov exponent (per row)", 3) { $0.states.lyapunov }
    if data.findings.ladder != nil {
      number("past values in the state beyond the present row", 2) { $0.held?.excess }
      row("gradient horizon (rows, to \(NumberFormat.wholeShare.text(Rules.gradientGone)))") {
        $0.moves.map { .text($0.gradientHorizon.text) } ?? .missing
      }
      row("forgetting time (rows, to \(NumberFormat.wholeShare.text(Rules.forgotten)))") {
        $0.moves.map { .text($0.forgettingTime.text) } ?? .missing
      }
    }
    for regime in Regime.allCases {
      row("free runs: \(regime.rawValue)") { .count($0.found.rollout.regimes[regime.rawValue] ?? 0) }
    }
    number("settled at step", 0, isIndented: true) { $0.found.rollout.settledAt }
    row("variance over the data's", isIndented: true) { .interval($0.found.rollout.varianceRatio, .decimals(3)) }
    return Table(
      "Mean over the networks [\(Rules.confidenceText) interval over the networks]; errors are mean squares in scaled units",
      columns: ["figure"] + columns.map { Table.Column($0.name) },
      groups: groups.map { .init(title: $0.title, span: $0.columns.count) }, rows: rows)
  }

  private func training(_ row: (String, Bool, (Column) -> Table.Cell) -> Void) {
    row("networks that trained", false) { .count($0.found.networks) }
    row("networks that diverged", false) { .count($0.found.diverged) }
    row("training error", false) { .interval($0.found.trainLoss, .digits(3)) }
    row("validation error", false) { .interval($0.found.validationLoss, .digits(3)) }
    row("held-out error", false) { .interval($0.found.testLoss, .digits(3)) }
    row("best epoch", false) { .interval($0.found.bestEpochInRange, .decimals(0)) }
  }

  private var predictors: Table {
    let all: [(String, KeyPath<Findings, Double>)] = [
      ("memory model", \.memory.ensembleTestLoss), ("twin", \.twin.ensembleTestLoss),
      ("mean of the training part", \.baselines.mean), ("persistence", \.baselines.persistence),
      ("linear", \.baselines.linear), ("strong memory-less", \.baselines.strongMemoryless),
    ]
    return Table(
      "Held-out error of predictions averaged over the networks, and of competitors without a state",
      columns: ["predictor"] + datasets.map { Table.Column($0.title) },
      rows: all.map { name, error in
        .init(name, datasets.map { .number($0.dataset.findings[keyPath: error], .digits(3)) })
      })
  }
}

extension ModelFindings {
  /// Over the networks; no later than the last epoch.
  fileprivate var bestEpochInRange: Estimate {
    Estimate(
      mean: bestEpoch.mean, low: bestEpoch.low, high: max(min(bestEpoch.high, Double(lastEpoch)), bestEpoch.mean))
  }
}
