/// What a network did over its panel: kept, or what it read, from which all of it comes again.
enum PanelRun: Sendable {
  /// T × N and T × D row-major.
  case kept(states: [Float], predictions: [Float])
  /// T × D row-major; whether all that comes of it is finite.
  case read([Float], isFinite: Bool)

  func states(of weights: Weights<Float>) -> [Float] {
    switch self {
    case .kept(let states, _): states
    case .read(let inputs, _): weights.states(reading: inputs)
    }
  }

  func predictions(of weights: Weights<Float>) -> [Float] {
    switch self {
    case .kept(_, let predictions): predictions
    case .read(let inputs, _): weights.predictions(reading: inputs)
    }
  }

  func covers(_ rows: Int, _ shape: Shape) -> Bool {
    switch self {
    case .kept(let states, let predictions):
      states.count == rows * shape.stateCount && predictions.count == rows * shape.inputs
    case .read(let inputs, _): inputs.count == rows * shape.inputs
    }
  }

  var isFinite: Bool {
    switch self {
    case .kept(let states, let predictions): states.allSatisfy(\.isFinite) && predictions.allSatisfy(\.isFinite)
    case .read(_, let isFinite): isFinite
    }
  }
}

extension Weights where L == Float {
  /// s_t over some inputs (T × D row-major) from the zero state, T × N row-major, by the fastest kernel.
  package func states(reading inputs: [Float]) -> [Float] {
    run(over: inputs, width: shape.stateCount) { rows, trace in trace.states[..<(rows * shape.stateCount)] }
  }

  /// x̂_{t+1} likewise, T × D row-major.
  package func predictions(reading inputs: [Float]) -> [Float] {
    run(over: inputs, width: shape.inputs) { rows, trace in trace.predictions[..<(rows * shape.inputs)] }
  }

  private func run(
    over inputs: [Float], width: Int, _ taken: (_ rows: Int, Trace<Float>) -> ArraySlice<Float>
  ) -> [Float] {
    let T = inputs.count / shape.inputs
    var all: [Float] = []
    all.reserveCapacity(T * width)
    var engine = Engine(self, inputs: inputs, rowsAtOnce: 1024)
    engine.forward(0..<T) { rows, trace in all += taken(rows.count, trace) }
    return all
  }
}
