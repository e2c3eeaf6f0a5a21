package import Numbers

/// A network that was trained elsewhere: layers of one cell, each reading the states of the one below, and a linear readout.
///
///     s_{l,t} = cell_l(y_{l-1,t}, s_{l,t-1})       y_{0,t} = u_t, y_l the first H numbers of s_l, s_{l,-1} = 0
///     ŷ_t = W_out y_{L,t} + b_out
///
/// T = rows, D = inputs, O = outputs, L = layers, H = units of a layer, N = numbers of a layer's state. Computed in Float64.
package struct StackedNetwork: Sendable {
  /// From the lowest. A layer is a memory model whose own readout is not used and 0.
  package let layers: [Weights<Double>]
  /// W_out, O × H row-major.
  package let readout: [Double]
  /// b_out, O.
  package let readoutBias: [Double]

  /// - Parameters:
  ///   - layers: at least one; each reads what the one below has as units.
  ///   - readout: O × H row-major.
  ///   - readoutBias: O.
  package init(layers: [Weights<Double>], readout: [Double], readoutBias: [Double]) {
    precondition(
      !layers.isEmpty && zip(layers, layers.dropFirst()).allSatisfy { $0.shape.hidden == $1.shape.inputs },
      "each layer reads the units of the one below")
    precondition(
      readout.count == readoutBias.count * (layers.last?.shape.hidden ?? 0), "the readout reads the last layer")
    (self.layers, self.readout, self.readoutBias) = (layers, readout, readoutBias)
  }

  /// D.
  package var inputs: Int { layers[0].shape.inputs }
  /// H.
  package var hidden: Int { layers[0].shape.hidden }
  /// O.
  package var outputs: Int { readoutBias.count }
  package var cell: Cell { layers[0].shape.cell }
  /// σ of Elman's cell; tanh with gates.
  package var activation: Activation { layers[0].shape.activation }
  /// The numbers of the whole state, of all layers.
  package var stateCount: Int { layers.reduce(0) { $0 + $1.shape.stateCount } }

  /// States and predictions on some rows.
  package struct Run: Sendable, Equatable {
    /// By layer: T × N row-major.
    package var states: [[Double]]
    /// ŷ_t, T × O row-major.
    package var predictions: [Double]
  }

  /// A state of the whole network: by layer N numbers.
  package typealias State = [[Double]]

  /// - Parameters:
  ///   - inputs: T × D row-major.
  ///   - start: the state before the first row; nil for 0.
  package func run(_ inputs: [Double], from start: State? = nil) -> Run {
    precondition(inputs.count % self.inputs == 0, "the inputs are whole rows of \(self.inputs) numbers")
    let rows = inputs.count / self.inputs
    var (read, states) = (inputs, State())
    for (l, layer) in layers.enumerated() {
      var trace = Trace<Double>(states: [], predictions: [])
      layer.forward(read, rows: 0..<rows, from: start?[l], into: &trace, forGradient: false)
      read = layer.shape.units(of: trace.states)
      states.append(trace.states)
    }
    return Run(states: states, predictions: predictions(from: read))
  }

  /// - Parameter units: of the last layer, T × H row-major.
  private func predictions(from units: [Double]) -> [Double] {
    let (H, O) = (layers[layers.count - 1].shape.hidden, outputs)
    var predictions: [Double] = []
    predictions.reserveCapacity(units.count / H * O)
    for first in stride(from: 0, to: units.count, by: H) {
      for o in 0..<O {
        var sum = readoutBias[o]
        for i in 0..<H { sum += readout[o * H + i] * units[first + i] }
        predictions.append(sum)
      }
    }
    return predictions
  }
}

extension StackedNetwork.Run {
  /// The whole state after a row.
  package func state(after row: Int, in network: StackedNetwork) -> StackedNetwork.State {
    zip(states, network.layers).map { states, layer in
      let N = layer.shape.stateCount
      return Array(states[row * N..<(row + 1) * N])
    }
  }

  /// Whether every state and prediction is finite up to a row; the first row that is not, else nil.
  package func firstRowNotFinite(in network: StackedNetwork) -> Int? {
    let layers = zip(states, network.layers).compactMap { states, layer in
      states.firstIndex { !$0.isFinite }.map { $0 / layer.shape.stateCount }
    }
    return (layers + [predictions.firstIndex { !$0.isFinite }.map { $0 / network.outputs }].compactMap(\.self)).min()
  }
}
