// The original's claims, one by one: the figure that decides each, and the rule.
//
// Intervals over networks say how far a figure depends on the seed, on this one panel. Intervals of a skill come from
// the test rows. Neither says anything about other data.

import Numbers

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
      "memory model minus twin: held-out error \(inWords(usefulness.overTwin.map(\.negated))), "
      + "activity \(activity.words), "
    if memory.findings.states.saturation != nil {
      verdicts.append(Claim.Verdict(saturation.interval, within: Rules.alikeState))
      figure += "saturation \(saturation.words), "
    }
    figure += "free runs that stay alive \(shares(\.isAlive))"
    return Claim(
      id: "random-alike", claim: "On random data both models behave alike.", figure: figure,
      value: usefulness.overTwin?.mean ?? 0, interval: usefulness.overTwin, verdict: Claim.Verdict(all: verdicts),
      rule:
        "supported if the 95 % intervals of all differences lie within ±\(percentage(Rules.alikeSkill, decimals: 0)) "
        + "(held-out error), ±\(percentage(Rules.alikeState, decimals: 0)) (activity, saturation) and "
        + "±\(percentage(Rules.alikeRollout, decimals: 0)) (share of free runs that stay alive); contradicted if one lies outside"
    )
  }

  // MARK: Training

  private var differentConvergence: Claim {
    let gap = paired { exponential($0.logLoss - $1.logLoss) - 1 }
    return Claim(
      id: "different-convergence", claim: "The model with memory converges differently from its twin.",
      figure: "training loss with memory relative to that of the twin, geometric mean over the epochs: \(gap.words)",
      value: gap.value, interval: gap.interval, verdict: Claim.Verdict(gap.interval, within: Rules.curveGap).opposite,
      rule:
        "supported if the 95 % interval over pairs of networks lies beyond ±\(percentage(Rules.curveGap, decimals: 0)), "
        + "contradicted if within; training loss measures capacity, so this is no evidence of memory")
  }

  private var twinDegenerate: Claim {
    let variance = spread(networks.twin, \.predictionVariance)
    return Claim(
      id: "twin-degenerate", claim: "Without memory, training ends in a degenerate solution.",
      figure: "variance of the predictions over that of the data, training part: twin \(variance.words), "
        + "with memory \(spread(networks.memory, \.predictionVariance).words)",
      value: variance.value, interval: variance.interval,
      verdict: Claim.Verdict(variance.interval, above: Rules.constantPredictions).opposite,
      rule: "supported if the 95 % interval over the twin's networks lies below "
        + "\(percentage(Rules.constantPredictions, decimals: 0)) (constant in all but name), contradicted if above; "
        + "where nothing can be predicted, a constant is the right answer")
  }

  // MARK: Hidden states

  private var stateActive: Claim {
    let activity = spread(networks.memory, \.states.activity)
    let mine = activity.interval?.text(decimals: 2) ?? fixed(activity.value, decimals: 2)
    return Claim(
      id: "state-active", claim: "With memory the hidden state stays active.",
      figure: "standard deviation of a unit over time: memory \(mine), "
        + "twin \(fixed(twin.findings.states.activity.mean, decimals: 2)); \(deadUnits)",
      value: activity.value, interval: activity.interval,
      verdict: Claim.Verdict(activity.interval, above: Rules.active),
      rule: "supported if the 95 % interval over the networks lies above \(figureOf(Rules.active)) of a range from -1 "
        + "to 1, contradicted if below; the twin's figure beside it says whether that takes memory")
  }

  private var twinCollapses: Claim {
    let collapse = spread(networks.twin, \.states.collapse)
    let difference = paired { $1.states.collapse - $0.states.collapse }
    let level = Claim.Verdict(collapse.interval, above: Rules.collapsed)
    return Claim(
      id: "twin-collapses", claim: "Without memory the hidden state collapses.",
      figure:
        "dead or stuck units: twin \(collapse.words), memory \(percentage(memory.findings.states.collapse.mean)); "
        + deadUnits,
      value: collapse.value, interval: collapse.interval,
      verdict: Claim.Verdict(all: [level, Claim.Verdict(difference.interval, above: 0)]),
      rule: "supported if the 95 % intervals say that more than \(percentage(Rules.collapsed, decimals: 0)) of the "
        + "twin's units are dead or stuck, and more than with memory; contradicted if one says it is not so")
  }

  private var twinSaturates: Claim {
    let difference = paired { memory, twin in
      memory.states.saturation.flatMap { mine in twin.states.saturation.map { $0 - mine } }
    }
    let (mine, theirs) = (memory.findings.states.saturation, twin.findings.states.saturation)
    let words =
      mine.flatMap { mine in
        theirs.map { "saturated states: twin \(percentage($0.mean)), memory \(percentage(mine.mean))" }
      }
    return Claim(
      id: "twin-saturates", claim: "Without memory many units saturate.",
      figure: words.map { "\($0), difference \(difference.words)" } ?? "relu has no upper end to saturate at",
      value: difference.value, interval: difference.interval,
      verdict: Claim.Verdict(difference.interval, above: Rules.saturatesMore),
      rule: "supported if the 95 % interval over pairs of networks of twin less memory lies above "
        + "\(percentage(Rules.saturatesMore, decimals: 0)), contradicted if below")
  }

  private var twinLosesDynamics: Claim {
    let loss = paired { $0.states.activity > 0 ? 1 - $1.states.activity / $0.states.activity : nil }
    let (mine, theirs) = (memory.findings.states, twin.findings.states)
    return Claim(
      id: "twin-loses-dynamics", claim: "Without memory the hidden state loses its dynamics.",
      figure: "activity lower than with memory by \(loss.words); effective dimension: "
        + "twin \(fixed(theirs.effectiveDimension.mean, decimals: 1)), "
        + "memory \(fixed(mine.effectiveDimension.mean, decimals: 1)); ρ(1): twin \(firstLag(theirs)), "
        + "memory \(firstLag(mine))",
      value: loss.value, interval: loss.interval, verdict: Claim.Verdict(loss.interval, above: Rules.dynamicsLost),
      rule: "supported if the 95 % interval over pairs of networks lies above "
        + "\(percentage(Rules.dynamicsLost, decimals: 0)), contradicted if below")
  }

  // MARK: Free runs

  private var rolloutDynamic: Claim {
    share(
      \.isAlive, of: networks.memory, id: "rollout-dynamic", claim: "With memory the free run stays dynamic.",
      figure: "free runs that stay alive: \(shares(\.isAlive))",
      what: "networks with memory whose free run is dynamic or a cycle")
  }

  private var rolloutFixedPoint: Claim {
    share(
      { $0.freeRun.regime == .fixedPoint }, of: networks.twin, id: "rollout-fixed-point",
      claim: "Without memory the free run falls to a fixed point.",
      figure: "free runs that end in a fixed point: \(shares { $0.freeRun.regime == .fixedPoint })",
      what: "twins whose free run ends in a fixed point")
  }

  private func share(
    _ property: (NetworkFigures) -> Bool, of networks: [NetworkFigures], id: String, claim: String, figure: String,
    what: String
  ) -> Claim {
    let share = Estimate(share: networks.count(where: property), of: networks.count)
    return Claim(
      id: id, claim: claim, figure: figure, value: share.mean, interval: share,
      verdict: Claim.Verdict(share, above: Rules.majority),
      rule: "supported if the 95 % Wilson interval of the share of \(what) lies above "
        + "\(percentage(Rules.majority, decimals: 0)), contradicted if below; a free run is no evidence of memory")
  }

  // MARK: Prediction

  private var regressToTheMean: Claim {
    let skill = usefulness.twinOverMean
    let better = Claim.Verdict(skill, above: Rules.margin) == .supported
    let same = Claim.Verdict(skill, within: Rules.alikeSkill) == .supported
    return Claim(
      id: "regress-to-the-mean", claim: "Without memory a model can only regress to the mean.",
      figure: "held-out skill of the twin over predicting the training mean: \(inWords(skill))",
      value: skill?.mean ?? 0, interval: skill, verdict: better ? .contradicted : same ? .supported : .inconclusive,
      rule: "contradicted if the 95 % bootstrap interval of the skill lies above "
        + "\(percentage(Rules.margin, decimals: 0)), else supported if it lies within "
        + "±\(percentage(Rules.alikeSkill, decimals: 0)); a twin worse than that does not regress to the mean, it fails"
    )
  }

  /// The literal content of the score test: at no recurrence, does the loss have a slope along the recurrent weights
  /// beyond chance?
  private var recurrentGradient: Claim {
    let there = ladder.there
    let tested = there.map { there in
      let columns = there.columns.count == 1 ? "one column" : "\(there.columns.count) columns"
      return there.smallest.map {
        "score test of the recurrent weights at 0, smallest p after Holm's correction for \(columns): "
          + pValue($0)
      } ?? "the present row leaves nothing to explain in \(columns)"
    }
    let seen = there.map { "; a share of \(percentage($0.detectable)) would have been found with 80 % power" } ?? ""
    return Claim(
      id: "recurrent-gradient", claim: "The recurrent pathway receives an informative gradient signal.",
      figure: tested.map { $0 + seen } ?? "the score test cannot be made: too few rows, or a column that does not vary",
      value: there?.smallest ?? 1, interval: nil,
      verdict: there.map { there in
        there.rejects ? .supported : there.detectable <= Rules.worthSeeing ? .contradicted : .inconclusive
      } ?? .inconclusive,
      rule:
        "supported if the score test rejects at \(fixed(Rules.scoreLevel, decimals: 2)) in any column, contradicted if "
        + "it does not and memory that explains \(percentage(Rules.worthSeeing, decimals: 0)) of what the present row "
        + "leaves open would have been found")
  }

  private var memoryPays: Claim { ladder.useful.map(memoryPays) ?? memoryPaysByTwin }

  /// By what decides the verdict.
  private func memoryPays(_ useful: ForecastGain) -> Claim {
    let gain = useful.gain(on: ladder.there)
    var figure =
      "held-out skill of the \(useful.model.rawValue) memory model over the best predictor without a state "
      + "(\(useful.competitor)) \(inWords(useful.skill))"
    if let gain, let column = gain.column { figure += ", on \(column) alone \(gain.skill.asPercentage)" }
    return Claim(
      id: "memory-pays", claim: memoryPaysSentence, figure: figure, value: (gain?.skill ?? useful.skill)?.mean ?? 0,
      interval: gain?.skill ?? useful.skill,
      verdict: gain == nil ? Claim.Verdict(useful.skill, above: Rules.margin) : .supported,
      rule:
        "supported if the 95 % bootstrap interval of the skill, over all columns or in a column that the score test "
        + "rejects for, lies above \(percentage(Rules.margin, decimals: 0)), contradicted if that over all columns lies "
        + "below and no such column's above")
  }

  /// Where only memory model and twin were trained.
  private var memoryPaysByTwin: Claim {
    let (twin, best) = (usefulness.overTwin, usefulness.overBest)
    return Claim(
      id: "memory-pays", claim: memoryPaysSentence,
      figure: "held-out skill over the twin \(inWords(twin)), over the best without a recurrent state "
        + "(\(usefulness.best)) \(inWords(best))",
      value: twin?.mean ?? 0, interval: twin,
      verdict: Claim.Verdict(all: [
        Claim.Verdict(twin, above: Rules.margin), Claim.Verdict(best, above: Rules.margin),
      ]),
      rule: "supported if the 95 % bootstrap intervals of both skills lie above "
        + "\(percentage(Rules.margin, decimals: 0)), contradicted if one lies below")
  }

  private var memoryPaysSentence: String { "Memory pays: it predicts what no memory-less model predicts." }
}

// MARK: - Words

/// A skill, which does not exist over a predictor that makes no error; where the error is twice as large or more, how
/// many times: nobody reads -93498.6 %.
private func inWords(_ skill: Estimate?) -> String {
  guard let skill else { return "undefined, for the other makes no error" }
  return skill.mean <= -1 ? "negative, the error is \(comparison(skill)) as large" : skill.asPercentage
}

private func figureOf(_ threshold: Double) -> String { fixed(threshold, decimals: 2) }

private func firstLag(_ states: StateFindings) -> String {
  states.autocorrelation.indices.contains(1) ? fixed(states.autocorrelation[1].mean, decimals: 2) : "—"
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
