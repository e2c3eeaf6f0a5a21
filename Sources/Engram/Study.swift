public import Panels
public import Recurrence

/// The whole configuration of a run: same study, same bytes out. Printed into every report.
public struct Study: Sendable, Hashable, Codable {
  /// What the report calls the data. The default is `market`.
  public var name = "market"
  /// Requests, which `engram sources` explains. The default is five market series of three providers.
  public var sources = Study.market
  /// Folders of recorded documents that are read in place of servers; with any, no network is used. The default is the
  /// one of the default sources.
  public var fixtures = ["fixtures/market"]
  /// Whether Gaussian noise of the same size is analysed in the same way. The default is true.
  public var control = true
  /// Surrogates of each kind; 0 for none. The default is 79: with the data they fill five groups of sixteen networks, and
  /// a p-value of exactly 5 % is possible.
  public var surrogates = 79
  /// Changes of variable that the same series are analysed under as well, without control and surrogates. The default is
  /// none; the command's own study of the market has both returns.
  public var also: [PanelOptions.Change] = []
  /// How the series become a panel.
  public var panel = PanelOptions()
  /// How the networks are trained.
  public var training = TrainingOptions()

  /// Every setting at its default.
  public init() {}

  /// What the command's study of the market shows beside levels.
  package static let marketChanges: [PanelOptions.Change] = [.logReturns, .absoluteLogReturns]

  /// Three stock indices and two exchange rates, each in its provider's own layout and calendar.
  public static let market = [
    "sp500=cboe:SPX", "nasdaq=fred:NASDAQCOM", "dow=cboe:DJX", "eurusd=ecb:USD", "usdjpy=ecb:USDJPY",
  ]
}
