// The first lines of a report: the original's question, answered from the figures.

import Numbers
import SeriesMemory

/// One line of a table: what a figure is, and the figure.
package struct Fact: Sendable, Equatable {
  package var label: String
  package var value: String

  package init(_ label: String, _ value: String) { (self.label, self.value) = (label, value) }
}

extension Findings {
  /// At most 60 words, one fact a sentence: the verdict on the data, the figure that decides it, the verdict on the
  /// latent state, and whether the networks had to extrapolate. `answerBasis` has the figures behind it.
  ///
  /// - Parameter name: what the report calls the panel.
  public func answer(about name: String) -> [String] {
    guard let ladder, let verdict else { return ["There is no verdict on \(name)."] }
    var sentences = verdict.data.sentences(name, ladder)
    sentences.append(sentence(on: verdict.state, ladder))
    if heldOutOutsideTrainingRange > Rules.farOutside {
      sentences.append(
        "Of the held-out values, \(percentage(heldOutOutsideTrainingRange)) lie outside the training range.")
    }
    return sentences
  }

  private func sentence(on state: Verdict.OnState, _ ladder: Ladder) -> String {
    let held = ladder.stored.map {
      ": it holds \(fixed($0.memory.excess.mean, decimals: 2)) past values beyond the present row"
    }
    let swapped = ladder.used.map { ": swapping states \($0.swapEffect)" }
    return switch state {
    case .useful: "The latent state is used and useful\(swapped ?? "")."
    case .usedNotUseful: "The latent state is used but not useful\(swapped ?? "")."
    case .storedNotUsed: "The latent state is stored but not used\(swapped ?? "")."
    case .empty: "The latent state is empty\(held ?? "")."
    case .untrained:
      "The latent state is at the untrained floor"
        + (ladder.stored.map {
          ": it holds \(fixed($0.memory.excess.mean, decimals: 2)) past values, \($0.untrainedText)"
        }
          ?? "") + "."
    case .unclear: "Whether the latent state is memory is unclear\(ladder.openQuestion.map { ": \($0)" } ?? "")."
    case .collapsed:
      "The latent state has collapsed: \(percentage(memory.states.collapse.mean)) of its units are dead or stuck."
    case .unknown: "The latent state cannot be judged."
    }
  }
}

extension Ladder {
  /// What leaves the verdict on the state open.
  fileprivate var openQuestion: String? {
    let (stored, used, useful) = stateDecisions
    if let used, used.answer == .unclear {
      return used.interval.map { "swapping states changes the error by \($0.range(.rise))" }
    }
    if used?.answer == .yes {
      switch useful?.answer {
      case .yes: return "it pays, but the score test finds no memory"
      case .unclear: return "it is used, but whether that pays is open"
      case .no, nil: return "it is used, but whether that pays was not asked"
      }
    }
    if let reason = stored?.reason { return reason }
    return self.stored?.decidingText.map { "it holds \($0)" }
  }
}

extension Verdict.OnData {
  /// What the score test says, and what the networks add to it.
  private func opening(_ name: String, _ ladder: Ladder) -> (claim: String, more: String) {
    let isThere = "There is memory in \(name)"
    return switch self {
    case .memory: (isThere, ", and it pays")
    case .negligible: (isThere, ", but too little to matter")
    case .notExploited:
      if let skill = ladder.useful?.skill, skill.high <= Rules.margin {
        (isThere, ", but these networks gain nothing from it")
      } else {
        (isThere, ", but whether it pays is open")
      }
    case .undertrained: (isThere, ", but the networks are undertrained")
    case .drift: ("Memory in \(name) may be drift", "")
    case .unclear: ("Whether there is memory in \(name) is unclear", "")
    case .none: ("No memory is found in \(name)", "")
    case .inconclusive: ("Whether there is memory in \(name) is open", "")
    case .notTestable: ("Whether there is memory in \(name) cannot be tested", "")
    }
  }

  /// The verdict and the figure that decides it.
  fileprivate func sentences(_ name: String, _ ladder: Ladder) -> [String] {
    let (claim, more) = opening(name, ladder)
    let opening = claim + more
    guard let there = ladder.there else { return [opening + ": too few rows, or a column is constant."] }
    let reading =
      self == .drift || self == .unclear ? there.otherReading.map { $0.prefix(1).uppercased() + $0.dropFirst() } : nil
    guard let p = there.smallest else {
      return reading.map { [opening + ".", $0] } ?? [opening + ": the present row leaves nothing to explain."]
    }
    let deciding = ladder.useful.map { useful in
      self == .none || self == .inconclusive
        ? there.powerSentence
        : reading ?? useful.sentence(on: there, self)
    }
    return ["\(claim) (score test, \(pStatement(p)))\(more)."]
      + [deciding ?? (there.rejects ? nil : there.powerSentence)]
      .compactMap { $0 }
  }
}

extension MemoryTest {
  /// What the test could have detected.
  fileprivate var powerSentence: String {
    let blind = planted.filter { $0.share.map { $0 > Rules.worthSeeing } ?? true }.map(\.form)
    if let first = blind.first {
      let others = blind.count == 1 ? "" : " and of \(counted(blind.count - 1, "other form"))"
      return "Memory of \(first)\(others) may be missed even at \(Rules.percent(Rules.worthSeeing)) of the remaining"
        + " variance."
    }
    return "Planted memory of \(planted.count) forms is found with \(Rules.powerText) power from"
      + " \(percentage(detectable)) of the remaining variance on."
  }
}

extension MemoryTest {
  /// `from 3.8 % of the remaining variance on`
  package var detectableText: String {
    detectable < 1 ? "from \(percentage(detectable)) of the remaining variance on" : "not for every form"
  }
}

extension ForecastGain {
  /// The figure that decides whether memory pays.
  fileprivate func sentence(on there: MemoryTest, _ verdict: Verdict.OnData) -> String {
    guard let deciding = deciding(on: there) else { return "The best predictor without a state makes no error." }
    if verdict == .undertrained, let gained = linear.skill, let skill {
      let networks = skill.mean <= -1 ? "make \(figure(1 - skill.mean)) times the error" : percentage(skill.mean)
      return "A linear autoregression gains \(percentage(gained.mean)), the networks \(networks)."
    }
    let place = deciding.column.map { " on \($0)" } ?? ""
    if deciding.skill.isZero { return "The error\(place) is exactly that of the best predictor without a state." }
    if deciding.skill.mean <= -1 {
      return "The error\(place) is \(figure(1 - deciding.skill.mean)) times that of the best predictor without a state."
    }
    if verdict == .negligible, let skill {
      return "The gain lies between \(percentage(skill.low)) and \(percentage(skill.high)) (\(Rules.intervalText))."
    }
    return "The gain\(place) is above \(percentage(deciding.lowerBound)) (\(Rules.oneSidedText) bound)."
  }
}

// MARK: - What the answer rests on

extension Findings {
  /// The figures behind the answer, as rows of a table.
  ///
  /// - Parameter control: the findings on noise of the same size; nil if the study left it out.
  package func answerBasis(control: Findings? = nil) -> [Fact] {
    var facts: [Fact] = []
    if let there = ladder?.there {
      let columns = there.columns.count == 1 ? "" : ", corrected for \(there.columns.count) columns"
      facts += [
        Fact("p of the score test" + columns, there.smallest.map { fixed($0, decimals: 3) } ?? "nothing to explain"),
        Fact("planted memory found with \(Rules.powerText) power", there.detectableText),
        Fact(
          "alarms on series of order 1 like these",
          there.ownNull.map { "\($0.alarms) of \($0.surrogates)" } ?? "not asked"),
      ]
      // The column with the strongest statistic.
      if let first = there.columns.filter({ $0.order != nil }).min(by: { $0.strength > $1.strength }),
        let order = first.order
      {
        facts.append(Fact("memory of \(first.name) reaches back over", order.text))
      }
      if let first = there.columns.filter({ $0.cycle != nil }).max(by: {
        ($0.cycle?.share ?? 0) < ($1.cycle?.share ?? 0)
      }),
        let cycle = first.cycle
      {
        facts.append(Fact("cycle of \(first.name)", cycle.text))
      }
    }
    if let useful = ladder?.useful { facts += useful.facts(on: ladder?.there) }
    if let stored = ladder?.stored {
      facts += [
        Fact("past values in the state beyond the present row", stored.memory.excess.text(.decimals(2))),
        Fact("the same in the memory-less twin", stored.twin.excess.text(.decimals(2))),
      ]
    }
    if let used = ladder?.used {
      facts.append(Fact("rise of the error with another row's state", used.swap.rise.text(.rise)))
    }
    facts += [
      Fact("dead or stuck units, memory", percentage(memory.states.collapse.mean)),
      Fact("dead or stuck units, twin", percentage(twin.states.collapse.mean)),
      Fact("networks of each kind", grouped(memory.networks)),
    ]
    if let rows = usefulness?.testRows { facts.append(Fact("held-out rows", grouped(rows))) }
    facts += [
      Fact("held-out values outside the training range", percentage(heldOutOutsideTrainingRange)),
      Fact("free runs that stay alive", aliveRuns),
    ]
    if let control {
      if let verdict = control.verdict { facts.append(Fact("verdict on noise", verdict.data.rawValue)) }
      facts.append(Fact("free runs on noise that stay alive", control.aliveRuns))
    }
    return facts
  }

  /// `memory 15 of 16, twin 2 of 16`
  private var aliveRuns: String {
    "memory \(memory.rollout.alive) of \(memory.networks), twin \(twin.rollout.alive) of \(twin.networks)"
  }
}

extension ForecastGain {
  fileprivate func facts(on there: MemoryTest?) -> [Fact] {
    var facts = [
      Fact("judged model", "\(model.rawValue) memory model"), Fact("best predictor without a state", competitor),
    ]
    if let deciding = deciding(on: there) {
      let place = deciding.column.map { " on \($0)" } ?? ""
      facts.append(Fact("gain\(place) over it", deciding.skill.text(.skill)))
      // A multiple of the competitor's error needs no bound.
      if deciding.skill.mean > -1 { facts.append(Fact(boundText, percentage(deciding.lowerBound))) }
    }
    return facts
  }
}

extension RolloutFindings {
  /// Networks whose free run is dynamic or a cycle.
  fileprivate var alive: Int { (regimes[Regime.dynamic.rawValue] ?? 0) + (regimes[Regime.cycle.rawValue] ?? 0) }
}
