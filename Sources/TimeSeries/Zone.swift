/// A place's civil time: which instant its clocks mean, and what they show at an instant.
///
/// The rules are a table in this program, so a zone means the same on every machine and in every year of its system's
/// tz files. The table has the zones of markets and providers (`names`), each right from a year that it states;
/// fixed offsets are written `UTC+05:30`. Years before 1 and after 9999 have standard time.
public struct Zone: Sendable, Hashable {
  /// As it was asked for: `America/New_York`, `UTC+05:30`.
  public let name: String
  private let entry: ZoneEntry

  /// The zone of this name, upper and lower case as in the tz database; nil where the table has none.
  ///
  /// Every name of `names`, and `UTC` followed by an offset of less than a day: `UTC+05:30`, `UTC-3`.
  public init?(_ name: String) {
    guard let entry = Zone.entries[name] ?? ZoneEntry(fixed: name) else { return nil }
    (self.name, self.entry) = (name, entry)
  }

  /// The names of the table, ascending; `nearest(to:among:)` of Numbers finds what a misspelt one was to be.
  package static let names: [String] = ZoneEntry.table.map(\.name).sorted()

  private static let entries = Dictionary(ZoneEntry.table.map { ($0.name, $0) }) { first, _ in first }

  /// The first year in which the zone's clocks are known to have been set as they are here. Earlier instants are read
  /// by the rules that reach so far back, or by standard time, and may be an hour or more off.
  package var rightFrom: Int { entry.rightFrom }

  /// Whether its clocks are put forward in any year.
  package var hasSummerTime: Bool { !entry.rules.isEmpty }

  /// Minutes that its clocks are ahead of UTC at an instant.
  package func offset(at instant: Timestamp) -> Int {
    entry.rules.isEmpty ? entry.offset : entry.offset + save(at: instant.ticks)
  }

  // MARK: - There and back

  /// What the clocks show at an instant: a civil time, in ticks as if they were of UTC.
  package func local(at instant: Timestamp) -> Timestamp { instant.later(minutes: offset(at: instant)) }

  /// Which of two instants is meant by a clock that showed the same time twice, when it was put back.
  package enum Twice: Sendable { case first, second }

  /// The instant at which the clocks show a civil time, which is given in ticks as if it were of UTC.
  ///
  /// A time that the clocks skipped, when they were put forward, is read on the clock as it was before: 02:30 of a night
  /// without it is the instant that the clocks call 03:30.
  ///
  /// - Parameters:
  ///   - local: the civil time.
  ///   - twice: The default is the first, which is that of summer time.
  package func instant(local: Timestamp, twice: Twice = .first) -> Timestamp {
    let standard = local.later(minutes: -entry.offset)
    guard hasSummerTime else { return standard }
    let summer = local.later(minutes: -entry.offset - 60)
    let isStandard = save(at: standard.ticks) == 0
    let isSummer = save(at: summer.ticks) == 60
    return isSummer && !(isStandard && twice == .second) ? summer : standard
  }

  private func save(at instant: Int64) -> Int {
    let year = Timestamp(ticks: instant).later(minutes: entry.offset).civil.year
    guard (1...9999).contains(year) else { return 0 }
    // The last change, this year's or the year's before, in whatever order the rules stand.
    var latest: (change: Int64, save: Int)?
    for rule in entry.rules {
      for year in [year - 1, year] where rule.first <= year && year <= rule.last {
        let change = rule.change(in: year, standard: entry.offset)
        if change <= instant, change >= latest?.change ?? .min { latest = (change, rule.save) }
      }
    }
    return latest?.save ?? 0
  }

  /// Whether they are of one name.
  public static func == (a: Zone, b: Zone) -> Bool { a.name == b.name }
  /// By its name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ZoneEntry {
  /// `UTC+05:30`, `UTC-3`: hours, and minutes if any.
  fileprivate init?(fixed name: String) {
    guard name.hasPrefix("UTC") || name.hasPrefix("GMT") else { return nil }
    let text = name.dropFirst(3)
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...2).contains(parts[0].utf8.count),
      parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
      parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
      let hours = Int(parts[0]), let minutes = parts.count == 2 ? Int(parts[1]) : 0, hours < 24, minutes < 60
    else { return nil }
    let size = hours * 60 + minutes
    self.init(name: name, offset: sign == "-" ? -size : size, rules: [], rightFrom: 1)
  }
}

extension Timestamp {
  /// The civil day in a zone that an instant falls in: midnight UTC of that day, as `Resolution.day` has it.
  ///
  /// The opening of New York's exchange, 14:30 UTC, is of that day in both places; a currency's bar that opens at London's
  /// midnight is, in summer, of the day after the UTC date of its opening.
  package func day(in zone: Zone) -> Timestamp {
    let local = zone.local(at: self).ticks
    let past = local % Timestamp.millisecondsPerDay
    let (start, overflow) = local.subtractingReportingOverflow(past < 0 ? past + Timestamp.millisecondsPerDay : past)
    return overflow ? self : Timestamp(ticks: start)
  }

  /// The same where that is beyond the last or the first tick.
  fileprivate func later(minutes: Int) -> Timestamp {
    let (sum, overflow) = ticks.addingReportingOverflow(Int64(minutes) * 60_000)
    return overflow ? self : Timestamp(ticks: sum)
  }
}

extension Series {
  /// Instants as the civil days of a zone, which a provider needs that stamps a day's value with the instant its bar
  /// opened; a series without instants is returned as it is.
  ///
  /// Two instants of one day give two rows of that day, which alignment resolves or refuses.
  public func daily(in zone: Zone) -> Series {
    guard resolution == .instant else { return self }
    var series = self
    (series.resolution, series.times) = (.day, times.map { $0.day(in: zone) })
    return series
  }
}
