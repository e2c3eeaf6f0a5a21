public import Panels
public import Recurrence

/// The whole configuration of a run: same study, same bytes out. Printed into every report.
public struct Study: Sendable, Equatable, Codable {
  /// What the report calls the data. The default is `market`.
  public var name = "market"
  /// Requests, as `engram sources` explains them. The default is the five market series in `fixtures/`.
  public var sources = Study.market
  /// Whether Gaussian noise of the same size is treated the same way beside the data. The default is true.
  public var control = true
  /// How the series become a panel.
  public var panel = PanelOptions()
  /// How the networks are trained.
  public var training = TrainingOptions()

  public init() {}

  /// Three stock indices and two exchange rates, each in its provider's own layout and calendar.
  public static let market = [
    "sp500=csv:fixtures/market/sp500.csv?value=Close",
    "nasdaq=csv:fixtures/market/nasdaq.csv?value=Close",
    "dow=csv:fixtures/market/djia.csv?value=Close",
    "eurusd=csv:fixtures/market/eurofxref-hist.csv?value=USD",
    "usdjpy=csv:fixtures/market/eurofxref-hist.csv?value=JPY&per=USD",
  ]
}
