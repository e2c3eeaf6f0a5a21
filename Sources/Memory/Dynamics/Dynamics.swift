// How the states of a model move, and how long they keep what they read.

import Numbers
package import Panels
package import Recurrence
import SeriesMemory

/// The dynamics of a model's networks along the panel, driven by its inputs.
public struct Dynamics: Sendable, Equatable, Codable {
  /// Networks that were analysed.
  public var networks: Int
  /// Largest |eigenvalue| of W_h; nil for the twin, and with gates, which have several.
  public var spectralRadius: Estimate?
  /// Largest Lyapunov exponent in nats per step (`lyapunovExponent(along:)`): below 0 the state forgets small differences
  /// within 1 / |λ| steps. nil for the twin.
  public var lyapunov: Estimate?
  /// ‖∂y_t/∂y_{t-1}‖₂ averaged over time, and at its largest: below 1 throughout, every difference shrinks in every
  /// step.
  public var jacobianNorm: Estimate
  /// Mean over the networks of the largest norm.
  public var largestJacobianNorm: Estimate
  /// S(k) / S(0), S(k) = E_t ‖∂y_t/∂x_{t-k}‖_F, by k from 0: the share of an input's effect that is left after k steps.
  /// Capped at 10¹² where it explodes.
  public var sensitivity: [Estimate]
  /// The smallest k with S(k) / S(0) < 5 %; none for a network whose state ignores its inputs.
  public var gradientHorizon: Horizon
  /// The distance after k steps, relative to that at the start, of two copies that read the same inputs, one from the
  /// state 0 and one from a corner of the range of σ; by k from 0 to 64, where the panel is long enough.
  public var copyDistance: [Estimate]
  /// The smallest k at which less than 1 % of it is left, searched up to 256 steps: how long a state remembers its start
  /// (the echo-state property, Jaeger 2001, on these inputs).
  public var forgettingTime: Horizon

  package init(
    networks: Int, spectralRadius: Estimate?, lyapunov: Estimate?, jacobianNorm: Estimate,
    largestJacobianNorm: Estimate, sensitivity: [Estimate], gradientHorizon: Horizon, copyDistance: [Estimate],
    forgettingTime: Horizon
  ) {
    (self.networks, self.spectralRadius, self.lyapunov) = (networks, spectralRadius, lyapunov)
    (self.jacobianNorm, self.largestJacobianNorm) = (jacobianNorm, largestJacobianNorm)
    (self.sensitivity, self.gradientHorizon) = (sensitivity, gradientHorizon)
    (self.copyDistance, self.forgettingTime) = (copyDistance, forgettingTime)
  }

  /// - Parameters:
  ///   - weights: of the same networks.
  /// nil without a network.
  init?(of networks: [NetworkDynamics], _ weights: [Weights<Float>], on panel: Panel, threads: Int) async throws {
    guard !networks.isEmpty else { return nil }
    let distances = try await copyDistances(of: weights, on: panel, threads: threads)
    func estimate(_ figure: (NetworkDynamics) -> Double?) -> Estimate? {
      let figures = networks.compactMap(figure)
      return figures.isEmpty ? nil : Estimate(over: figures)
    }
    self.init(
      networks: networks.count, spectralRadius: estimate(\.spectralRadius), lyapunov: estimate(\.lyapunov),
      jacobianNorm: Estimate(over: networks.map(\.jacobianNorm)),
      largestJacobianNorm: Estimate(over: networks.map(\.largestJacobianNorm)),
      sensitivity: Estimate.each(over: networks.map(\.sensitivity)),
      gradientHorizon: Horizon(over: networks.map(\.gradientReach), limit: NetworkDynamics.steps(over: panel.rows)),
      copyDistance: Estimate.each(over: distances.map { Array($0.prefix(Rules.gradientSteps + 1)) }),
      forgettingTime: Horizon(
        over: distances.map { curve in Horizon.Reach(curve) { $0 < Rules.forgotten } },
        limit: (distances.first?.count ?? 1) - 1))
  }

  /// Of a model alone; nil where no network trained.
  package init?(of model: Trained, on panel: Panel, threads: Int = 1) async throws {
    let networks = model.usable
    let each = networks.map { network in
      NetworkDynamics(
        of: Weights<Double>(network.weights), along: DescribedStates(of: network.run(over: panel).states, on: panel))
    }
    try await self.init(of: each, networks.map(\.weights), on: panel, threads: threads)
  }
}

/// The dynamics of one network along the panel.
struct NetworkDynamics: Sendable {
  let spectralRadius, lyapunov: Double?
  let jacobianNorm, largestJacobianNorm: Double
  let sensitivity: [Double]
  let gradientReach: Horizon.Reach

  init(of weights: Weights<Double>, along described: DescribedStates) {
    let (states, inputs) = (described.values, described.inputs)
    let steps = Self.steps(over: described.rows.upperBound)
    let rows = evenlySpaced(Rules.jacobianRows, in: described.rows.lowerBound..<described.rows.upperBound - steps)
    let norms = weights.jacobianNorms(along: states, reading: inputs, at: rows)
    (jacobianNorm, largestJacobianNorm) = (norms.reduce(0, +) / Double(norms.count), norms.max() ?? 0)
    let S = weights.inputSensitivity(along: states, reading: inputs, at: rows, steps: steps)
    sensitivity = S.map { S[0] > 0 ? min($0 / S[0], 1e12) : 0 }
    gradientReach = S[0] > 0 ? Horizon.Reach(sensitivity) { $0 < Rules.gradientGone } : .none
    spectralRadius = weights.recurrentSpectralRadius
    lyapunov = weights.lyapunovExponent(along: states, reading: inputs)
  }

  static func steps(over rows: Int) -> Int { min(Rules.gradientSteps, rows / 2) }
}

/// Up to so many numbers of a range, the first one among them.
func evenlySpaced(_ count: Int, in range: Range<Int>) -> [Int] {
  let count = min(count, range.count)
  return (0..<count).map { range.lowerBound + $0 * range.count / count }
}

// MARK: - Two copies

/// The mean distance of two copies of every network after k steps on the same inputs, relative to that at their start,
/// k = 0, 1, …: one starts from 0, the other from a corner, ±1 by number of the state for tanh, 1 for the others.
private func copyDistances(of networks: [Weights<Float>], on panel: Panel, threads: Int) async throws -> [[Double]] {
  let groups = networks.indices.chunks(of: 16)
  return try await parallelMap(groups.count, threads: threads) { copyDistances(of: networks[groups[$0]], on: panel) }
    .flatMap(\.self)
}

/// Of up to sixteen networks.
private func copyDistances(of networks: ArraySlice<Weights<Float>>, on panel: Panel) -> [[Double]] {
  var (one, other) = (LaneForward(Array(networks)), LaneForward(Array(networks)))
  let (T, D, N) = (panel.rows, panel.width, one.shape.stateCount)
  let steps = min(Rules.forgettingSteps, T / 2)
  let starts = evenlySpaced(Rules.copyStarts, in: 0..<T - steps + 1)
  var signs = RandomStream(seed: 0).split("copies")
  let isTanh = one.shape.activation == .tanh
  let corner = (0..<N).map { _ in Lanes16(repeating: isTanh && signs.uniform() < 0.5 ? Float(-1) : 1) }
  let origin = Array(repeating: Lanes16(), count: N)
  var sums = Array(repeating: [Double(N).squareRoot() * Double(starts.count)], count: networks.count)
  for lane in sums.indices { sums[lane] += Array(repeating: 0, count: steps) }
  for start in starts {
    let inputs = panel.scaled[start * D..<(start + steps) * D].map { Lanes16(repeating: Float($0)) }
    one.run(inputs, from: origin)
    other.run(inputs, from: corner)
    for k in 0..<steps {
      var squares = Lanes16()
      for i in k * N..<(k + 1) * N {
        let apart = one.trace.states[i] - other.trace.states[i]
        squares += apart * apart
      }
      for lane in sums.indices {
        let distance = Double(squares[lane]).squareRoot()
        // The corner is far from the states of a relu, which may overflow there.
        sums[lane][k + 1] += distance.isFinite ? distance : 1e20
      }
    }
  }
  return sums.map { sum in sum.map { min($0 / sum[0], 1e12) } }
}
