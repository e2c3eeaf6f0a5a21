public import Numbers

// T = rows read, D = inputs, H = hidden units; rows are t, columns are units.

/// What a network did on a run of inputs.
public struct Trace<L: Lane>: Sendable {
  /// y_t, T × H row-major.
  public var states: [L]
  /// x̂_{t+1}, T × D row-major: row t is the prediction made *from* row t.
  public var predictions: [L]

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
  /// Runs the network over `inputs` (T × D row-major), starting from the state `start` (H; zero if nil).
  public func forward(_ inputs: [L], from start: [L]? = nil) -> Trace<L> {
    let (D, H) = (shape.inputs, shape.hidden)
    precondition(inputs.count % D == 0, "the inputs are whole rows of \(D) numbers")
    let rows = inputs.count / D
    var trace = Trace<L>(
      states: Array(repeating: .zero, count: rows * H),
      predictions: Array(repeating: .zero, count: rows * D))
    var y = start ?? Array(repeating: .zero, count: H)
    for t in 0..<rows {
      let x = inputs[t * D..<(t + 1) * D]
      y = nextState(after: y, reading: x)
      for i in 0..<H { trace.states[t * H + i] = y[i] }
      let prediction = prediction(from: y, reading: x)
      for d in 0..<D { trace.predictions[t * D + d] = prediction[d] }
    }
    return trace
  }

  /// y_t = σ(W_x x_t + W_h y_{t-1} + b). Sums run from left to right: b, then x, then y.
  ///
  /// A twin and a placebo do not look at `y`.
  public func nextState(after y: [L], reading x: ArraySlice<L>) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    let read = shape.kind == .placebo ? placeboState(reading: x) : y
    return (0..<H).map { i in
      var a = values[biasStart + i]
      for d in 0..<D { a += values[inputStart + i * D + d] * x[x.startIndex + d] }
      if shape.kind.isRecurrent {
        for j in 0..<H { a += values[recurrentStart + i * H + j] * read[j] }
      }
      return shape.activation(a)
    }
  }

  /// σ(W_x x_t + b), H: what a placebo has in place of its last state.
  public func placeboState(reading x: ArraySlice<L>) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    return (0..<H).map { i in
      var a = values[biasStart + i]
      for d in 0..<D { a += values[inputStart + i * D + d] * x[x.startIndex + d] }
      return shape.activation(a)
    }
  }

  /// x̂_{t+1} from the state y_t after reading x_t: the readout, and the present row where it is anchored.
  public func prediction(from y: [L], reading x: ArraySlice<L>) -> [L] {
    let change = readout(of: y)
    if shape.readout == .plain { return change }
    return change.indices.map { change[$0] + x[x.startIndex + $0] }
  }

  /// W_out y_t + b_out: the prediction of a plain network, the predicted change of an anchored one.
  public func readout(of y: [L]) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    return (0..<D).map { d in
      var sum = values[readoutBiasStart + d]
      for i in 0..<H { sum += values[readoutStart + d * H + i] * y[i] }
      return sum
    }
  }

  /// Free running: `steps` predictions, each fed back as the next input, from the last real row `x`
  /// and the state `y` *before* it is read. Row-major, steps × D.
  public func rollout(from x: [L], after y: [L], steps: Int) -> [L] {
    var (x, y) = (x, y)
    var path: [L] = []
    path.reserveCapacity(steps * shape.inputs)
    for _ in 0..<steps {
      y = nextState(after: y, reading: x[...])
      x = prediction(from: y, reading: x[...])
      path += x
    }
    return path
  }
}
