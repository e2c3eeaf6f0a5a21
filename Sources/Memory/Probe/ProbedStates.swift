import Numbers
import Recurrence
package import SeriesMemory

/// How much of the past inputs can be read from a network's state by ridge regression.
package struct ProbedPast: Sendable, Equatable, Encodable {
  /// Held-out R² of x_{t-k} from the state, and from x_t and as many functions of it, by k from 0.
  package var state, input: [Double]
  /// Σ_{k≥1} max(R²_state - R²_input, 0): past values in the state beyond the present row.
  package var excess: Double
  /// The same after a shuffle of the pairs of state and past.
  package var excessFloor: Double
  /// The same of a network of this kind and size before training; nil with several layers.
  package var untrained: Double?
  /// Yes where the excess is above its floor by more than `Rules.storedExcess`; unclear where it is not, and the present
  /// row itself cannot be read.
  package var answer: RungAnswer
  /// The longest lag up to which `Rules.presentRead` of every past input's variance is read; nil where the present row is
  /// not.
  package var readable: Int?
  /// The first lag from which on the state gives less than `Rules.gradientGone` more than x_t does; nil where it gives more
  /// up to the last.
  package var forgotten: Int?

  init(_ runs: ProbeRuns, seed: UInt64) {
    let (network, panel) = (runs.network, runs.data.panel)
    let shape = Shape(
      inputs: network.inputs, hidden: network.layers.reduce(0) { $0 + $1.shape.hidden }, kind: .memory,
      cell: network.cell, activation: network.activation)
    let decoder = PastDecoder(on: panel, shape, seed: seed)
    let reference = decoder.reference(0)
    let decoding = decoder.decoding(of: runs.wholeStates, numbers: network.stateCount, reference)
    state = decoding.state.byLag(decoding.state.explained)
    input = decoding.input.byLag(decoding.input.explained)
    (excess, excessFloor) = (decoding.excess, decoding.excessFloor)
    untrained = network.layers.count == 1 ? decoder.untrained(0, reference).excess : nil
    let isStored = excess - excessFloor > Rules.storedExcess
    let present = state.first ?? 0
    answer = isStored ? .yes : present < Rules.presentRead ? .unclear : .no
    readable = state.firstIndex { $0 < Rules.presentRead }.map { $0 > 0 ? $0 - 1 : nil } ?? state.count - 1
    let gain = zip(state, input).map { $0 - $1 }
    let held = gain.dropFirst().lastIndex { $0 >= Rules.gradientGone } ?? 0
    forgotten = held + 1 < gain.count ? held + 1 : nil
  }
}

/// How the states of a network are spread and how they move.
package struct ProbedStates: Sendable, Equatable, Encodable {
  /// Share of the units' states beyond `Rules.saturated`; nil for relu.
  package var saturation: Double?
  /// Units that hardly vary, of all layers.
  package var deadUnits: Int
  /// Mean standard deviation over time.
  package var activity: Double
  /// The directions that the units' states vary in: the participation ratio.
  package var effectiveDimension: Double
  /// Largest |λ| of W_h by layer; nil with gates.
  package var spectralRadius: [Double]?
  /// The largest Lyapunov exponent of the state driven by the inputs, in nats per step.
  package var lyapunov: Double?

  init(_ runs: ProbeRuns) {
    let network = runs.network
    let units = network.layers.reduce(0) { $0 + $1.shape.hidden }
    let hidden = HiddenState(runs.wholeUnits, units: units, activation: network.activation)
    (saturation, deadUnits, activity) = (hidden.saturation, hidden.deadUnits, hidden.activity)
    effectiveDimension = hidden.effectiveDimension
    let isNarrow = network.layers.allSatisfy { $0.shape.stateCount <= Probe.widestJacobian }
    spectralRadius = network.cell.isGated || !isNarrow ? nil : network.layers.compactMap(\.recurrentSpectralRadius)
    lyapunov = isNarrow ? runs.lyapunovExponent : nil
  }
}

extension ProbeRuns {
  /// Of all layers side by side, T × ΣN row-major.
  fileprivate var wholeStates: [Double] { sideBySide(untouched.states, network.layers.map(\.shape.stateCount)) }

  /// The units of all layers, T × ΣH row-major.
  fileprivate var wholeUnits: [Double] {
    sideBySide(
      zip(network.layers, untouched.states).map { $0.shape.units(of: $1) }, network.layers.map(\.shape.hidden))
  }

  private func sideBySide(_ layers: [[Double]], _ widths: [Int]) -> [Double] {
    if layers.count == 1 { return layers[0] }
    return (0..<data.rows).flatMap { row in
      zip(layers, widths).flatMap { layer, width in layer[row * width..<(row + 1) * width] }
    }
  }

  /// Over the first rows, at most `Rules.interventionRows`.
  ///
  /// No layer reads the ones above it: the product of the Jacobians is block triangular, and grows as that of the layer
  /// that grows most.
  fileprivate var lyapunovExponent: Double? {
    let rows = min(data.rows, Rules.interventionRows)
    var read = data.inputs
    let exponents = zip(network.layers, untouched.states).map { layer, states -> Double? in
      defer { read = layer.shape.units(of: states) }
      return layer.lyapunovExponent(
        along: Array(states[..<(rows * layer.shape.stateCount)]), reading: Array(read[..<(rows * layer.shape.inputs)]))
    }
    return exponents.compactMap(\.self).max()
  }
}
