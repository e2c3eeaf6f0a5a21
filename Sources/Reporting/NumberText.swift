import Numbers

/// Numbers as a reader wants them; results.json has them in full.
package enum NumberText {
  /// What stands where there is no number.
  package static let missing = "n/a"

  /// With so many decimals, thousands grouped: `12,345.60`, `-0.05`. Never `-0.00`.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? missing : (value < 0 ? "-inf" : "inf") }
    let scaled = (value.magnitude * powerOfTen(decimals)).rounded()
    guard scaled < 1e15 else { return scientific(value, 3) }
    let digits = String(UInt64(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let whole = Numbers.grouped(Int(padded.dropLast(decimals)) ?? 0)
    let text = decimals == 0 ? whole : whole + "." + padded.suffix(decimals)
    return value < 0 && scaled > 0 ? "-" + text : text
  }

  /// With so many significant digits: `0.0147`, `1.20`, `2,351`, `3.1e-09`.
  package static func significant(_ value: Double, _ digits: Int = 3) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : fixed(value, 0) }
    let exponent = decimalExponent(value.magnitude)
    if exponent < -4 || exponent > 6 { return scientific(value, digits) }
    return fixed(value, max(0, digits - 1 - exponent))
  }

  package static func percent(_ share: Double) -> String {
    guard share.isFinite else { return missing }
    return (share > 0 && share < 0.095 ? fixed(share * 100, 1) : fixed(share * 100, 0)) + " %"
  }

  /// An estimate over networks: `0.20 [0.15, 0.25]`.
  package static func estimate(_ mean: Double, _ low: Double, _ high: Double, _ format: (Double) -> String) -> String {
    mean.isFinite ? "\(format(mean)) [\(format(low)), \(format(high))]" : missing
  }

  /// `4500` as `4,500`.
  package static func count(_ value: Int) -> String { Numbers.grouped(value) }

  /// To so many decimals, fewer than none for tens and hundreds; as it is where a Double has no more digits than that.
  package static func rounded(_ value: Double, to decimals: Int) -> Double {
    guard decimals.magnitude <= 22 else { return value }
    let power = powerOfTen(Int(decimals.magnitude))
    let scaled = decimals < 0 ? value / power : value * power
    guard scaled.magnitude < 0x1p53 else { return value }
    return decimals < 0 ? scaled.rounded() * power : scaled.rounded() / power
  }

  /// For figures: the hyphen of a negative number becomes a minus sign.
  package static func typeset(_ text: String) -> String { text.replacing("-", with: "\u{2212}") }

  /// 10^k.
  package static func powerOfTen(_ k: Int) -> Double {
    var (result, base, rest) = (1.0, 10.0, k.magnitude)
    while rest > 0 {
      if rest & 1 == 1 { result *= base }
      base *= base
      rest >>= 1
    }
    return k < 0 ? 1 / result : result
  }

  /// e with 10^e <= value < 10^(e+1), for a positive number.
  package static func decimalExponent(_ value: Double) -> Int {
    var exponent = Int((logarithm(value) / logarithm(10.0)).rounded(.down))
    while powerOfTen(exponent + 1) <= value, exponent < 308 { exponent += 1 }
    while powerOfTen(exponent) > value, exponent > -307 { exponent -= 1 }
    return exponent
  }

  private static func scientific(_ value: Double, _ digits: Int) -> String {
    var exponent = decimalExponent(value.magnitude)
    var mantissa = value.magnitude / powerOfTen(exponent)
    if (mantissa * powerOfTen(digits - 1)).rounded() >= powerOfTen(digits) {
      mantissa /= 10
      exponent += 1
    }
    return (value < 0 ? "-" : "") + fixed(mantissa, digits - 1) + "e\(exponent)"
  }
}

/// Base ten, to be independent of the machine's mathematical library.
func log10(_ x: Double) -> Double { logarithm(x) / logarithm(10.0) }
