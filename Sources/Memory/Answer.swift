// The first lines of a report: the original's question, answered from the figures.

import Numbers

extension Findings {
  /// Three sentences: whether there is memory on this panel and whether it pays; what the latent state is; what all of
  /// this rests on, and what the free runs show, on noise too.
  ///
  /// - Parameters:
  ///   - name: what the report calls the panel.
  ///   - control: the findings on noise of the same size; nil if the study left it out.
  public func answer(about name: String, control: Findings? = nil) -> [String] {
    guard let ladder, let verdict else { return [prediction(name), lookOfTheState, ground(control)] }
    return [
      verdict.data.sentence(name, ladder, plain: memory.ensembleTestLoss), latentState(verdict.state, ladder),
      ground(control),
    ]
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
      mine.collapse.mean == 0 && theirs.collapse.mean == 0
      ? "; no unit is dead or stuck, with memory or without"
      : "; \(percentage(theirs.collapse.mean)) of the twin's units are dead or stuck against "
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

  // MARK: The ground it stands on, and free runs

  private func ground(_ control: Findings?) -> String {
    var sentence = "All of this rests on "
    if let rows = usefulness?.testRows { sentence += "\(grouped(rows)) held-out rows and " }
    sentence += "\(grouped(memory.networks)) network\(memory.networks == 1 ? "" : "s") of each kind"
    if heldOutOutsideTrainingRange > 0 {
      let isFar = heldOutOutsideTrainingRange > Rules.farOutside
      sentence +=
        (isFar ? ", but " : ", and ")
        + "\(percentage(heldOutOutsideTrainingRange)) of the held-out values lie outside the range the networks were "
        + "trained on" + (isFar ? ", so that what is said of their state is weak evidence" : "")
    }
    sentence += "; left to run freely, \(aliveRuns) go on moving"
    if let control {
      sentence += ", and on noise, where there is nothing to remember"
      if let verdict = control.verdict { sentence += " and the verdict is \"\(verdict.data.rawValue)\"" }
      sentence += ", \(control.aliveRuns)"
      if control.aliveGap >= Rules.alikeRollout {
        sentence += ", so a free run that stays alive is no evidence of memory"
      }
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
  ///
  /// - Parameter plain: the held-out error of the plain memory model, which the report looks into.
  fileprivate func sentence(_ name: String, _ ladder: Ladder, plain: Double) -> String {
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
    return "\(opening): \(there.inAnswer)" + (ladder.useful.map { ", and " + $0.inAnswer(gain, plain: plain) } ?? "")
      + "."
  }
}

extension MemoryTest {
  fileprivate var inAnswer: String {
    let correction = columns.count == 1 ? "" : " after correction for \(columns.count) columns"
    guard let smallest else { return "the present row leaves nothing to explain" }
    let p = "p \(pValue(smallest))\(correction)"
    if rejects { return "the past foretells part of what the present row leaves open (score test, \(p))" }
    let found = "memory that explains \(percentage(detectable)) of what the present row leaves open"
    return "once the present row is known, earlier rows do not help to tell the next one (score test, \(p)), where "
      + (detectable <= Rules.worthSeeing
        ? "\(found) would have been found in 4 of 5 cases" : "even \(found) might have been missed")
  }
}

extension ForecastGain {
  /// - Parameters:
  ///   - gain: by which memory pays, if it does.
  ///   - plain: the held-out error of the plain memory model.
  fileprivate func inAnswer(_ gain: Gain?, plain: Double) -> String {
    guard let skill else {
      return "the best predictor without a state (\(competitor)) makes no error, so there is nothing to gain"
    }
    var all =
      "\(errorInWords) is \(besideThatOf(skill)) the best predictor without a state (\(competitor))"
    if let gain, let column = gain.column { all += ", on \(column) alone \(comparison(gain.skill))" }
    // The states and runs that are shown are those of the plain model: how far off it is belongs beside them.
    if model == .anchored, competitorError > 0, plain >= 2 * competitorError {
      all +=
        ", while the plain one, whose states are looked into, makes \(figure(plain / competitorError)) times that error"
    }
    return all
  }

  /// The memory model that is judged has a name where it is not the one the report looks into.
  var errorInWords: String {
    "the held-out error " + (model == .anchored ? "of the anchored memory model" : "with memory")
  }
}

extension RolloutFindings {
  /// Networks whose free run is dynamic or a cycle.
  fileprivate var alive: Int { (regimes[Regime.dynamic.rawValue] ?? 0) + (regimes[Regime.cycle.rawValue] ?? 0) }
}

// MARK: - Words

/// An error with this skill beside that of something else: `12.3 % below (95 % interval 10.1 % to 14.5 %) that of`;
/// from twice as large on, `30.2 times (95 % interval 25.1 to 36.0) that of`; where every figure would be 0.0 %,
/// `to the decimals shown no different from that of`, and where every figure is 0, `exactly that of`.
func besideThatOf(_ skill: Estimate) -> String {
  if skill.isZero { return "exactly that of" }
  return isZeroAsShown(skill) ? "to the decimals shown no different from that of" : "\(comparison(skill)) that of"
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
func isZeroAsShown(_ share: Estimate) -> Bool {
  [share.mean, share.low, share.high].allSatisfy { percentage($0) == percentage(0) }
}

/// `a`, `a and b`, `a, b and c`
private func list(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
