// The first lines of a report: the original's question, answered from the figures.

import Numbers

extension Findings {
  /// Three sentences: whether there is memory on this panel and whether it pays; what the latent state is; what the
  /// free runs show, what they show on noise, and what all of this rests on.
  ///
  /// - Parameters:
  ///   - name: what the report calls the panel.
  ///   - control: the findings on noise of the same size; nil if the study left it out.
  public func answer(about name: String, control: Findings? = nil) -> [String] {
    guard let ladder, let verdict else { return [prediction(name), lookOfTheState, freeRuns(control)] }
    return [verdict.data.sentence(name, ladder), latentState(verdict.state, ladder), freeRuns(control)]
  }

  // MARK: The latent state

  private func latentState(_ state: Verdict.OnState, _ ladder: Ladder) -> String {
    var sentence =
      switch state {
      case .useful: "The latent state is memory that is used and useful"
      case .usedNotUseful: "The latent state is used but not useful"
      case .storedNotUsed: "The latent state holds the past but is not used"
      case .empty: "The latent state is empty of the past"
      case .collapsed: "The latent state has collapsed"
      case .unknown: "What the latent state is worth cannot be told"
      }
    if state == .unknown { return sentence + "." }
    var reasons: [String] = []
    if state == .collapsed {
      reasons.append("\(percentage(memory.states.collapse.mean)) of the units are dead or stuck")
    }
    if let stored = ladder.stored {
      reasons.append(
        "\(fixed(stored.memory.excess.mean, decimals: 2)) past values can be read from it beyond what the present row says "
          + "(\(fixed(stored.twin.excess.mean, decimals: 2)) from the twin's)")
    }
    if let swap = ladder.used?.swap.rise {
      reasons.append(
        "the held-out error \(change(swap)) when the state of another time takes its place")
    }
    if !reasons.isEmpty { sentence += ": " + list(reasons) }
    let (mine, theirs) = (memory.states, twin.states)
    sentence +=
      "; \(percentage(theirs.collapse.mean)) of the twin's units are dead or stuck against "
      + "\(percentage(mine.collapse.mean)) with memory"
    if twinLooksAlive { sentence += ", so an active state is no sign of memory" }
    return sentence + "."
  }

  /// The twin's state neither collapses nor loses its dynamics.
  private var twinLooksAlive: Bool {
    verdict(on: "twin-collapses") == .contradicted && verdict(on: "twin-loses-dynamics") == .contradicted
  }

  // MARK: Findings without a ladder

  private func prediction(_ name: String) -> String {
    let opening = "A latent state is memory when it predicts what the present value cannot, and on \(name) "
    guard let usefulness, let overTwin = usefulness.overTwin else {
      return opening + "that cannot be told, for the memory-less twin makes no error on the held-out part."
    }
    let ending =
      switch verdict(on: "memory-pays") {
      case .supported: "it does"
      case .contradicted: "it does not, or by too little to matter"
      case .inconclusive: "whether it does is open"
      }
    let best: String =
      if usefulness.best == "memory-less twin" {
        ", the best predictor without a recurrent state"
      } else if let overBest = usefulness.overBest {
        " and \(besideThatOf(overBest)) the best predictor without a recurrent state (\(usefulness.best))"
      } else {
        ", while the best predictor without a recurrent state (\(usefulness.best)) makes no error"
      }
    return opening + "\(ending): the held-out error with memory is \(besideThatOf(overTwin)) its memory-less twin"
      + best + "."
  }

  private var lookOfTheState: String {
    let verb =
      switch verdict(on: "twin-collapses") {
      case .supported: "collapses without memory"
      case .contradicted: "does not collapse without memory"
      case .inconclusive: "may or may not collapse without memory"
      }
    let (mine, theirs) = (memory.states, twin.states)
    var sentence =
      "The latent state \(verb): \(percentage(theirs.collapse.mean)) of the twin's units are dead or stuck against "
      + "\(percentage(mine.collapse.mean)) with memory, and its units vary by \(fixed(theirs.activity.mean, decimals: 2)) "
      + "against \(fixed(mine.activity.mean, decimals: 2)) (standard deviation over time)"
    if twinLooksAlive { sentence += ", so an active state is no sign of memory" }
    return sentence + "."
  }

  // MARK: Free runs

  private func freeRuns(_ control: Findings?) -> String {
    var sentence = "Left to run freely, \(aliveRuns) go on moving"
    if let control {
      sentence += ", and on noise, where there is nothing to remember"
      if let verdict = control.verdict { sentence += " and the verdict is \"\(verdict.data.rawValue)\"" }
      sentence += ", \(control.aliveRuns)"
      if control.aliveGap >= Rules.alikeRollout {
        sentence += ", so a free run that stays alive is no evidence of memory"
      }
    }
    sentence += "; all of this rests on "
    if let rows = usefulness?.testRows { sentence += "\(rows) held-out rows and " }
    sentence += "\(memory.networks) network\(memory.networks == 1 ? "" : "s")"
    if heldOutOutsideTrainingRange > 0 {
      sentence +=
        ", and \(percentage(heldOutOutsideTrainingRange)) of the held-out values lie outside the range the "
        + "networks were trained on"
    }
    return sentence + "."
  }

  private func verdict(on id: String) -> Claim.Verdict { claims.first { $0.id == id }?.verdict ?? .inconclusive }

  /// `15 of 16 networks with memory and 2 of 16 twins`
  private var aliveRuns: String {
    "\(memory.rollout.alive) of \(memory.networks) network\(memory.networks == 1 ? "" : "s") with memory and "
      + "\(twin.rollout.alive) of \(twin.networks) twin\(twin.networks == 1 ? "" : "s")"
  }

  /// By how much the share of free runs that stay alive is larger with memory.
  private var aliveGap: Double {
    Double(memory.rollout.alive) / Double(memory.networks) - Double(twin.rollout.alive) / Double(twin.networks)
  }
}

// MARK: - The data

extension Verdict.OnData {
  /// The verdict on the data and the numbers that decided it.
  fileprivate func sentence(_ name: String, _ ladder: Ladder) -> String {
    let gain = ladder.useful?.gain(on: ladder.there)
    let opening =
      switch self {
      case .memory: "There is memory in \(name), and it pays"
      case .negligible: "There is memory in \(name), but too little to matter"
      case .notExploited:
        if let skill = ladder.useful?.skill, skill.high <= Rules.margin {
          "There is memory in \(name), but these networks do not turn it into gain"
        } else {
          "There is memory in \(name), but whether it pays is open"
        }
      case .none: "No memory is found in \(name)"
      case .inconclusive: "Whether there is memory in \(name) is open"
      case .notTestable: "Whether there is memory in \(name) cannot be tested"
      }
    guard let there = ladder.there else {
      return "\(opening): there are too few rows for the score test, or a column does not vary."
    }
    return "\(opening): \(there.inAnswer)" + (ladder.useful.map { ", and " + $0.inAnswer(gain) } ?? "") + "."
  }
}

extension There {
  fileprivate var inAnswer: String {
    let correction = columns.count == 1 ? "" : " after correction for \(columns.count) columns"
    guard let smallest else { return "the present row leaves nothing to explain" }
    let p = "p \(pValue(smallest))\(correction)"
    if rejects { return "the past foretells part of what the present row leaves open (score test, \(p))" }
    let found = "memory that explains \(percentage(detectable)) of that"
    return "nothing in the past goes along with what the present row leaves open (score test, \(p)), where "
      + (detectable <= Rules.worthSeeing ? "\(found) would have been found" : "even \(found) might have been missed")
  }
}

extension Useful {
  /// - Parameter gain: by which memory pays, if it does.
  fileprivate func inAnswer(_ gain: Gain?) -> String {
    guard let skill else {
      return "the best predictor without a state (\(competitor)) makes no error, so there is nothing to gain"
    }
    let all =
      "the held-out error with memory is \(besideThatOf(skill)) the best predictor without a state (\(competitor))"
    guard let gain, let column = gain.column else { return all }
    return "\(all), on \(column) alone \(comparison(gain.skill))"
  }
}

extension RolloutFindings {
  /// Networks whose free run is dynamic or a cycle.
  fileprivate var alive: Int { (regimes[Regime.dynamic.rawValue] ?? 0) + (regimes[Regime.cycle.rawValue] ?? 0) }
}

// MARK: - Words

/// An error with this skill beside that of something else: `12.3 % below (95 % interval 10.1 % to 14.5 %) that of`;
/// from twice as large on, `30.2 times (95 % interval 25.1 to 36.0) that of`; where every figure would be 0.0 %,
/// `to the decimals shown no different from that of`.
func besideThatOf(_ skill: Estimate) -> String {
  isZeroAsShown(skill) ? "to the decimals shown no different from that of" : "\(comparison(skill)) that of"
}

/// `12.3 % below (95 % interval 10.1 % to 14.5 %)`, or, from twice as large on,
/// `30.2 times (95 % interval 25.1 to 36.0)`.
func comparison(_ skill: Estimate) -> String {
  if skill.mean <= -1 {
    return "\(figure(1 - skill.mean)) times (95 % interval \(figure(1 - skill.high)) to \(figure(1 - skill.low)))"
  }
  let below = skill.mean >= 0
  let (near, far) = below ? (skill.low, skill.high) : (-skill.high, -skill.low)
  return "\(percentage(skill.mean.magnitude)) \(below ? "below" : "above") (95 % interval \(percentage(near)) to "
    + "\(percentage(far)))"
}

/// A relative rise: `rises by 12.3 % (95 % interval 10.1 % to 14.5 %)`, `falls by …`; from ten times as much on,
/// `rises to 27.4 times (95 % interval 20.1 to 35.0)`; where every figure would be 0.0 %, `does not move to the
/// decimals shown`.
func change(_ rise: Estimate) -> String {
  if isZeroAsShown(rise) { return "does not move to the decimals shown" }
  if rise.mean >= 9 {
    return "rises to \(figure(1 + rise.mean)) times (95 % interval \(figure(1 + rise.low)) to \(figure(1 + rise.high)))"
  }
  let rises = rise.mean >= 0
  let (near, far) = rises ? (rise.low, rise.high) : (-rise.high, -rise.low)
  return "\(rises ? "rises" : "falls") by \(percentage(rise.mean.magnitude)) (95 % interval \(percentage(near)) to "
    + "\(percentage(far)))"
}

/// Whether mean and interval are all 0.0 % with the decimals of the words here.
private func isZeroAsShown(_ share: Estimate) -> Bool {
  [share.mean, share.low, share.high].allSatisfy { percentage($0) == percentage(0) }
}

/// `a`, `a and b`, `a, b and c`
private func list(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
