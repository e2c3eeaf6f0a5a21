import Numbers
import Recurrence
import SeriesMemory

/// The held-out errors of a network under every intervention on its state.
struct ProbeEffects {
  let untouched: ForecastErrors
  let resets, contexts: [Probe.Effect]
  let shift, swap: Probe.Effect
  /// The longest context.
  let longest: Int
  let horizon: Int?

  init(_ runs: ProbeRuns, seed: UInt64, threads: Int) async throws {
    let data = runs.data
    let stream = RandomStream(seed: seed).split("probe")
    let untouched = data.errors(of: runs.predictions)
    // A bootstrap of a stream of its own for each intervention.
    @Sendable func effect(_ name: String, _ rows: Int?, _ squared: [Double]) throws -> Probe.Effect {
      let error = squared.reduce(0, +) / Double(squared.count)
      guard error.isFinite else {
        throw ProbeError(
          "the predictions are not finite with another state (\(name))", "The network cannot be probed on these rows")
      }
      let skill = Skill(of: squared, over: untouched.squared, stream: stream.split(name))?.estimate
      return Probe.Effect(
        rows: rows, error: error,
        // Skill is 1 - error / error as it runs: the rise with its sign turned, and no -0.
        rise: skill.map { Estimate(mean: 0 - $0.mean, low: 0 - $0.high, high: 0 - $0.low) })
    }
    let shift = Self.shift(in: data.rows)
    let periods = Rules.contexts.filter { $0 > 0 }
    resets = try await parallelMap(periods.count, threads: threads) { index in
      let k = periods[index]
      return try effect("reset \(k)", k, data.errors(of: runs.reset(every: k)).squared)
    }
    self.shift = try effect("shift", shift, data.errors(of: runs.shifted(by: shift)).squared)
    let draws = try await parallelMap(Rules.swaps, threads: threads) {
      data.errors(of: runs.swapped(stream.split("swap").split($0))).squared
    }
    swap = try effect(
      "swap", nil,
      untouched.squared.indices.map { t in
        // Averaged as differences, so that swaps that change nothing give exactly the untouched error.
        untouched.squared[t] + draws.reduce(0) { $0 + ($1[t] - untouched.squared[t]) } / Double(draws.count)
      })
    let longest = min(Rules.longestContext, data.heldOutFrom)
    let rebuilt = try await runs.contexts(longest: longest, threads: threads)
    let lengths = Rules.contexts.filter { $0 <= longest }
    contexts = try await parallelMap(lengths.count, threads: threads) { index in
      try effect("context \(lengths[index])", lengths[index], rebuilt[lengths[index]])
    }
    (self.untouched, self.longest) = (untouched, longest)
    horizon = Self.horizon(untouched.loss, rebuilt, data)
  }

  /// 500 rows, or half of a shorter table.
  static func shift(in rows: Int) -> Int { min(500, rows / 2) }

  /// By the rule of the interventions on the house's own networks.
  private static func horizon(_ untouched: Double, _ rebuilt: [[Double]], _ data: ProbeData) -> Int? {
    let size = data.targets.reduce(0) { $0 + $1 * $1 } / Double(data.targets.count)
    let losses = NetworkLosses(
      untouched: untouched, context: rebuilt.map { $0.reduce(0, +) / Double($0.count) }, swap: untouched,
      freeze: untouched, movedVariance: 0, rounding: 1e-12 * (size > 0 ? size : 1))
    return if case .steps(let steps) = losses.horizon { steps } else { nil }
  }
}
