// tanh, twice: to full double precision for the oracle, and as a rational function for the lanes.

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

/// exp(x) from additions and multiplications alone, so that its bits are the same on every machine.
///
/// x = k ln 2 + r with |r| ≤ ln 2 / 2; exp(r) by its Taylor series to r¹³; the result is scaled by 2^k.
/// Gives 0 below -745, infinity above 709.78, NaN for NaN.
public func exponential(_ x: Double) -> Double {
  guard x == x else { return x }
  if x > 709.78 { return .infinity }
  if x < -745 { return 0 }
  let k = (x * 1.4426950408889634).rounded(.toNearestOrEven)
  // ln 2 in two pieces: k times the first is exact, so the subtraction loses nothing.
  let r = (x - k * 0.693147180369123816490) - k * 1.90821492927058770002e-10
  var term = 1.0 / 6_227_020_800  // 1 / 13!
  for factorial in inverseFactorials { term = term * r + factorial }
  return scaled(term, byPowerOfTwo: Int(k))
}

/// 1/12!, 1/11!, …, 1/1!, 1/0!.
private let inverseFactorials: [Double] = [
  1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40_320, 1.0 / 5_040,
  1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5, 1, 1,
]

/// value · 2^power, in two steps so that neither power of two overflows or underflows by itself.
private func scaled(_ value: Double, byPowerOfTwo power: Int) -> Double {
  let half = power / 2
  return value * Double(sign: .plus, exponent: half, significand: 1)
    * Double(sign: .plus, exponent: power - half, significand: 1)
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
