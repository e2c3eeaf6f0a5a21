// The first lines of a report: the original's question, answered from the figures.

import Numbers

extension Findings {
  /// Three sentences: whether memory pays on this panel; what that has to do with the look of the latent state; what
  /// the free runs show, what they show on noise, and what all of this rests on.
  ///
  /// - Parameters:
  ///   - name: what the report calls the panel.
  ///   - control: the findings on noise of the same size; nil if the study left it out.
  public func answer(about name: String, control: Findings? = nil) -> [String] {
    [prediction(name), latentState, freeRuns(control)]
  }

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
        " and \(comparison(overBest)) that of the best predictor without a recurrent state (\(usefulness.best))"
      } else {
        ", while the best predictor without a recurrent state (\(usefulness.best)) makes no error"
      }
    return opening + "\(ending): the held-out error with memory is \(comparison(overTwin)) that of its memory-less twin"
      + best + "."
  }

  private var latentState: String {
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
    if verdict(on: "twin-collapses") == .contradicted && verdict(on: "twin-loses-dynamics") == .contradicted {
      sentence += ", so an active state is no sign of memory"
    }
    return sentence + "."
  }

  private func freeRuns(_ control: Findings?) -> String {
    var sentence = "Left to run freely, \(aliveRuns) go on moving"
    if let control {
      sentence += ", and on noise, where there is nothing to remember, \(control.aliveRuns)"
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

extension RolloutFindings {
  /// Networks whose free run is dynamic or a cycle.
  fileprivate var alive: Int { (regimes[Regime.dynamic.rawValue] ?? 0) + (regimes[Regime.cycle.rawValue] ?? 0) }
}

/// An error with this skill beside the competitor's: `12.3 % below (95 % interval 10.1 % to 14.5 %)`, or, from twice as
/// large on, `30.2 times (95 % interval 25.1 to 36.0)`.
func comparison(_ skill: Estimate) -> String {
  if skill.mean <= -1 {
    return "\(figure(1 - skill.mean)) times (95 % interval \(figure(1 - skill.high)) to \(figure(1 - skill.low)))"
  }
  let below = skill.mean >= 0
  let (near, far) = below ? (skill.low, skill.high) : (-skill.high, -skill.low)
  return "\(percentage(skill.mean.magnitude)) \(below ? "below" : "above") (95 % interval \(percentage(near)) to "
    + "\(percentage(far)))"
}
