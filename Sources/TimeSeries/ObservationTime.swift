/// When in the day a daily value was observed: a wall clock in a zone. Two columns of one date need not be of one
/// instant, and the difference can look like memory.
public struct ObservationTime: Sendable, Hashable, Codable {
  /// `America/New_York`, `Europe/Berlin`, `UTC`, …
  public var zone: String
  /// After local midnight, 0 to 1439.
  public var minutes: Int

  /// nil for a time of day that does not exist.
  public init?(hour: Int, minute: Int, zone: String) {
    guard (0...23).contains(hour), (0...59).contains(minute), !zone.isEmpty else { return nil }
    (self.zone, minutes) = (zone, hour * 60 + minute)
  }

  /// Reads what `text` writes, `14:15 Europe/Berlin`; nil for anything else. Whether there is such a zone is not asked.
  public init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { return nil }
    let clock = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard clock.count == 2, (1...2).contains(clock[0].utf8.count), clock[1].utf8.count == 2,
      clock.allSatisfy({ $0.utf8.allSatisfy(isDigit) }), let hour = Int(clock[0]), let minute = Int(clock[1])
    else { return nil }
    self.init(hour: hour, minute: minute, zone: String(parts[1]))
  }

  /// `14:15 Europe/Berlin`.
  public var text: String {
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute) " + zone
  }

  /// As its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = ObservationTime(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no time of day and zone such as 14:15 Europe/Berlin")
    }
    self = time
  }

  /// As text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  /// The instant at which the clock shows this time on a civil day; nil where the table has no such zone.
  ///
  /// On the night of a change of clocks: the first of two, and a skipped time as `Zone.instant(local:twice:)` reads it.
  ///
  /// - Parameter day: midnight UTC, as `Resolution.day` has it.
  package func instant(onDayOf day: Timestamp) -> Timestamp? {
    Zone(zone).map { instant(onDayOf: day, in: $0) }
  }

  /// The same, where the zone has been looked up already.
  package func instant(onDayOf day: Timestamp, in zone: Zone) -> Timestamp {
    let (local, overflow) = day.ticks.addingReportingOverflow(Int64(minutes) * 60_000)
    return zone.instant(local: overflow ? day : Timestamp(ticks: local))
  }
}
