extension FetchError {
  /// The error of a status, with the message of the server if there is one; nil for 200.
  ///
  /// The transport does not judge a status, since a cache needs its 304, and a source may know the meaning of its 403. This
  /// is the error if there is no better one.
  ///
  /// - Parameters:
  ///   - response: an answer of any status.
  ///   - url: of the request, without secrets.
  package init?(judging response: FetchResponse, url: String) {
    if response.status == 200 { return nil }
    self.init(statusOf: response, url: url)
  }

  /// The error of any status.
  init(statusOf response: FetchResponse, url: String) {
    let (kind, problem, advice) = Self.meaning(of: response.status)
    let words = serverWords(response.body).map { ": '\($0)'" } ?? ""
    let status = "the server answered with status \(response.status), \(problem)"
    self.init(kind, url: Redactor().url(url), problem: status + words, advice: advice)
  }

  private static func meaning(of status: Int) -> (kind: Kind, problem: String, advice: String) {
    switch status {
    case 204, 205: return (.empty, "no content", "Check that the series has values in the requested period")
    case 200..<300: return (.notData, "not a complete document", "Check the address of the source")
    case 304:
      return (.notData, "not modified, though there is no copy here", "Ask again without the stored validators")
    case 300..<400: return (.notData, "a redirect without a target", "Check the address of the source")
    case 401: return (.auth, "not authorised", "Check the key of the source")
    case 407: return (.auth, "not authorised by the proxy", "Check the variable https_proxy or http_proxy")
    case 402: return (.quota, "payment required", "Wait until the quota is renewed, or use another source")
    case 403: return (.blocked, "forbidden", "Check the key if the source has one; else use another source")
    case 451: return (.blocked, "withheld for legal reasons", "Use another source")
    case 408, 425: return (.unavailable, "not now", "Try again later")
    case 429: return (.rateLimited, "too many requests", "Wait, and ask less often")
    case 400: return (.notFound, "a bad request", "Check the name of the series and the options of the source")
    case 404: return (.notFound, "not found", "Check the name of the series and the options of the source")
    case 410: return (.notFound, "gone for good", "Use another source")
    case 400..<500: return (.notFound, "a refusal", "Check the name of the series and the options of the source")
    case 503: return (.unavailable, "not available", "Try again later, or use another source")
    case 500..<600: return (.unavailable, "a server error", "Try again later, or use another source")
    default: return (.notData, "which HTTP does not define", "Check the address of the source")
    }
  }
}

/// `7 s`, `12 min`, `3 h`, `2 d`: rounded up, in the largest unit that gives more than one.
func roundedDuration(_ seconds: Double) -> String {
  for (size, unit) in [(86400.0, "d"), (3600, "h"), (60, "min")] where seconds > size {
    return "\(Int(min((seconds / size).rounded(.up), 1e15))) \(unit)"
  }
  return "\(Int(max(0, seconds).rounded(.up))) s"
}
