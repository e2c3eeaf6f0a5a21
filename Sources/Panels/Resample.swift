import TimeSeries

extension Table {
  /// The last row of each week or month, under its own date; in each column the last value that the period has.
  ///
  /// - Returns: what was done, or nil where each period had one row already.
  mutating func resample(_ period: PanelOptions.Resample) -> Diagnostic? {
    guard period != .none, let last = times.last else { return nil }
    let keys = times.map { Table.key(of: $0, period) }
    let ends = times.indices.filter { $0 + 1 == rows || keys[$0 + 1] != keys[$0] }
    guard ends.count < rows else { return nil }
    for index in columns.indices {
      var start = 0
      for end in ends {
        // An outer or a left join may have a gap on the last row of a period.
        if let source = (start...end).last(where: { !columns[index][$0].isNaN }) {
          columns[index][end] = columns[index][source]
          filled[index][end] = filled[index][source]
          if let instant = observed[index]?[source] { observed[index]?[end] = instant }
        }
        start = end + 1
      }
    }
    let all = rows
    keep(ends)
    return .resampled(
      period: period, rows: rows, of: all, last: last.text(.day), mayBeOpen: Table.mayBeOpen(last, period))
  }

  fileprivate static func key(of time: Timestamp, _ period: PanelOptions.Resample) -> Int64 {
    // 1970-01-03 was a Saturday.
    period == .week
      ? (time.dayNumber - 2 - ((time.dayNumber - 2) % 7 + 7) % 7) / 7
      : time.floored(to: .month).ticks
  }

  /// Whether a weekday of the period of this day comes after it.
  private static func mayBeOpen(_ time: Timestamp, _ period: PanelOptions.Resample) -> Bool {
    let days = (1...3).map { time.ticks.addingReportingOverflow(Int64($0) * Timestamp.millisecondsPerDay) }
    let next = days.filter { !$0.overflow }.map { Timestamp(ticks: $0.partialValue) }.first {
      (1...5).contains($0.weekday)
    }
    return next.map { key(of: $0, period) == key(of: time, period) } ?? false
  }
}

extension [Run] {
  /// Whether each series has at most one row in each period, under days that differ from one series to another: month
  /// starts beside month ends.
  func shareNoDay(in period: PanelOptions.Resample) -> Bool {
    guard period != .none, count > 1 else { return false }
    let single = allSatisfy { run in
      zip(run.times, run.times.dropFirst()).allSatisfy { Table.key(of: $0, period) != Table.key(of: $1, period) }
    }
    guard single, let first else { return false }
    let days = Set(first.times)
    return dropFirst().contains { run in run.times.allSatisfy { !days.contains($0) } }
  }

  /// Puts the rows of one period under the latest of their days.
  mutating func stampPeriods(_ period: PanelOptions.Resample) {
    var latest: [Int64: Timestamp] = [:]
    for run in self {
      for time in run.times {
        let key = Table.key(of: time, period)
        latest[key] = Swift.max(latest[key] ?? time, time)
      }
    }
    for index in indices {
      self[index].times = self[index].times.map { latest[Table.key(of: $0, period)] ?? $0 }
    }
  }
}

extension Timestamp {
  /// Days since 1970-01-01.
  var dayNumber: Int64 {
    let (days, past) = ticks.quotientAndRemainder(dividingBy: Timestamp.millisecondsPerDay)
    return past < 0 ? days - 1 : days
  }

  /// 0 is Sunday.
  var weekday: Int { Int(((dayNumber + 4) % 7 + 7) % 7) }
}
