import Numbers
package import TimeSeries

/// Two groups of daily columns whose rows of one date were observed at different hours, and the spurious prediction that
/// this allows.
///
/// News reaches the group observed late on one row and the early group on the next. A model then predicts the early group
/// from the late one, which was impossible at the time.
package struct ClockDifference: Sendable, Equatable {
  /// Columns that were observed at one time.
  package struct Group: Sendable, Equatable {
    /// Their names.
    package var columns: [String]
    /// Their time of day.
    package var observed: ObservationTime
    /// Rows that its values were put later.
    package var lag: Int

    package init(columns: [String], observed: ObservationTime, lag: Int = 0) {
      (self.columns, self.observed, self.lag) = (columns, observed, lag)
    }
  }
  /// In so many rows the late group is observed so many minutes after the early one; before it, if negative.
  package struct Distance: Sendable, Equatable {
    /// Minutes by the clock.
    package var minutes: Int
    /// Rows with this distance.
    package var rows: Int
    /// The date of the first such row.
    package var first: String

    package init(minutes: Int, rows: Int, first: String) {
      (self.minutes, self.rows, self.first) = (minutes, rows, first)
    }
  }
  /// Correlations of the changes of two columns in the training part.
  package struct Lead: Sendable, Equatable {
    /// A column that is observed late in the day.
    package var late: String
    /// A column that is observed early in the day.
    package var early: String
    /// Correlation of the late column with the next row of the early one.
    package var next: Double
    /// Correlation within the row.
    package var same: Double

    package init(late: String, early: String, next: Double, same: Double) {
      (self.late, self.early, self.next, self.same) = (late, early, next, same)
    }
  }

  /// Observed later.
  package var late: Group
  /// Observed earlier.
  package var early: Group
  /// The most frequent first.
  package var distances: [Distance]
  /// Pairs whose correlation with the next row exceeds the noise, the largest first.
  package var leads: [Lead]
  /// 2 / √n, the bound of about 95 % of the correlations of unrelated columns.
  package var noise: Double

  package init(late: Group, early: Group, distances: [Distance], leads: [Lead], noise: Double) {
    (self.late, self.early, self.distances, self.leads, self.noise) = (late, early, distances, leads, noise)
  }
}

// MARK: - Detection

extension Table {
  /// The distance of every two clocks, and the correlations that it causes. Levels enter by their differences.
  ///
  /// Only the training part is correlated, so that a lag chosen by it has not seen the held-out part.
  func clockDifferences(
    _ runs: [Run], _ options: PanelOptions, _ split: Split, _ resolution: Resolution
  ) -> [Diagnostic] {
    guard resolution == .day else { return [] }
    var groups: [(group: ClockDifference.Group, members: [Int])] = []
    for (index, run) in runs.enumerated() where observed[index] != nil {
      guard let clock = run.observed else { continue }
      let lag = options.lag[run.name] ?? 0
      if let known = groups.firstIndex(where: { $0.group.observed == clock && $0.group.lag == lag }) {
        groups[known].group.columns.append(run.name)
        groups[known].members.append(index)
      } else {
        groups.append((ClockDifference.Group(columns: [run.name], observed: clock, lag: lag), [index]))
      }
    }
    let changes = columns.map { column in
      let train = column[split.trainRows]
      return options.change == .levels ? zip(train, train.dropFirst()).map { $1 - $0 } : Array(train)
    }
    var found: [Diagnostic] = []
    for (place, a) in groups.enumerated() {
      for b in groups[(place + 1)...] {
        guard let distances = distances(a.members[0], b.members[0]) else { continue }
        let isLater = distances[0].minutes > 0 || (distances[0].minutes == 0 && distances[1].minutes > 0)
        let (late, early) = isLater ? (a, b) : (b, a)
        let signed = distances.map {
          ClockDifference.Distance(minutes: isLater ? $0.minutes : -$0.minutes, rows: $0.rows, first: $0.first)
        }
        let noise = 2 / Double(max(changes[0].count - 1, 1)).squareRoot()
        found.append(
          .clockDifference(
            ClockDifference(
              late: late.group, early: early.group, distances: signed,
              leads: leads(late.members, early.members, changes, noise), noise: noise)))
      }
    }
    return found
  }

  /// By how many minutes a was observed after b, the most frequent first; nil where they were always observed together.
  private func distances(_ a: Int, _ b: Int) -> [ClockDifference.Distance]? {
    guard let (a, b) = observed[a].flatMap({ a in observed[b].map { (a, $0) } }) else { return nil }
    var distances: [ClockDifference.Distance] = []
    for row in times.indices {
      let (ticks, overflow) = a[row].ticks.subtractingReportingOverflow(b[row].ticks)
      let minutes = overflow ? 0 : Int(ticks / 60_000)
      if let known = distances.firstIndex(where: { $0.minutes == minutes }) {
        distances[known].rows += 1
      } else {
        distances.append(ClockDifference.Distance(minutes: minutes, rows: 1, first: times[row].text(.day)))
      }
    }
    if distances.allSatisfy({ $0.minutes == 0 }) { return nil }
    return distances.sorted { ($1.rows, $0.minutes) < ($0.rows, $1.minutes) }
  }

  private func leads(
    _ late: [Int], _ early: [Int], _ changes: [[Double]], _ noise: Double
  ) -> [ClockDifference.Lead] {
    let pairs = late.flatMap { l in
      early.map { e in
        ClockDifference.Lead(
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
  /// Daily columns from more than one source whose times of observation are not all known. The data do not show at which
  /// hour a source takes the day's value, so the warning asks the reader.
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
