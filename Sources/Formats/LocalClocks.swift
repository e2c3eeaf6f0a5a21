import TimeSeries

/// Times of a zone's clocks as instants, in the order of a table.
///
/// When clocks are put back they show an hour twice. The first of two equal times is then the one of summer time in an
/// ascending table, and the one of standard time in a descending table. A time that the table has once, of an hour that
/// the clocks showed twice, is an error: it may be either.
struct LocalClocks {
  /// The instant before.
  private var previous: Timestamp?
  private var isDescending = false
  /// Times that the clocks showed twice, and how often the table has them.
  private var twice: [Timestamp: (count: Int, first: DateColumn.Sighting)] = [:]

  /// Nil if the clocks skipped this time. A skipped midnight begins a day all the same.
  mutating func instant(
    _ local: Timestamp, in zone: Zone, _ sighting: () -> DateColumn.Sighting
  ) -> Timestamp? {
    let early = zone.instant(local: local, twice: .first)
    let isMidnight = local.ticks % Timestamp.millisecondsPerDay == 0
    guard zone.local(at: early) == local || isMidnight else { return nil }
    let late = zone.instant(local: local, twice: .second)
    var instant = early
    if early != late {
      if let previous {
        instant = isDescending ? (late < previous ? late : early) : (early > previous ? early : late)
      }
      twice[local, default: (0, sighting())].count += 1
    }
    if let previous, instant != previous { isDescending = instant < previous }
    previous = instant
    return instant
  }

  /// Of the times that may be either of two instants, the one in the first line.
  var unsettled: DateColumn.Sighting? {
    twice.values.filter { $0.count == 1 }.map(\.first).min { $0.line < $1.line }
  }

  /// Another key begins.
  mutating func restart() { previous = nil }
}
