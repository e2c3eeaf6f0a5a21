import Numbers
import TimeSeries

extension PanelOptions.Aggregate {
  /// Of the values of a period, in the order of their times; NaN for none.
  func value(of values: [Double]) -> Double {
    switch self {
    case .last: return values.last ?? .nan
    case .first: return values.first ?? .nan
    case .mean: return Moments.mean(values)
    case .sum:
      // From the first to the last; the sum of none is missing, not zero.
      var sum = values.first ?? .nan
      for value in values.dropFirst() { sum += value }
      return sum
    }
  }
}

extension PanelOptions.Resample {
  /// The ranges of rows that lie in one period each.
  fileprivate func ranges(of times: [Timestamp], in zone: Zone?) -> [Range<Int>] {
    let keys = times.map { key(of: $0, in: zone) }
    var ranges: [Range<Int>] = []
    var start = 0
    for end in keys.indices.map({ $0 + 1 }) where end == keys.count || keys[end] != keys[end - 1] {
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}

extension Table {
  /// One row of each period; in each column the last value that the period has, or their first, mean or sum.
  ///
  /// - Returns: what was done, or nil where each period had one row already.
  mutating func resample(
    _ options: PanelOptions, _ resolution: Resolution, in zone: Zone?
  ) throws(PanelError.Fault) -> Diagnostic? {
    let (period, aggregate) = (options.resample, options.aggregate)
    guard period != .none, let first = times.first, let last = times.last else { return nil }
    let ranges = period.ranges(of: times, in: zone)
    let ends = ranges.map { $0.upperBound - 1 }
    let mayBeOpen = period.mayBeOpen(times, resolution, in: zone)
    let mayBeCut = aggregate != .last && period.mayBeOpen(times, resolution, in: zone, backward: true)
    for range in ranges {
      let end = range.upperBound - 1
      times[end] = period.label(times[end], in: zone)
      for index in columns.indices {
        // An outer or a left join may have a gap on the last row of a period.
        guard let source = range.last(where: { !columns[index][$0].isNaN }) else { continue }
        columns[index][end] = aggregate.value(of: range.map { columns[index][$0] }.filter { !$0.isNaN })
        filled[index][end] = filled[index][source]
        if let instant = observed[index]?[source] { observed[index]?[end] = instant }
        if columns[index][end].isInfinite {
          throw .sum(column: names[index], period: period, time: times[end].text(resolution))
        }
      }
    }
    let all = rows
    keep(ends)
    guard rows < all else { return nil }
    return .resampled(
      period: period, aggregate, rows: rows, of: all, first: mayBeCut ? first.text(resolution) : nil,
      last: last.text(resolution), mayBeOpen: mayBeOpen)
  }
}

extension Run {
  /// The zone whose clocks its instants are read on; nil for UTC, and for days.
  var clock: Zone? { resolution == .instant ? zone : nil }

  /// One row of each period of a series, which is taken from its own rows.
  func resampled(_ options: PanelOptions) throws(PanelError.Fault) -> Run {
    let (period, aggregate) = (options.resample, options.aggregate)
    var run = self
    (run.times, run.values) = ([], [])
    for range in period.ranges(of: times, in: clock) {
      let label = period.label(times[range.upperBound - 1], in: clock)
      let value = aggregate.value(of: values[range].filter { !$0.isNaN })
      if value.isInfinite { throw .sum(column: name, period: period, time: label.text(resolution)) }
      run.times.append(label)
      run.values.append(value)
    }
    let gone = valued - run.valued
    guard gone > 0, let first = times.first, let last = times.last else { return run }
    run.entry.thinned += gone
    let mayBeCut = aggregate != .last && period.mayBeOpen(times, resolution, in: clock, backward: true)
    run.diagnostics.append(
      .aggregated(
        column: name, period: period, aggregate, rows: run.valued, of: valued,
        first: mayBeCut ? first.text(resolution) : nil,
        last: period.mayBeOpen(times, resolution, in: clock) ? last.text(resolution) : nil))
    return run
  }
}

extension [Run] {
  /// Whether the series share a time in less than half of the periods that all of them have: month starts beside month
  /// ends, two sensors with clocks of their own. A join by times would then leave out most of the periods.
  func shareFewTimes(_ period: PanelOptions.Resample) throws(PanelError.Fault) -> Bool {
    guard period != .none, count > 1 else { return false }
    let shared = try Alignment.calendar(of: self, .inner)
    func periods(_ times: [Timestamp], _ zone: Zone?) -> Set<Int64> { Set(times.map { period.key(of: $0, in: zone) }) }
    var common: Set<Int64>?
    for run in self {
      let own = periods(run.times, run.clock)
      common = common.map { $0.intersection(own) } ?? own
    }
    guard let common, !common.isEmpty else { return false }
    let kept = periods(shared, self[0].clock).count
    return 2 * kept < common.count
  }

  /// Puts the rows of one period under the latest of their times.
  mutating func stampPeriods(_ period: PanelOptions.Resample) {
    if period.isOfClock { return }
    var latest: [Int64: Timestamp] = [:]
    for run in self {
      for time in run.times {
        let key = period.key(of: time, in: run.clock)
        latest[key] = Swift.max(latest[key] ?? time, time)
      }
    }
    for index in indices {
      let zone = self[index].clock
      self[index].times = self[index].times.map { latest[period.key(of: $0, in: zone)] ?? $0 }
    }
  }
}
