/// σ, the non-linearity of the hidden layer.
public enum Activation: String, Sendable, CaseIterable, Codable {
  case tanh, sigmoid, relu

  /// σ(a), lane by lane. The sigmoid is written through tanh: 1 / (1 + e^-a) = ½ + ½ tanh(a / 2).
  @inlinable @inline(__always)
  public func callAsFunction<L: Lane>(_ a: L) -> L {
    switch self {
    case .tanh: a.hyperbolicTangent
    case .sigmoid:
      L(repeating: 0.5) + L(repeating: 0.5) * (L(repeating: 0.5) * a).hyperbolicTangent
    case .relu: a.rectified
    }
  }

  /// σ'(a), from the *value* y = σ(a): 1 - y² for tanh, y (1 - y) for the sigmoid, [y > 0] for relu.
  @inlinable @inline(__always)
  public func slope<L: Lane>(atValue y: L) -> L {
    switch self {
    case .tanh: L(repeating: 1) - y * y
    case .sigmoid: y * (L(repeating: 1) - y)
    case .relu: y.step
    }
  }
}
