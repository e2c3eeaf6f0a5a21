import Memory
import Numbers
import Panels
import Recurrence

/// Both models in report.txt, side by side: how they trained, what their states did, where their free runs ended, and
/// what predicts as well without a state.
extension TextPage {
  mutating func models(_ words: String, _ dataset: Dataset) {
    heading("The two models side by side: \(words)")
    paragraph(
      "Mean squared error in scaled units; mean over the networks [its 95 % interval]. What the states and the free runs"
        + " look like is no evidence of memory.")
    table(ModelsText.sideBySide(dataset))
    for model in Scene.Model.both where dataset.findings(model).diverged > 0 {
      let found = dataset.findings(model)
      item(
        "\(model.name): \(found.diverged) of \(found.networks + found.diverged) networks diverged and are left out.",
        sign: "!")
    }
    if let words = ModelsText.unfinished(dataset) { item(words, sign: "!") }
    let findings = dataset.findings
    let base = findings.baselines
    gap()
    paragraph("Held-out error of predictions averaged over the networks, and of competitors without a state:")
    table(
      TextTable(
        header: ["predictor", "mean squared error"],
        rows: [
          ("memory model", findings.memory.ensembleTestLoss), ("twin", findings.twin.ensembleTestLoss),
          ("mean of the training part", base.mean), ("persistence", base.persistence), ("linear", base.linear),
          ("strong memory-less", base.strongMemoryless),
        ].map { [$0, NumberText.significant($1, 3)] }))
    paragraph(
      "\(NumberText.percent(findings.heldOutOutsideTrainingRange)) of the held-out values lie outside the range of the"
        + " training part.")
  }
}

/// Figures of both models in words.
enum ModelsText {
  /// A best epoch this late, as a share of all epochs, says that training was not over.
  private static let late = 0.95

  /// The history begins before the first.
  private static func lastEpoch(_ found: ModelFindings) -> Int { max(0, found.trainLossHistory.count - 1) }

  /// Which model's networks were still improving when training ended; nil where none were.
  static func unfinished(_ dataset: Dataset) -> String? {
    let all = Scene.Model.both.compactMap { model -> String? in
      let found = dataset.findings(model)
      let epochs = lastEpoch(found)
      guard epochs > 1, found.bestEpoch.mean >= late * Double(epochs) else { return nil }
      return "\(model.name) \(NumberText.fixed(found.bestEpoch.mean, 0)) of \(NumberText.count(epochs))"
    }
    guard !all.isEmpty else { return nil }
    return "Training ended while the validation error still fell (best epoch, mean over the networks:"
      + " \(all.joined(separator: ", "))): with more epochs the plain networks might do better."
  }

  /// Over the networks; no further than the last epoch.
  static func bestEpoch(_ found: ModelFindings) -> String {
    let high = min(found.bestEpoch.high, Double(lastEpoch(found)))
    let shown = Estimate(mean: found.bestEpoch.mean, low: found.bestEpoch.low, high: max(high, found.bestEpoch.mean))
    return shown.text { NumberText.fixed($0, 0) }
  }

  static func sideBySide(_ dataset: Dataset) -> TextTable {
    let both = Scene.Model.both
    var table = TextTable(header: [""] + both.map(\.name))
    func add(_ name: String, _ figure: (Scene.Model) -> String?) {
      table.rows.append([name] + both.map { figure($0) ?? NumberText.missing })
    }
    func figure(_ name: String, _ decimals: Int, _ part: (StateFindings) -> Estimate?) {
      add(name) { part(dataset.findings($0).states)?.text { NumberText.fixed($0, decimals) } }
    }
    func loss(_ name: String, _ part: KeyPath<ModelFindings, Estimate>) {
      add(name) { dataset.findings($0)[keyPath: part].text { NumberText.significant($0, 3) } }
    }
    loss("training error", \.trainLoss)
    loss("validation error", \.validationLoss)
    loss("held-out error", \.testLoss)
    add("best epoch") { bestEpoch(dataset.findings($0)) }
    figure("saturation (share beyond 0.95)", 3) { $0.saturation }
    figure("activity (deviation of a unit)", 3) { $0.activity }
    figure("dead units of \(dataset.memory.shape.hidden)", 1) { $0.deadUnits }
    figure("collapse (dead or saturated)", 3) { $0.collapse }
    figure("autocorrelation at lag 1", 3) { $0.autocorrelation.count > 1 ? $0.autocorrelation[1] : nil }
    figure("integrated time (rows)", 1) { $0.integratedTime }
    figure("effective dimension", 2) { $0.effectiveDimension }
    figure("spectral radius", 3) { $0.spectralRadius }
    figure("the same, at the rollout's end", 3) { $0.rolloutSpectralRadius }
    figure("Lyapunov exponent (per row)", 3) { $0.lyapunov }
    if let ladder = dataset.findings.ladder { units(ladder, add) }
    for regime in Regime.allCases {
      add("free runs: \(regime.rawValue)") { String(dataset.findings($0).rollout.regimes[regime.rawValue] ?? 0) }
    }
    add("  settled at step") { dataset.findings($0).rollout.settledAt?.text { NumberText.fixed($0, 0) } }
    add("  variance over the data's") {
      dataset.findings($0).rollout.varianceRatio.text { NumberText.significant($0, 2) }
    }
    return table
  }

  /// Units by kind and how the states move.
  private static func units(_ ladder: Ladder, _ add: (String, (Scene.Model) -> String?) -> Void) {
    func kinds(_ model: Scene.Model) -> UnitKinds? { model == .memory ? ladder.units.memory : ladder.units.twin }
    func moves(_ model: Scene.Model) -> Dynamics? { model == .memory ? ladder.dynamics.memory : ladder.dynamics.twin }
    func number(_ estimate: Estimate?, _ decimals: Int) -> String? {
      estimate?.text { NumberText.fixed($0, decimals) }
    }
    add("units: stuck") { number(kinds($0)?.stuck, 1) }
    add("units: switching") { number(kinds($0)?.switching, 1) }
    add("units: graded") { number(kinds($0)?.graded, 1) }
    add("local gain (slope over largest)") { number(kinds($0)?.localGain, 2) }
    add("gradient horizon (rows, to \(LadderText.percent(Rules.gradientGone, 0)))") {
      moves($0).map { LadderText.horizon($0.gradientHorizon) }
    }
    add("forgetting time (rows, to \(LadderText.percent(Rules.forgotten, 0)))") {
      moves($0).map { LadderText.horizon($0.forgettingTime) }
    }
  }
}

extension Scene.Model {
  static var both: [Scene.Model] { [.memory, .twin] }
}
