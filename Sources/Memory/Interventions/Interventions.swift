// Rung 2: does the model lean on its state? Intervene on it and watch the held-out loss.

import Numbers
package import Panels
package import Recurrence

/// What happens to the held-out loss of trained networks when their state is tampered with.
///
/// All losses are over the same targets, the rows of the held-out part, whatever is done to the state, which is all that
/// the network hands on from step to step (of an LSTM h and c). A measure of
/// use, never of need: trained on noise, a network leans on its state too. For a twin every rise is exactly 0.
public struct Interventions: Sendable, Equatable, Codable {
  /// Networks that were tampered with.
  public var networks: Int
  /// Held-out rows that were predicted.
  public var rows: Int
  /// Held-out loss of the untouched networks, and of their mean prediction.
  public var loss: Estimate
  /// Held-out mean squared error of the mean prediction.
  public var ensembleLoss: Double
  /// L(k): the state is 0 before the k-th input before the present one and is rebuilt from these k and the present one
  /// (Khandelwal et al. 2018). Longest contexts are left out where the panel does not reach back.
  public var context: [Context]
  /// The memory horizon: the smallest k with 95 % of the gain L(0) - L(∞), L(∞) being the untouched loss. None for a
  /// network that gains less than `Rules.usedRise` of its loss by its context.
  public var horizon: Horizon
  /// The state is set to 0 every k steps, averaged over the k places where that can begin: (L(0) + … + L(k-1)) / k.
  public var reset: [Reset]
  /// The state before each step is replaced: by 0; by that of a random other time of the held-out part, which keeps
  /// what states look like and loses what they know; by its mean over the training part.
  public var zero: Intervention
  /// The state of a random other time takes its place.
  public var swap: Intervention
  /// The state is held at its mean.
  public var freeze: Intervention
  /// E(x̂_swapped - x̂)² / 2 Var(x̂), summed over the columns: the share of the predictions' variance that the state
  /// before the step is behind (Jansen 1999, total effect). Where state and input go together it may go above 1.
  public var movedVariance: Estimate
  /// Whether it counts: the rule of `isUsed`.
  public var used: Bool

  /// What a state knows that was rebuilt from so many inputs.
  public struct Context: Sendable, Equatable, Codable {
    /// k, the inputs before the present one.
    public var steps: Int
    /// Held-out mean squared error.
    public var loss: Estimate
    /// L(k) / L(∞) - 1
    public var rise: Estimate

    /// The parts as they are.
    public init(steps: Int, loss: Estimate, rise: Estimate) { (self.steps, self.loss, self.rise) = (steps, loss, rise) }
  }

  /// What a state is worth that is reset every so often.
  public struct Reset: Sendable, Equatable, Codable {
    /// Rows between two resets.
    public var every: Int
    /// Of the held-out error, relative.
    public var rise: Estimate

    /// The parts as they are.
    public init(every: Int, rise: Estimate) { (self.every, self.rise) = (every, rise) }
  }

  /// Rises of the held-out loss, relative to the untouched one: 0.05 is 5 % worse.
  public struct Intervention: Sendable, Equatable, Codable {
    /// Over the networks.
    public var rise: Estimate
    /// Of the mean prediction of the networks, with its 95 % interval over time (stationary bootstrap); nil where the
    /// untouched mean prediction makes no error at all.
    public var overTime: Estimate?

    /// The parts as they are.
    public init(rise: Estimate, overTime: Estimate?) { (self.rise, self.overTime) = (rise, overTime) }
  }

  /// The parts as they are.
  public init(
    networks: Int, rows: Int, loss: Estimate, ensembleLoss: Double, context: [Context], horizon: Horizon,
    reset: [Reset], zero: Intervention, swap: Intervention, freeze: Intervention, movedVariance: Estimate, used: Bool
  ) {
    (self.networks, self.rows, self.loss, self.ensembleLoss) = (networks, rows, loss, ensembleLoss)
    (self.context, self.horizon, self.reset) = (context, horizon, reset)
    (self.zero, self.swap, self.freeze) = (zero, swap, freeze)
    (self.movedVariance, self.used) = (movedVariance, used)
  }

  /// - Parameter seed: of the swaps and the bootstrap.
  /// nil where no network trained.
  package init?(of model: Trained, on panel: Panel, seed: UInt64) {
    let networks = model.usable
    guard !networks.isEmpty else { return nil }
    let stream = RandomStream(seed: seed).split("used")
    let plan = InterventionPlan(panel, model.shape, stream.split("swap"))
    var outcome = Outcome(plan)
    for first in stride(from: 0, to: networks.count, by: 16) {
      outcome.add(Array(networks[first..<min(first + 16, networks.count)]), plan)
    }
    let each = outcome.networks
    let untouched = plan.errors(ofMean: outcome.untouched)
    func intervention(_ rise: (NetworkLosses) -> Double, _ predictions: [[Double]], _ label: String) -> Intervention {
      let draws = predictions.map(plan.errors(ofMean:))
      let errors = untouched.indices.map { t in
        untouched[t] + draws.reduce(0) { $0 + ($1[t] - untouched[t]) } / Double(draws.count)
      }
      // Skill is 1 - MSE / MSE of the untouched: the rise with its sign turned.
      let skill = Skill(of: errors, over: untouched, stream: stream.split("bootstrap").split(label))?.estimate
      return Intervention(
        rise: Estimate(over: each.map(rise)),
        overTime: skill.map { Estimate(mean: -$0.mean, low: -$0.high, high: -$0.low) })
    }
    let zero = intervention({ $0.rise(to: $0.context[0]) }, [outcome.zero], "zero")
    let swap = intervention({ $0.rise(to: $0.swap) }, outcome.swap, "swap")
    let freeze = intervention({ $0.rise(to: $0.freeze) }, [outcome.freeze], "freeze")
    self.init(
      networks: each.count, rows: plan.rows.count, loss: Estimate(over: each.map(\.untouched)),
      ensembleLoss: untouched.reduce(0, +) / Double(untouched.count),
      context: Rules.contexts.filter { $0 <= plan.longest }.map { k in
        Context(
          steps: k, loss: Estimate(over: each.map { $0.context[k] }),
          rise: Estimate(over: each.map { $0.rise(to: $0.context[k]) }))
      }, horizon: Horizon(over: each.map(\.horizon), limit: plan.longest),
      reset: Rules.contexts.filter { $0 > 0 && $0 <= plan.longest + 1 }.map { k in
        Reset(every: k, rise: Estimate(over: each.map { $0.rise(to: $0.loss(resetEvery: k)) }))
      }, zero: zero, swap: swap, freeze: freeze, movedVariance: Estimate(over: each.map(\.movedVariance)),
      used: Interventions.isUsed(swap))
  }

  /// The state is used where the swap raises the loss by more than `Rules.usedRise`, with its interval over the networks
  /// and with that over time.
  ///
  /// The swap alone decides, for it alone changes what a state knows and not what it looks like. Zero and freeze ask
  /// another question, whether the model would do as well without: a network that has learned noise may do even better,
  /// and leans on its state to its harm.
  package static func isUsed(_ swap: Intervention) -> Bool {
    swap.rise.low > Rules.usedRise && swap.overTime.map { $0.low > Rules.usedRise } ?? true
  }
}
