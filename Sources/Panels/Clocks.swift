import Numbers
public import TimeSeries

/// Two groups of daily columns whose rows of one date were observed at different hours, and what that feigns.
///
/// What moves both reaches the group that was observed late on one row, and the early one on the next: a model then
/// foretells the early one from the late, though nobody could have at the time.
public struct ClocksApart: Sendable, Equatable {
  /// Columns that were observed at one time.
  public struct Group: Sendable, Equatable {
    /// Their names.
    public var columns: [String]
    /// When.
    public var observed: ObservationTime
    /// Rows that its values were put later.
    public var lag: Int

    package init(columns: [String], observed: ObservationTime, lag: Int = 0) {
      (self.columns, self.observed, self.lag) = (columns, observed, lag)
    }
  }
  /// So many rows have the late group so many minutes after the early one (before it, if negative), the first of them
  /// at `first`.
  public struct Apart: Sendable, Equatable {
    /// By how much the one is later, on a clock.
    public var minutes: Int
    /// In how many rows.
    public var rows: Int
    /// The date of the first such row.
    public var first: String

    package init(minutes: Int, rows: Int, first: String) {
      (self.minutes, self.rows, self.first) = (minutes, rows, first)
    }
  }
  /// Correlations of the changes from row to row of two columns, in the training part: of the late one with the early one
  /// a row later, and in the same row.
  public struct Foretold: Sendable, Equatable {
    /// A column that is observed late in the day.
    public var late: String
    /// A column that is observed early in the day.
    public var early: String
    /// Correlation with its next row.
    public var next: Double
    /// Correlation within the row.
    public var same: Double

    package init(late: String, early: String, next: Double, same: Double) {
      (self.late, self.early, self.next, self.same) = (late, early, next, same)
    }
  }

  /// Observed later.
  public var late: Group
  /// Observed earlier.
  public var early: Group
  /// The commonest first.
  public var apart: [Apart]
  /// The pairs of which the first correlation is beyond the noise, the largest first.
  public var foretold: [Foretold]
  /// 2 / √n: what the correlation of unrelated columns stays below nineteen times in twenty.
  public var noise: Double

  package init(late: Group, early: Group, apart: [Apart], foretold: [Foretold], noise: Double) {
    (self.late, self.early, self.apart, self.foretold, self.noise) = (late, early, apart, foretold, noise)
  }
}

// MARK: - Found

extension Table {
  /// For every two clocks, how far they are apart and what they feign. Levels are looked at by their differences.
  ///
  /// Only the training part is correlated, so that whoever chooses a lag by it has not seen the held-out part.
  func clocksApart(
    _ runs: [Run], _ options: PanelOptions, _ split: Split, _ resolution: Resolution
  ) -> [Diagnostic] {
    guard resolution == .day else { return [] }
    var groups: [(group: ClocksApart.Group, members: [Int])] = []
    for (index, run) in runs.enumerated() where observed[index] != nil {
      guard let clock = run.observed else { continue }
      let lag = options.lag[run.name] ?? 0
      if let known = groups.firstIndex(where: { $0.group.observed == clock && $0.group.lag == lag }) {
        groups[known].group.columns.append(run.name)
        groups[known].members.append(index)
      } else {
        groups.append((ClocksApart.Group(columns: [run.name], observed: clock, lag: lag), [index]))
      }
    }
    let changes = columns.map { column in
      let train = column[split.trainRows]
      return options.change == .levels ? zip(train, train.dropFirst()).map { $1 - $0 } : Array(train)
    }
    var found: [Diagnostic] = []
    for (place, a) in groups.enumerated() {
      for b in groups[(place + 1)...] {
        guard let apart = apart(a.members[0], b.members[0]) else { continue }
        let isLater = apart[0].minutes > 0 || (apart[0].minutes == 0 && apart[1].minutes > 0)
        let (late, early) = isLater ? (a, b) : (b, a)
        let signed = apart.map {
          ClocksApart.Apart(minutes: isLater ? $0.minutes : -$0.minutes, rows: $0.rows, first: $0.first)
        }
        let noise = 2 / Double(max(changes[0].count - 1, 1)).squareRoot()
        found.append(
          .clocksApart(
            ClocksApart(
              late: late.group, early: early.group, apart: signed,
              foretold: foretold(late.members, early.members, changes, noise), noise: noise)))
      }
    }
    return found
  }

  /// How many minutes a was observed after b, the commonest first; nil where they were always observed together.
  private func apart(_ a: Int, _ b: Int) -> [ClocksApart.Apart]? {
    guard let (a, b) = observed[a].flatMap({ a in observed[b].map { (a, $0) } }) else { return nil }
    var apart: [ClocksApart.Apart] = []
    for row in times.indices {
      let (ticks, overflow) = a[row].ticks.subtractingReportingOverflow(b[row].ticks)
      let minutes = overflow ? 0 : Int(ticks / 60_000)
      if let known = apart.firstIndex(where: { $0.minutes == minutes }) {
        apart[known].rows += 1
      } else {
        apart.append(ClocksApart.Apart(minutes: minutes, rows: 1, first: times[row].text(.day)))
      }
    }
    if apart.allSatisfy({ $0.minutes == 0 }) { return nil }
    return apart.sorted { ($1.rows, $0.minutes) < ($0.rows, $1.minutes) }
  }

  private func foretold(
    _ late: [Int], _ early: [Int], _ changes: [[Double]], _ noise: Double
  ) -> [ClocksApart.Foretold] {
    let pairs = late.flatMap { l in
      early.map { e in
        ClocksApart.Foretold(
          late: names[l], early: names[e], next: correlation(changes[l].dropLast(), changes[e].dropFirst()),
          same: correlation(changes[l][...], changes[e][...]))
      }
    }
    let outstanding = pairs.enumerated().filter { $0.element.next.magnitude > noise }
    return outstanding.sorted { ($1.element.next.magnitude, $0.offset) < ($0.element.next.magnitude, $1.offset) }
      .map(\.element)
  }

  /// Of the rows that have both; NaN for less than three.
  private func correlation(_ x: ArraySlice<Double>, _ y: ArraySlice<Double>) -> Double {
    let pairs = zip(x, y).filter { $0.isFinite && $1.isFinite }
    return pairs.count < 3 ? .nan : Moments.correlation(pairs.map(\.0), pairs.map(\.1))
  }
}

extension Diagnostic {
  /// Daily columns whose times are not all known, from more than one source. What hour a source takes for the day's
  /// value is not in its data, so this can only be asked, not known.
  static func unequalClocks(_ runs: [Run], _ resolution: Resolution) -> [Diagnostic] {
    guard resolution == .day, runs.contains(where: { $0.observed == nil && $0.resolution == .day }) else { return [] }
    var groups: [(source: String, columns: [String])] = []
    for run in runs {
      let source = run.observed?.text ?? String(run.entry.origin.prefix { $0 != "?" })
      if let known = groups.firstIndex(where: { $0.source == source }) {
        groups[known].columns.append(run.name)
      } else {
        groups.append((source, [run.name]))
      }
    }
    return groups.count > 1 ? [.unequalClocks(columns: groups.map(\.columns))] : []
  }

  /// Columns whose days begin before the years in which their zone's clocks are known.
  static func uncertainClocks(_ runs: [Run], _ resolution: Resolution) -> [Diagnostic] {
    runs.compactMap { run in
      guard let observed = run.observed, let zone = Zone(observed.zone), let first = run.range?.lowerBound,
        first.civil.year < zone.rightFrom
      else { return nil }
      return .uncertainClock(
        column: run.name, observed: observed.zone, first: first.text(.day), rightFrom: zone.rightFrom)
    }
  }
}
