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

  /// `14:15 Europe/Berlin`.
  public var text: String {
    let (hour, minute) = minutes.quotientAndRemainder(dividingBy: 60)
    return (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute) " + zone
  }
}
