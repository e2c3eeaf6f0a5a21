/// What to get from a server, and how much patience and trust its source has earned. Never holds a secret's value.
public struct FetchRequest: Sendable, Equatable {
  /// The source that asks, and the version of its declaration: `ecb/1`. Part of the cache's key.
  public var source: String
  /// Without any secret. `https`, unless `allowsPlainHTTP`.
  public var url: String
  /// Sent beside the user agent, in this order.
  public var headers: [Header] = []
  /// What the server calls the client; nil for engram's own name.
  public var userAgent: String?
  /// What has to be added before it is sent, by name.
  public var secret: Secret?
  /// Of the body, as it comes and decoded. The default is 64 MB.
  public var maximumBytes = 64 << 20
  /// Whether `http` is spoken too; a loopback address may always be spoken to in `http`.
  public var allowsPlainHTTP = false
  /// How often this source lets one host be asked, per second. The default is 1.
  public var requestsPerSecond = 1.0
  /// How long a stored answer is as good as a new one, in seconds; nil to go by what the server said.
  public var freshSeconds: Double?
  /// How long after that it may still stand in when the network fails, in seconds. The default is 30 days.
  public var staleIfErrorSeconds = 30 * 86400.0

  /// One header of a request or an answer.
  public struct Header: Sendable, Equatable {
    /// As HTTP has it; the case of its letters means nothing.
    public var name: String
    /// As it was sent.
    public var value: String
    /// A header with a name and a value.
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }

  /// A request without headers or a secret, and the default limits.
  public init(source: String, url: String) { (self.source, self.url) = (source, url) }
}

/// A key that a server asks for, by name: its value is looked up as late as can be and written nowhere.
public struct Secret: Sendable, Equatable {
  /// The environment variable, or the name in the user's file of secrets.
  public var name: String
  /// Where the secret goes.
  public var place: Place

  /// Where in a request a secret may stand.
  public enum Place: Sendable, Equatable {
    /// Appended to the query under this name.
    case query(String)
    /// Sent as this header.
    case header(String)
  }

  /// A secret that is looked up by its name.
  public init(name: String, place: Place) { (self.name, self.place) = (name, place) }
}
