public import Numbers

// T = rows read, D = inputs, H = hidden units, N = numbers of a state; rows are t, columns are units.

/// States and predictions of a network on some inputs.
public struct Trace<L: Lane>: Sendable {
  /// s_t, T × N row-major: the H units y_t that the readout sees, and after them what else a cell hands on.
  public var states: [L]
  /// x̂_{t+1}, T × D row-major: row t is the prediction made *from* row t.
  public var predictions: [L]
  /// What the cell saves of each step for the backward pass, T × KH, in an order of the kernel's own; empty without one.
  var saved: [L] = []

  /// Σ (x̂_{t+1} - x_{t+1})² over some rows t and all columns, in their order.
  public func squaredError(against inputs: [L], columns: Int, rows: Range<Int>) -> L {
    var sum = L.zero
    addSquaredError(against: inputs, columns: columns, rows: rows, to: &sum)
    return sum
  }

  /// The same, added to a sum that goes on.
  func addSquaredError(against inputs: [L], columns: Int, rows: Range<Int>, to sum: inout L) {
    for k in rows.lowerBound * columns..<rows.upperBound * columns {
      let error = predictions[k] - inputs[k + columns]
      sum += error * error
    }
  }
}

extension Weights {
  /// Runs the network over `inputs` (T × D row-major), starting from the state `start` (N; zero if nil).
  public func forward(_ inputs: [L], from start: [L]? = nil) -> Trace<L> {
    precondition(inputs.count % shape.inputs == 0, "the inputs are whole rows of \(shape.inputs) numbers")
    var trace = Trace<L>(states: [], predictions: [])
    forward(inputs, rows: 0..<inputs.count / shape.inputs, from: start, into: &trace)
    return trace
  }

  /// The same for some of the rows, into a `trace` that is reused: it grows where it is too short and never shrinks.
  ///
  /// - Parameter forGradient: whether a backward pass will follow.
  func forward(
    _ inputs: [L], rows: Range<Int>, from start: [L]? = nil, into trace: inout Trace<L>, forGradient: Bool = true
  ) {
    switch shape.cell {
    case .elman, .reservoir: run(Elman.self, inputs, rows, start, &trace, forGradient)
    case .gru: run(GRU.self, inputs, rows, start, &trace, forGradient)
    case .lstm: run(LSTM.self, inputs, rows, start, &trace, forGradient)
    }
  }

  /// s_t = cell(x_t, s_{t-1}), row by row; x̂_{t+1} = W_out y_t + b_out, and x_t where the readout is anchored.
  private func run<C: CellEquations>(
    _: C.Type, _ inputs: [L], _ range: Range<Int>, _ start: [L]?, _ trace: inout Trace<L>, _ forGradient: Bool
  ) {
    let (D, H, N, saved) = (shape.inputs, shape.hidden, shape.stateCount, C.savedCount * shape.hidden)
    let rows = range.count
    precondition(inputs.count >= range.upperBound * D, "there are no rows \(range)")
    precondition(start.map { $0.count == N } ?? true, "a state has \(N) numbers")
    trace.makeRoom(states: rows * N, predictions: rows * D, saved: forGradient ? rows * saved : 0)
    let anchored = shape.readout == .anchored
    var scratch = Scratch<L>(Layer<C, L>.Workspace.count(shape))
    defer { scratch.deallocate() }
    let workspace = Layer<C, L>.Workspace(shape, in: &scratch)
    var origin = start ?? Array(repeating: .zero, count: N)
    values.withUnsafeBufferPointer { values in
      inputs.withUnsafeBufferPointer { inputs in
        origin.withUnsafeMutableBufferPointer { origin in
          trace.withUnsafeMutablePointers { states, predictions, tape in
            guard rows > 0, let values = values.baseAddress, let inputs = inputs.baseAddress,
              let origin = origin.baseAddress
            else { return }
            let x = inputs + range.lowerBound * D
            let layer = Layer<C, L>(self, values)
            let (W, b) = (values + readoutStart, values + readoutBiasStart)
            for t in 0..<rows {
              let state = states + t * N
              layer.step(
                x + t * D, after: t > 0 ? state - N : origin, to: state,
                saving: forGradient ? tape + t * saved : workspace.discarded, workspace)
              let prediction = predictions + t * D
              for d in 0..<D { prediction[d] = b[d] }
              addProduct(W, rows: D, columns: H, times: state, to: prediction)
              if anchored { for d in 0..<D { prediction[d] += x[t * D + d] } }
            }
          }
        }
      }
    }
  }

  /// s_t from s_{t-1} and x_t. A twin and a placebo do not look at `last`.
  public func nextState(after last: [L], reading x: ArraySlice<L>) -> [L] { forward(Array(x), from: last).states }

  /// x̂_{t+1} from the state s_t after reading x_t: the readout, and the present row where it is anchored.
  public func prediction(from state: [L], reading x: ArraySlice<L>) -> [L] {
    let change = readout(of: state)
    if shape.readout == .plain { return change }
    return change.indices.map { change[$0] + x[x.startIndex + $0] }
  }

  /// W_out y_t + b_out: the prediction of a plain network, the predicted change of an anchored one. y_t are the first H
  /// numbers of the state.
  public func readout(of state: [L]) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    return (0..<D).map { d in
      var sum = values[readoutBiasStart + d]
      for i in 0..<H { sum += values[readoutStart + d * H + i] * state[i] }
      return sum
    }
  }

  /// Free running: `steps` predictions, each fed back as the next input, from the last real row `x`
  /// and the state `last` *before* it is read. Row-major, steps × D.
  public func rollout(from x: [L], after last: [L], steps: Int) -> [L] {
    var (x, state) = (x, last)
    var path: [L] = []
    path.reserveCapacity(steps * shape.inputs)
    for _ in 0..<steps {
      state = nextState(after: state, reading: x[...])
      x = prediction(from: state, reading: x[...])
      path += x
    }
    return path
  }
}

extension Weights where L == Double {
  /// The state after the last of some rows (n × D); `start` for none. Here, as the generic code is many times as fast where
  /// the compiler knows the number.
  package func lastState(after start: [Double], reading inputs: [Double]) -> [Double] {
    inputs.isEmpty ? start : Array(forward(inputs, from: start).states.suffix(shape.stateCount))
  }
}

extension Trace {
  /// Makes the arrays as long as a run needs; longer ones keep their length.
  mutating func makeRoom(states: Int, predictions: Int, saved: Int = 0) {
    if self.states.count < states { self.states = Array(repeating: .zero, count: states) }
    if self.predictions.count < predictions { self.predictions = Array(repeating: .zero, count: predictions) }
    if self.saved.count < saved { self.saved = Array(repeating: .zero, count: saved) }
  }

  /// For the backward pass, which only reads.
  func withUnsafePointers<R>(
    _ body: (UnsafeMutablePointer<L>, UnsafePointer<L>, UnsafeMutablePointer<L>) -> R
  ) -> R {
    states.withUnsafeBufferPointer { states in
      predictions.withUnsafeBufferPointer { predictions in
        saved.withUnsafeBufferPointer { saved in
          guard let states = states.baseAddress, let predictions = predictions.baseAddress else {
            preconditionFailure("a run of no rows has no gradient")
          }
          let places = UnsafeMutablePointer(mutating: states)
          return body(places, predictions, saved.baseAddress.map { UnsafeMutablePointer(mutating: $0) } ?? places)
        }
      }
    }
  }

  /// For the forward pass.
  mutating func withUnsafeMutablePointers(
    _ body: (UnsafeMutablePointer<L>, UnsafeMutablePointer<L>, UnsafeMutablePointer<L>) -> Void
  ) {
    states.withUnsafeMutableBufferPointer { states in
      predictions.withUnsafeMutableBufferPointer { predictions in
        saved.withUnsafeMutableBufferPointer { saved in
          guard let states = states.baseAddress, let predictions = predictions.baseAddress else { return }
          // A cell that saves nothing does not write to this pointer.
          body(states, predictions, saved.baseAddress ?? states)
        }
      }
    }
  }
}
