import Numbers
public import TimeSeries

/// How series become a panel. Every field has the default the command line has.
public struct PanelOptions: Sendable, Hashable, Codable {
  /// Which timestamps a panel keeps.
  public enum Join: String, Sendable, Codable, CaseIterable { case inner, outer, left, asof }
  /// The change of variable.
  public enum Change: String, Sendable, Codable, CaseIterable {
    /// x_t.
    case levels
    /// x_t - x_{t-1}.
    case differences
    /// ln x_t - ln x_{t-1}, and its absolute value, a measure of volatility.
    case logReturns = "log-returns"
    case absoluteLogReturns = "absolute-log-returns"
  }
  /// How the columns are scaled.
  public enum Scaling: String, Sendable, Codable, CaseIterable {
    case zscore, minmax, robust, none
  }
  /// The policy for two rows with one date and different values.
  public enum Duplicates: String, Sendable, Codable, CaseIterable { case refuse, first, last, mean }

  /// Which timestamps a panel keeps: those of every series (inner), of any (outer), of the first (left), or those of the
  /// first at which the others had been observed a short while ago (asof). The default is inner.
  public var join = Join.inner
  /// As-of join: the largest age of a value; without a default.
  public var tolerance: Tolerance?
  /// As-of join: whether a value of the same instant counts as known. The default is true.
  public var exactMatches = true
  /// As-of join: the instant of each of the first series' days. The default is when the first series was observed.
  public var asOf: ObservationTime?
  /// The time of day at which daily columns were observed, by name, where the source has none or a wrong one.
  public var observed: [String: ObservationTime] = [:]
  /// Keep one row of each period: of days, weeks, months … under the date of its last row, of hours, minutes and seconds
  /// under its first instant. The default is none.
  public var resample = Resample.none
  /// What is taken of the rows of a period. The default is the last.
  public var aggregate = Aggregate.last
  /// Lags of columns in rows, by name: a column with lag n has at row t what it had at row t - n.
  public var lag: [String: Int] = [:]
  /// How many rows in a row a value may be carried forward over a gap. The default is 0: never.
  public var fillLimit = 0
  /// Two rows with one date and different values: refuse them, or take the first or last of the source, or the mean of
  /// the different values. The default is to refuse.
  public var duplicates = Duplicates.refuse
  /// The change of variable, after the join: from one row of the panel to the next, however many days lie between.
  /// The default is levels.
  public var change = Change.levels
  /// The default is the z-score.
  public var scaling = Scaling.zscore
  /// Keep rows from this date on, and up to and including that one, as ISO text: `2018`, `2018-12`, `2018-12-31`; the
  /// number of a row, from 0, where the series have no dates. The default is all.
  public var from: String?
  /// See `from`.
  public var to: String?
  /// Keep only the last so many rows, after the change of variable. The default is all.
  public var lastRows: Int?
  /// The share of rows that train, and that choose the epoch; the rest is held out. The defaults are 0.60 and 0.15.
  public var trainShare = 0.60
  /// See `trainShare`: the share that chooses the epoch.
  public var validationShare = 0.15

  /// Every setting at its default.
  public init() {}

  /// Refuses options with which no panel can be made.
  func check() throws(PanelError.Fault) {
    if fillLimit < 0 { throw .option("fillLimit", value: String(fillLimit), needed: "0 or more rows") }
    try checkJoin()
    if resample == .none, aggregate != .last {
      throw .option("aggregate", value: aggregate.rawValue, needed: "left out unless rows are resampled")
    }
    if let lastRows, lastRows < 1 { throw .option("lastRows", value: String(lastRows), needed: "1 or more rows") }
    for (name, share) in [("trainShare", trainShare), ("validationShare", validationShare)] {
      if !(share > 0 && share < 1) { throw .option(name, value: String(share), needed: "a share between 0 and 1") }
    }
    if trainShare + validationShare >= 1 {
      throw .option(
        "trainShare + validationShare", value: String(trainShare + validationShare),
        needed: "a sum below 1, so that some rows are held out")
    }
  }

  private func checkJoin() throws(PanelError.Fault) {
    if join == .asof {
      if tolerance == nil { throw .noTolerance }
      if fillLimit != 0 {
        throw .option(
          "fillLimit", value: String(fillLimit), needed: "0 in an as-of join, which has a tolerance instead")
      }
    } else {
      let needed = "left out unless the join is asof"
      if let tolerance { throw .option("tolerance", value: tolerance.text, needed: needed) }
      if let asOf { throw .option("asOf", value: asOf.text, needed: needed) }
      if !exactMatches { throw .option("exactMatches", value: "false", needed: needed) }
    }
  }
}

extension PanelOptions {
  /// Refuses settings of unknown columns, and negative lags.
  func check(columns: [String]) throws(PanelError.Fault) {
    for (option, names) in [("lag", Array(lag.keys)), ("observed", Array(observed.keys))] {
      if let unknown = names.sorted().first(where: { !columns.contains($0) }) {
        throw .unknownColumn(unknown, option: option, columns: columns, nearest: nearest(to: unknown, among: columns))
      }
    }
    if let (name, rows) = lag.sorted(by: { $0.key < $1.key }).first(where: { $0.value < 0 }) {
      throw .option(
        "lag", value: "\(name)=\(rows)", needed: "0 or more rows; lag the other columns to put this one ahead")
    }
  }
}

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
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not a span such as 3d or 36h")
    }
    self = tolerance
  }

  /// As its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
