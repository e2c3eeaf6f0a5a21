public import Numbers

/// The architecture of a network.
public struct Shape: Sendable, Equatable {
  /// What the hidden units read besides x_t, whatever the cell.
  public enum Kind: String, Sendable, CaseIterable, Codable {
    /// Their own state of the step before, s_{t-1}.
    case memory
    /// Nothing: the same cell with a last state of 0 and without W_h. The memory-less twin.
    case twin
    /// A state without the past: the one that the cell gives from zero on the same x_t, σ(W_x x_t + b) in Elman's network.
    /// The parameters and the compute of the memory model, without memory.
    case placebo

    /// Whether there is a W_h.
    public var isRecurrent: Bool { self != .twin }
  }

  /// How the prediction is made.
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
  /// The default is Elman's.
  public var cell: Cell
  /// Whether the hidden layer has a bias. The default is true.
  public var bias: Bool
  /// σ; a cell with gates has its own, and this is tanh. The default is tanh.
  public var activation: Activation
  /// The default is plain.
  public var readout: Readout

  /// Whether the state is fed back.
  public var memory: Bool { kind == .memory }
  /// N, the numbers of a state: H units, and after them what else the cell hands on (the c of an LSTM).
  @inlinable public var stateCount: Int { cell.stateParts * hidden }

  /// The first H numbers of each state, n × H of n × N row-major: what the readout reads.
  package func units<Number>(of states: [Number]) -> [Number] {
    let (H, N) = (hidden, stateCount)
    return H == N ? states : stride(from: 0, to: states.count, by: N).flatMap { states[$0..<$0 + H] }
  }

  /// - Parameters:
  ///   - inputs: D.
  ///   - hidden: H.
  ///   - kind: what the hidden units read besides x_t.
  ///   - cell: of the hidden layer.
  ///   - bias: whether the hidden layer has one.
  ///   - activation: σ; tanh with gates.
  ///   - readout: how the prediction is made.
  public init(
    inputs: Int, hidden: Int, kind: Kind, cell: Cell = .elman, bias: Bool = true, activation: Activation = .tanh,
    readout: Readout = .plain
  ) {
    precondition(inputs > 0 && hidden > 0, "a network needs at least one input and one hidden unit")
    precondition(!cell.isGated || activation == .tanh, "a cell with gates has non-linearities of its own")
    (self.inputs, self.hidden, self.kind, self.cell) = (inputs, hidden, kind, cell)
    (self.bias, self.activation, self.readout) = (bias, activation, readout)
  }

  /// A memory model or its twin, with a plain readout.
  public init(
    inputs: Int, hidden: Int, memory: Bool, cell: Cell = .elman, bias: Bool = true, activation: Activation = .tanh
  ) {
    self.init(
      inputs: inputs, hidden: hidden, kind: memory ? .memory : .twin, cell: cell, bias: bias, activation: activation)
  }
}

/// The weights of a network, or numbers of the same shape: a gradient, a moment of Adam.
///
///     s_t = cell(x_t, s_{t-1})                  s_{-1} = 0; y_t are the first H of its N numbers
///     x̂_{t+1} = W_out y_t + b_out               an anchored readout adds x_t
///
/// Elman's network, whose state is y_t: y_t = σ(W_x x_t + W_h y_{t-1} + b). The others are in `Cells`.
///
/// One array, row-major blocks in this order: W_x (GH × D), W_h (GH × H; nothing in a twin), b (PH), W_out (D × H),
/// b_out (D), with the G gates and P sums of the cell, both 1 in Elman's. A lane of sixteen holds a number of each network.
public struct Weights<L: Lane>: Sendable {
  /// Their architecture.
  public let shape: Shape
  /// All of them, block after block.
  public var values: [L]

  /// All zero.
  public init(zerosOf shape: Shape) {
    self.shape = shape
    let (D, H) = (shape.inputs, shape.hidden)
    let (G, P) = (shape.cell.gates, shape.cell.sums)
    let count = G * H * D + (shape.kind.isRecurrent ? G * H * H : 0) + P * H + D * H + D
    values = Array(repeating: .zero, count: count)
  }

  /// Where W_x begins.
  @inlinable public var inputStart: Int { 0 }
  /// Where W_h begins; where b begins, in a twin.
  @inlinable public var recurrentStart: Int { shape.cell.gates * shape.hidden * shape.inputs }
  /// Where b begins.
  @inlinable public var biasStart: Int {
    recurrentStart + (shape.kind.isRecurrent ? shape.cell.gates * shape.hidden * shape.hidden : 0)
  }
  /// Where W_out begins.
  @inlinable public var readoutStart: Int { biasStart + shape.cell.sums * shape.hidden }
  /// Where b_out begins.
  @inlinable public var readoutBiasStart: Int { readoutStart + shape.inputs * shape.hidden }
}

extension Weights where L == Double {
  /// Float32 weights, exactly.
  package init(_ weights: Weights<Float>) {
    self.init(zerosOf: weights.shape)
    values = weights.values.map(Double.init)
  }
}

extension Weights {
  /// The twin with a network's weights without W_h: its state is what the network makes of a row from the zero state.
  package init(twinOf network: Weights) {
    var shape = network.shape
    shape.kind = .twin
    self.init(zerosOf: shape)
    values.replaceSubrange(..<recurrentStart, with: network.values[..<network.recurrentStart])
    values.replaceSubrange(biasStart..., with: network.values[network.biasStart...])
  }

  /// The memory model that computes what a twin does: the twin's weights, and W_h = 0. The start of a warm start.
  public init(memoryFrom twin: Weights) {
    precondition(twin.shape.kind == .twin, "a memory model is made from a memory-less twin")
    precondition(twin.shape.cell.isTwinWithoutRecurrence, "without W_h, a cell with gates is not its twin")
    var shape = twin.shape
    shape.kind = .memory
    self.init(zerosOf: shape)
    values.replaceSubrange(..<recurrentStart, with: twin.values[..<twin.biasStart])
    values.replaceSubrange(biasStart..., with: twin.values[twin.biasStart...])
  }
}
