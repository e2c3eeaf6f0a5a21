import Numbers
import Recurrence
import SeriesMemory

/// Where the state of a network comes to rest when it reads nothing but zeros.
package struct FixedPoints: Sendable, Equatable, Encodable {
  /// In the order in which they were found.
  package var points: [Point]
  /// States that the search started from: those of the undisturbed run, evenly spaced.
  package var starts: Int
  /// Starts from which the state had not come to rest after `steps` zeros: it cycles, drifts or is very slow.
  package var restless: Int
  /// The most zeros that are read from a start.
  package var steps: Int

  package struct Point: Sendable, Equatable, Encodable {
    /// The whole state, layer by layer.
    package var state: [Double]
    /// |λ| of the Jacobian of a step, the largest first; at most as many as are `shown`.
    package var eigenvalueModuli: [Double]
    /// Whether the largest is below 1.
    package var isStable: Bool
    /// Starts that came to rest here.
    package var starts: Int
  }

  static let steps = 3000
  private static let shown = 6
  /// A step that moves no number by more is rest.
  private static let rest = 1e-12
  /// Two states that differ by more in some number are two.
  private static let apart = 1e-3

  init(of runs: ProbeRuns, threads: Int) async throws {
    let network = runs.network
    let starts = evenlySpaced(Rules.jacobianRows, in: 0..<runs.data.rows)
    let ends = try await parallelMap(starts.count, threads: threads) {
      network.rest(from: runs.untouched.state(after: starts[$0], in: network))
    }
    var points: [Point] = []
    for end in ends.compactMap(\.self) {
      let state = end.flatMap(\.self)
      let known = points.firstIndex { point in
        zip(point.state, state).allSatisfy { ($0 - $1).magnitude <= Self.apart }
      }
      if let known {
        points[known].starts += 1
      } else if let moduli = network.eigenvalueModuli(atRest: end) {
        points.append(
          Point(
            state: state, eigenvalueModuli: Array(moduli.prefix(Self.shown)),
            isStable: moduli.first.map { $0 < 1 } ?? true,
            starts: 1))
      }
    }
    (self.points, self.starts, steps) = (points, starts.count, Self.steps)
    restless = ends.count { $0 == nil }
  }

  /// Whether a state is at rest when it moves by so little.
  fileprivate static func isRest(_ one: [Double], _ other: [Double]) -> Bool {
    zip(one, other).allSatisfy { ($0 - $1).magnitude < rest }
  }
}

extension StackedNetwork {
  /// The state where reading zeros ends; nil where it does not come to rest.
  fileprivate func rest(from start: State) -> State? {
    // Rest is looked for after so many steps, so that the layers run over many rows at once.
    let stride = 50
    let zeros = Array(repeating: 0.0, count: stride * inputs)
    var state = start
    for _ in 0..<FixedPoints.steps / stride where !Task.isCancelled {
      let run = run(zeros, from: state)
      state = run.state(after: stride - 1, in: self)
      if FixedPoints.isRest(run.state(after: stride - 2, in: self).flatMap(\.self), state.flatMap(\.self)) {
        return state
      }
      guard state.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    }
    return nil
  }

  /// The moduli of the eigenvalues of ∂s_t/∂s_{t-1} at a state that zeros leave as it is, descending; nil where their
  /// iteration does not converge.
  ///
  /// No layer reads the ones above it, so the Jacobian is block triangular: its eigenvalues are those of each layer's own.
  fileprivate func eigenvalueModuli(atRest state: State) -> [Double]? {
    var (moduli, read) = ([Double](), Array(repeating: 0.0, count: inputs))
    for (layer, own) in zip(layers, state) {
      let N = layer.shape.stateCount
      let slopes = layer.slopes(at: own, after: own, reading: read)
      var jacobian = Array(repeating: 0.0, count: N * N)
      for j in 0..<N {
        for (i, value) in slopes.product((0..<N).map { $0 == j ? 1 : 0 }).enumerated() { jacobian[i * N + j] = value }
      }
      guard let found = eigenvalues(jacobian, order: N) else { return nil }
      moduli += found.map(\.modulus)
      read = layer.shape.units(of: own)
    }
    return moduli.sorted(by: >)
  }
}
