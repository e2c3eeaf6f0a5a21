/// The cell of the hidden layer: how it computes a state from a row and the state before it.
///
/// Each cell has a file in this folder with its equations forwards and backwards. What cells share, the sums over rows and
/// states and the three kinds of network, is in `Forward.swift` and `Backward.swift`.
public enum Cell: String, Sendable, CaseIterable, Codable {
  /// y_t = σ(W_x x_t + W_h y_{t-1} + b): Elman's simple recurrent network (1990).
  case elman
  /// The gated recurrent unit (Cho et al. 2014), as PyTorch has it.
  case gru
  /// Long short-term memory (Hochreiter & Schmidhuber 1997), with a forget gate (Gers et al. 2000), as PyTorch has it.
  case lstm
  /// Elman's network with random weights of which only the readout is trained: the echo-state reservoir (Jaeger 2001), a
  /// reference for what untrained recurrence stores.
  case reservoir

  /// G, the blocks of H rows that W_x and W_h have.
  @inlinable public var gates: Int {
    switch self {
    case .elman, .reservoir: 1
    case .gru: 3
    case .lstm: 4
    }
  }

  /// P, the weighted sums per unit, each with a bias.
  @inlinable public var sums: Int {
    switch self {
    case .elman, .reservoir: 1
    case .gru, .lstm: 4
    }
  }

  /// S, the numbers of a unit's state: a state has S H of them, first the H that the readout reads.
  @inlinable public var stateParts: Int { self == .lstm ? 2 : 1 }

  /// Whether units have gates, whose activations are fixed.
  public var isGated: Bool { self == .gru || self == .lstm }

  /// Whether nothing but the readout is trained.
  public var isFrozen: Bool { self == .reservoir }

  /// Whether a memory model with W_h = 0 is the twin, so that training can start there. Gates carry the last state past
  /// W_h, and a reservoir never learns its W_h.
  public var isTwinWithoutRecurrence: Bool { self == .elman }
}
