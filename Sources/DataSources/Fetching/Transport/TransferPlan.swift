/// One GET, with every secret in it: what goes to the server exactly so, and nowhere else.
struct TransferPlan: Sendable {
  var url: String
  /// `https` or `http`: the only scheme that is spoken.
  var scheme: String
  /// For the progress.
  var host: String
  /// Lines as libcurl takes them: `Accept: text/csv`.
  var headers: [String]
  var userAgent: String
  /// Of the body, as it comes and decoded.
  var maximumBytes: Int
  var options: CurlTransport.Options
  var progress: (@Sendable (FetchProgress) -> Void)?
}

/// What came back.
struct TransferAnswer: Sendable {
  var status: Int
  /// In the order they came in, names in lower case.
  var headers: [FetchRequest.Header]
  /// Decoded.
  var body: [UInt8]
}

/// Why nothing, or not all, came back.
enum TransferFault: Error, Sendable, Equatable {
  case cancelled
  /// More than the plan allows; the length the server announced, where it did.
  case tooLarge(announced: Int?)
  /// The name leads to an address that must not be spoken to, and what is wrong with it.
  case refusedAddress(String, reason: String)
  /// libcurl's code, and its words, which may hold anything that was in the plan.
  case failed(code: UInt32, words: String)
}
