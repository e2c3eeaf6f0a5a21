/// How a file writes its numbers.
package struct NumberStyle: Sendable, Equatable {
  var decimal = UInt8(ascii: ".")
  /// Between groups of three digits; nil for none.
  var group: UInt8?
}

/// The value of a number in a text, correctly rounded; nil if the text is not a number.
///
/// A number has an optional sign, at least one digit, at most one decimal sign and an optional exponent; it is not
/// hexadecimal, `inf` or `nan`, and has no spaces.
package func decimalNumber(in bytes: [UInt8], _ range: Range<Int>, style: NumberStyle = NumberStyle()) -> Double? {
  guard var parts = NumberParts(bytes, range, style) else { return nil }
  if let value = parts.value { return value }
  // More than nineteen digits, or a large exponent: rare enough for a conversion by way of a string.
  parts.plainText.reserveCapacity(range.count)
  for index in range where bytes[index] != style.group {
    parts.plainText.append(bytes[index] == style.decimal ? UInt8(ascii: ".") : bytes[index])
  }
  let value = Double(String(decoding: parts.plainText, as: UTF8.self))
  return value.flatMap { $0.isFinite ? $0 : nil }
}

/// A number taken apart: ±mantissa · 10^exponent.
private struct NumberParts {
  var isNegative = false
  var mantissa: UInt64 = 0
  var exponent = 0
  /// Digits of the mantissa from the first that is not zero.
  var significant = 0
  var plainText: [UInt8] = []

  /// Nil if the text is not a number.
  init?(_ bytes: [UInt8], _ range: Range<Int>, _ style: NumberStyle) {
    var i = range.lowerBound
    let end = range.upperBound
    if i < end, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      isNegative = bytes[i] == UInt8(ascii: "-")
      i += 1
    }
    guard let whole = takeWhole(bytes, &i, end, style.group) else { return nil }
    var digits = whole
    if i < end, bytes[i] == style.decimal {
      i += 1
      let start = i
      while i < end, let digit = digit(bytes[i]) {
        take(digit)
        i += 1
      }
      exponent -= i - start
      digits += i - start
    }
    guard digits > 0 else { return nil }
    if i < end, bytes[i] | 0x20 == UInt8(ascii: "e") {
      i += 1
      guard let power = NumberParts.power(bytes, &i, end) else { return nil }
      exponent += power
    }
    guard i == end else { return nil }
  }

  /// The digits before the decimal sign and their number; nil if a group does not have three digits.
  private mutating func takeWhole(_ bytes: [UInt8], _ i: inout Int, _ end: Int, _ group: UInt8?) -> Int? {
    var (digits, sinceGroup, groups) = (0, 0, 0)
    let start = i
    while i < end {
      if let digit = digit(bytes[i]) {
        take(digit)
        digits += 1
        sinceGroup += 1
      } else if bytes[i] == group {
        guard groups == 0 ? (1...3).contains(sinceGroup) : sinceGroup == 3 else { return nil }
        // 0,123 is not a group of thousands.
        guard bytes[start] != UInt8(ascii: "0") else { return nil }
        (groups, sinceGroup) = (groups + 1, 0)
      } else {
        break
      }
      i += 1
    }
    return groups > 0 && sinceGroup != 3 ? nil : digits
  }

  private mutating func take(_ digit: UInt64) {
    if significant > 0 || digit > 0 { significant += 1 }
    if significant <= 19 { mantissa = mantissa * 10 + digit }  // below 10^19 < 2^64
  }

  private static func power(_ bytes: [UInt8], _ i: inout Int, _ end: Int) -> Int? {
    var isNegative = false
    if i < end, bytes[i] == UInt8(ascii: "-") || bytes[i] == UInt8(ascii: "+") {
      isNegative = bytes[i] == UInt8(ascii: "-")
      i += 1
    }
    let start = i
    var power = 0
    while i < end, let digit = digit(bytes[i]) {
      power = min(power * 10 + Int(digit), 1_000_000)  // far beyond any Double
      i += 1
    }
    return i == start ? nil : (isNegative ? -power : power)
  }

  /// The value, if the parts give it exactly.
  var value: Double? {
    guard significant <= 19, let size = decimalValue(mantissa, exponent) else { return nil }
    return isNegative ? -size : size
  }
}

@inline(__always)
private func digit(_ byte: UInt8) -> UInt64? {
  let digit = byte &- UInt8(ascii: "0")
  return digit < 10 ? UInt64(digit) : nil
}
