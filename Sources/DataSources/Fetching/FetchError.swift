/// Why a document could not be had: one taxonomy for messages, JSON and exit codes.
public struct FetchError: Error, Sendable, Equatable {
  /// What kind of failure it is, and so what to do about it.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A declaration, option or secret that cannot be used as it is written.
    case config
    case notFound = "not_found"
    /// A key is missing or was refused.
    case auth
    /// The provider's allowance is used up; no use trying again soon.
    case quota
    case rateLimited = "rate_limited"
    /// A bot wall, a consent page, a 403.
    case blocked
    /// The server's own failure (5xx).
    case unavailable
    case timeout, dns, connect, tls
    case tooLarge = "too_large"
    /// The body ended early.
    case truncated
    /// An answer that is not what the source promises.
    case notData = "not_data"
    /// A place in the body that cannot be read.
    case parse
    /// An answer without a row.
    case empty
    /// A copy too old to stand in.
    case stale
    case offlineMiss = "offline_miss"
    case cancelled
    case cacheCorrupt = "cache_corrupt"
    /// A URL or a redirect that must not be followed.
    case unsafeURL = "unsafe_url"
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What was being asked, without secrets.
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
  /// The document, the problem and the advice.
  public var description: String { "\(url): \(problem). \(advice)" }
}
