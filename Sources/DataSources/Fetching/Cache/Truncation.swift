/// Bodies that end early without anybody noticing.
///
/// A body whose end is the end of the connection looks whole when the connection breaks; so does a compressed one that
/// is cut. Where the answer states its length, or comes in chunks, the transport notices; where it does neither, the
/// previous copy is the only witness. The rule:
///
///     new body is suspected cut   if there is a good previous copy of the same request,
///                                 and the answer has neither Content-Length nor Transfer-Encoding: chunked,
///                                 and new bytes < 99 % of the previous bytes
///
/// Then the previous copy is kept and used, with a warning. A provider that really did shorten its history is believed
/// after `engram cache clear`, which takes the witness away.
enum Truncation {
  static func suspicion(of response: FetchResponse, previous: Int, url: String) -> FetchError? {
    let isFramed =
      response.header("content-length") != nil
      || response.headers.contains {
        $0.name == "transfer-encoding" && $0.value.lowercased().contains("chunked")
      }
    // In whole numbers: 100 new < 99 old.
    guard !isFramed, response.body.count * 100 < previous * 99 else { return nil }
    return FetchError(
      .truncated, url: url,
      problem: "the answer has \(response.body.count) bytes where the copy before it had \(previous), and nothing says"
        + " that it is whole",
      advice: "Try again; if the provider did shorten it, `engram cache clear` drops the old copy")
  }
}
