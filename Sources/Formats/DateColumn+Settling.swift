import TimeSeries

/// What a column of dates comes to, once all are read.
struct SettledDates: Equatable {
  var resolution: Resolution
  /// The zone whose days the instants belong to; nil for UTC.
  var zone: Zone?
  var notes: [String] = []
}

extension DateColumn {
  /// Makes the final times of those that were read; `groups` are the times of each series.
  func settle(_ groups: inout [[Timestamp]]) -> SettledDates {
    switch form {
    case nil: return SettledDates(resolution: .row)
    case .year: return SettledDates(resolution: .year)
    case .quarter: return SettledDates(resolution: .quarter)
    case .half:
      return SettledDates(resolution: .month, notes: ["half-years are read as their last months"])
    case .month: return SettledDates(resolution: .month)
    case .day: return SettledDates(resolution: .day)
    case .week: return SettledDates(resolution: .day, notes: ["weeks are read as their Mondays"])
    case .decimalYear: return settleYears(&groups)
    // Days that a database printed as instants: all midnight, without an offset that could change the day.
    case .local where !hasClock && zone == nil:
      return SettledDates(resolution: .day, notes: ["all times are midnight and are read as days"])
    case .zoned where !hasClock && zone == nil && settleMidnights(&groups):
      return SettledDates(resolution: .day, notes: ["all times are midnight of their own zone and are read as days"])
    case .epoch(.excel) where groups.allSatisfy { $0.allSatisfy { $0.ticks % Timestamp.millisecondsPerDay == 0 } }:
      return SettledDates(resolution: .day)
    case .local, .zoned, .epoch: return settleInstants(&groups)
    }
  }

  /// The order in which the times of a column that shows none are evenly spaced to the millisecond, where the other order
  /// does not make them so; nil for days, whose months differ in length.
  func orderBySpacing(_ groups: [[Timestamp]]) -> CSVFormat.DayOrder? {
    guard isAmbiguous, form == .local, hasClock else { return nil }
    func isEven(_ swap: Bool) -> Bool {
      groups.allSatisfy { times in
        let ticks = swap ? times.map(\.dayAndMonthSwapped.ticks) : times.map(\.ticks)
        let steps = zip(ticks, ticks.dropFirst()).map { $1 - $0 }
        return steps.count > 2 && steps[0] != 0 && steps.allSatisfy { $0 == steps[0] }
      }
    }
    let (monthFirst, dayFirst) = (isEven(false), isEven(true))
    return monthFirst == dayFirst ? nil : monthFirst ? .mdy : .dmy
  }

  /// Instants that are midnight on the clocks of their offsets become the days of those clocks.
  ///
  /// - Returns: false if two offsets are a day apart, so that an instant is midnight of both.
  private func settleMidnights(_ groups: inout [[Timestamp]]) -> Bool {
    let day = Timestamp.millisecondsPerDay
    if Set(offsets.map { ($0 % day + day) % day }).count < offsets.count { return false }
    for group in groups.indices {
      for row in groups[group].indices {
        let ticks = groups[group][row].ticks
        guard let offset = offsets.first(where: { (ticks + $0) % day == 0 }) else { return false }
        groups[group][row] = Timestamp(ticks: ticks + offset)
      }
    }
    return true
  }

  /// Years with a fraction: months if they follow each other by a twelfth, else days; years if none has a fraction.
  private func settleYears(_ groups: inout [[Timestamp]]) -> SettledDates {
    let billion: Int64 = 1_000_000_000
    func resolution(_ times: [Timestamp]) -> Resolution {
      if times.allSatisfy({ $0.ticks % billion == 0 }) { return .year }
      let steps = zip(times, times.dropFirst()).map { ($1.ticks - $0.ticks).magnitude }
      return !steps.isEmpty && steps.allSatisfy { (75_000_000...92_000_000).contains($0) } ? .month : .day
    }
    let found = groups.map(resolution)
    let common: Resolution = found.contains(.day) ? .day : found.contains(.month) ? .month : .year
    for group in groups.indices {
      for row in groups[group].indices {
        let (year, fraction) = groups[group][row].ticks.quotientAndRemainder(dividingBy: billion)
        let share = Double(fraction) / 1e9
        let start = Timestamp(year: Int(year), month: 1, day: 1) ?? Timestamp(ticks: 0)
        switch common {
        case .month:
          // A twelfth is written 0.083, a little less than it is.
          let month = min(12, 1 + Int(share * 12 + 0.012))
          groups[group][row] = Timestamp(year: Int(year), month: month, day: 1) ?? start
        default:
          let days = Timestamp.dayNumber(Int(year) + 1, 1, 1) - Timestamp.dayNumber(Int(year), 1, 1)
          let past = Int64(share * Double(days) + 0.01)
          groups[group][row] = Timestamp(ticks: start.ticks + past * Timestamp.millisecondsPerDay)
        }
      }
    }
    let notes = common == .year ? [] : ["years with a fraction are read as \(common.rawValue)s"]
    return SettledDates(resolution: common, notes: notes)
  }

  private func settleInstants(_ groups: inout [[Timestamp]]) -> SettledDates {
    guard let zone else {
      let only = offsets.count == 1 ? offsets.first : nil
      let own = only.flatMap { $0 == 0 ? nil : Zone(fixed: Int($0 / 60_000)) }
      return SettledDates(resolution: .instant, zone: own)
    }
    let days = groups.map { $0.map { $0.day(in: zone) } }
    if !hasClock && form == .local || days.allSatisfy({ Set($0).count == $0.count }) {
      groups = days
      return SettledDates(resolution: .day, notes: ["times are read as days of \(zone.name)"])
    }
    return SettledDates(resolution: .instant, zone: zone, notes: ["times are those of \(zone.name)"])
  }

  /// A row that has the time of another one, although the texts differ below the millisecond; nil if there is none.
  func collision(in groups: [[Timestamp]]) -> Sighting? {
    guard let firstCut, groups.contains(where: { Set($0).count < $0.count }) else { return nil }
    return firstCut
  }
}

extension Zone {
  /// So many minutes east of UTC.
  fileprivate init?(fixed minutes: Int) {
    let (hour, minute) = minutes.magnitude.quotientAndRemainder(dividingBy: 60)
    self.init("UTC\(minutes < 0 ? "-" : "+")\(hour):\(minute < 10 ? "0" : "")\(minute)")
  }
}
