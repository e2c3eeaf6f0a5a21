/// Numbers that programs print to the last bit, `-0.0025915453769343407` or `9.47e-05`, and all others that are more than
/// a few digits with a decimal sign.
extension PlainText {
  /// The value of a cell, NaN if it is empty; nil if the general reader must look at it. The byte after it is not checked.
  @inline(never)
  func longer(_ position: inout Int, _ decimal: UInt8, _ delimiter: UInt8, _ newline: UInt8) -> Double? {
    var p = position
    let byte = self[p]
    if byte == delimiter || byte == newline || byte == 13 { return .nan }
    // Half of all returns are negative at random, so a branch on the sign would be mispredicted.
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
      // Exact division is cheaper than testing for a faster case.
      size = exactQuotient(mantissa, decimals: -exponent)
    } else {
      guard let value = decimalValue(mantissa, exponent) else { return nil }
      size = value
    }
    position = p
    return Double(bitPattern: size.bitPattern | UInt64(truncatingIfNeeded: negative) &<< 63)
  }

  /// Appends the digits at `position` to those of `mantissa`, eight at a time, and returns their number; nil if it cannot
  /// hold them. Each step begins after a digit, so at the first zero byte at the latest.
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

  /// The exponent after the `e` at `position`: an optional sign and one to three digits.
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
