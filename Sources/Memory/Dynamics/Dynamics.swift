// How the states of a model move, and how long they hold on to anything.

import Numbers
package import Panels
package import Recurrence

/// The dynamics of a model's networks along the panel, driven by its inputs.
public struct Dynamics: Sendable, Equatable, Codable {
  /// Networks that were looked into.
  public var networks: Int
  /// Largest |eigenvalue| of W_h (nil with gates, which have several), and the largest Lyapunov exponent in nats per step (`lyapunovExponent(along:)`): below
  /// 0 the state forgets small differences at a rate of 1 / |λ| steps. nil for the twin.
  public var spectralRadius: Estimate?
  /// Largest exponent, per row; nil without recurrent weights.
  public var lyapunov: Estimate?
  /// ‖∂y_t/∂y_{t-1}‖₂ averaged over time, and at its largest: below 1 throughout, every difference shrinks in every
  /// step.
  public var jacobianNorm: Estimate
  /// Mean over the networks of the largest norm.
  public var largestJacobianNorm: Estimate
  /// S(k) / S(0), S(k) = E_t ‖∂y_t/∂x_{t-k}‖_F, by k from 0: what is left of the pull of an input k steps on. Cut at 10¹²,
  /// where it explodes.
  public var sensitivity: [Estimate]
  /// The smallest k with S(k) / S(0) < 5 %; none for a network whose state does not answer to its inputs.
  public var gradientHorizon: Horizon
  /// The distance after k steps, relative to that at the start, of two copies that read the same inputs, one from the
  /// state 0 and one from a corner of the range of σ; by k from 0 to 64, where the panel is long enough.
  public var copyDistance: [Estimate]
  /// The smallest k at which less than 1 % of it is left (the echo-state property, Jaeger 2001, seen on these inputs):
  /// what a state remembers of its start. Looked for up to 256 steps.
  public var forgettingTime: Horizon

  /// The parts as they are.
  public init(
    networks: Int, spectralRadius: Estimate?, lyapunov: Estimate?, jacobianNorm: Estimate,
    largestJacobianNorm: Estimate, sensitivity: [Estimate], gradientHorizon: Horizon, copyDistance: [Estimate],
    forgettingTime: Horizon
  ) {
    (self.networks, self.spectralRadius, self.lyapunov) = (networks, spectralRadius, lyapunov)
    (self.jacobianNorm, self.largestJacobianNorm) = (jacobianNorm, largestJacobianNorm)
    (self.sensitivity, self.gradientHorizon) = (sensitivity, gradientHorizon)
    (self.copyDistance, self.forgettingTime) = (copyDistance, forgettingTime)
  }

  /// nil where no network trained.
  package init?(of model: Trained, on panel: Panel) {
    let networks = model.usable
    guard !networks.isEmpty else { return nil }
    let T = panel.rows
    let steps = min(Rules.gradientSteps, T / 2)
    let rows = evenlySpaced(Rules.jacobianRows, in: 0..<T - steps)
    var norms: [[Double]] = []
    var curves: [[Double]] = []
    var reaches: [Horizon.Reach] = []
    var (radii, exponents): ([Double], [Double]) = ([], [])
    for network in networks {
      let weights = Weights<Double>(network.weights)
      let states = network.states.map(Double.init)
      norms.append(weights.jacobianNorms(along: states, reading: panel.scaled, at: rows))
      let S = weights.inputSensitivity(along: states, reading: panel.scaled, at: rows, steps: steps)
      let relative = S.map { S[0] > 0 ? min($0 / S[0], 1e12) : 0 }
      curves.append(relative)
      reaches.append(S[0] > 0 ? Horizon.Reach(relative) { $0 < Rules.gradientGone } : .none)
      if let radius = weights.recurrentSpectralRadius { radii.append(radius) }
      if let exponent = weights.lyapunovExponent(along: states, reading: panel.scaled) { exponents.append(exponent) }
    }
    let distances = copyDistances(of: networks, on: panel)
    func optional(_ figures: [Double]) -> Estimate? { figures.isEmpty ? nil : Estimate(over: figures) }
    self.init(
      networks: networks.count, spectralRadius: optional(radii), lyapunov: optional(exponents),
      jacobianNorm: Estimate(over: norms.map { $0.reduce(0, +) / Double($0.count) }),
      largestJacobianNorm: Estimate(over: norms.map { $0.max() ?? 0 }), sensitivity: Estimate.each(over: curves),
      gradientHorizon: Horizon(over: reaches, limit: steps),
      copyDistance: Estimate.each(over: distances.map { Array($0.prefix(Rules.gradientSteps + 1)) }),
      forgettingTime: Horizon(
        over: distances.map { curve in Horizon.Reach(curve) { $0 < Rules.forgotten } },
        limit: (distances.first?.count ?? 1) - 1))
  }
}

/// Up to so many numbers of a range, the first one among them.
func evenlySpaced(_ count: Int, in range: Range<Int>) -> [Int] {
  let count = min(count, range.count)
  return (0..<count).map { range.lowerBound + $0 * range.count / count }
}

// MARK: - Two copies

/// The mean distance of two copies of every network after k steps on the same inputs, relative to that at their start,
/// k = 0, 1, …: one starts from 0, the other from a corner, ±1 by number of the state for tanh, 1 for the others.
private func copyDistances(of networks: [TrainedNetwork], on panel: Panel) -> [[Double]] {
  let (T, D, N) = (panel.rows, panel.width, networks[0].weights.shape.stateCount)
  let steps = min(Rules.forgettingSteps, T / 2)
  let starts = evenlySpaced(Rules.copyStarts, in: 0..<T - steps + 1)
  let inputs = panel.scaled.map { Lanes16(repeating: Float($0)) }
  var signs = RandomStream(seed: 0).split("copies")
  let corner = (0..<N).map { _ in
    Lanes16(repeating: networks[0].weights.shape.activation == .tanh && signs.uniform() < 0.5 ? Float(-1) : 1)
  }
  let origin = Array(repeating: Lanes16(), count: N)
  var curves: [[Double]] = []
  for first in stride(from: 0, to: networks.count, by: 16) {
    let group = networks[first..<min(first + 16, networks.count)]
    var (one, other) = (LaneForward(group.map(\.weights)), LaneForward(group.map(\.weights)))
    var sums = Array(repeating: [Double(N).squareRoot() * Double(starts.count)], count: group.count)
    for lane in sums.indices { sums[lane] += Array(repeating: 0, count: steps) }
    for start in starts {
      let run = Array(inputs[start * D..<(start + steps) * D])
      one.run(run, from: origin)
      other.run(run, from: corner)
      for k in 0..<steps {
        var squares = Lanes16()
        for i in k * N..<(k + 1) * N {
          let apart = one.trace.states[i] - other.trace.states[i]
          squares += apart * apart
        }
        for lane in sums.indices {
          let distance = Double(squares[lane]).squareRoot()
          // A relu may leave the range of numbers from a state it never visits.
          sums[lane][k + 1] += distance.isFinite ? distance : 1e20
        }
      }
    }
    curves += sums.map { sum in sum.map { min($0 / sum[0], 1e12) } }
  }
  return curves
}
