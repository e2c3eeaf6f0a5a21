/// The body of an answer that passed the checks of its source, and its origin.
public struct FetchedDocument: Sendable, Equatable {
  /// Without transfer or content encoding.
  public var body: [UInt8]
  /// The SHA-256 of the body, 64 lower-case hexadecimal digits.
  public var sha256: String
  /// The URL without secrets.
  public var url: String
  /// When the server sent it, in milliseconds since 1970-01-01T00:00:00Z.
  public var fetchedAt: Int64
  /// Where it was taken from.
  public var origin: Origin
  /// Warnings for the user, such as that an old copy was used.
  public var warnings: [String] = []
  /// Of a recording whose figures are from elsewhere, where from; nil for a body as the server sent it.
  public var recorded: String?
  /// The folder of the cache that served it, if that was found in the working folder rather than named by the user.
  package var foundCache: String?

  /// Where a document was taken from.
  public enum Origin: String, Sendable, Codable { case network, cache, fixture }

  /// A document, for a `Fetching` of your own.
  public init(body: [UInt8], sha256: String, url: String, fetchedAt: Int64, origin: Origin, warnings: [String] = []) {
    (self.body, self.sha256, self.url) = (body, sha256, url)
    (self.fetchedAt, self.origin, self.warnings) = (fetchedAt, origin, warnings)
  }
}

/// Fetches documents from a cache, recorded fixtures or the network.
public protocol Fetching: Sendable {
  /// - Parameters:
  ///   - request: the request.
  ///   - check: the checks of the source. Only an answer that passes is stored and returned.
  func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument
}
