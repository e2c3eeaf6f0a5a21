/// One named run of (timestamp, value) pairs as its source gave it: its own calendar, order, gaps and all.
public struct Series: Sendable, Equatable {
  /// The name of its column in a panel.
  public var name: String
  /// What one timestamp stands for: a day, an instant, a row number …
  public var resolution: Resolution
  /// In the order of the source, which need not be ascending.
  public var times: [Timestamp]
  /// As many as `times`; NaN where the source says the value is missing.
  public var values: [Double]
  public var origin: Origin

  public init(
    name: String, resolution: Resolution, times: [Timestamp], values: [Double], origin: Origin
  ) {
    precondition(times.count == values.count, "a series has one value for each timestamp")
    (self.name, self.resolution, self.times) = (name, resolution, times)
    (self.values, self.origin) = (values, origin)
  }
}

/// Where a series came from, in words a report can print.
public struct Origin: Sendable, Equatable, Codable {
  /// The source as it can be asked for again, e.g. `csv:fixtures/market/sp500.csv?value=Close`.
  public var request: String
  /// The adapter that gave it: `csv`, `random` …
  public var adapter: String
  /// What the adapter found out and a reader should know: the delimiter it sniffed, the equation it drew from.
  public var notes: [String]

  public init(request: String, adapter: String, notes: [String] = []) {
    (self.request, self.adapter, self.notes) = (request, adapter, notes)
  }
}
