package import Numbers
package import Recurrence
import SeriesMemory

/// What a network that was trained elsewhere does with its state, measured on a table of its inputs and targets.
///
/// It says what this network does, not whether the data need memory: rung 0 and a report ask that.
package struct Probe: Sendable, Equatable, Encodable {
  package var network: ProbedNetwork
  package var inputs, targets: [String]
  package var rows: Int
  /// Rows before the held-out part, and the held-out rows that are judged.
  package var heldOutFrom, heldOutRows: Int
  /// Held-out mean squared error as it runs, and that of the mean of the targets before.
  package var error, errorOfMean: Double
  /// With the state set to 0 every k rows; k = 1 is a state that is always 0.
  package var resets: [Effect]
  /// With the state of `rows` rows later.
  package var shift: Effect
  /// With the state of a random other held-out row, mean over `Rules.swaps` draws. It keeps the distribution of states and
  /// loses their order, so it decides.
  package var swap: Effect
  /// With the state rebuilt from 0 on the last k rows and the present one.
  package var contexts: [Effect]
  /// Whether the state is used: the swap raises the error by more than `Rules.usedRise`, by its interval over time.
  package var used: RungDecision
  /// The smallest k whose context has `Rules.horizonGain` of the gain of all; nil where no context up to the longest has,
  /// or there is nothing to gain.
  package var horizon: Int?
  /// The longest context that was tried, in rows.
  package var longestContext: Int
  /// The smallest k of `resets` from which on a reset every k rows costs at most `Rules.usedRise`; nil where none is.
  package var harmlessReset: Int?
  package var stored: ProbedPast
  package var states: ProbedStates
  package var fixedPoints: FixedPoints?

  /// The error under an intervention.
  package struct Effect: Sendable, Equatable, Encodable {
    /// k, or the shift; nil where there is no such number.
    package var rows: Int?
    /// The held-out mean squared error.
    package var error: Double
    /// Relative to the error as it runs, with the interval of a stationary bootstrap over the rows; nil where that is 0.
    package var rise: Estimate?
  }

  /// Layers with more numbers in their state than this have neither eigenvalues nor fixed points: they would take minutes.
  package static let widestJacobian = 256

  /// - Parameters:
  ///   - network: reads and gives the columns of the data.
  ///   - nonlinearityIsAssumed: whether σ of Elman's cell was not said.
  ///   - seed: of the swaps, the bootstrap and the reference of the decoding.
  /// - Throws: `ProbeError` where its states or predictions are not finite; `CancellationError`.
  package init(
    of network: StackedNetwork, on data: ProbeData, nonlinearityIsAssumed: Bool = false, seed: UInt64 = 1, threads: Int
  ) async throws {
    precondition(
      network.inputs == data.inputNames.count && network.outputs == data.targetNames.count,
      "the columns fit the network")
    let runs = try ProbeRuns(network, data)
    let measured = try await ProbeEffects(runs, seed: seed, threads: threads)
    self.network = ProbedNetwork(network, nonlinearityIsAssumed: nonlinearityIsAssumed)
    (inputs, targets, rows) = (data.inputNames, data.targetNames, data.rows)
    (heldOutFrom, heldOutRows) = (data.heldOutFrom, data.judged.count)
    (error, errorOfMean) = (measured.untouched.loss, data.errorOfMean)
    (resets, shift, swap, contexts) = (measured.resets, measured.shift, measured.swap, measured.contexts)
    used =
      swap.rise.map { RungDecision(all: [$0], above: Rules.usedRise) }
      ?? RungDecision(
        answer: .unclear, interval: nil, threshold: Rules.usedRise,
        reason: "the network makes no error on the held-out rows")
    (horizon, longestContext) = (measured.horizon, measured.longest)
    let costly = measured.resets.lastIndex { ($0.rise?.mean ?? 0) > Rules.usedRise }
    harmlessReset = costly.map { $0 + 1 < measured.resets.count ? measured.resets[$0 + 1].rows : nil } ?? 1
    stored = ProbedPast(runs, seed: seed)
    states = ProbedStates(runs)
    fixedPoints =
      network.layers.contains { $0.shape.stateCount > Self.widestJacobian }
      ? nil : try await FixedPoints(of: runs, threads: threads)
    try Task.checkCancellation()
  }
}

/// What a network is, as far as its weights tell.
package struct ProbedNetwork: Sendable, Equatable, Encodable {
  package var cell: Cell
  /// σ of Elman's cell; nil with gates.
  package var nonlinearity: Activation?
  /// Whether it was not said, and tanh was taken.
  package var nonlinearityIsAssumed: Bool
  package var layers, units, inputs, outputs: Int

  init(_ network: StackedNetwork, nonlinearityIsAssumed: Bool) {
    cell = network.cell
    nonlinearity = network.cell.isGated ? nil : network.activation
    self.nonlinearityIsAssumed = nonlinearityIsAssumed && !network.cell.isGated
    (layers, units) = (network.layers.count, network.hidden)
    (inputs, outputs) = (network.inputs, network.outputs)
  }
}
