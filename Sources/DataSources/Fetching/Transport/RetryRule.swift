import CCurl

/// Which failures may pass, how often a request is retried, and after which time.
enum RetryRule {
  /// The most tries of one URL.
  static let maximumTries = 4
  /// Seconds after the first try in which the last one must begin.
  static let patience = 60.0

  enum Decision: Equatable {
    case wait(seconds: Double)
    /// The server asks for a longer wait than `patience`.
    case asksForMore(seconds: Double)
    case giveUp
  }

  /// After a failure that may pass.
  ///
  /// - Parameters:
  ///   - tries: so far, from 1.
  ///   - elapsed: seconds since the first try began.
  ///   - retryAfter: seconds that the server asks for, if above 0.
  ///   - jitter: from 0 to 1. Full jitter, so that clients that failed together do not retry together.
  static func decision(tries: Int, elapsed: Double, retryAfter: Double?, jitter: Double) -> Decision {
    let asked = max(0, retryAfter ?? 0)
    if asked > patience { return .asksForMore(seconds: asked) }
    if tries >= maximumTries { return .giveUp }
    let backoff = jitter * min(20, 0.5 * Double(1 << min(tries, 10)))
    let wait = max(asked, backoff)
    if elapsed + wait > patience { return asked > backoff ? .asksForMore(seconds: asked) : .giveUp }
    return .wait(seconds: wait)
  }

  static func mayPass(status: Int) -> Bool { [408, 425, 429, 500, 502, 503, 504].contains(status) }

  static func mayPass(_ fault: TransferFault) -> Bool {
    if fault == .cut { return true }
    guard case .failed(let code, _) = fault else { return false }
    let passing = [
      CURLE_COULDNT_CONNECT, CURLE_OPERATION_TIMEDOUT, CURLE_SSL_CONNECT_ERROR,
      CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM,
    ]
    return passing.contains { $0.rawValue == code }
  }

  /// The seconds in a `Retry-After`, which is a number or a date; nil if it is neither.
  static func retryAfter(_ value: String?, unixTime: Double) -> Double? {
    guard let value else { return nil }
    if !value.isEmpty, value.allSatisfy({ $0.isASCII && $0.isNumber }) { return Double(value) }
    let date = curl_getdate(value, nil)
    return date == -1 ? nil : Double(date) - unixTime
  }
}
