/// A moment, or the number of a row: an ordered integer whose meaning depends on its `Resolution`.
///
/// Dates are civil: days since 1970-01-01 in the proleptic Gregorian calendar, times 86,400,000. They do not depend on
/// time zone, locale or system calendar.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z; for `Resolution.row`, the number of the row from 0.
  public var ticks: Int64

  /// A moment in milliseconds, or a row number.
  @inlinable public init(ticks: Int64) { self.ticks = ticks }

  /// Whether the one is earlier.
  @inlinable public static func < (a: Timestamp, b: Timestamp) -> Bool { a.ticks < b.ticks }
}

/// The meaning of a timestamp.
public enum Resolution: String, Sendable, Codable, CaseIterable {
  /// No date at all: rows are counted from 0.
  case row
  /// The first day of the year, quarter, month; the day itself; each at midnight UTC.
  case year, quarter, month, day
  /// A point in time, to the millisecond.
  case instant
}

extension Timestamp {
  /// As many as a day has.
  public static let millisecondsPerDay: Int64 = 86_400_000

  /// Midnight UTC of a civil day, or nil where there is no such day (month 13, 30 February).
  @inlinable
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Timestamp.days(in: month, of: year),
      (-200_000...200_000).contains(year)
    else { return nil }
    self.init(ticks: Timestamp.dayNumber(year, month, day) * Timestamp.millisecondsPerDay)
  }

  /// Days from 1970-01-01; Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
  @inlinable
  public static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  /// Days of a month, 28 to 31.
  @inlinable
  public static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day of the civil day this falls in (civil_from_days, ibid.).
  public var civil: (year: Int, month: Int, day: Int) {
    let days = Int(floorDivide(ticks, Timestamp.millisecondsPerDay).quotient) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// ISO 8601 as far as the resolution goes: `2018`, `2018-12`, `2018-12-31`, `2018-12-31T16:00:00Z`; `2018-Q4` for a
  /// quarter, a plain number for rows.
  public func text(_ resolution: Resolution) -> String {
    if resolution == .row { return String(ticks) }
    let (year, month, day) = civil
    let date = [padded(year, 4), padded(month, 2), padded(day, 2)]
    switch resolution {
    case .year: return date[0]
    case .quarter: return date[0] + "-Q\((month + 2) / 3)"
    case .month: return date[0] + "-" + date[1]
    case .day: return date.joined(separator: "-")
    default: return date.joined(separator: "-") + "T" + clock + "Z"
    }
  }

  private var clock: String {
    let milliseconds = Int(floorDivide(ticks, Timestamp.millisecondsPerDay).remainder)
    let seconds = milliseconds / 1000
    let whole = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let fraction = milliseconds % 1000
    return whole.joined(separator: ":") + (fraction == 0 ? "" : "." + padded(fraction, 3))
  }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> (quotient: Int64, remainder: Int64) {
  let (q, r) = a.quotientAndRemainder(dividingBy: b)
  return r < 0 ? (q - 1, r + b) : (q, r)
}

private func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - digits.count))
  return (value < 0 ? "-" : "") + zeros + digits
}
