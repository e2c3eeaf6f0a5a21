import Memory
import Panels

/// How sure the answer is, in sentences for readers who know no statistics.
extension PageModel {
  /// - Parameters:
  ///   - control: the findings on noise of the same size; nil if the study left it out.
  ///   - measured: how often such a verdict errs.
  static func confidence(_ data: Dataset, _ control: Findings?, _ measured: [String]) -> [String] {
    let findings = data.findings
    guard let ladder = findings.ladder, let verdict = findings.verdict else { return [] }
    return [onTheData(verdict.data, ladder)] + measured
      + [
        outside(findings), clocks(data), onTheGain(ladder), replication(findings), ModelsText.unfinished(data),
        surrogates(ladder.surrogates), onNoise(control),
      ].compactMap { $0 }
  }

  private static func onTheData(_ verdict: Verdict.OnData, _ ladder: Ladder) -> String {
    guard let there = ladder.there else {
      return "Nothing can be said of the data: there are too few rows for the score test, or a column does not vary."
    }
    let (level, margin) = (NumberText.percent(there.level), NumberText.percent(Rules.margin))
    let falseAlarm =
      "Where there is no memory, the score test says so falsely in about \(level) of all data sets, all columns together."
    let detectable = LadderText.percent(there.detectable)
    switch verdict {
    case .memory:
      return
        "Sure of two things, each by a test of its own: that the past helps, and that on rows the networks never saw"
        + " the gain is larger than \(margin) (95 % confidence, one-sided). \(falseAlarm)"
    case .negligible:
      return
        "Sure of two things, each by a test of its own: that the past helps, and that it is worth less than \(margin)"
        + " of the error (95 % confidence). \(falseAlarm)"
    case .notExploited:
      return "Sure that the past helps; not sure that these networks gain by it. \(falseAlarm)"
    case .none:
      return
        "Memory that explains \(detectable) or more of what the present row leaves open would have been found in at"
        + " least 4 of 5 such data sets. Weaker memory may be there: to find none is no proof that there is none."
    case .inconclusive:
      return "Not sure: even memory that explains \(detectable) of what the present row leaves open might have been"
        + " missed in more than 1 of 5 such data sets."
    case .notTestable: return "Nothing can be said of the data."
    }
  }

  private static func onTheGain(_ ladder: Ladder) -> String? {
    guard let useful = ladder.useful else { return nil }
    let seen =
      "On \(NumberText.count(useful.testRows)) held-out rows a gain of \(LadderText.percent(useful.detectable.skill)) of"
      + " the error would have been seen with \(LadderText.percent(useful.detectable.power, 0)) power"
    guard let skill = useful.skill else { return seen + "." }
    let over = "over the best predictor without a state (\(useful.competitor))"
    return seen
      + (skill.isZero
        ? "; the gain \(over) was exactly 0."
        : "; the gain was \(LadderText.percent(skill.mean)), between \(LadderText.percent(skill.low)) and"
          + " \(LadderText.percent(skill.high)) with 95 % confidence, \(over).")
  }

  private static func replication(_ findings: Findings) -> String {
    let networks = findings.memory.networks
    let trained = networks == 1 ? "One network" : "\(NumberText.count(networks)) networks"
    return
      "\(trained) of each kind, which differ in their seed alone: intervals over networks say how far a figure hangs"
      + " on the seed, intervals of a gain how far it hangs on the held-out rows. Neither says anything of other data."
  }

  private static func surrogates(_ all: [SurrogateFindings]) -> String? {
    guard let first = all.first else { return nil }
    let kinds = all.map { found in
      let words =
        switch found.kind {
        case .shuffled: "shuffled, rows independent: any series whose rows hang together refutes that"
        case .markov: "markov, the next row depends on the present one alone: the one that asks for memory"
        case .iaaft: "iaaft, linear memory kept"
        }
      return "p \(LadderText.p(found.p)) (\(words))"
    }
    return "On surrogates, series made after a hypothesis, one pair of networks gained as much as on the data with"
      + " \(kinds.joined(separator: ", ")); the least possible p is \(LadderText.p(first.resolution))."
  }

  /// What the columns' different hours may do.
  private static func clocks(_ data: Dataset) -> String? {
    let hours = data.panel.ledger.entries.compactMap(\.observed).reduce(into: [String]()) { hours, one in
      if !hours.contains(one) { hours.append(one) }
    }
    guard hours.count > 1 else { return nil }
    return
      "The columns are not of one instant (\(hours.joined(separator: "; "))): what happens in between can look like"
      + " memory. The warnings say how far, and which study would rule it out."
  }

  private static func outside(_ findings: Findings) -> String? {
    guard findings.heldOutOutsideTrainingRange > 0.05 else { return nil }
    return
      "\(NumberText.percent(findings.heldOutOutsideTrainingRange)) of the held-out values lie outside the range that"
      + " the networks were trained on: there they extrapolate, and their own errors say little. Changes in place of"
      + " levels may tell more."
  }

  private static func onNoise(_ control: Findings?) -> String? {
    guard let verdict = control?.verdict else { return nil }
    return "The same procedure on independent noise of the same size says: \(verdict.data.rawValue); the latent state:"
      + " \(verdict.state.rawValue). Whatever is seen there too is no sign of memory."
  }
}
