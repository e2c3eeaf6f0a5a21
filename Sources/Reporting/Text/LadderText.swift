import Memory
import Numbers

/// The memory ladder in report.txt: the four rungs and the verdict, then the figures behind each rung.
extension TextPage {
  /// Nothing where the findings have no ladder.
  mutating func ladder(_ words: String, _ findings: Findings) {
    guard let ladder = findings.ladder else { return }
    heading("The memory ladder: \(words)")
    if let verdict = findings.verdict {
      paragraph("The data: \(verdict.data.rawValue). The latent state: \(verdict.state.rawValue).")
      mark(verdict.data.rawValue, Emphasis(verdict.data))
      mark(verdict.state.rawValue, Emphasis(verdict.state))
      if let reservation = LadderText.reservation(findings) { paragraph("Of the state this is \(reservation).") }
    }
    answers(LadderText.rungs(ladder))
    if let verdict = findings.verdict {
      gap()
      for reason in verdict.reasons { item(reason) }
      gap()
      paragraph("The rules that fired:")
      for rule in verdict.rules { item(rule) }
      if !verdict.wouldChange.isEmpty { paragraph("What would change the verdict on the data:") }
      for change in verdict.wouldChange { item(change) }
    }
    if let there = ladder.there { memoryProfile(there) }
    columns(ladder)
    if let useful = ladder.useful { gain(useful) }
    if let used = ladder.used { interventions(used) }
    surrogates(ladder.surrogates)
  }

  // MARK: - There

  private mutating func memoryProfile(_ there: MemoryTest) {
    let lags = there.columns.first?.profile.map(\.lag) ?? []
    guard !lags.isEmpty else { return }
    gap()
    paragraph(
      "Memory profile: p by lag in rows, each lag by itself, uncorrected (the rung counts the smallest of all features,"
        + " corrected):")
    var table = TextTable(header: ["column"] + lags.map(String.init))
    for column in there.columns {
      table.rows.append([LadderText.name(column.name)] + column.profile.map { LadderText.p($0.p) })
    }
    self.table(table)
  }

  /// Score test and gain side by side, column by column, and what was done near a unit root.
  private mutating func columns(_ ladder: Ladder) {
    guard let there = ladder.there else { return }
    gap()
    paragraph(
      "By column (levels p: of the score test; changes p: of the changes from row to row; p: the larger of the two,"
        + " Holm-corrected, which decides; root: near a unit root; DM p: Diebold-Mariano):")
    var table = TextTable(header: [
      "column", "levels p", "changes p", "p", "root", "memory", "skill [95 %]", "DM p",
    ])
    for (index, column) in there.columns.enumerated() {
      let gain = ladder.useful.flatMap { $0.columns.indices.contains(index) ? $0.columns[index] : nil }
      table.rows.append([
        LadderText.name(column.name), LadderText.p(column.p), column.changes.map(LadderText.p) ?? "",
        LadderText.p(column.corrected),
        column.isNearUnitRoot ? "yes" : "no", column.rejects ? "yes" : "no",
        gain?.skill.map(LadderText.skill) ?? NumberText.missing,
        gain.map { LadderText.p($0.adjustedP) } ?? NumberText.missing,
      ])
    }
    self.table(table)
    let near = there.columns.filter(\.isNearUnitRoot)
    guard !near.isEmpty else { return }
    let refuted = near.filter { column in column.changes.map { $0 > there.level } ?? false && !column.rejects }
    var words =
      "A unit root cannot be ruled out in \(LadderText.names(near)) (augmented Dickey-Fuller test, 5 %): a level that"
      + " wanders leaves the range it was trained in. There levels and changes must both reject: where the levels do,"
      + " the score test runs on the changes from row to row too, and the larger p counts."
    if !refuted.isEmpty { words += " The changes do not confirm the levels in \(LadderText.names(refuted))." }
    item(words, sign: "!")
  }

  // MARK: - Useful

  private mutating func gain(_ useful: ForecastGain) {
    gap()
    paragraph("Held-out error from persistence to memory, and of a linear autoregression that has memory too:")
    let reference = useful.steps.first?.error ?? 0
    let steps =
      useful.steps.map { (LadderText.name($0, of: useful), $0.error) } + [("autoregression", useful.linear.error)]
    self.table(
      TextTable(
        header: ["predictor", "mean squared error", "over persistence's"],
        rows: steps.map { name, error in
          [
            name, NumberText.significant(error, 3),
            reference > 0 ? NumberText.significant(error / reference, 3) : NumberText.missing,
          ]
        }))
    let orders = useful.linear.orders.map(String.init).joined(separator: ", ")
    let share =
      useful.linear.share.map { " has \(LadderText.percent($0, 0)) of the gain of memory" }
      ?? " is for comparison, for memory gains nothing"
    paragraph(
      "Judged is the \(useful.model.rawValue) memory model, by validation error"
        + "\(useful.model == .anchored ? " (anchored: it predicts the change from the present row)" : ""). The autoregression (orders by BIC:"
        + " \(orders))\(share). On \(NumberText.count(useful.testRows)) held-out rows a gain of"
        + " \(LadderText.percent(useful.detectable.skill)) is seen with 80 % power.")
    let diebold = useful.nested.dieboldMariano
    let pair =
      "skill \(useful.nested.skill.map(LadderText.skill) ?? NumberText.missing); Diebold-Mariano"
      + " \(LadderText.statistic("t", diebold.statistic)), p \(LadderText.p(diebold.p))"
    if let clark = useful.nested.clarkWest {
      paragraph(
        "Nested pair (twin and memory model from the same weights, equal budget): \(pair); Clark-West"
          + " \(LadderText.statistic("z", clark.statistic)), p \(LadderText.p(clark.p)), which rejects too often near a"
          + " unit root and decides nothing here.")
    } else {
      paragraph(
        "Anchored pair (twin and memory model, each from its own initial weights, equal budget): \(pair). The test of"
          + " Clark and West is left out: whatever it learns, a memory model of this cell does not become its twin, so"
          + " that the one does not contain the other.")
    }
  }

  // MARK: - Used

  private mutating func interventions(_ used: Interventions) {
    gap()
    paragraph(
      "Rise of the held-out error when the state is tampered with [95 % interval]: of each network, over the networks;"
        + " of their mean prediction, over time:")
    let all: [(String, Interventions.Intervention)] = [
      ("swapped for that of another time", used.swap), ("set to zero", used.zero), ("frozen at its mean", used.freeze),
    ]
    self.table(
      TextTable(
        header: ["state", "over networks", "over time"],
        rows: all.map { name, found in
          [name, LadderText.rise(found.rise), found.overTime.map(LadderText.rise) ?? NumberText.missing]
        }))
    paragraph(
      "Memory horizon (rows of context that give \(LadderText.percent(Rules.horizonGain, 0)) of the gain):"
        + " \(LadderText.horizon(used.horizon)). The state is behind"
        + " \(LadderText.percent(used.movedVariance.mean)) of the variance of the predictions.")
  }

  // MARK: - Surrogates

  private mutating func surrogates(_ all: [SurrogateFindings]) {
    guard !all.isEmpty else { return }
    gap()
    paragraph(
      "Surrogates: held-out skill of one memory model over its twin, on the data and on series made after a null"
        + " hypothesis (shuffled: rows independent; markov: the next row depends on the present one alone; iaaft: linear"
        + " memory kept):")
    var table = TextTable(header: ["kind", "surrogates", "failed", "data", "median", "95 % below", "p", "smallest p"])
    for found in all {
      table.rows.append([
        found.kind.rawValue, NumberText.count(found.count), NumberText.count(found.failed),
        LadderText.skill(found.statistic), found.quantiles.map { LadderText.skill($0.p50) } ?? NumberText.missing,
        found.quantiles.map { LadderText.skill($0.p95) } ?? NumberText.missing, LadderText.p(found.p),
        LadderText.p(found.resolution),
      ])
    }
    self.table(table)
  }
}

/// Figures of the ladder in words.
enum LadderText {
  static func rungs(_ ladder: Ladder) -> TextTable {
    var table = TextTable(header: ["rung", "figure", "95 % interval", "answer"])
    func add(_ name: String, _ figure: String?, _ interval: String, _ holds: Bool?) {
      table.rows.append([name, figure ?? NumberText.missing, interval, holds.map { $0 ? "yes" : "no" } ?? "not asked"])
    }
    let columns = ladder.there?.columns.count ?? 0
    add(
      "0 there: smallest p of the score test" + (columns > 1 ? ", \(columns) columns" : ""),
      ladder.there.map { $0.smallest.map(p) ?? "nothing open" }, "", ladder.there?.rejects)
    let excess = ladder.stored?.memory.excess
    add(
      "1 stored: past values held beyond the present row", excess.map { NumberText.fixed($0.mean, 2) },
      excess.map { "\(NumberText.fixed($0.low, 2)) to \(NumberText.fixed($0.high, 2))" } ?? "", ladder.stored?.stored)
    let rise = ladder.used?.swap.rise
    add(
      "2 used: rise of the error with another time's state", rise.map { change($0.mean) },
      rise.map { "\(change($0.low)) to \(change($0.high))" } ?? "", ladder.used?.used)
    let useful = ladder.useful
    let gain = useful?.gain(on: ladder.there)
    let skill = gain?.skill ?? useful?.skill
    add(
      "3 useful: skill over the best without a state" + (gain?.column.map { ", \(name($0))" } ?? ""),
      skill.map { $0.isZero ? "0" : LadderText.skill($0.mean) }, skill.map(interval) ?? "",
      useful.map { _ in gain != nil })
    return table
  }

  /// Why the verdict on the latent state is weak, where it is.
  static func reservation(_ findings: Findings) -> String? {
    guard findings.verdict.map({ $0.state != .unknown }) ?? false,
      findings.heldOutOutsideTrainingRange > Rules.farOutside
    else { return nil }
    return
      "weak evidence: \(NumberText.percent(findings.heldOutOutsideTrainingRange)) of the held-out values lie outside"
      + " the range the networks were trained on"
  }

  /// A step from persistence to memory; of the two memory models the one that is judged.
  static func name(_ step: ForecastGain.Step, of useful: ForecastGain) -> String {
    step.name == "memory" ? "memory, \(useful.model.rawValue)" : step.name
  }

  static func p(_ value: Double) -> String { value < 0.001 ? "<0.001" : NumberText.fixed(value, 3) }

  /// One decimal where it says something.
  static func percent(_ share: Double, _ decimals: Int = 1) -> String {
    share.isFinite ? NumberText.fixed(share * 100, share.magnitude >= 10 ? 0 : decimals) + " %" : NumberText.missing
  }

  /// Of a skill; the larger error first where the figure is how many times it is.
  static func interval(_ estimate: Estimate) -> String {
    if estimate.isZero { return "exactly" }
    return estimate.mean <= -1
      ? "\(times(1 - estimate.high)) to \(times(1 - estimate.low)) times"
      : "\(percent(estimate.low)) to \(percent(estimate.high))"
  }

  /// `12.3 %`; where the error is twice the competitor's or more, how many times: nobody reads -93498.6 %.
  static func skill(_ share: Double) -> String { share <= -1 ? times(1 - share) + " times" : percent(share) }

  /// `12.3 % [10.1, 14.5]`, `936 times [905, 970]`
  static func skill(_ estimate: Estimate) -> String {
    guard estimate.mean.isFinite else { return NumberText.missing }
    return estimate.mean <= -1
      ? "\(skill(estimate.mean)) [\(times(1 - estimate.high)), \(times(1 - estimate.low))]" : inPercent(estimate)
  }

  /// A relative rise: `12.3 %`; from ten times as much on, how many times.
  static func change(_ rise: Double) -> String { rise >= 9 ? times(1 + rise) + " times" : percent(rise) }

  /// `12.3 % [10.1, 14.5]`, `27.4 times [20.1, 35.0]`
  static func rise(_ estimate: Estimate) -> String {
    guard estimate.mean.isFinite else { return NumberText.missing }
    return estimate.mean >= 9
      ? "\(change(estimate.mean)) [\(times(1 + estimate.low)), \(times(1 + estimate.high))]" : inPercent(estimate)
  }

  private static func times(_ ratio: Double) -> String { NumberText.significant(ratio, 3) }

  private static func inPercent(_ estimate: Estimate) -> String {
    func number(_ share: Double) -> String { NumberText.fixed(share * 100, share.magnitude >= 10 ? 0 : 1) }
    return estimate.isZero ? "0" : "\(percent(estimate.mean)) [\(number(estimate.low)), \(number(estimate.high))]"
  }

  static func statistic(_ name: String, _ value: Double?) -> String {
    value.map { "\(name) \(NumberText.fixed($0, 2))" } ?? "not to be told"
  }

  /// `4.2 [3.1, 5.3] in 14 of 16, beyond 64 in 1, none in 1`
  static func horizon(_ horizon: Horizon) -> String {
    let networks = horizon.reached + horizon.beyond + horizon.none
    var words: [String] = []
    if let steps = horizon.steps {
      let figure = steps.text { NumberText.fixed($0, 1) }
      words.append(horizon.reached == networks ? figure : "\(figure) in \(horizon.reached) of \(networks)")
    }
    if horizon.beyond > 0 { words.append("beyond \(horizon.limit) in \(horizon.beyond) of \(networks)") }
    if horizon.none > 0 { words.append("none in \(horizon.none) of \(networks)") }
    return words.isEmpty ? NumberText.missing : words.joined(separator: ", ")
  }

  /// A column's name, of a length that a table can hold.
  static func name(_ name: String) -> String { TextTable.cut(TextFlow.oneLine(name), 60) }

  static func names(_ columns: [MemoryTest.Column]) -> String {
    columns.map { TextTable.cut(TextFlow.oneLine($0.name), 40) }.joined(separator: ", ")
  }
}
