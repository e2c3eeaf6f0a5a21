import TimeSeries

extension Diagnostic {
  /// The pattern in time of rows that repeat the row before, if it is that of a market's holidays.
  package struct RepeatPattern: Sendable, Equatable {
    /// The day of the week that has more than twice its share of them, and how many.
    package var weekday: String?
    /// How many rows fall on that day.
    package var weekdayRows: Int
    /// Days of the year that repeat in every year that has them, as `12-25`, ascending.
    package var dates: [String]

    package init(weekday: String?, weekdayRows: Int, dates: [String]) {
      (self.weekday, self.weekdayRows, self.dates) = (weekday, weekdayRows, dates)
    }

    /// nil for less than five on one weekday and no date in three years.
    ///
    /// - Parameters:
    ///   - rows: those that repeat.
    ///   - times: of all rows, days.
    init?(of rows: [Int], among times: [Timestamp]) {
      var (all, repeated) = ([Int](repeating: 0, count: 7), [Int](repeating: 0, count: 7))
      for time in times { all[time.weekday] += 1 }
      for row in rows { repeated[times[row].weekday] += 1 }
      let most = repeated.indices.max { repeated[$0] < repeated[$1] } ?? 0
      let isPattern = repeated[most] >= 5 && repeated[most] * times.count > 2 * all[most] * rows.count
      (weekday, weekdayRows) = isPattern ? (RepeatPattern.weekdays[most], repeated[most]) : (nil, 0)

      // By month * 100 + day: rows, and those of them that repeat.
      var dates = [(all: Int, repeated: Int)](repeating: (0, 0), count: 1232)
      for time in times { dates[time.dateOfYear].all += 1 }
      for row in rows { dates[times[row].dateOfYear].repeated += 1 }
      self.dates = dates.indices.filter { dates[$0].all >= 3 && dates[$0].repeated == dates[$0].all }.map {
        (month: $0 / 100, day: $0 % 100)
      }.map { ($0.month < 10 ? "0" : "") + "\($0.month)-" + ($0.day < 10 ? "0" : "") + "\($0.day)" }
      if weekday == nil, self.dates.isEmpty { return nil }
    }

    private static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// `, 41 of them on a Monday, in every year on 07-04 and 12-25`.
    var clause: String {
      let more = dates.count > 6 ? " and \(dates.count - 6) more dates" : ""
      return (weekday.map { ", \(weekdayRows) of them on a \($0)" } ?? "")
        + (dates.isEmpty ? "" : ", in every year on " + dates.prefix(6).joined(separator: ", ") + more)
    }
  }
}

extension Timestamp {
  /// Month * 100 + day.
  fileprivate var dateOfYear: Int { civil.month * 100 + civil.day }
}
