/// The outcome of one request for a document.
public struct FetchEvent: Sendable, Equatable {
  /// The kinds of outcomes.
  public enum Kind: String, Sendable, Codable {
    /// From a recorded fixture.
    case fixture
    /// The copy was fresh, or the server was not to be asked.
    case fresh
    /// The server confirmed the copy, or sent the same bytes.
    case revalidated
    /// The server sent other bytes than those of the copy.
    case changed
    /// There was no copy.
    case downloaded
    /// An old copy was used because the server did not answer.
    case stale
    case failed
  }

  /// The kind of outcome.
  public var kind: Kind
  /// The source of the request.
  public var source: String
  /// The URL without secrets.
  public var url: String
  /// The hash of the request, which names its entry in the cache.
  package var key: String
  /// The SHA-256 of the body; nil if there is none.
  public var sha256: String?
  /// The number of bytes of the body; 0 if there is none.
  public var bytes: Int
  /// Seconds since the server last confirmed the copy, or since a fixture was recorded.
  public var age: Double
  /// Warnings for the user.
  public var warnings: [String]
  /// The error, if it failed.
  public var error: FetchError?

  init(_ kind: Kind, _ key: CacheKey, _ document: FetchedDocument, age: Double) {
    (self.kind, source, url, self.key) = (kind, key.source, key.url, key.hash)
    (sha256, bytes) = (document.sha256, document.body.count)
    (self.age, warnings, error) = (age, document.warnings, nil)
  }

  init(failed error: FetchError, _ key: CacheKey) {
    (kind, source, url, self.key) = (.failed, key.source, key.url, key.hash)
    (sha256, bytes, age, warnings, self.error) = (nil, 0, 0, [], error)
  }
}

/// `3 days`, `5 hours`, `2 minutes`, `40 seconds`: rounded down, in the largest unit that gives at least two.
package func ageInWords(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 1 else { return "0 seconds" }
  for (unit, length) in [("days", 86400.0), ("hours", 3600), ("minutes", 60)] where seconds >= 2 * length {
    return "\(Int(min(seconds / length, 1e15))) \(unit)"
  }
  return Int(seconds) == 1 ? "1 second" : "\(Int(seconds)) seconds"
}
