import Memory
import Recurrence

extension PageModel {
  /// Both models in columns, of the data and beside them of the control.
  static func sideBySide(_ datasets: [(String, Dataset)]) -> PageTable {
    let columns = datasets.flatMap { _, dataset in Scene.Model.both.map { Column(dataset, $0) } }
    func row(_ name: String, _ figure: (Column) -> String?) -> PageTable.Row {
      .init(name: name, cells: columns.map { figure($0) ?? NumberText.missing })
    }
    func number(_ decimals: Int, _ figure: @escaping (Column) -> Estimate?) -> (Column) -> String? {
      { figure($0)?.text { NumberText.fixed($0, decimals) } }
    }
    func error(_ figure: @escaping (ModelFindings) -> Estimate) -> (Column) -> String? {
      { figure($0.found).text { NumberText.significant($0, 3) } }
    }
    let hidden = datasets.first.map { $0.1.memory.shape.hidden } ?? 0
    var rows = [
      row("networks that trained") { NumberText.count($0.found.networks) },
      row("networks that diverged and are left out") { NumberText.count($0.found.diverged) },
      row("error, training part", error(\.trainLoss)), row("error, validation part", error(\.validationLoss)),
      row("error, held-out part", error(\.testLoss)),
      row("error of the mean prediction, held-out part") { NumberText.significant($0.found.ensembleTestLoss, 3) },
      row("best epoch") { ModelsText.bestEpoch($0.found) },
      row("saturation (share of states near their limits)", number(3) { $0.states.saturation }),
      row("activity (standard deviation of a unit)", number(3) { $0.states.activity }),
      row("dead or stuck units, share", number(3) { $0.states.collapse }),
      row("dead units of \(hidden)", number(1) { $0.states.deadUnits }),
      row("autocorrelation of the states at lag 1", number(3) { $0.states.autocorrelation.dropFirst().first }),
      row("integrated time (rows)", number(1) { $0.states.integratedTime }),
      row("effective dimension", number(2) { $0.states.effectiveDimension }),
      row("spectral radius of the recurrent weights", number(3) { $0.states.spectralRadius }),
      row("Lyapunov exponent (per row)", number(3) { $0.states.lyapunov }),
    ]
    rows += Regime.allCases.map { regime in
      row("free runs: \(regime.rawValue)") { NumberText.count($0.found.rollout.regimes[regime.rawValue] ?? 0) }
    }
    rows += [
      row("free runs that settle do so at step", number(0) { $0.found.rollout.settledAt }),
      row("variance of the free run over that of the data") {
        $0.found.rollout.varianceRatio.text { NumberText.significant($0, 2) }
      },
    ]
    if columns.contains(where: { $0.held != nil || $0.moves != nil }) {
      rows += [
        row("past values in the state beyond the present row", number(2) { $0.held?.excess }),
        row("gradient horizon (rows, to \(LadderText.percent(Rules.gradientGone, 0)))") {
          $0.moves.map { LadderText.horizon($0.gradientHorizon) }
        },
        row("forgetting time (rows, to \(LadderText.percent(Rules.forgotten, 0)))") {
          $0.moves.map { LadderText.horizon($0.forgettingTime) }
        },
      ]
    }
    return PageTable(
      caption: "Mean over the networks [95 % interval over the networks]; errors are mean squares in scaled units",
      groups: PageList(datasets.map { .init(title: $0.0, span: 2) }),
      header: datasets.flatMap { _ in ["memory model", "twin"] }, rows: rows, corner: "figure")
  }

  /// One model on one panel.
  private struct Column {
    var found: ModelFindings
    var held: Decodability?
    var moves: Dynamics?
    var states: StateFindings { found.states }

    init(_ dataset: Dataset, _ model: Scene.Model) {
      found = dataset.findings(model)
      let ladder = dataset.findings.ladder
      held = model == .memory ? ladder?.stored?.memory : ladder?.stored?.twin
      moves = model == .memory ? ladder?.dynamics.memory : ladder?.dynamics.twin
    }
  }
}
