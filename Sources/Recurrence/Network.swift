public import Numbers

/// What a network looks like before it has weights.
public struct Shape: Sendable, Equatable {
  /// What the hidden units read besides x_t.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Their own state of the step before: z_t = [x_t ; y_{t-1}].
    case memory
    /// Nothing: z_t = x_t. The memory-less twin.
    case twin
    /// A state that knows nothing of the past: z_t = [x_t ; σ(W_x x_t + b)]. The parameters and the work of the memory
    /// model, without memory.
    case placebo

    /// Whether there is a W_h, whatever it reads.
    public var isRecurrent: Bool { self != .twin }
  }

  /// What the prediction is made of.
  public enum Readout: String, Sendable, CaseIterable, Codable {
    /// x̂_{t+1} = W_out y_t + b_out
    case plain
    /// x̂_{t+1} = x_t + W_out y_t + b_out, with W_out = 0 and b_out = 0 at the start: the network learns the change from
    /// the present row, and begins as persistence.
    case anchored
  }

  /// D, the number of columns of the panel.
  public var inputs: Int
  /// H, the number of hidden units.
  public var hidden: Int
  /// Memory model, twin or placebo.
  public var kind: Kind
  /// Whether the hidden layer has a bias. The default is true.
  public var bias: Bool
  /// σ. The default is tanh.
  public var activation: Activation
  /// The default is plain.
  public var readout: Readout

  /// Whether the state is fed back.
  public var memory: Bool { kind == .memory }

  /// The parts as they are.
  public init(
    inputs: Int, hidden: Int, kind: Kind, bias: Bool = true, activation: Activation = .tanh, readout: Readout = .plain
  ) {
    precondition(inputs > 0 && hidden > 0, "a network needs at least one input and one hidden unit")
    (self.inputs, self.hidden, self.kind) = (inputs, hidden, kind)
    (self.bias, self.activation, self.readout) = (bias, activation, readout)
  }

  /// A memory model or its twin, with a plain readout.
  public init(
    inputs: Int, hidden: Int, memory: Bool, bias: Bool = true, activation: Activation = .tanh
  ) {
    self.init(inputs: inputs, hidden: hidden, kind: memory ? .memory : .twin, bias: bias, activation: activation)
  }
}

/// The weights of a network, or anything else of their shape: a gradient, a moment of Adam.
///
///     y_t = σ(W_x x_t + W_h y_{t-1} + b)        y_{-1} = 0; a placebo has σ(W_x x_t + b) in place of y_{t-1}
///     x̂_{t+1} = W_out y_t + b_out               an anchored readout adds x_t
///
/// One flat run of numbers, row-major blocks in this order: W_x (H × D), W_h (H × H; nothing in a twin),
/// b (H), W_out (D × H), b_out (D). With a lane of sixteen every number is sixteen networks' own.
public struct Weights<L: Lane>: Sendable {
  /// What the numbers are for.
  public let shape: Shape
  /// All of them, block after block.
  public var values: [L]

  /// All zero.
  public init(zerosOf shape: Shape) {
    self.shape = shape
    let (D, H) = (shape.inputs, shape.hidden)
    let count = H * D + (shape.kind.isRecurrent ? H * H : 0) + H + D * H + D
    values = Array(repeating: .zero, count: count)
  }

  /// Where W_x begins.
  @inlinable public var inputStart: Int { 0 }
  /// Where W_h begins; where b begins, in a twin.
  @inlinable public var recurrentStart: Int { shape.hidden * shape.inputs }
  /// Where b begins.
  @inlinable public var biasStart: Int {
    recurrentStart + (shape.kind.isRecurrent ? shape.hidden * shape.hidden : 0)
  }
  /// Where W_out begins.
  @inlinable public var readoutStart: Int { biasStart + shape.hidden }
  /// Where b_out begins.
  @inlinable public var readoutBiasStart: Int { readoutStart + shape.inputs * shape.hidden }
}

extension Weights {
  /// The memory model that does what a twin does: the twin's weights, and W_h = 0. Where a warm start begins.
  public init(memoryFrom twin: Weights) {
    precondition(twin.shape.kind == .twin, "a memory model is made from a memory-less twin")
    var shape = twin.shape
    shape.kind = .memory
    self.init(zerosOf: shape)
    values.replaceSubrange(..<recurrentStart, with: twin.values[..<twin.biasStart])
    values.replaceSubrange(biasStart..., with: twin.values[twin.biasStart...])
  }
}
