import TimeSeries

/// Dates that are numbers without a separator.
extension DateText {
  /// The years that four or six digits are read as: 1000 may be a clock time, 9999 a missing value.
  static let plausibleYears = 1500...2199

  /// `2018`, `201812`, `201812311600`, `20181231160000`, and seconds to nanoseconds since 1970 by their number of digits.
  mutating func takeBareNumber(_ value: Int, _ width: Int) throws(Fault) {
    switch width {
    case 4 where Self.plausibleYears.contains(value): (year, form) = (value, .year)
    case 6 where Self.plausibleYears.contains(value / 100) && (1...12).contains(value % 100):
      (year, month, form) = (value / 100, value % 100, .month)
    case 10 where isHour(value): try setDayAndClock(value, "hour")
    case 12: try setDayAndClock(value, "minute")
    case 14: try setDayAndClock(value, "second")
    case 10, 13, 16, 19:
      let epoch: CSVFormat.Epoch = width == 10 ? .s : width == 13 ? .ms : width == 16 ? .us : .ns
      (clock, form) = (Int64(value) / epoch.perMillisecond.down * epoch.perMillisecond.up, .epoch(epoch))
      isCut = Int64(value) % epoch.perMillisecond.down != 0
    default: throw width > 3 ? .bareNumber : .notADate
    }
  }

  /// A number of ten digits that is a day and an hour, as 2019010107: as seconds it would lie beyond 2030.
  private func isHour(_ value: Int) -> Bool {
    let (date, hour) = (value / 100, value % 100)
    return hour < 24 && (1900...2199).contains(date / 10_000)
      && Timestamp(year: date / 10_000, month: date / 100 % 100, day: date % 100) != nil
  }

  private mutating func setDayAndClock(_ value: Int, _ finest: String) throws(Fault) {
    var (date, hour, minute, second) = (value, 0, 0, 0)
    if finest == "second" { (date, second) = (date / 100, date % 100) }
    if finest != "hour" { (date, minute) = (date / 100, date % 100) }
    (date, hour) = (date / 100, date % 100)
    guard hour < 24, minute < 60, second < 60, Self.plausibleYears.contains(date / 10_000) else { throw .bareNumber }
    (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
    (clock, form) = (Int64(hour * 3600 + minute * 60 + second) * 1000, .local)
  }
}

extension CSVFormat.Epoch {
  /// A number of this unit, divided by `down` and multiplied by `up`, is milliseconds.
  var perMillisecond: (up: Int64, down: Int64) {
    switch self {
    case .s: (1000, 1)
    case .ms: (1, 1)
    case .us: (1, 1000)
    case .ns: (1, 1_000_000)
    case .excel: (Timestamp.millisecondsPerDay, 1)
    case .year: (1, 1)
    }
  }

  /// In full, for notes and errors.
  var words: String {
    switch self {
    case .s: "seconds since 1970"
    case .ms: "milliseconds since 1970"
    case .us: "microseconds since 1970"
    case .ns: "nanoseconds since 1970"
    case .excel: "days since 1899-12-30, as in Excel"
    case .year: "years"
    }
  }

  /// The time of a number of this unit; nil beyond the years that an instant can be of.
  func time(_ value: Double) -> Timestamp? {
    let milliseconds: Double
    switch self {
    case .s: milliseconds = value * 1000
    case .ms: milliseconds = value
    case .us: milliseconds = value / 1000
    case .ns: milliseconds = value / 1_000_000
    case .excel:
      // 1899-12-30 is 25,569 days before 1970.
      milliseconds = (value - 25_569) * 86_400_000
    case .year: return nil
    }
    guard milliseconds.magnitude <= 6e15 else { return nil }
    return Timestamp(ticks: Int64(milliseconds.rounded()))
  }

  /// The units that make a number a time of our age: Excel's from 1927 to 2099, the others from 1972 on.
  static func plausible(_ value: Double) -> [(epoch: CSVFormat.Epoch, time: Timestamp)] {
    [CSVFormat.Epoch.s, .ms, .us, .ns, .excel].compactMap { epoch in
      guard let time = epoch.time(value) else { return nil }
      let years = epoch == .excel ? 1927...2099 : 1972...2099
      return years.contains(time.civil.year) ? (epoch, time) : nil
    }
  }
}
