/// How series become a panel. Every field has the default the command line has.
public struct PanelOptions: Sendable, Equatable, Codable {
  public enum Join: String, Sendable, Codable, CaseIterable { case inner, outer, left }
  public enum Change: String, Sendable, Codable, CaseIterable {
    /// x_t.
    case levels
    /// x_t - x_{t-1}.
    case differences
    /// ln x_t - ln x_{t-1}, and its size, which tells of volatility.
    case logReturns = "log-returns"
    case absoluteLogReturns = "absolute-log-returns"
  }
  public enum Scaling: String, Sendable, Codable, CaseIterable {
    case zscore, minmax, robust, none
  }
  public enum Duplicates: String, Sendable, Codable, CaseIterable { case refuse, first, last, mean }

  /// Which timestamps a panel keeps: those of every series (inner), of any (outer), of the first (left). The default is inner.
  public var join = Join.inner
  /// How many rows in a row a value may be carried forward over a gap. The default is 0: never.
  public var fillLimit = 0
  /// What to make of two rows with one date and different values: refuse, or take the one that stands first or last
  /// in the source, or the mean of the values that differ. The default is to refuse.
  public var duplicates = Duplicates.refuse
  /// The change of variable, after the join: from one row of the panel to the next, however many days lie between.
  /// The default is levels.
  public var change = Change.levels
  /// The default is the z-score.
  public var scaling = Scaling.zscore
  /// Keep rows from this date on, and up to and including that one, as ISO text: `2018`, `2018-12`, `2018-12-31`; the
  /// number of a row, from 0, where the series have no dates. The default is all.
  public var from: String?
  public var to: String?
  /// Keep only the last so many rows, after the change of variable. The default is all.
  public var lastRows: Int?
  /// The share of rows that train, and that choose the epoch; the rest is held out. The defaults are 0.60 and 0.15.
  public var trainShare = 0.60
  public var validationShare = 0.15

  public init() {}

  /// Refuses what no panel can be made with.
  func check() throws(PanelError.Fault) {
    if fillLimit < 0 { throw .option("fillLimit", value: String(fillLimit), needed: "0 or more rows") }
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
}
