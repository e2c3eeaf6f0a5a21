/// In which years the clocks of a zone change, on which day and at what hour: one line of the tz database, which these
/// are taken from.
struct ClockRule: Sendable {
  /// What the hour of a rule is counted in.
  enum Hour: Sendable { case wall, standard, universal }

  var first: Int
  var last: Int
  var month: Int
  /// The first `weekday` (0 is Sunday) on or after this day of the month; nil: the last of the month.
  var onOrAfter: Int?
  var weekday: Int
  /// Minutes after midnight.
  var at: Int
  var hour: Hour
  /// Minutes that the clocks are ahead of standard time from then on.
  var save: Int

  /// When the clocks change in a year that the rule holds in; milliseconds since 1970 in UTC.
  ///
  /// - Parameter offset: of the zone's standard time, minutes east of Greenwich.
  func change(in year: Int, standard offset: Int) -> Int64 {
    let start = onOrAfter ?? Timestamp.days(in: month, of: year) - 6
    let day = Timestamp.dayNumber(year, month, start)
    // 1970-01-01 was a Thursday.
    let past = Int64(weekday) - ClockRule.weekday(of: day)
    let ahead = day + (past < 0 ? past + 7 : past)
    // The wall clock was ahead before a change back, and not before a change forward: no rule goes from one
    // summer time to another.
    let shift =
      switch hour {
      case .universal: 0
      case .standard: offset
      case .wall: offset + (save == 0 ? 60 : 0)
      }
    return (ahead * 1440 + Int64(at - shift)) * 60_000
  }

  private static func weekday(of day: Int64) -> Int64 { ((day + 4) % 7 + 7) % 7 }
}

extension [ClockRule] {
  private static func rule(
    _ years: ClosedRange<Int>, _ month: Int, from day: Int? = nil, weekday: Int = 0, _ at: Int,
    _ hour: ClockRule.Hour = .wall, save: Int
  ) -> ClockRule {
    ClockRule(
      first: years.lowerBound, last: years.upperBound, month: month, onOrAfter: day, weekday: weekday, at: at,
      hour: hour,
      save: save)
  }

  private static let ever = 9999

  /// The Uniform Time Act and its amendments of 1974, 1975, 1986 and 2005.
  static let us: [ClockRule] = [
    rule(1967...1973, 4, 120, save: 60), rule(1974...1974, 1, from: 6, 120, save: 60),
    rule(1975...1975, 2, 120, save: 60),
    rule(1976...1986, 4, 120, save: 60), rule(1987...2006, 4, from: 1, 120, save: 60),
    rule(1967...2006, 10, 120, save: 0),
    rule(2007...ever, 3, from: 8, 120, save: 60), rule(2007...ever, 11, from: 1, 120, save: 0),
  ]

  /// Canada, which kept to the old days in 1974 and 1975.
  static let canada: [ClockRule] = [
    rule(1974...1986, 4, 120, save: 60), rule(1987...2006, 4, from: 1, 120, save: 60),
    rule(1974...2006, 10, 120, save: 0),
    rule(2007...ever, 3, from: 8, 120, save: 60), rule(2007...ever, 11, from: 1, 120, save: 0),
  ]

  static let mexico: [ClockRule] = [
    rule(1996...2000, 4, from: 1, 120, save: 60), rule(2001...2001, 5, from: 1, 120, save: 60),
    rule(2001...2001, 9, 120, save: 0), rule(2002...2022, 4, from: 1, 120, save: 60),
    rule(1996...2000, 10, 120, save: 0), rule(2002...2022, 10, 120, save: 0),
  ]

  static let brazil: [ClockRule] = [
    rule(2008...2017, 10, from: 15, 0, save: 60), rule(2018...2018, 11, from: 1, 0, save: 60),
    rule(2009...2011, 2, from: 15, 0, save: 0), rule(2012...2012, 2, from: 22, 0, save: 0),
    rule(2013...2014, 2, from: 15, 0, save: 0), rule(2015...2015, 2, from: 22, 0, save: 0),
    rule(2016...2019, 2, from: 15, 0, save: 0),
  ]

  /// The directives of the European Union; all its clocks change at 01:00 UTC.
  static let eu: [ClockRule] = [
    rule(1981...ever, 3, 60, .universal, save: 60), rule(1981...1995, 9, 60, .universal, save: 0),
    rule(1996...ever, 10, 60, .universal, save: 0),
  ]

  /// Great Britain and Ireland, which until 1995 went back in October.
  static let britain: [ClockRule] = [
    rule(1972...1980, 3, from: 16, 120, .standard, save: 60), rule(1972...1980, 10, from: 23, 120, .standard, save: 0),
    rule(1981...ever, 3, 60, .universal, save: 60), rule(1981...1989, 10, from: 23, 60, .universal, save: 0),
    rule(1990...1995, 10, from: 22, 60, .universal, save: 0), rule(1996...ever, 10, 60, .universal, save: 0),
  ]

  /// From 2013; the Friday before the last Sunday in March.
  static let israel: [ClockRule] = [
    rule(2013...ever, 3, from: 23, weekday: 5, 120, save: 60), rule(2013...ever, 10, 120, save: 0),
  ]

  /// New South Wales and Victoria from 1996; in 2000 for the Olympic Games, in 2006 for those of the Commonwealth.
  static let australia: [ClockRule] = [
    rule(1995...1999, 10, 120, .standard, save: 60), rule(2000...2000, 8, 120, .standard, save: 60),
    rule(2001...2007, 10, 120, .standard, save: 60), rule(2008...ever, 10, from: 1, 120, .standard, save: 60),
    rule(1996...2005, 3, 120, .standard, save: 0), rule(2006...2006, 4, from: 1, 120, .standard, save: 0),
    rule(2007...2007, 3, 120, .standard, save: 0), rule(2008...ever, 4, from: 1, 120, .standard, save: 0),
  ]

  static let newZealand: [ClockRule] = [
    rule(1990...2006, 10, from: 1, 120, .standard, save: 60), rule(2007...ever, 9, 120, .standard, save: 60),
    rule(1990...2007, 3, from: 15, 120, .standard, save: 0), rule(2008...ever, 4, from: 1, 120, .standard, save: 0),
  ]
}
