/// Why a document could not be fetched, with one list of kinds for messages, JSON and exit codes.
public struct FetchError: Error, Sendable, Equatable {
  /// The kinds of failure.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A declaration, option or secret that is wrong.
    case config
    case notFound = "not_found"
    /// A key is missing or was refused.
    case auth
    /// The provider's quota is used up.
    case quota
    case rateLimited = "rate_limited"
    /// The server refuses programs: a bot wall, a consent page, status 403.
    case blocked
    /// The server's own failure (5xx).
    case unavailable
    case timeout, dns, connect, tls
    case tooLarge = "too_large"
    /// The body ended early.
    case truncated
    /// An answer that is not the expected data.
    case notData = "not_data"
    /// A body that cannot be parsed.
    case parse
    /// An answer without rows.
    case empty
    /// A copy that is too old to use.
    case stale
    case offlineMiss = "offline_miss"
    /// The task was cancelled; a source throws `CancellationError` for it.
    case cancelled
    case cacheCorrupt = "cache_corrupt"
    /// A URL or a redirect that must not be followed.
    case unsafeURL = "unsafe_url"
  }

  /// The kind of failure.
  public var kind: Kind
  /// The URL of the request, without secrets.
  public var url: String
  /// What was found.
  public var problem: String
  /// What to do next.
  public var advice: String

  /// An error whose sentence is `URL: PROBLEM. ADVICE`.
  public init(_ kind: Kind, url: String, problem: String, advice: String) {
    (self.kind, self.url, self.problem, self.advice) = (kind, url, problem, advice)
  }
}

extension FetchError: CustomStringConvertible {
  /// The URL, the problem and the advice.
  public var description: String { "\(url): \(problem). \(advice)" }
}
