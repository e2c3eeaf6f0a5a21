// The original's claims, one by one: the figure that decides each, and the rule.
//
// Intervals over networks show how far a figure depends on the seed; intervals of a skill, how far it depends on the
// test rows. Both are of this one panel.

import Numbers
import SeriesMemory

extension Evidence {
  /// In the order of the original's figures; the claim about random data only for a control.
  func claims(role: Role) -> [Claim] {
    let all = [
      randomAlike, differentConvergence, twinDegenerate, stateActive, twinCollapses, twinSaturates, twinLosesDynamics,
      rolloutDynamic, rolloutFixedPoint, regressToTheMean, recurrentGradient, memoryPays,
    ]
    return role == .control ? all : Array(all.dropFirst())
  }

  // MARK: Random data

  private var randomAlike: Claim {
    let activity = paired { $0.states.activity - $1.states.activity }
    let saturation = paired { memory, twin in
      memory.states.saturation.flatMap { mine in twin.states.saturation.map { mine - $0 } }
    }
    let alive = paired { ($0.isAlive ? 1 : 0) - ($1.isAlive ? 1 : 0) }
    var verdicts = [
      Claim.Verdict(usefulness.overTwin, within: Rules.alikeSkill),
      Claim.Verdict(activity.interval, within: Rules.alikeState),
      Claim.Verdict(alive.interval, within: Rules.alikeRollout),
    ]
    var figure =
      "memory model minus twin: held-out error \(skillText(usefulness.overTwin.map(\.negated))), "
      + "activity \(activity.text), "
    if memory.findings.states.saturation != nil {
      verdicts.append(Claim.Verdict(saturation.interval, within: Rules.alikeState))
      figure += "saturation \(saturation.text), "
    }
    figure += "free runs that stay alive: \(shares(\.isAlive))"
    return Claim(
      id: "random-alike", claim: "On random data both models behave alike.", figure: figure,
      value: usefulness.overTwin?.mean ?? 0, interval: usefulness.overTwin, verdict: Claim.Verdict(all: verdicts),
      rule: "supported if the \(Rules.intervalText)s lie within ±\(Rules.percent(Rules.alikeSkill)) (held-out error), "
        + "±\(Rules.percent(Rules.alikeState)) (activity, saturation) and ±\(Rules.percent(Rules.alikeRollout)) "
        + "(free runs that stay alive); contradicted if one lies outside")
  }

  // MARK: Training

  private var differentConvergence: Claim {
    let gap = paired { $0.relativeLoss(to: $1) - 1 }
    return Claim(
      id: "different-convergence", claim: "The model with memory converges differently from its twin.",
      figure: "training loss relative to the twin's, geometric mean over the epochs of both: \(gap.text)",
      value: gap.value, interval: gap.interval, verdict: Claim.Verdict(gap.interval, within: Rules.curveGap).opposite,
      rule: "supported if the \(Rules.intervalText) over pairs of networks lies beyond "
        + "±\(Rules.percent(Rules.curveGap)), contradicted if within. Training loss measures capacity, not memory")
  }

  private var twinDegenerate: Claim {
    let variance = spread(networks.twin, \.predictionVariance)
    let others = spread(networks.memory, \.predictionVariance)
    func isConstant(_ measured: Measured) -> Claim.Verdict {
      Claim.Verdict(measured.interval, above: Rules.constantPredictions).opposite
    }
    return Claim(
      id: "twin-degenerate", claim: "Without memory, training ends in a degenerate solution.",
      figure: "variance of the predictions over that of the data, training part: twin \(variance.text), "
        + "memory \(others.text)",
      value: variance.value, interval: variance.interval, verdict: isConstant(variance).unless(isConstant(others)),
      rule: "supported if the \(Rules.intervalText) over the twin's networks lies below "
        + "\(Rules.percent(Rules.constantPredictions)), contradicted if above"
        + Claim.Verdict.ofBothRule + ". Where nothing can be predicted, a constant is right")
  }

  // MARK: Hidden states

  private var stateActive: Claim {
    let activity = spread(networks.memory, \.states.activity)
    let mine = activity.interval?.text(.decimals(2)) ?? fixed(activity.value, decimals: 2)
    return Claim(
      id: "state-active", claim: "With memory the hidden state stays active.",
      figure: "standard deviation of a unit over time: memory \(mine), "
        + "twin \(fixed(twin.findings.states.activity.mean, decimals: 2)); \(deadUnits)",
      value: activity.value, interval: activity.interval,
      verdict: Claim.Verdict(activity.interval, above: Rules.active)
        .unless(Claim.Verdict(spread(networks.twin, \.states.activity).interval, above: Rules.active)),
      rule: "supported if the \(Rules.intervalText) over the networks lies above \(fixed(Rules.active, decimals: 2)), "
        + "contradicted if below" + Claim.Verdict.ofBothRule)
  }

  private var twinCollapses: Claim {
    let collapse = spread(networks.twin, \.states.collapse)
    let difference = paired { $1.states.collapse - $0.states.collapse }
    let level = Claim.Verdict(collapse.interval, above: Rules.collapsed)
    return Claim(
      id: "twin-collapses", claim: "Without memory the hidden state collapses.",
      figure:
        "dead or stuck units: twin \(collapse.text), memory \(percentage(memory.findings.states.collapse.mean)); "
        + deadUnits,
      value: collapse.value, interval: collapse.interval,
      verdict: Claim.Verdict(all: [level, Claim.Verdict(difference.interval, above: 0)]),
      rule: "supported if more than \(Rules.percent(Rules.collapsed)) of the twin's units are dead or stuck, and more "
        + "than with memory, both by the \(Rules.intervalText); contradicted if one interval lies below")
  }

  private var twinSaturates: Claim {
    let difference = paired { memory, twin in
      memory.states.saturation.flatMap { mine in twin.states.saturation.map { $0 - mine } }
    }
    let (mine, theirs) = (memory.findings.states.saturation, twin.findings.states.saturation)
    let shares =
      mine.flatMap { mine in
        theirs.map { "saturated states: twin \(percentage($0.mean)), memory \(percentage(mine.mean))" }
      }
    return Claim(
      id: "twin-saturates", claim: "Without memory many units saturate.",
      figure: shares.map { "\($0), difference \(difference.text)" } ?? "relu has no upper end to saturate at",
      value: difference.value, interval: difference.interval,
      verdict: Claim.Verdict(difference.interval, above: Rules.saturatesMore),
      rule: "supported if the \(Rules.intervalText) of twin less memory over pairs of networks lies above "
        + "\(Rules.percent(Rules.saturatesMore)), contradicted if below")
  }

  private var twinLosesDynamics: Claim {
    let loss = paired { $0.states.activity > 0 ? 1 - $1.states.activity / $0.states.activity : nil }
    let (mine, theirs) = (memory.findings.states, twin.findings.states)
    return Claim(
      id: "twin-loses-dynamics", claim: "Without memory the hidden state loses its dynamics.",
      figure: "activity lower than with memory by \(loss.text); effective dimension: "
        + "twin \(fixed(theirs.effectiveDimension.mean, decimals: 1)), "
        + "memory \(fixed(mine.effectiveDimension.mean, decimals: 1)); ρ(1): twin \(firstLag(theirs)), "
        + "memory \(firstLag(mine))",
      value: loss.value, interval: loss.interval, verdict: Claim.Verdict(loss.interval, above: Rules.dynamicsLost),
      rule: "supported if the \(Rules.intervalText) over pairs of networks lies above "
        + "\(Rules.percent(Rules.dynamicsLost)), contradicted if below")
  }

  // MARK: Free runs

  private var rolloutDynamic: Claim {
    share(
      \.isAlive, of: networks.memory, and: networks.twin, id: "rollout-dynamic",
      claim: "With memory the free run stays dynamic.",
      figure: "free runs that stay alive: \(shares(\.isAlive))",
      what: "networks with memory whose free run is dynamic or a cycle")
  }

  private var rolloutFixedPoint: Claim {
    share(
      \.comesToRest, of: networks.twin, and: networks.memory, id: "rollout-fixed-point",
      claim: "Without memory the free run falls to a fixed point.",
      figure: "free runs that come to rest or are damped: \(shares(\.comesToRest))",
      what: "twins whose free run comes to rest or is damped")
  }

  private func share(
    _ property: (NetworkFigures) -> Bool, of networks: [NetworkFigures], and others: [NetworkFigures], id: String,
    claim: String, figure: String, what: String
  ) -> Claim {
    let share = Estimate(share: networks.count(where: property), of: networks.count)
    let other = Estimate(share: others.count(where: property), of: others.count)
    return Claim(
      id: id, claim: claim, figure: figure, value: share.mean, interval: share,
      verdict: Claim.Verdict(share, above: Rules.majority).unless(Claim.Verdict(other, above: Rules.majority)),
      rule: "supported if the \(Rules.intervalText) (Wilson) of the share of \(what) lies above "
        + "\(Rules.percent(Rules.majority)), contradicted if below" + Claim.Verdict.ofBothRule
        + ". A free run is no evidence of memory")
  }

  // MARK: Prediction

  private var regressToTheMean: Claim {
    let skill = usefulness.twinOverMean
    let better = Claim.Verdict(skill, above: Rules.margin) == .supported
    let same = Claim.Verdict(skill, within: Rules.alikeSkill) == .supported
    return Claim(
      id: "regress-to-the-mean", claim: "Without memory a model can only regress to the mean.",
      figure: "held-out skill of the twin over predicting the training mean: \(skillText(skill))",
      value: skill?.mean ?? 0, interval: skill, verdict: better ? .contradicted : same ? .supported : .inconclusive,
      rule: "contradicted if the \(Rules.intervalText) of the skill (bootstrap) lies above \(Rules.marginText), else "
        + "supported if it lies within ±\(Rules.percent(Rules.alikeSkill)). A worse twin fails, it does not regress")
  }

  /// The score test asks just this: does the loss have a slope along the recurrent weights at 0, beyond chance?
  private var recurrentGradient: Claim {
    let there = ladder.there
    let tested = there.map { there in
      let columns = there.columns.count == 1 ? "" : " corrected for \(there.columns.count) columns"
      let test =
        there.smallest.map { "score test: \(pStatement($0))\(columns)" }
        ?? "the present row leaves nothing to explain"
      return test + "; planted memory found with \(Rules.powerText) power \(there.detectableText)"
    }
    return Claim(
      id: "recurrent-gradient", claim: "The recurrent pathway receives an informative gradient signal.",
      figure: tested ?? "no score test: too few rows, or a constant column", value: there?.smallest ?? 1, interval: nil,
      verdict: there.map { there in
        there.rejects ? .supported : there.detectable <= Rules.worthSeeing ? .contradicted : .inconclusive
      } ?? .inconclusive,
      rule: "supported if the score test rejects at \(Rules.scoreLevelText) in any column, contradicted if it does not "
        + "and had \(Rules.powerText) power to detect \(Rules.percent(Rules.worthSeeing)) of the remaining variance")
  }

  private var memoryPays: Claim { ladder.useful.map(memoryPays) ?? memoryPaysByTwin }

  /// By the bound that decides the verdict.
  private func memoryPays(_ useful: ForecastGain) -> Claim {
    let deciding = useful.deciding(on: ladder.there)
    let place = deciding?.column.map { " on \($0)" } ?? ""
    let bound = deciding.map { "; \(useful.boundText): \(percentage($0.lowerBound))" } ?? ""
    let isBelow = useful.skill.map { $0.high <= Rules.margin } ?? false
    return Claim(
      id: "memory-pays", claim: memoryPaysSentence,
      figure: "held-out skill\(place) of the \(useful.model.rawValue) memory model over the best predictor without a "
        + "state (\(useful.competitor)): \(skillText(deciding?.skill))\(bound)",
      value: deciding?.skill.mean ?? 0, interval: deciding?.skill, lowerBound: deciding?.lowerBound,
      verdict: deciding?.pays ?? false ? .supported : isBelow ? .contradicted : .inconclusive,
      rule:
        "supported if the \(Rules.boundText), of the skill is above \(Rules.marginText), over all columns or in one "
        + "that the score test rejects; else contradicted if the \(Rules.intervalText) over all columns lies below")
  }

  /// Where only memory model and twin were trained.
  private var memoryPaysByTwin: Claim {
    let (twin, best) = (usefulness.overTwin, usefulness.overBest)
    return Claim(
      id: "memory-pays", claim: memoryPaysSentence,
      figure: "held-out skill over the twin \(skillText(twin)), over the best predictor without a state "
        + "(\(usefulness.best)) \(skillText(best))",
      value: twin?.mean ?? 0, interval: twin,
      verdict: Claim.Verdict(all: [
        Claim.Verdict(twin, above: Rules.margin), Claim.Verdict(best, above: Rules.margin),
      ]),
      rule: "supported if the \(Rules.intervalText)s of both skills (bootstrap) lie above \(Rules.marginText), "
        + "contradicted if one lies below")
  }

  private var memoryPaysSentence: String { "Memory pays: it predicts what no memory-less model predicts." }
}

// MARK: - Text

/// Undefined where the competitor makes no error.
private func skillText(_ skill: Estimate?) -> String { skill?.text(.skill) ?? "undefined, the other makes no error" }

private func firstLag(_ states: StateFindings) -> String {
  states.autocorrelation.indices.contains(1) ? fixed(states.autocorrelation[1].mean, decimals: 2) : "undefined"
}

extension Estimate {
  fileprivate var negated: Estimate { Estimate(mean: -mean, low: -high, high: -low) }
}

extension Evidence {
  /// `dead units: memory 0.0 of 16, twin 0.0 of 16`
  private var deadUnits: String {
    func count(_ model: ModelAnalysis) -> String {
      "\(fixed(model.findings.states.deadUnits.mean, decimals: 1)) of \(model.findings.states.activityByUnit.count)"
    }
    return "dead units: memory \(count(memory)), twin \(count(twin))"
  }

  /// `memory 15 of 16, twin 2 of 16`
  private func shares(_ property: (NetworkFigures) -> Bool) -> String {
    "memory \(networks.memory.count(where: property)) of \(networks.memory.count), "
      + "twin \(networks.twin.count(where: property)) of \(networks.twin.count)"
  }
}
