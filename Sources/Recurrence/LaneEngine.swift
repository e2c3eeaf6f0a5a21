internal import CLanes
public import Numbers

/// Sixteen networks at work on one run of inputs: one epoch's steps, on buffers that the epochs share.
///
/// What it computes is `Weights.forward`, `Trace.squaredError`, `Weights.gradient` and `Adam.step`; the
/// kernel says which code computes it.
public struct LaneEngine {
  /// One network in each lane.
  public private(set) var weights: Weights<Lanes16>
  /// What the last `forward` did.
  public private(set) var trace = Trace<Lanes16>(states: [], predictions: [])
  /// What the last `stepDown` followed.
  public private(set) var gradient: Weights<Lanes16>

  private let inputs: [Lanes16]
  private let kernels: lanes_kernels?
  private var shape: lanes_shape
  private var adam: Adam<Lanes16>
  private var scratch: [Lanes16]
  private let start: [Lanes16]

  /// - Parameters:
  ///   - weights: where training starts.
  ///   - inputs: T × D row-major; every lane may carry its own data.
  ///   - learningRate: Adam's η.
  ///   - epsilon: Adam's ε.
  ///   - kernel: what runs the inner loops; every kernel gives the same bits.
  public init(
    weights: Weights<Lanes16>, inputs: [Lanes16], learningRate: Double = 1e-2, epsilon: Double = 1e-8,
    kernel: Kernel = .fastest
  ) {
    precondition(kernel.isSupported, "this processor cannot run the kernel \(kernel)")
    self.weights = weights
    self.inputs = inputs
    kernels = weights.shape.cell.hasKernels ? kernel.table : nil
    adam = Adam(for: weights, learningRate: learningRate, epsilon: epsilon)
    gradient = Weights(zerosOf: weights.shape)
    shape = lanes_shape(weights.shape)
    scratch = Array(repeating: Lanes16(), count: kernels == nil ? 0 : lanes_scratch(&shape))
    start = Array(repeating: Lanes16(), count: weights.shape.stateCount)
  }

  /// Reads the first `rows` rows from the zero state.
  public mutating func forward(rows: Int) {
    let (D, H) = (weights.shape.inputs, weights.shape.hidden)
    precondition(rows * D <= inputs.count, "there are fewer than \(rows) rows")
    guard let kernels else {
      weights.forward(inputs, rows: rows, into: &trace)
      return
    }
    if trace.states.count != rows * H {
      trace.states = Array(repeating: Lanes16(), count: rows * H)
      trace.predictions = Array(repeating: Lanes16(), count: rows * D)
    }
    kernels.forward(&shape, weights.values, &scratch, inputs, rows, start, &trace.states, &trace.predictions)
  }

  /// Σ (x̂_{t+1} - x_{t+1})² over some rows t of the last `forward`, all of which have a next row.
  public func squaredError(rows: Range<Int>) -> Lanes16 {
    let D = weights.shape.inputs
    precondition(rows.upperBound * D <= trace.predictions.count && (rows.upperBound + 1) * D <= inputs.count)
    guard let kernels else { return trace.squaredError(against: inputs, columns: D, rows: rows) }
    var sum = Lanes16()
    kernels.squared_error(trace.predictions, inputs, Int32(D), rows.lowerBound, rows.count, &sum)
    return sum
  }

  /// One step of Adam down the gradient of the loss over the first `steps` rows of the last `forward`.
  public mutating func stepDown(steps: Int) {
    let D = weights.shape.inputs
    precondition(steps * D <= trace.predictions.count && (steps + 1) * D <= inputs.count)
    // Of a reservoir next to nothing is trained.
    guard let kernels, !weights.shape.cell.isFrozen else {
      gradient = weights.gradient(inputs, steps: steps, trace: trace)
      adam.step(&weights, along: gradient)
      return
    }
    kernels.gradient(
      &shape, weights.values, &scratch, inputs, steps, trace.states, trace.predictions, &gradient.values)
    var constants = lanes_adam(adam.nextConstants())
    kernels.adam(&constants, weights.values.count, &weights.values, &adam.m, &adam.v, gradient.values)
  }
}

extension lanes_shape {
  init(_ shape: Shape) {
    let kind: Int32 =
      switch shape.kind {
      case .twin: 0
      case .memory: 1
      case .placebo: 2
      }
    let activation: Int32 =
      switch shape.activation {
      case .tanh: 0
      case .sigmoid: 1
      case .relu: 2
      }
    self.init(
      inputs: Int32(shape.inputs), hidden: Int32(shape.hidden), kind: kind, bias: shape.bias, activation: activation,
      anchored: shape.readout == .anchored)
  }
}

extension lanes_adam {
  fileprivate init(_ constants: AdamConstants) {
    self.init(
      fresh_m: Float(constants.freshM), fresh_v: Float(constants.freshV), keep_v: Float(constants.keepV),
      pace: Float(constants.pace), spread: Float(constants.spread), epsilon: Float(constants.epsilon))
  }
}
