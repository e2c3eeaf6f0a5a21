/// What engram found on one panel: every number that the report prints.
public struct Findings: Sendable, Equatable, Codable {
  /// Of the memory model that is judged: plain or anchored (`judged`).
  public var memory: ModelFindings
  /// Of its memory-less twin, of the same form.
  public var twin: ModelFindings
  /// Of the other memory model; nil where it was not trained.
  public var other: OtherModel?
  /// Predictors without a network: mean squared error on the test part, in scaled units.
  public var baselines: Baselines
  /// The gain of memory over predictors without it; nil only in hand-made findings.
  public var usefulness: PlainSkill?
  /// The share of held-out values outside the range of the training part, over all columns.
  public var heldOutOutsideTrainingRange: Double
  /// The original's claims, one by one.
  public var claims: [Claim]
  /// The memory ladder; nil only in hand-made findings.
  public var ladder: Ladder?
  /// The verdict of the ladder; nil without one.
  public var verdict: Verdict?

  package init(
    memory: ModelFindings, twin: ModelFindings, other: OtherModel? = nil, baselines: Baselines,
    heldOutOutsideTrainingRange: Double, claims: [Claim], usefulness: PlainSkill? = nil, ladder: Ladder? = nil,
    verdict: Verdict? = nil
  ) {
    (self.memory, self.twin, self.other, self.baselines) = (memory, twin, other, baselines)
    (self.usefulness, self.ladder, self.verdict) = (usefulness, ladder, verdict)
    self.heldOutOutsideTrainingRange = heldOutOutsideTrainingRange
    self.claims = claims
  }
}

extension Findings {
  /// The form of the memory model that is judged and looked into.
  public var judged: ForecastGain.Model { ladder?.useful?.model ?? .plain }
}

/// The memory model that is not judged, for comparison.
public struct OtherModel: Sendable, Equatable, Codable {
  /// Its training, states and free runs.
  public var findings: ModelFindings
  /// What its states store.
  public var stored: Decodability?
  /// The kinds of its units.
  public var units: UnitKinds?

  package init(findings: ModelFindings, stored: Decodability?, units: UnitKinds?) {
    (self.findings, self.stored, self.units) = (findings, stored, units)
  }
}

/// A figure and its interval, of confidence `Rules.confidence`. Over the networks of an ensemble: their mean and its
/// t-interval, which is the value itself for one network. Of a skill: the figure and its stationary bootstrap.
public struct Estimate: Sendable, Equatable, Codable {
  /// The figure itself.
  public var mean: Double
  /// The lower end of the interval.
  public var low: Double
  /// The upper end of the interval.
  public var high: Double

  package init(mean: Double, low: Double, high: Double) {
    (self.mean, self.low, self.high) = (mean, low, high)
  }
}

/// One model: its training, its states and its free runs.
public struct ModelFindings: Sendable, Equatable, Codable {
  /// Networks that trained, and those whose loss, states or predictions stopped being numbers; only the former count
  /// below.
  public var networks: Int
  /// Networks whose loss stopped being a number.
  public var diverged: Int
  /// Mean squared error, scaled units, at each network's best epoch.
  public var trainLoss: Estimate
  /// Mean squared error of the validation part, at the best epoch.
  public var validationLoss: Estimate
  /// Mean squared error of the test part, at the best epoch.
  public var testLoss: Estimate
  /// Test error of the prediction averaged over the networks.
  public var ensembleTestLoss: Double
  /// The epoch whose weights were kept.
  public var bestEpoch: Estimate
  /// By epoch, until the last network stopped; one that stopped earlier counts with its last loss.
  public var trainLossHistory: [Estimate]
  /// The same of the validation part.
  public var validationLossHistory: [Estimate]
  /// What the hidden states do.
  public var states: StateFindings
  /// Where the free runs end.
  public var rollout: RolloutFindings

  package init(
    networks: Int, diverged: Int, trainLoss: Estimate, validationLoss: Estimate,
    testLoss: Estimate, ensembleTestLoss: Double, bestEpoch: Estimate,
    trainLossHistory: [Estimate], validationLossHistory: [Estimate], states: StateFindings,
    rollout: RolloutFindings
  ) {
    (self.networks, self.diverged) = (networks, diverged)
    (self.trainLoss, self.validationLoss, self.testLoss) = (trainLoss, validationLoss, testLoss)
    (self.ensembleTestLoss, self.bestEpoch) = (ensembleTestLoss, bestEpoch)
    self.trainLossHistory = trainLossHistory
    self.validationLossHistory = validationLossHistory
    (self.states, self.rollout) = (states, rollout)
  }
}

/// The hidden states at `Panel.describedRows`. Shares and counts are per network, then estimated over networks.
public struct StateFindings: Sendable, Equatable, Codable {
  /// Share of (t, i) with |y| > 0.95, y rescaled to [-1, 1]; for relu, which has no upper end, nil.
  public var saturation: Estimate?
  /// Standard deviation over time, averaged over the units.
  public var activity: Estimate
  /// Units whose standard deviation is below 0.01, as a count.
  public var deadUnits: Estimate
  /// ρ(l), l = 0..L, averaged over the living units of a network, then estimated over networks; empty where no network
  /// has a living unit.
  public var autocorrelation: [Estimate]
  /// τ = 1 + 2 Σ ρ(l) up to the first non-positive lag, averaged over the living units.
  public var integratedTime: Estimate?
  /// (Σλ)² / Σλ² of the state covariance; 0 for states that never change.
  public var effectiveDimension: Estimate
  /// Largest |eigenvalue| of W_h; nil for the twin.
  public var spectralRadius: Estimate?
  /// Largest |eigenvalue| of the Jacobian ∂x̂'/∂(x, y) of the free-running map at the end of the rollout.
  public var rolloutSpectralRadius: Estimate
  /// Largest Lyapunov exponent of the driven state, per step; nil for the twin, whose state has no past.
  public var lyapunov: Estimate?
  /// Dead or saturated units / H.
  public var collapse: Estimate
  /// Of the network shown in the figures, the first that trained; by unit. Saturation is empty for relu.
  public var saturationByUnit: [Double]
  /// Of the same network: the standard deviation of each unit over time.
  public var activityByUnit: [Double]

  package init(
    saturation: Estimate?, activity: Estimate, deadUnits: Estimate, autocorrelation: [Estimate],
    integratedTime: Estimate?, effectiveDimension: Estimate, spectralRadius: Estimate?,
    rolloutSpectralRadius: Estimate, lyapunov: Estimate?, collapse: Estimate,
    saturationByUnit: [Double], activityByUnit: [Double]
  ) {
    (self.saturation, self.activity, self.deadUnits) = (saturation, activity, deadUnits)
    (self.autocorrelation, self.integratedTime) = (autocorrelation, integratedTime)
    self.effectiveDimension = effectiveDimension
    (self.spectralRadius, self.lyapunov) = (spectralRadius, lyapunov)
    (self.rolloutSpectralRadius, self.collapse) = (rolloutSpectralRadius, collapse)
    (self.saturationByUnit, self.activityByUnit) = (saturationByUnit, activityByUnit)
  }
}

/// How a free run ends.
public enum Regime: String, Sendable, Codable, CaseIterable {
  /// It comes to rest, or approaches rest without an oscillation.
  case fixedPoint = "fixed point"
  /// It oscillates with an amplitude that falls geometrically.
  case damped
  /// It repeats itself.
  case cycle
  /// It leaves the range of the data.
  case diverges
  /// None of these.
  case dynamic
}

/// The free runs of an ensemble.
public struct RolloutFindings: Sendable, Equatable, Codable {
  /// How many networks ended in each regime, by its name.
  public var regimes: [String: Int]
  /// The commonest of them.
  public var regime: Regime
  /// Of the networks whose run comes to rest, the step from which it rests.
  public var settledAt: Estimate?
  /// Variance of the free run over that of the training part, averaged over the columns that vary there. What does
  /// not fit a Float32 counts as the largest that does, here and below.
  public var varianceRatio: Estimate
  /// Mean squared error against the held-out continuation, by horizon 1, 2, …, scaled units.
  public var errorByHorizon: [Estimate]

  package init(
    regimes: [String: Int], regime: Regime, settledAt: Estimate?, varianceRatio: Estimate,
    errorByHorizon: [Estimate]
  ) {
    (self.regimes, self.regime, self.settledAt) = (regimes, regime, settledAt)
    (self.varianceRatio, self.errorByHorizon) = (varianceRatio, errorByHorizon)
  }
}

/// What memory gains on the test part: skill = 1 - MSE / MSE of the competitor, of predictions averaged over networks.
public struct PlainSkill: Sendable, Equatable, Codable {
  /// Over the memory-less twin; nil where that makes no error.
  public var overTwin: Estimate?
  /// The best predictor without a recurrent state, of the twin and the four baselines, by its test error.
  public var best: String
  /// Over that predictor; nil where it makes no error.
  public var overBest: Estimate?
  /// Of the twin over the mean of the training part; nil where that makes no error.
  public var twinOverMean: Estimate?
  /// The rows of the test part, and the mean length of the bootstrap's blocks for `overTwin`.
  public var testRows: Int
  /// Mean length of the blocks of the bootstrap, in rows; nil where none was made.
  public var blockLength: Double?
}

/// Test error of the competitors that have no recurrent state, in scaled units.
public struct Baselines: Sendable, Equatable, Codable {
  /// Predicts the mean of the training part.
  public var mean: Double
  /// Predicts the present value.
  public var persistence: Double
  /// VAR(1) by least squares; AR(1) where there is one column.
  public var linear: Double
  /// Ridge regression on x_t and 200 random Fourier features of it, penalty and width by validation.
  public var strongMemoryless: Double
  /// Of that regression; nil in a report from before it was kept.
  public var features: Features?

  /// What the validation error chose for the features of the strong memory-less regression.
  public struct Features: Sendable, Equatable, Codable {
    /// In units of √D.
    public var width: Double
    /// In units of the mean square of a feature.
    public var penalty: Double
  }

  package init(
    mean: Double, persistence: Double, linear: Double, strongMemoryless: Double, features: Features? = nil
  ) {
    (self.mean, self.persistence, self.linear) = (mean, persistence, linear)
    (self.strongMemoryless, self.features) = (strongMemoryless, features)
  }

  /// The lowest of the four and what it is called.
  package var best: (name: String, loss: Double) {
    let all = [
      ("mean", mean), ("persistence", persistence), ("linear", linear),
      ("strong memory-less", strongMemoryless),
    ]
    return all.min { $0.1 < $1.1 } ?? all[0]
  }
}

/// One claim of the original, the figure that decides it, and the rule that gave the verdict.
public struct Claim: Sendable, Equatable, Codable {
  /// The verdict on a claim.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    case supported, contradicted, inconclusive
    /// Both models fulfil it, so it proves nothing about memory.
    case ofBoth = "true of both"
  }
  /// A short name that scripts may rely on: `random-alike` (of a control alone), `different-convergence`,
  /// `twin-degenerate`, `state-active`, `twin-collapses`, `twin-saturates`, `twin-loses-dynamics`, `rollout-dynamic`,
  /// `rollout-fixed-point`, `regress-to-the-mean`, `recurrent-gradient`, `memory-pays`, in this order.
  public var id: String
  /// The sentence.
  public var claim: String
  /// The deciding figure as text, e.g. `dead units: memory 0.0 of 16, twin 0.0 of 16`.
  public var figure: String
  /// The deciding number. Without a network or an error to take it from it is 0 (a p-value: 1), the interval nil and the
  /// verdict inconclusive. A p-value has no interval.
  public var value: Double
  /// Of the figure; nil where it has none.
  public var interval: Estimate?
  /// The one-sided lower bound where that decides: of `memory-pays`, see `ForecastGain.lowerBound`.
  public var lowerBound: Double?
  /// The rule applied to the figure.
  public var verdict: Verdict
  /// The rule and its thresholds.
  public var rule: String

  package init(
    id: String, claim: String, figure: String, value: Double, interval: Estimate?, lowerBound: Double? = nil,
    verdict: Verdict, rule: String
  ) {
    (self.id, self.claim, self.figure, self.value) = (id, claim, figure, value)
    (self.interval, self.lowerBound) = (interval, lowerBound)
    (self.verdict, self.rule) = (verdict, rule)
  }
}
