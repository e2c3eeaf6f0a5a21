/// The body of an answer that passed its source's checks, and where it comes from.
public struct FetchedDocument: Sendable, Equatable {
  /// Decoded (no transfer or content encoding left).
  public var body: [UInt8]
  /// Of the body, 64 lower-case hexadecimal digits.
  public var sha256: String
  /// The URL without secrets.
  public var url: String
  /// When the server sent it, in milliseconds since 1970-01-01T00:00:00Z.
  public var fetchedAt: Int64
  /// What gave it.
  public var origin: Origin
  /// What the user must be told: served stale, revalidation failed, … Empty when all is well.
  public var warnings: [String] = []

  /// What a document was taken from.
  public enum Origin: String, Sendable, Codable { case network, cache, fixture }

  /// A document, for a `Fetching` of your own.
  public init(body: [UInt8], sha256: String, url: String, fetchedAt: Int64, origin: Origin, warnings: [String] = []) {
    (self.body, self.sha256, self.url) = (body, sha256, url)
    (self.fetchedAt, self.origin, self.warnings) = (fetchedAt, origin, warnings)
  }
}

/// Gets documents: from a cache, from recorded fixtures, from the network.
public protocol Fetching: Sendable {
  /// - Parameters:
  ///   - request: what is asked.
  ///   - check: what the source asks of an answer. Only an answer it lets pass is ever stored or handed on.
  func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument
}
