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
