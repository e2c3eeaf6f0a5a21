/// One GET with its secrets, which goes to the server and nowhere else.
struct TransferPlan: Sendable {
  var url: String
  /// `https` or `http`: the only allowed scheme.
  var scheme: String
  /// For reporting progress.
  var host: String
  /// Lines for libcurl: `Accept: text/csv`.
  var headers: [String]
  var userAgent: String
  /// The limit of the body, both as sent and decoded.
  var maximumBytes: Int
  var options: CurlTransport.Options
  var progress: (@Sendable (FetchProgress) -> Void)?
}

/// The answer to a GET.
struct TransferAnswer: Sendable {
  var status: Int
  /// In the order received, with names in lower case.
  var headers: [FetchRequest.Header]
  /// Decoded.
  var body: [UInt8]
  /// Whether the end of the body is known to be its end, not that of the connection.
  var isFramed = true
}

/// Why a GET failed.
enum TransferFault: Error, Sendable, Equatable {
  case cancelled
  /// The body is larger than the limit; the length that the server announced, if it did.
  case tooLarge(announced: Int?)
  /// The name resolves to an address that is not allowed, and the reason.
  case refusedAddress(String, reason: String)
  /// The body is compressed by something that was not asked for, or is damaged.
  case unpackable(encoding: String)
  /// The compressed body ends in the middle.
  case cut
  /// The code and message of libcurl, which may contain anything of the plan.
  case failed(code: UInt32, words: String)
}

/// The progress of a transfer.
public struct FetchProgress: Sendable, Equatable {
  /// The host of the server.
  public var host: String
  /// The bytes received, before decoding.
  public var bytes: Int
  /// The total, if the server has stated it.
  public var total: Int?

  package init(host: String, bytes: Int, total: Int?) { (self.host, self.bytes, self.total) = (host, bytes, total) }
}
