/// Detects bodies that were cut off.
///
/// If an answer has neither a Content-Length nor chunks, a broken connection looks like the end of the body. The previous
/// copy is then the only evidence. The rule:
///
///     the new body may be cut   if there is a valid previous copy of the same request,
///                               the answer has neither Content-Length nor Transfer-Encoding: chunked,
///                               and new bytes < 99 % of the previous bytes
///
/// The previous copy is then kept and used with a warning. `engram cache clear` removes it, if the provider has shortened
/// its history.
enum Truncation {
  static func suspicion(of response: FetchResponse, previous: Int, url: String) -> FetchError? {
    let isFramed =
      response.header("content-length") != nil
      || response.headers.contains {
        $0.name == "transfer-encoding" && $0.value.lowercased().contains("chunked")
      }
    guard !isFramed, response.body.count * 100 < previous * 99 else { return nil }
    return FetchError(
      .truncated, url: url,
      problem: "the answer has \(response.body.count) bytes, the previous copy had \(previous), and the answer does not"
        + " state its length",
      advice: "Try again; if the provider has shortened the data, remove the old copy with `engram cache clear`")
  }
}
