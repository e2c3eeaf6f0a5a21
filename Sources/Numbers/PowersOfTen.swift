// Powers of ten without the machine's mathematical library: scales of figures, and numbers rounded for files.

/// 10^k.
package func powerOfTen(_ k: Int) -> Double {
  var (result, base, rest) = (1.0, 10.0, k.magnitude)
  while rest > 0 {
    if rest & 1 == 1 { result *= base }
    base *= base
    rest >>= 1
  }
  return k < 0 ? 1 / result : result
}

/// e with 10^e <= value < 10^(e+1), for a positive number.
package func decimalExponent(_ value: Double) -> Int {
  var exponent = Int((logarithm(value) / logarithm(10.0)).rounded(.down))
  while powerOfTen(exponent + 1) <= value, exponent < 308 { exponent += 1 }
  while powerOfTen(exponent) > value, exponent > -307 { exponent -= 1 }
  return exponent
}

/// A number to so many decimals, fewer than none for tens and hundreds; unchanged where a Double has no more digits.
package func rounded(_ value: Double, to decimals: Int) -> Double {
  guard decimals.magnitude <= 22 else { return value }
  let power = powerOfTen(Int(decimals.magnitude))
  let scaled = decimals < 0 ? value / power : value * power
  guard scaled.magnitude < 0x1p53 else { return value }
  return decimals < 0 ? scaled.rounded() * power : scaled.rounded() / power
}
