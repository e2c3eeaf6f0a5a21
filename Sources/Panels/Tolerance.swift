/// How old a value may be in an as-of join: `3d`, `36h`, `90min`, `30s`.
public struct Tolerance: Sendable, Hashable, Codable {
  /// Its length.
  public var milliseconds: Int64
  /// As it was written.
  public var text: String

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000),
  ]

  /// A whole number of days, hours, minutes or seconds; nil for any other text, and for more than the age of the calendar.
  public init?(_ text: String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int64(digits), let unit = Tolerance.units.first(where: { $0.name == text[digits.endIndex...] })
    else { return nil }
    let (product, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
    guard !overflow else { return nil }
    (self.text, milliseconds) = (text, product)
  }

  /// As its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let tolerance = Tolerance(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no span such as 3d or 36h")
    }
    self = tolerance
  }

  /// As its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
