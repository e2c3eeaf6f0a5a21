/// What the hidden layer is made of: how it makes a state of a row and of the state before it.
///
/// Every cell has its file in this folder, with its equations forwards and backwards; what they have in common, the
/// sums over rows and states and the three kinds of network, is written once (`Forward.swift`, `Backward.swift`).
public enum Cell: String, Sendable, CaseIterable, Codable {
  /// y_t = σ(W_x x_t + W_h y_{t-1} + b): Elman's simple recurrent network (1990).
  case elman
  /// The gated recurrent unit (Cho et al. 2014), as PyTorch has it.
  case gru
  /// Long short-term memory (Hochreiter & Schmidhuber 1997), with a forget gate (Gers et al. 2000), as PyTorch has it.
  case lstm
  /// Elman's network drawn at random and never trained but for its readout: the echo-state reservoir (Jaeger 2001), a
  /// reference for what recurrence holds without being taught.
  case reservoir

  /// G, the blocks of H rows that W_x and W_h have.
  @inlinable public var gates: Int {
    switch self {
    case .elman, .reservoir: 1
    case .gru: 3
    case .lstm: 4
    }
  }

  /// P, the sums a unit makes of its inputs, and its biases.
  @inlinable public var sums: Int {
    switch self {
    case .elman, .reservoir: 1
    case .gru, .lstm: 4
    }
  }

  /// S, the numbers that a unit hands on to its next step: a state has S H of them, first the H that the readout reads.
  @inlinable public var stateParts: Int { self == .lstm ? 2 : 1 }

  /// Whether units have gates, and with them non-linearities of their own.
  public var isGated: Bool { self == .gru || self == .lstm }

  /// Whether nothing but the readout is trained.
  public var isFrozen: Bool { self == .reservoir }

  /// Whether a memory model with W_h = 0 is the twin, so that training it from there is training the twin with
  /// recurrence added. Gates carry the last state past W_h, and a reservoir never learns its W_h.
  public var isTwinWithoutRecurrence: Bool { self == .elman }

  /// Whether the C kernels know it.
  var hasKernels: Bool { !isGated }
}
