import Numbers
import TimeSeries

/// The as-of join: at each instant, the last observed value of each series, if it is not too old. It looks backward
/// only, so no row uses the future.
///
/// The instants are those at which the first series was observed, or one on each of its days if the options give the
/// time. A value of the same instant counts unless the options forbid it. A value as old as the tolerance counts, one a
/// millisecond older does not. The first series' own value at its own instant always counts.
struct AsOf {
  var table: Table
  /// The index of the observation that was taken, by column and row; nil for none.
  private var taken: [[Int?]]

  /// - Parameter runs: at least one; of days or instants, the former with a time of observation.
  init(_ runs: [Run], _ options: PanelOptions) throws(PanelError.Fault) {
    guard let tolerance = options.tolerance?.milliseconds else { throw .noTolerance }
    var observations: [Observations] = []
    for run in runs { observations.append(try Observations(run)) }
    let (rows, times) = try AsOf.rows(observations[0], options)
    taken = observations.enumerated().map { index, one in
      let isOwn = index == 0 && options.asOf == nil
      return one.last(at: rows, tolerance, exactMatches: options.exactMatches || isOwn)
    }
    let cells = zip(observations, taken)
    table = Table(
      names: runs.map(\.name), times: times,
      columns: cells.map { one, taken in taken.map { $0.map { one.values[$0] } ?? .nan } },
      filled: taken.map { $0.map { _ in false } },
      observed: cells.map { one, taken in zip(taken, rows).map { $0.map { one.instants[$0] } ?? $1 } })
  }

  /// For each column and kept row, whether its observation is that of the row before.
  func repeated(_ kept: [Int]) -> [[Bool]] {
    taken.map { column in
      let chosen = kept.map { column[$0] }
      return chosen.indices.map { $0 > 0 && chosen[$0] == chosen[$0 - 1] }
    }
  }

  /// The instants to look back from, ascending, and the rows' times.
  private static func rows(
    _ first: Observations, _ options: PanelOptions
  ) throws(PanelError.Fault) -> (instants: [Timestamp], times: [Timestamp]) {
    guard let asOf = options.asOf else { return (first.instants, first.times) }
    guard let zone = Zone(asOf.zone) else { throw .unknownZone(asOf, column: nil) }
    var days: [Timestamp] = []
    for time in first.times {
      let day = first.isDaily ? time : time.day(in: zone)
      if day != days.last { days.append(day) }
    }
    return (days.map { asOf.instant(onDayOf: $0, in: zone) }, days)
  }

  /// The rows of a series that have a value.
  private struct Observations {
    /// As the series has them: days or instants.
    var times: [Timestamp]
    /// When they were observed, ascending.
    var instants: [Timestamp]
    var values: [Double]
    var isDaily: Bool

    init(_ run: Run) throws(PanelError.Fault) {
      let rows = run.times.indices.filter { !run.values[$0].isNaN }
      (times, values) = (rows.map { run.times[$0] }, rows.map { run.values[$0] })
      isDaily = run.resolution == .day
      guard isDaily else {
        guard run.resolution == .instant else { throw .notOfDays(column: run.name, resolution: run.resolution) }
        instants = times
        return
      }
      guard let observed = run.observed else { throw .noClock(column: run.name, origin: run.entry.origin) }
      guard let zone = Zone(observed.zone) else { throw .unknownZone(observed, column: run.name) }
      instants = times.map { observed.instant(onDayOf: $0, in: zone) }
    }

    func last(at rows: [Timestamp], _ tolerance: Int64, exactMatches: Bool) -> [Int?] {
      var next = 0
      return rows.map { row in
        while next < instants.count, instants[next] < row || (exactMatches && instants[next] == row) { next += 1 }
        guard next > 0 else { return nil }
        let (age, overflow) = row.ticks.subtractingReportingOverflow(instants[next - 1].ticks)
        return !overflow && age <= tolerance ? next - 1 : nil
      }
    }
  }
}

extension PanelError.Fault {
  static func unknownZone(_ time: ObservationTime, column: String?) -> PanelError.Fault {
    .unknownZone(time.zone, column: column, nearest: nearest(to: time.zone, among: Zone.names))
  }
}
