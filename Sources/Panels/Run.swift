import Numbers
import TimeSeries

/// One series in ascending order with one row a time, and the counts of what was changed.
struct Run {
  var name: String
  /// That of `times`; a coarser one after `brought(to:)`.
  var resolution: Resolution
  /// Ascending, no two alike.
  var times: [Timestamp]
  /// NaN where the source has a row without a value.
  var values: [Double]
  /// The time of day of the observations; nil where it is unknown, or the rows are not days.
  var observed: ObservationTime?
  /// The zone whose days its instants belong to; nil for UTC.
  var zone: Zone?
  var entry: AlignmentRecord.Entry
  var diagnostics: [Diagnostic] = []

  /// Sorts a series and resolves its duplicates.
  ///
  /// Rows with the same time and the same value are one row; a row with a value replaces one without. The series has a
  /// value.
  init(_ series: Series, _ policy: PanelOptions.Duplicates) throws(PanelError.Fault) {
    (name, resolution) = (series.name, series.resolution)
    (times, values) = ([], [])
    observed = resolution == .day ? series.observed : nil
    zone = series.zone
    entry = AlignmentRecord.Entry(series)
    let source = series.times.map { $0.floored(to: series.resolution) }
    entry.countOrder(of: source)
    // By time, and rows of one time in the order of the source.
    var order = Array(source.indices)
    if entry.inversions > 0 { order.sort { (source[$0], $0) < (source[$1], $1) } }
    var conflicts: [(time: Timestamp, values: [Double])] = []
    var start = 0
    while start < order.count {
      try PanelError.Fault.checkCancellation(step: start)
      let time = source[order[start]]
      let end = order[start...].firstIndex { source[$0] != time } ?? order.count
      let found = order[start..<end].map { series.values[$0] }.filter { !$0.isNaN }
      let distinct = Run.distinct(found)
      if distinct.count > 1 { conflicts.append((time, distinct)) }
      entry.duplicates += max(0, found.count - 1)
      times.append(time)
      values.append(Run.resolved(found, distinct, policy))
      start = end
    }
    try settle(conflicts, policy)
    if entry.inversions > 0, !entry.reversed {
      diagnostics.append(.unordered(column: name, inversions: entry.inversions))
    }
  }

  /// The different values, ascending, so that the result does not depend on the order of the rows.
  private static func distinct(_ values: [Double]) -> [Double] {
    if values.count < 2 { return values }
    return values.sorted().reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  private static func resolved(_ values: [Double], _ distinct: [Double], _ policy: PanelOptions.Duplicates) -> Double {
    switch policy {
    case .refuse, .first: values.first ?? .nan
    case .last: values.last ?? .nan
    case .mean: distinct.isEmpty ? .nan : Moments.mean(distinct)
    }
  }

  private mutating func settle(
    _ conflicts: [(time: Timestamp, values: [Double])], _ policy: PanelOptions.Duplicates
  ) throws(PanelError.Fault) {
    guard let first = conflicts.first else { return }
    let time = first.time.text(resolution)
    if policy == .refuse {
      throw .conflict(column: name, time: time, values: first.values, times: conflicts.count)
    }
    diagnostics.append(.conflicts(column: name, times: conflicts.count, first: time, policy: policy))
  }
}

extension Run {
  /// How many rows have a value.
  var valued: Int { values.count { !$0.isNaN } }

  /// The instants of observation on these days; nil where they are unknown.
  func instants(on days: [Timestamp]) -> [Timestamp]? {
    guard resolution == .day, let observed, let zone = Zone(observed.zone) else { return nil }
    return days.map { observed.instant(onDayOf: $0, in: zone) }
  }

  /// Times of the first and the last row with a value.
  var range: ClosedRange<Timestamp>? {
    guard let first = values.firstIndex(where: { !$0.isNaN }), let last = values.lastIndex(where: { !$0.isNaN })
    else { return nil }
    return times[first]...times[last]
  }
}

extension AlignmentRecord.Entry {
  /// The counts before any change.
  fileprivate init(_ series: Series) {
    let valued = zip(series.times, series.values).lazy.filter { !$0.1.isNaN }.map(\.0)
    self.init(
      column: series.name, origin: series.origin.request, rowsRead: series.times.count,
      missing: series.values.count { $0.isNaN }, duplicates: 0, inversions: 0, reversed: false, dropped: 0, filled: 0,
      first: valued.min()?.text(series.resolution) ?? "", last: valued.max()?.text(series.resolution) ?? "",
      observed: series.resolution == .day ? series.observed?.text : nil, documents: series.origin.documents,
      notes: series.origin.notes)
  }

  fileprivate mutating func countOrder(of times: [Timestamp]) {
    let neighbours = zip(times, times.dropFirst())
    inversions = neighbours.count { $0 > $1 }
    reversed = inversions > 0 && neighbours.allSatisfy { $0 >= $1 }
  }
}
