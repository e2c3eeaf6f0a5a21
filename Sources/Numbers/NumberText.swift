// Every number that a reader sees, the same text on every machine and in every locale.
//
// A number is rounded as the shortest decimal text that reads back as it (what a person would have typed), halves away
// from zero: 1.005 is 1.01. What is no number is `missingText`.

/// What is written where there is no number.
package let missingText = "n/a"

/// A number with `digits` significant digits: `0.0123`, `12.3`, `12345`, `1.23e-07`; `n/a` for NaN, `∞` and `-∞`.
///
/// Numbers from 10⁻⁴ to 10⁹ are written out, and a number with more digits before the point than asked for keeps
/// them all; the others get an exponent.
///
/// - Parameters:
///   - value: the number.
///   - digits: at least 1. The default is 3.
public func figure(_ value: Double, digits: Int = 3) -> String {
  precondition(digits > 0, "a figure needs at least one digit")
  if value.isNaN { return missingText }
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
public func percentage(_ value: Double, decimals: Int = 1) -> String {
  value.isNaN ? missingText : fixed(value * 100, decimals: decimals) + " %"
}

/// A count with its thousands apart: `4,500`.
public func grouped(_ count: Int) -> String { thousandsApart(String(count)) }

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

/// The digits before the point in groups of three; a text with an exponent has one digit there.
private func thousandsApart(_ number: String) -> String {
  let start = number.prefix { !("0"..."9").contains($0) }
  let whole = Array(number.dropFirst(start.count).prefix { ("0"..."9").contains($0) })
  let groups = whole.enumerated().map { index, digit in
    (index > 0 && (whole.count - index).isMultiple(of: 3) ? "," : "") + String(digit)
  }
  return start + groups.joined() + number.dropFirst(start.count + whole.count)
}

// MARK: - Formats

/// How one kind of number is written for readers, by itself and with its interval: in tables, sentences and figures alike.
///
/// A relative change is a percentage while the larger of the two errors is less than twice the other, and from there on
/// how many times it is: nobody reads a skill of -93,498.6 %.
package enum NumberFormat: Sendable, Equatable {
  /// `0.05`, `1,027.0`
  case decimals(Int)
  /// `0.0147`, `2,351`
  case digits(Int)
  /// A share: `12.3 %`
  case share
  /// A share with no more decimals than it has, as thresholds are: `95 %`, `0.5 %`
  case wholeShare
  /// `0.012`, `<0.001`
  case p
  /// A relative rise of an error: `12.3 %`; from twice the error on `27.4 times`.
  case rise
  /// A skill, 1 - error / competitor's error: `12.3 %`; from twice the competitor's error on `error 27.4 times`.
  case skill
  /// All digits, and no more: `0.95`, `0.00001`
  case exact

  /// The number by itself.
  package func text(_ value: Double) -> String {
    guard value.isFinite else { return figure(value) }
    return switch self {
    case .p where value < 0.001: "<0.001"
    case .rise where isMultiple(value): number(value) + " times"
    case .skill where isMultiple(value): "error " + number(value) + " times"
    case .share, .wholeShare, .rise, .skill: number(value) + " %"
    default: number(value)
    }
  }

  /// With its interval: `0.20 [0.15, 0.25]`, `12.3 % [10.1, 14.5]`, `27.4 times [20.1, 35.0]`; `exactly 0` for a
  /// percentage that is 0 with both its ends.
  package func text(_ mean: Double, _ low: Double, _ high: Double) -> String {
    guard mean.isFinite else { return figure(mean) }
    if isPercentage, mean == 0, low == 0, high == 0 { return "exactly 0" }
    let ends = ends(of: mean, low, high)
    return "\(text(mean)) [\(ends.low), \(ends.high)]"
  }

  /// The interval alone: `0.15 to 0.25`, `10.1 % to 14.5 %`, `20.1 to 35.0 times`; empty where there is none.
  package func range(_ mean: Double, _ low: Double, _ high: Double) -> String {
    guard mean.isFinite, low.isFinite, high.isFinite else { return "" }
    let ends = ends(of: mean, low, high)
    if isMultiple(mean) { return (self == .skill ? "error " : "") + "\(ends.low) to \(ends.high) times" }
    let unit = isPercentage ? " %" : ""
    return "\(ends.low)\(unit) to \(ends.high)\(unit)"
  }

  package var isPercentage: Bool { self == .share || self == .rise || self == .skill }

  /// Whether a change is written as how many times the error is.
  private func isMultiple(_ value: Double) -> Bool { self == .rise ? value >= 1 : self == .skill && value <= -1 }

  /// Both ends in the form of the mean, the smaller first.
  private func ends(of mean: Double, _ low: Double, _ high: Double) -> (low: String, high: String) {
    guard isMultiple(mean) else { return (number(low, times: false), number(high, times: false)) }
    return self == .rise
      ? (number(low, times: true), number(high, times: true)) : (number(high, times: true), number(low, times: true))
  }

  /// Without its unit.
  private func number(_ value: Double, times: Bool? = nil) -> String {
    guard value.isFinite else { return figure(value) }
    if times ?? isMultiple(value) { return thousandsApart(figure(self == .rise ? 1 + value : 1 - value)) }
    return switch self {
    case .decimals(let count): thousandsApart(fixed(value, decimals: count))
    case .digits(let count): thousandsApart(figure(value, digits: count))
    case .share, .rise, .skill: thousandsApart(fixed(value * 100, decimals: 1))
    case .wholeShare: shortest(value * 100)
    case .p: value < 0.001 ? "<0.001" : fixed(value, decimals: 3)
    case .exact: shortest(value)
    }
  }

  /// With as many of twelve decimals as are not zeros at the end.
  private func shortest(_ value: Double) -> String {
    let text = fixed(value, decimals: 12)
    guard text.contains(".") else { return text }
    let end = text.lastIndex { $0 != "0" } ?? text.startIndex
    return thousandsApart(String(text[end] == "." ? text[..<end] : text[...end]))
  }
}

/// `p = 0.012`, `p < 0.001`
package func pStatement(_ p: Double) -> String {
  p < 0.001 ? "p < 0.001" : "p = \(NumberFormat.p.text(p))"
}

/// `1 row`, `4,500 rows`
package func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

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
