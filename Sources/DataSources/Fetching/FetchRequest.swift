/// A request for a document, and its limits. Never holds the value of a secret.
public struct FetchRequest: Sendable, Equatable {
  /// The source and the version of its declaration, `ecb/1`, which are part of the key of the cache.
  public var source: String
  /// Without secrets. `https`, unless `allowsPlainHTTP`.
  public var url: String
  /// Sent in this order, in addition to the user agent.
  public var headers: [Header] = []
  /// The name of the client; nil for that of engram.
  public var userAgent: String?
  /// The secret to add when the request is sent.
  public var secret: Secret?
  /// The limit of the body, both as sent and decoded. The default is 64 MB.
  public var maximumBytes = 64 << 20
  /// Whether `http` is allowed; for loopback addresses it always is.
  public var allowsPlainHTTP = false
  /// The most requests to one host per second. The default is 1.
  public var requestsPerSecond = 1.0
  /// How long a stored answer is fresh, in seconds; nil for what the server stated.
  public var freshSeconds: Double?
  /// How long after that it is used if the network fails, in seconds. The default is 30 days.
  public var staleIfErrorSeconds = 30 * 86400.0

  /// One header of a request or an answer.
  public struct Header: Sendable, Equatable {
    /// The name, in which upper and lower case are the same.
    public var name: String
    /// The value as it is sent.
    public var value: String
    /// A header with a name and a value.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// A request without headers or a secret, and the default limits.
  public init(source: String, url: String) { (self.source, self.url) = (source, url) }
}

/// A key that a server needs, by its name. Its value is looked up just before it is sent, and stored nowhere.
public struct Secret: Sendable, Equatable {
  /// The environment variable, or the name in the user's file of secrets.
  public var name: String
  /// Where in the request it is sent.
  public var place: Place

  /// Where in a request a secret is sent.
  public enum Place: Sendable, Equatable {
    /// Appended to the query under this name.
    case query(String)
    /// Sent as this header.
    case header(String)
  }

  /// A secret that is looked up by its name.
  public init(name: String, place: Place) { (self.name, self.place) = (name, place) }
}

/// An answer of a server, of any status.
public struct FetchResponse: Sendable, Equatable {
  /// The status of HTTP, such as 200.
  public var status: Int
  /// In the order received, with names in lower case.
  public var headers: [FetchRequest.Header]
  /// Decoded.
  public var body: [UInt8]
  /// The last URL after redirects, without secrets.
  public var url: String
  /// Whether the end of the body is known to be its end: by its length, its chunks or its compression. The default is nil:
  /// the headers tell.
  public var isFramed: Bool?

  /// An answer, for a `Transport` of your own.
  public init(status: Int, headers: [FetchRequest.Header], body: [UInt8], url: String) {
    (self.status, self.headers, self.body, self.url) = (status, headers, body, url)
  }

  /// The value of the first header of a name in lower case.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Asks servers, with retries and redirects, without a cache.
public protocol Transport: Sendable {
  /// - Parameters:
  ///   - request: the request.
  ///   - validators: `if-none-match`, `if-modified-since`; a 304 is returned as it is.
  /// - Throws: `FetchError` if there is no answer, or its status is still a failure that may pass (429, 5xx …) after all
  ///   retries. The caller judges any other status.
  func response(
    to request: FetchRequest, validators: [FetchRequest.Header]
  ) async throws(FetchError) -> FetchResponse
}
