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
        "Both start from the same random numbers. A difference that noise shows too is no sign of memory."),
      .pageOnly([.table(sideBySide(all: false))]),
      .textOnly([.table(sideBySide(all: true)), .table(further)]),
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
      .textOnly([
        .list(
          datasets.map { title, dataset in
            "\(title): \(percentage(dataset.findings.heldOutOutsideTrainingRange)) of the held-out values lie outside the"
              + " training range."
          })
      ]),
    ]
    return Section(
      "models", "The two models side by side", label: "The two models",
      folded: "errors, hidden states and free runs, with their intervals", blocks)
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

  /// The rows of a table with a cell for each model on each panel.
  private struct Rows {
    let columns: [Column]
    var rows: [Table.Row] = []

    mutating func add(_ name: String, isIndented: Bool = false, _ cell: (Column) -> Table.Cell) {
      rows.append(.init(name, columns.map(cell), isIndented: isIndented))
    }

    mutating func add(_ name: String, _ format: NumberFormat, isIndented: Bool = false, _ figure: (Column) -> Estimate?)
    {
      add(name, isIndented: isIndented) { Table.Cell(figure($0), format) }
    }
  }

  /// Errors, what the states are like, and where the free runs end.
  ///
  /// - Parameter all: the memory model that is not judged, too.
  private func sideBySide(all: Bool) -> Table {
    table(
      "Mean over the networks [\(Rules.confidenceText) interval over the networks]; errors are mean squares in scaled units",
      all: all
    ) { rows in
      rows.add("held-out error", .digits(3)) { $0.found.testLoss }
      rows.add("saturation (share of states near their limits)", .decimals(3)) { $0.states.saturation }
      rows.add("activity (standard deviation of a unit)", .decimals(3)) { $0.states.activity }
      rows.add("collapse (share of dead or stuck units)", .decimals(3)) { $0.states.collapse }
      rows.add("autocorrelation of the states at lag 1", .decimals(3)) { $0.states.autocorrelation.dropFirst().first }
      rows.add("effective dimension", .decimals(2)) { $0.states.effectiveDimension }
      if data.findings.ladder != nil {
        rows.add("past values in the state beyond the present row", .decimals(2)) { $0.held?.excess }
      }
      for regime in Regime.allCases {
        rows.add("free runs: \(regime.rawValue)") { .count($0.found.rollout.regimes[regime.rawValue] ?? 0) }
      }
    }
  }

  /// How they trained, and further figures of their states.
  private var further: Table {
    table("Further figures of the same networks", all: true) { rows in
      rows.add("networks that trained") { .count($0.found.networks) }
      rows.add("networks that diverged") { .count($0.found.diverged) }
      rows.add("training error", .digits(3)) { $0.found.trainLoss }
      rows.add("validation error", .digits(3)) { $0.found.validationLoss }
      rows.add("best epoch", .decimals(0)) { $0.found.bestEpochInRange }
      rows.add("dead units of \(data.memory.shape.hidden)", .decimals(1)) { $0.states.deadUnits }
      rows.add("integrated time (rows)", .decimals(1)) { $0.states.integratedTime }
      rows.add("spectral radius of the recurrent weights", .decimals(3)) { $0.states.spectralRadius }
      rows.add("spectral radius where the free run ends", .decimals(3)) { $0.states.rolloutSpectralRadius }
      rows.add("Lyapunov exponent (per row)", .decimals(3)) { $0.states.lyapunov }
      if data.findings.ladder != nil { unitsAndDynamics(&rows) }
      rows.add("free runs: settled at step", .decimals(0)) { $0.found.rollout.settledAt }
      rows.add("free runs: variance over the data's", .decimals(3)) { $0.found.rollout.varianceRatio }
    }
  }

  private func unitsAndDynamics(_ rows: inout Rows) {
    rows.add("stuck units", .decimals(1)) { $0.kinds?.stuck }
    rows.add("switching units", .decimals(1)) { $0.kinds?.switching }
    rows.add("graded units", .decimals(1)) { $0.kinds?.graded }
    rows.add("local gain (slope over largest)", .decimals(2)) { $0.kinds?.localGain }
    rows.add("gradient horizon (rows, to \(NumberFormat.wholeShare.text(Rules.gradientGone)))") {
      $0.moves.map { .text($0.gradientHorizon.text) } ?? .missing
    }
    rows.add("forgetting time (rows, to \(NumberFormat.wholeShare.text(Rules.forgotten)))") {
      $0.moves.map { .text($0.forgettingTime.text) } ?? .missing
    }
  }

  private func table(_ caption: String, all: Bool, _ fill: (inout Rows) -> Void) -> Table {
    let groups = datasets.map { title, dataset in
      (title: title, columns: Array(Column.all(of: dataset).prefix(all ? .max : ModelKind.allCases.count)))
    }
    let columns = groups.flatMap(\.columns)
    var rows = Rows(columns: columns)
    fill(&rows)
    return Table(
      caption, columns: ["figure"] + columns.map { Table.Column($0.name) },
      groups: groups.map { .init(title: $0.title, span: $0.columns.count) }, rows: rows.rows)
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
