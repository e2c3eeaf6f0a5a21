// Rung 2: does the model rely on its state? Intervene on the state and measure the held-out loss.

import Numbers
package import Panels
package import Recurrence
import SeriesMemory

/// The held-out loss of trained networks under interventions on their state.
///
/// All losses are over the same targets, rows of the held-out part. The state is all that the network passes from step to
/// step (h and c of an LSTM). This measures use, not need: a network trained on noise relies on its state too. For a twin
/// every rise is exactly 0.
public struct Interventions: Sendable, Equatable, Codable {
  /// Networks that were run.
  public var networks: Int
  /// Held-out rows that were predicted.
  public var rows: Int
  /// Held-out loss of the untouched networks, and of their mean prediction.
  public var loss: Estimate
  /// Held-out mean squared error of the mean prediction.
  public var ensembleLoss: Double
  /// L(k): the state is rebuilt from 0 on the last k inputs and the present one (Khandelwal et al. 2018). Contexts longer
  /// than the panel allows are left out.
  public var context: [Context]
  /// The memory horizon: the smallest k with 95 % of the gain L(0) - L(∞), L(∞) being the untouched loss. None for a
  /// network that gains less than `Rules.usedRise` of its loss by its context.
  public var horizon: Horizon
  /// The state is set to 0 every k steps, averaged over the k possible offsets: (L(0) + … + L(k-1)) / k.
  public var reset: [Reset]
  /// The state before each step is replaced by 0.
  public var zero: Intervention
  /// It is replaced by the state of a random other held-out row: the distribution of states is kept, their order lost.
  public var swap: Intervention
  /// It is replaced by its mean over the training part.
  public var freeze: Intervention
  /// E(x̂_swapped - x̂)² / 2 Var(x̂), summed over the columns: the share of the predictions' variance due to the state
  /// before the step (Jansen 1999, total effect). It may exceed 1 where state and input are correlated.
  public var movedVariance: Estimate
  /// Whether it counts: whether `decision` is yes.
  public var used: Bool

  /// The loss with a state rebuilt from k inputs.
  public struct Context: Sendable, Equatable, Codable {
    /// k, the inputs before the present one.
    public var steps: Int
    /// Held-out mean squared error.
    public var loss: Estimate
    /// L(k) / L(∞) - 1
    public var rise: Estimate

    package init(steps: Int, loss: Estimate, rise: Estimate) {
      (self.steps, self.loss, self.rise) = (steps, loss, rise)
    }
  }

  /// The loss with a state that is reset every k rows.
  public struct Reset: Sendable, Equatable, Codable {
    /// Rows between two resets.
    public var every: Int
    /// Of the held-out error, relative.
    public var rise: Estimate

    package init(every: Int, rise: Estimate) { (self.every, self.rise) = (every, rise) }
  }

  /// Rises of the held-out loss, relative to the untouched one: 0.05 is 5 % worse.
  public struct Intervention: Sendable, Equatable, Codable {
    /// Over the networks.
    public var rise: Estimate
    /// Of the mean prediction of the networks, with its 95 % interval over time (stationary bootstrap); nil where the
    /// untouched mean prediction has no error.
    public var overTime: Estimate?

    package init(rise: Estimate, overTime: Estimate?) { (self.rise, self.overTime) = (rise, overTime) }
  }

  package init(
    networks: Int, rows: Int, loss: Estimate, ensembleLoss: Double, context: [Context], horizon: Horizon,
    reset: [Reset], zero: Intervention, swap: Intervention, freeze: Intervention, movedVariance: Estimate
  ) {
    (self.networks, self.rows, self.loss, self.ensembleLoss) = (networks, rows, loss, ensembleLoss)
    (self.context, self.horizon, self.reset) = (context, horizon, reset)
    (self.zero, self.swap, self.freeze) = (zero, swap, freeze)
    self.movedVariance = movedVariance
    used = false
    used = decision.answer == .yes
  }

  /// - Parameter stream: of the bootstrap.
  /// nil without a network.
  init?(of networks: [InterventionStart], _ plan: InterventionPlan, stream: RandomStream, threads: Int) async throws {
    guard !networks.isEmpty else { return nil }
    let runs = try await InterventionRuns(of: networks, plan, threads: threads)
    let each = runs.losses
    let untouched = plan.errors(ofMean: runs.untouched)
    func intervention(_ rise: (NetworkLosses) -> Double, _ predictions: [[Double]], _ label: String) -> Intervention {
      let draws = predictions.map(plan.errors(ofMean:))
      let errors = untouched.indices.map { t in
        untouched[t] + draws.reduce(0) { $0 + ($1[t] - untouched[t]) } / Double(draws.count)
      }
      // Skill is 1 - MSE / MSE of the untouched: the rise with its sign turned.
      let skill = Skill(of: errors, over: untouched, stream: stream.split(label))?.estimate
      return Intervention(
        rise: Estimate(over: each.map(rise)),
        overTime: skill.map { Estimate(mean: -$0.mean, low: -$0.high, high: -$0.low) })
    }
    let zero = intervention({ $0.rise(to: $0.context[0]) }, [runs.zero], "zero")
    let swap = intervention({ $0.rise(to: $0.swap) }, runs.swap, "swap")
    let freeze = intervention({ $0.rise(to: $0.freeze) }, [runs.freeze], "freeze")
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
      }, zero: zero, swap: swap, freeze: freeze, movedVariance: Estimate(over: each.map(\.movedVariance)))
  }

  /// This rung alone; nil where no network trained.
  ///
  /// - Parameter seed: of the swaps and the bootstrap.
  package init?(of model: Trained, on panel: Panel, seed: UInt64, threads: Int = 1) async throws {
    let (plan, bootstrap) = Interventions.plan(on: panel, seed: seed)
    let networks = model.usable.map { InterventionStart(of: $0.weights, $0.run(over: panel), plan) }
    try await self.init(of: networks, plan, stream: bootstrap, threads: threads)
  }

  static func plan(on panel: Panel, seed: UInt64) -> (InterventionPlan, bootstrap: RandomStream) {
    let stream = RandomStream(seed: seed).split("used")
    return (InterventionPlan(panel, stream.split("swap")), stream.split("bootstrap"))
  }

  /// The state is used where the swap raises the loss by more than `Rules.usedRise`, by its interval over the networks and
  /// by that over time.
  ///
  /// Only the swap decides, as it keeps the distribution of states. Zero and freeze ask whether the model would do as well
  /// without a state: a network that has learned noise may do even better.
  public var decision: RungDecision {
    RungDecision(all: [swap.rise] + (swap.overTime.map { [$0] } ?? []), above: Rules.usedRise)
  }
}
