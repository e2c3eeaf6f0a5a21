/// Named (timestamp, value) pairs as the source gave them, with its calendar, order and gaps.
public struct Series: Sendable, Equatable {
  /// The name of its column in a panel.
  public var name: String
  /// The resolution of a timestamp: a day, an instant, a row number …
  public var resolution: Resolution
  /// In the order of the source, which need not be ascending.
  public var times: [Timestamp]
  /// As many as `times`; NaN where the source marks the value as missing.
  public var values: [Double]
  /// Where it came from.
  public var origin: Origin
  /// The time of day at which its values were observed; nil where it is unknown.
  public var observed: ObservationTime?
  /// The zone whose days its instants belong to; nil for UTC.
  public var zone: Zone?

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

/// Where a series came from.
public struct Origin: Sendable, Equatable, Codable {
  /// The request that gives the series again, e.g. `csv:fixtures/real/nile_yearly.csv`.
  public var request: String
  /// The adapter that gave it: `csv`, `random` …
  public var adapter: String
  /// Of a request that lists several sources, the one that was used.
  public var servedBy: String?
  /// Notes of the adapter, such as the delimiter it detected or the equation of a random process.
  public var notes: [String]
  /// The documents it was read from, where it came over a network, or once did.
  public var documents: [Document]
  /// Whether rows are counted because no dates were found, and nobody said that there are none; nil for no.
  public var countsRows: Bool?

  /// The source and its documents; `servedBy` is set by lists of sources.
  public init(request: String, adapter: String, notes: [String] = [], documents: [Document] = []) {
    (self.request, self.adapter, self.notes, self.documents) = (request, adapter, notes, documents)
  }

  /// A body a server sent, or a recording that stands for one.
  public struct Document: Sendable, Equatable, Codable {
    /// Without secrets. Of a recording, the address that it stands for, which nobody asked.
    public var url: String
    /// Of the decoded body, 64 hexadecimal digits.
    public var sha256: String
    /// When it was fetched, `2026-10-30T16:02:11Z`; nil for a recording whose figures are from elsewhere.
    public var fetched: String?
    /// Where the figures of a recording are from, in its own words; nil for a body as the server sent it.
    public var recorded: String?

    package init(url: String, sha256: String, fetched: String?, recorded: String? = nil) {
      (self.url, self.sha256, self.fetched, self.recorded) = (url, sha256, fetched, recorded)
    }

    private enum Key: String, CodingKey { case url, sha256, fetched, standsFor, recorded }

    /// As it was encoded.
    public init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: Key.self)
      recorded = try keys.decodeIfPresent(String.self, forKey: .recorded)
      url = try keys.decode(String.self, forKey: recorded == nil ? .url : .standsFor)
      sha256 = try keys.decode(String.self, forKey: .sha256)
      fetched = try keys.decodeIfPresent(String.self, forKey: .fetched)
    }

    /// The address of a recording is under `standsFor`, so that it does not look as if it had been asked.
    public func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: Key.self)
      try keys.encode(url, forKey: recorded == nil ? .url : .standsFor)
      try keys.encode(sha256, forKey: .sha256)
      if let fetched { try keys.encode(fetched, forKey: .fetched) }
      if let recorded { try keys.encode(recorded, forKey: .recorded) }
    }
  }
}
