/// Numbers as programs print them to the last bit, `-0.0025915453769343407` or `9.47e-05`, and all others that are not a
/// few digits with a decimal sign among them.
extension PlainText {
  /// The value of a cell, NaN for an empty one; nil if it takes a closer look. What follows it is not looked at.
  @inline(never)
  func longer(_ position: inout Int, _ decimal: UInt8, _ delimiter: UInt8, _ newline: UInt8) -> Double? {
    var p = position
    let byte = self[p]
    if byte == delimiter || byte == newline || byte == 13 { return .nan }
    // Half of all returns are negative, and no processor can guess which: no branch hangs on it.
    let negative = byte == UInt8(ascii: "-") ? 1 : 0
    p &+= negative
    var mantissa: UInt64 = 0
    guard let whole = digits(&p, joining: &mantissa), whole > 0 else { return nil }
    var exponent = 0
    if self[p] == decimal {
      p &+= 1
      guard let decimals = digits(&p, joining: &mantissa), decimals > 0 else { return nil }
      exponent = -decimals
    }
    if self[p] | 0x20 == UInt8(ascii: "e") {
      guard let power = power(&p) else { return nil }
      exponent += power
    }
    let size: Double
    if (-27...0).contains(exponent), mantissa != 0 {
      // So long as most are here, the division is sooner done than it is known whether an easier way would do.
      size = exactQuotient(mantissa, decimals: -exponent)
    } else {
      guard let value = decimalValue(mantissa, exponent) else { return nil }
      size = value
    }
    position = p
    return Double(bitPattern: size.bitPattern | UInt64(truncatingIfNeeded: negative) &<< 63)
  }

  /// Appends the digits from `position` on to those of `mantissa`, eight at a time, and returns how many they are; nil if
  /// all together are more than it holds.
  ///
  /// Each step begins behind a digit, and so at the first zero byte at the latest.
  @inline(__always)
  private func digits(_ position: inout Int, joining mantissa: inout UInt64) -> Int? {
    let start = position
    while true {
      let digits = word(position) ^ Self.zeros
      let width = Self.foreign(digits).trailingZeroBitCount >> 3
      if width == 0 { break }
      let (shifted, isTooLong) = mantissa.multipliedReportingOverflow(by: wholePowersOfTen[width])
      let (sum, isTooLarge) = shifted.addingReportingOverflow(Self.joined(digits, width))
      if isTooLong || isTooLarge { return nil }
      mantissa = sum
      position &+= width
      if width < 8 { break }
    }
    return position &- start
  }

  /// What follows `e`, which is at `position`: a sign or none, and one to three digits.
  private func power(_ position: inout Int) -> Int? {
    position &+= 1
    let sign = self[position]
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { position &+= 1 }
    var (power, width) = (0, 0)
    while width < 4, self[position] &- UInt8(ascii: "0") < 10 {
      power = power * 10 + Int(self[position] &- UInt8(ascii: "0"))
      position &+= 1
      width += 1
    }
    guard (1...3).contains(width) else { return nil }
    return sign == UInt8(ascii: "-") ? -power : power
  }
}
