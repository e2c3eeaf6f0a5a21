// The activations, and tanh twice: to full double precision for the oracle, as a rational function for the lanes.

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

extension Double {
  /// tanh(x) to within a few units in the last place.
  ///
  /// Near zero the odd Taylor series, which keeps the *relative* accuracy that 1 - exp(-2x) would lose;
  /// elsewhere (1 - e) / (1 + e) with e = exp(-2|x|).
  public var hyperbolicTangent: Double {
    let size = magnitude
    if size < 0.05 { return tanhNearZero(self) }
    if size > 22 { return self < 0 ? -1 : 1 }
    let e = exponential(-2 * size)
    let value = (1 - e) / (1 + e)
    return self < 0 ? -value : value
  }
}

/// x - x³/3 + 2x⁵/15 - …, to x¹³: the next term is below 1e-19 relative for |x| < 0.05.
private func tanhNearZero(_ x: Double) -> Double {
  let s = x * x
  let tail =
    -1.0 / 3 + s
    * (2.0 / 15 + s
      * (-17.0 / 315 + s * (62.0 / 2835 + s * (-1382.0 / 155925 + s * (21844.0 / 6_081_075)))))
  return x + x * s * tail
}

extension SIMD16 where Scalar == Float {
  /// tanh on sixteen lanes: x P(x²) / Q(x²), the rational minimax approximation of degree 13 over 6
  /// on |x| < 7.905 (the coefficients Eigen uses), clamped outside, where tanh rounds to ±1.
  /// The error stays within a few units in the last place of Float32.
  @inlinable @inline(__always)
  public var hyperbolicTangent: Self {
    let bound: Self = .init(repeating: Float(7.90531110763549805))
    var x = replacing(with: bound, where: self .> bound)
    x = x.replacing(with: -bound, where: self .< -bound)
    let s = x * x
    var p = s * Float(-2.76076847742355e-16) + Float(2.00018790482477e-13)
    p = p * s + Float(-8.60467152213735e-11)
    p = p * s + Float(5.12229709037114e-08)
    p = p * s + Float(1.48572235717979e-05)
    p = p * s + Float(6.37261928875436e-04)
    p = p * s + Float(4.89352455891786e-03)
    var q = s * Float(1.19825839466702e-06) + Float(1.18534705686654e-04)
    q = q * s + Float(2.26843463243900e-03)
    q = q * s + Float(4.89352518554385e-03)
    return x * p / q
  }
}
