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
  /// Where it came from.
  public var origin: Origin
  /// When in the day its values were observed; nil where the source does not say.
  public var observed: ObservationTime?

  /// As many values as times.
  public init(
    name: String, resolution: Resolution, times: [Timestamp], values: [Double], origin: Origin,
    observed: ObservationTime? = nil
  ) {
    precondition(times.count == values.count, "a series has one value for each timestamp")
    (self.name, self.resolution, self.times) = (name, resolution, times)
    (self.values, self.origin, self.observed) = (values, origin, observed)
  }
}

/// Where a series came from, in words a report can print.
public struct Origin: Sendable, Equatable, Codable {
  /// The source as it can be asked for again, e.g. `csv:fixtures/real/nile_yearly.csv`.
  public var request: String
  /// The adapter that gave it: `csv`, `random` …
  public var adapter: String
  /// Where the request is a list of others, the one that served.
  public var servedBy: String?
  /// What the adapter found out and a reader should know: the delimiter it sniffed, the equation it drew from.
  public var notes: [String]
  /// The documents it was read from, where it came over a network, or once did.
  public var documents: [Document]

  /// The source and its documents; `servedBy` is set by lists of sources.
  public init(request: String, adapter: String, notes: [String] = [], documents: [Document] = []) {
    (self.request, self.adapter, self.notes, self.documents) = (request, adapter, notes, documents)
  }

  /// A body a server sent.
  public struct Document: Sendable, Equatable, Codable {
    /// Without secrets.
    public var url: String
    /// Of the decoded body, 64 hexadecimal digits.
    public var sha256: String
    /// When it was fetched, `2026-10-30T16:02:11Z`.
    public var fetched: String

    package init(url: String, sha256: String, fetched: String) {
      (self.url, self.sha256, self.fetched) = (url, sha256, fetched)
    }
  }
}
