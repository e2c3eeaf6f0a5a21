/// What became of one document that was asked for.
public struct FetchEvent: Sendable, Equatable {
  /// What can become of a document.
  public enum Kind: String, Sendable, Codable {
    /// From a recorded fixture.
    case fixture
    /// The copy was as good as new, or there was to be no asking.
    case fresh
    /// The server said that the copy is still good, or sent the same bytes again.
    case revalidated
    /// There was a copy, and the server sent other bytes.
    case changed
    /// There was no copy.
    case downloaded
    /// An old copy stands in for an answer that could not be had.
    case stale
    case failed
  }

  /// What became of it.
  public var kind: Kind
  /// The source that asked for it.
  public var source: String
  /// Without secrets.
  public var url: String
  /// Of the body; nil where there is none.
  public var sha256: String?
  /// Of the body; 0 where there is none.
  public var bytes: Int
  /// Seconds since the server last said that the copy is good; for a fixture, since it was recorded.
  public var age: Double
  /// What the user must be told.
  public var warnings: [String]
  /// Why there is no document.
  public var error: FetchError?

  init(_ kind: Kind, _ key: CacheKey, _ document: FetchedDocument, age: Double) {
    (self.kind, source, url) = (kind, key.source, key.url)
    (sha256, bytes) = (document.sha256, document.body.count)
    (self.age, warnings, error) = (age, document.warnings, nil)
  }

  init(failed error: FetchError, _ key: CacheKey) {
    (kind, source, url) = (.failed, key.source, key.url)
    (sha256, bytes, age, warnings, self.error) = (nil, 0, 0, [], error)
  }
}

/// `3 days`, `5 hours`, `2 minutes`, `40 seconds`: the largest unit of which there are two, rounded down.
package func ageInWords(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 1 else { return "0 seconds" }
  for (unit, length) in [("days", 86400.0), ("hours", 3600), ("minutes", 60)] where seconds >= 2 * length {
    return "\(Int(min(seconds / length, 1e15))) \(unit)"
  }
  return Int(seconds) == 1 ? "1 second" : "\(Int(seconds)) seconds"
}
