public import Numbers

/// What a network looks like before it has weights.
public struct Shape: Sendable, Equatable {
  /// D, the number of columns of the panel.
  public var inputs: Int
  /// H, the number of hidden units.
  public var hidden: Int
  /// Whether the state is fed back: z_t = [x_t ; y_{t-1}]. False is the memory-less twin, z_t = x_t.
  public var memory: Bool
  /// Whether the hidden layer has a bias. The default is true.
  public var bias: Bool
  /// σ. The default is tanh.
  public var activation: Activation

  public init(
    inputs: Int, hidden: Int, memory: Bool, bias: Bool = true, activation: Activation = .tanh
  ) {
    precondition(inputs > 0 && hidden > 0, "a network needs at least one input and one hidden unit")
    (self.inputs, self.hidden, self.memory) = (inputs, hidden, memory)
    (self.bias, self.activation) = (bias, activation)
  }
}

/// The weights of a network, or anything else of their shape: a gradient, a moment of Adam.
///
///     y_t = σ(W_x x_t + W_h y_{t-1} + b)        y_{-1} = 0
///     x̂_{t+1} = W_out y_t + b_out
///
/// One flat run of numbers, row-major blocks in this order: W_x (H × D), W_h (H × H; nothing in a twin),
/// b (H), W_out (D × H), b_out (D). With a lane of sixteen every number is sixteen networks' own.
public struct Weights<L: Lane>: Sendable {
  public let shape: Shape
  /// All of them, block after block.
  public var values: [L]

  /// All zero.
  public init(zerosOf shape: Shape) {
    self.shape = shape
    let (D, H) = (shape.inputs, shape.hidden)
    let count = H * D + (shape.memory ? H * H : 0) + H + D * H + D
    values = Array(repeating: .zero, count: count)
  }

  /// Where each block starts.
  @inlinable public var inputStart: Int { 0 }
  @inlinable public var recurrentStart: Int { shape.hidden * shape.inputs }
  @inlinable public var biasStart: Int {
    recurrentStart + (shape.memory ? shape.hidden * shape.hidden : 0)
  }
  @inlinable public var readoutStart: Int { biasStart + shape.hidden }
  @inlinable public var readoutBiasStart: Int { readoutStart + shape.inputs * shape.hidden }
}
