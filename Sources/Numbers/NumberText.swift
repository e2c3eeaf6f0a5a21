// Numbers as a reader sees them: so many significant digits, the same text on every machine and in every locale.

/// A number with `digits` significant digits: `0.0123`, `12.3`, `12345`, `1.23e-07`; `—` for NaN, `∞` and `-∞`.
///
/// Numbers from 10⁻⁴ to 10⁹ are written out, and a number with more digits before the point than asked for keeps
/// them all; the others get an exponent. Rounds the shortest decimal text that stands for the value (the one a
/// person typed), halves away from zero.
///
/// - Parameters:
///   - value: the number.
///   - digits: at least 1. The default is 3.
public func figure(_ value: Double, digits: Int = 3) -> String {
  precondition(digits > 0, "a figure needs at least one digit")
  if value.isNaN { return "—" }
  if value.isInfinite { return value < 0 ? "-∞" : "∞" }
  if value == 0 { return "0" }
  let sign = value < 0 ? "-" : ""
  let shortest = Decimal(shortest: value.magnitude)
  // A number of many digits before the point is rounded to whole ones, not to hundreds.
  let plain = (-4..<9).contains(shortest.exponent)
  let rounded = shortest.rounded(to: plain ? max(digits, shortest.exponent + 1) : digits)
  guard (-4..<9).contains(rounded.exponent) else { return sign + rounded.scientific }
  return sign + rounded.plain
}

/// A share or a relative change as a percentage with so many digits after the point: `12.3 %`.
public func percentage(_ value: Double, decimals: Int = 1) -> String { fixed(value * 100, decimals: decimals) + " %" }

/// A count with its thousands apart: `4,500`.
public func grouped(_ count: Int) -> String {
  let digits = Array(String(count.magnitude))
  let parts = digits.enumerated().map { index, digit in
    (index > 0 && (digits.count - index).isMultiple(of: 3) ? "," : "") + String(digit)
  }
  return (count < 0 ? "-" : "") + parts.joined()
}

/// A number with exactly so many digits after the point: `0.05`, `16.0`; what does not fit in 15 digits is
/// written as `figure` writes it.
public func fixed(_ value: Double, decimals: Int) -> String {
  precondition(decimals >= 0, "a number has no fewer than zero decimals")
  guard value.isFinite, value.magnitude < 1e15 else { return figure(value) }
  let shortest = value == 0 ? Decimal(digits: [0], exponent: 0) : Decimal(shortest: value.magnitude)
  let kept = shortest.exponent + 1 + decimals
  let rounded = kept < 0 ? Decimal(digits: [0], exponent: 0) : shortest.rounded(to: kept)
  let text = rounded.plain(decimals: decimals)
  let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
  return (value < 0 && !isZero ? "-" : "") + text
}

// MARK: - Decimal digits

/// d₀.d₁d₂… · 10^exponent
private struct Decimal {
  var digits: [UInt8]
  var exponent: Int

  init(digits: [UInt8], exponent: Int) { (self.digits, self.exponent) = (digits, exponent) }

  /// The digits of `description`, the shortest text that reads back as the value; the value is above zero.
  init(shortest value: Double) {
    var (digits, point, exponent): ([UInt8], Int?, Int) = ([], nil, 0)
    let parts = value.description.split(separator: "e")
    for character in parts[0].utf8 {
      if character == UInt8(ascii: ".") { point = digits.count } else { digits.append(character - UInt8(ascii: "0")) }
    }
    if parts.count > 1 { exponent = Int(parts[1]) ?? 0 }
    exponent += (point ?? digits.count) - 1
    let zeros = digits.prefix { $0 == 0 }.count
    (self.digits, self.exponent) = (Array(digits.dropFirst(zeros)), exponent - zeros)
  }

  /// Exactly `count` digits; with none left, the digit before the first decides between 0 and 1.
  func rounded(to count: Int) -> Decimal {
    if digits.count <= count {
      return Decimal(digits: digits + Array(repeating: 0, count: count - digits.count), exponent: exponent)
    }
    var kept = Array(digits.prefix(count))
    guard digits[count] >= 5 else { return Decimal(digits: kept.isEmpty ? [0] : kept, exponent: exponent) }
    var place = count - 1
    while place >= 0, kept[place] == 9 {
      kept[place] = 0
      place -= 1
    }
    if place >= 0 {
      kept[place] += 1
      return Decimal(digits: kept, exponent: exponent)
    }
    // 9.99 became 10.0, which has one digit more before the point and keeps as many in all.
    return Decimal(digits: [1] + kept.dropLast(), exponent: exponent + 1)
  }

  var plain: String { plain(decimals: max(0, digits.count - 1 - exponent)) }

  /// Written out, with zeros where there are no digits.
  func plain(decimals: Int) -> String {
    let whole = exponent < 0 ? "0" : text(0...exponent)
    return decimals == 0 ? whole : whole + "." + text(exponent + 1...exponent + decimals)
  }

  var scientific: String {
    let size = String(exponent.magnitude)
    let power = (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" : "") + size
    return text(0...0) + (digits.count > 1 ? "." + text(1...digits.count - 1) : "") + "e" + power
  }

  private func text(_ places: ClosedRange<Int>) -> String {
    places.map { digits.indices.contains($0) ? String(digits[$0]) : "0" }.joined()
  }
}
