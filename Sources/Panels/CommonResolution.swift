import TimeSeries

extension Resolution {
  /// The resolution of a panel. In an as-of join it is that of the first series, or days where the options give the
  /// instant of each day; otherwise it is `shared(by:)`.
  static func ofPanel(_ series: [Series], _ options: PanelOptions) throws(PanelError.Fault) -> Resolution {
    guard options.join == .asof, let first = series.first else {
      let resolution = try shared(by: series)
      // Whole days, weeks, months … are named by a day.
      return resolution == .instant && options.resample != .none && !options.resample.isOfClock ? .day : resolution
    }
    if let other = series.first(where: { $0.resolution != .day && $0.resolution != .instant }) {
      throw .notOfDays(column: other.name, resolution: other.resolution)
    }
    return options.asOf == nil ? first.resolution : .day
  }

  /// The coarsest resolution of the series; the others are thinned to it. Row numbers and dates cannot be matched, and
  /// series without dates need equal lengths.
  static func shared(by series: [Series]) throws(PanelError.Fault) -> Resolution {
    let rows = series.filter { $0.resolution == .row }
    guard let first = rows.first else {
      return [.year, .quarter, .month, .day].first { coarse in series.contains { $0.resolution == coarse } } ?? .instant
    }
    guard rows.count == series.count else {
      throw .mixedIndex(numbered: rows.map(\.name), dated: series.filter { $0.resolution != .row }.map(\.name))
    }
    if rows.contains(where: { $0.times.count != first.times.count }) {
      throw .unequalLengths(columns: rows.map(\.name), rows: rows.map(\.times.count))
    }
    return .row
  }
}

extension Timestamp {
  /// The first tick of its year, quarter, month or day; instants and row numbers are unchanged.
  func floored(to resolution: Resolution) -> Timestamp {
    switch resolution {
    case .row, .instant: return self
    case .day:
      let past = ticks % Timestamp.millisecondsPerDay
      let back = past < 0 ? past + Timestamp.millisecondsPerDay : past
      let (start, overflow) = ticks.subtractingReportingOverflow(back)
      return overflow ? self : Timestamp(ticks: start)
    case .month, .quarter, .year:
      let date = civil
      let month = resolution == .year ? 1 : resolution == .quarter ? (date.month - 1) / 3 * 3 + 1 : date.month
      return Timestamp(year: date.year, month: month, day: 1) ?? self
    }
  }
}

extension Run {
  /// The last value of each day (of the zone of the series, else UTC), month, quarter or year, stamped with that period.
  func brought(to coarse: Resolution) -> Run {
    guard coarse != resolution else { return self }
    var run = self
    (run.resolution, run.times, run.values, run.observed) = (coarse, [], [], nil)
    for (time, value) in zip(times, values) {
      let local = resolution == .instant && zone != nil ? zone.map { time.day(in: $0) } ?? time : time
      let period = local.floored(to: coarse)
      if run.times.last != period {
        run.times.append(period)
        run.values.append(value)
      } else if !value.isNaN {
        run.values[run.values.count - 1] = value
      }
    }
    run.entry.thinned = valued - run.valued
    guard run.entry.thinned > 0 else { return run }
    run.diagnostics.append(
      .thinned(
        column: name, from: resolution, to: coarse, values: valued, periods: run.valued,
        last: range?.upperBound.text(resolution) ?? ""))
    return run
  }
}
