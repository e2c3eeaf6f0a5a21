// exp and ln of our own, so that their bits do not depend on a libm.

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
  // Written out: a table of coefficients would cost more than the sum.
  var term = 1.0 / 6_227_020_800 * r + 1.0 / 479_001_600
  term = term * r + 1.0 / 39_916_800
  term = term * r + 1.0 / 3_628_800
  term = term * r + 1.0 / 362_880
  term = term * r + 1.0 / 40_320
  term = term * r + 1.0 / 5_040
  term = term * r + 1.0 / 720
  term = term * r + 1.0 / 120
  term = term * r + 1.0 / 24
  term = term * r + 1.0 / 6
  term = term * r + 0.5
  term = term * r + 1
  term = term * r + 1
  // In two steps, so that neither power of two overflows or underflows by itself.
  let power = Int(k)
  return term * powerOfTwo(power / 2) * powerOfTwo(power - power / 2)
}

/// 2^power for a power from -1022 to 1023.
private func powerOfTwo(_ power: Int) -> Double { Double(bitPattern: UInt64(power + 1023) << 52) }

/// The natural logarithm from additions, multiplications and one division, so that its bits are the same on
/// every machine; within two units in the last place.
///
/// x = m 2^k with m in [√½, √2); ln m = 2 artanh(s), s = (m - 1) / (m + 1), by its odd series to s²¹.
/// Gives -infinity for 0, NaN below 0 and for NaN.
public func logarithm(_ x: Double) -> Double {
  guard x > 0 else { return x == 0 ? -.infinity : .nan }
  guard x.isFinite else { return x }
  var exponent = Double(x.exponent)
  var m = x.significand
  if m > 2.0.squareRoot() {
    m *= 0.5
    exponent += 1
  }
  let s = (m - 1) / (m + 1)
  let square = s * s
  var series = 1.0 / 21
  for odd in [19.0, 17, 15, 13, 11, 9, 7, 5, 3] { series = series * square + 1 / odd }
  // ln 2 in two pieces, the first exact in products with any exponent.
  let high = exponent * 0.693147180369123816490
  let low = exponent * 1.90821492927058770002e-10
  return high + (2 * s + (2 * s * square * series + low))
}
