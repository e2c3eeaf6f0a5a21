import Memory

extension LadderPicture {
  /// nil where the findings have no ladder.
  init?(_ title: String, _ findings: Findings) {
    guard let ladder = findings.ladder, let verdict = findings.verdict else { return nil }
    self.init(
      title: title, dataVerdict: verdict.data.rawValue, stateVerdict: verdict.state.rawValue,
      rungs: [
        LadderPicture.there(ladder.there), LadderPicture.stored(ladder.stored), LadderPicture.used(ladder.used),
        LadderPicture.useful(ladder.useful, ladder.there),
      ])
  }

  /// With the numbers that its figures have on the page.
  func numbered(by figures: [Figure]) -> Self {
    var picture = self
    for index in picture.rungs.indices {
      picture.rungs[index].figureNumber = figures.firstIndex { $0.file == rungs[index].file }.map { $0 + 1 }
    }
    return picture
  }

  private static func there(_ there: MemoryTest?) -> Rung {
    Rung(
      0, "there", "Do the data have memory?",
      there.map { $0.smallest.map { "p \(LadderText.p($0))" } ?? "nothing open" },
      "smallest p of the score test" + (there.map { ", to be at most \(NumberText.fixed($0.level, 2))" } ?? ""), nil,
      there?.rejects, shown: "12-memory-profile.svg")
  }

  private static func stored(_ stored: MemoryCapacity?) -> Rung {
    let excess = stored?.memory.excess
    return Rung(
      1, "stored", "Can the past be read from the state?", excess.map { NumberText.fixed($0.mean, 2) },
      "past values in the state beyond the present row",
      excess.map { "\(NumberText.fixed($0.low, 2)) to \(NumberText.fixed($0.high, 2))" }, stored?.stored,
      shown: "13-decodability.svg")
  }

  private static func used(_ used: Interventions?) -> Rung {
    let rise = used?.swap.rise
    return Rung(
      2, "used", "Does the model lean on its state?", rise.map { LadderText.percent($0.mean) },
      "rise of the error with the state of another time", rise.map(LadderText.interval), used?.used,
      shown: "14-context.svg")
  }

  private static func useful(_ useful: ForecastGain?, _ there: MemoryTest?) -> Rung {
    let gain = useful?.gain(on: there)
    let skill = gain?.skill ?? useful?.skill
    return Rung(
      3, "useful", "Does it pay?", skill.map { $0.isZero ? "exactly 0" : LadderText.percent($0.mean) },
      "of the error saved over the best predictor without a state"
        + (useful.map { ", by the \($0.model.rawValue) model" } ?? "") + (gain?.column.map { ", \($0)" } ?? ""),
      skill.flatMap { $0.isZero ? nil : LadderText.interval($0) }, useful.map { _ in gain != nil },
      shown: "15-gain.svg")
  }
}

// MARK: - What the rungs rest on

extension PageModel {
  static func rungTables(_ findings: Findings) -> [PageTable] {
    guard let ladder = findings.ladder else { return [] }
    return [
      ladder.there.map { byColumn($0, ladder.useful) }, ladder.used.map(interventions), ladder.useful.map(gain),
      ladder.surrogates.isEmpty ? nil : surrogates(ladder.surrogates),
    ].compactMap { $0 }
  }

  private static func byColumn(_ there: MemoryTest, _ useful: ForecastGain?) -> PageTable {
    PageTable(
      caption: "Column by column: p of the score test on the levels and, where those reject near a unit root, on the"
        + " changes; the larger of the two corrected for the number of columns (Holm), which decides; and the skill",
      header: [
        "p of the levels", "p of the changes", "p corrected", "near a unit root", "memory",
        "skill [95 % interval]".unbroken,
        "p of the gain (Diebold-Mariano)",
      ],
      rows: there.columns.enumerated().map { index, column in
        let gain = useful.flatMap { $0.columns.indices.contains(index) ? $0.columns[index] : nil }
        return .init(
          name: column.name,
          cells: [
            LadderText.p(column.p), column.changes.map(LadderText.p) ?? "not needed", LadderText.p(column.corrected),
            column.isNearUnitRoot ? "yes" : "no", column.rejects ? "yes" : "no",
            gain?.skill.map(LadderText.skill) ?? NumberText.missing,
            gain.map { LadderText.p($0.adjustedP) } ?? NumberText.missing,
          ])
      }, corner: "column")
  }

  private static func interventions(_ used: Interventions) -> PageTable {
    let all: [(String, Interventions.Intervention)] = [
      ("swapped for that of another time", used.swap), ("set to zero", used.zero), ("frozen at its mean", used.freeze),
    ]
    return PageTable(
      caption: "Rise of the held-out error when the state is tampered with [95 % interval]",
      header: ["of a network, over the networks", "of their mean prediction, over time"],
      rows: all.map { name, found in
        .init(
          name: name, cells: [LadderText.skill(found.rise), found.overTime.map(LadderText.skill) ?? NumberText.missing])
      }, corner: "the state is")
  }

  private static func gain(_ useful: ForecastGain) -> PageTable {
    let reference = useful.steps.first?.error ?? 0
    let steps =
      useful.steps.map { (LadderText.name($0, of: useful), $0.error) }
      + [("linear autoregression, which has memory", useful.linear.error)]
    return PageTable(
      caption: "Held-out error, mean squared, from persistence (tomorrow is as today) to memory",
      header: ["error", "times that of persistence"],
      rows: steps.map { name, error in
        .init(
          name: name,
          cells: [
            NumberText.significant(error, 3),
            reference > 0 ? NumberText.significant(error / reference, 3) : NumberText.missing,
          ])
      }, corner: "predictor")
  }

  private static func surrogates(_ all: [SurrogateFindings]) -> PageTable {
    PageTable(
      caption: "Skill of one memory model over its twin, on the data and on surrogates",
      header: ["surrogates", "failed", "on the data", "median", "95 % below", "p"],
      rows: all.map { found in
        .init(
          name: found.kind.inWords,
          cells: [
            NumberText.count(found.count), NumberText.count(found.failed), LadderText.percent(found.statistic),
            found.quantiles.map { LadderText.percent($0.p50) } ?? NumberText.missing,
            found.quantiles.map { LadderText.percent($0.p95) } ?? NumberText.missing, LadderText.p(found.p),
          ])
      }, corner: "made so that")
  }
}

extension SurrogateKind {
  fileprivate var inWords: String {
    switch self {
    case .shuffled: "rows are in random order (shuffled)"
    case .markov: "the next row depends on the present one alone (markov)"
    case .iaaft: "linear memory is kept (iaaft)"
    }
  }
}
