extension FetchError {
  /// What the status of an answer says, with the server's own words if it has any; nil for 200.
  ///
  /// A status is the caller's to judge, not the transport's: a cache wants its 304, a source may know what its 403 means.
  /// Whoever has no better word for it takes this one.
  ///
  /// - Parameters:
  ///   - response: the answer, whatever its status.
  ///   - url: what was asked, without secrets.
  package init?(judging response: FetchResponse, url: String) {
    if response.status == 200 { return nil }
    self.init(statusOf: response, url: url)
  }

  /// The same for any status.
  init(statusOf response: FetchResponse, url: String) {
    let (kind, problem, advice) = Self.meaning(of: response.status)
    let words = serverWords(response.body).map { ": '\($0)'" } ?? ""
    let status = "the server answered with status \(response.status), \(problem)"
    self.init(kind, url: Redactor().url(url), problem: status + words, advice: advice)
  }

  private static func meaning(of status: Int) -> (kind: Kind, problem: String, advice: String) {
    switch status {
    case 204, 205: return (.empty, "no content", "Check that the series has values in the time that is asked for")
    case 200..<300: return (.notData, "not a whole document", "Check the address of the source")
    case 304:
      return (.notData, "not modified, though there is no copy here", "Ask again without the stored validators")
    case 300..<400: return (.notData, "elsewhere, but not where", "Check the address of the source")
    case 401: return (.auth, "who asks is not known", "Check the key of the source")
    case 407: return (.auth, "the proxy does not know who asks", "Check the variable https_proxy or http_proxy")
    case 402: return (.quota, "payment required", "Wait until the allowance begins anew, or use another source")
    case 403: return (.blocked, "forbidden", "Check the key if the source has one; else use another source")
    case 451: return (.blocked, "withheld for legal reasons", "Use another source")
    case 408, 425: return (.unavailable, "not now", "Try again later")
    case 429: return (.rateLimited, "too many requests", "Wait a while, and ask less often")
    case 400: return (.notFound, "a bad request", "Check the name of the series and the options of the source")
    case 404: return (.notFound, "not found", "Check the name of the series and the options of the source")
    case 410: return (.notFound, "gone for good", "Use another source")
    case 400..<500: return (.notFound, "a refusal", "Check the name of the series and the options of the source")
    case 503: return (.unavailable, "not available", "Try again later, or use another source")
    case 500..<600: return (.unavailable, "a failure of its own", "Try again later, or use another source")
    default: return (.notData, "which means nothing in HTTP", "Check the address of the source")
    }
  }
}

/// `7 s`, `12 min`, `3 h`, `2 d`: rounded up, in the largest unit of which there is more than one.
func roundedDuration(_ seconds: Double) -> String {
  for (size, unit) in [(86400.0, "d"), (3600, "h"), (60, "min")] where seconds > size {
    return "\(Int(min((seconds / size).rounded(.up), 1e15))) \(unit)"
  }
  return "\(Int(max(0, seconds).rounded(.up))) s"
}
