import Files

/// Asking the server.
extension CacheRequest {
  func ask(_ transport: any Transport, _ copy: Copy, _ check: Check) async throws(FetchError) -> Answer {
    let response = try await transport.response(to: request, validators: copy.entry?.validators ?? [])
    guard response.status == 304 else { return try accept(response, copy, check) }
    guard copy.entry != nil else { throw unasked() }
    if let confirmed = confirm(response, copy) { return confirmed }
    let second = try await transport.response(to: request, validators: [])
    if second.status == 304 { throw unasked() }
    return try accept(second, copy, check)
  }

  /// The copy that the server confirms, with the new headers and time; nil if the ETag is that of another document.
  private func confirm(_ response: FetchResponse, _ copy: Copy) -> Answer? {
    guard var entry = copy.entry, var answer = copy.answer else { return nil }
    if let tag = response.header("etag"), entry.etag != nil, !entry.hasTag(tag) { return nil }
    entry.confirm(response, now: fetcher.now)
    keep(&answer, copy) { (store) throws(FileFault) in try store.update(entry, hash: name) }
    fetcher.events(FetchEvent(.revalidated, key, answer.document, age: 0))
    return answer
  }

  /// Checks an answer, stores it and returns it. Every check is before the answer replaces a copy.
  private func accept(_ response: FetchResponse, _ copy: Copy, _ check: Check) throws(FetchError) -> Answer {
    try judge(response, check)
    if let suspicion = Truncation.suspicion(of: response, previous: copy.entry?.size, url: key.url) { throw suspicion }
    let sha256 = sha256Text(of: response.body)
    var entry = CacheEntry(response, to: key, sha256: sha256, now: fetcher.now)
    var kind = FetchEvent.Kind.downloaded
    if let before = copy.entry {
      kind = before.sha256 == sha256 ? .revalidated : .changed
      // The same bytes keep the time of their first receipt.
      if kind == .revalidated {
        entry.fetchedAt = before.fetchedAt
        (entry.rows, entry.first, entry.last) = (before.rows, before.first, before.last)
      }
    }
    let document = FetchedDocument(
      body: response.body, sha256: sha256, url: key.url, fetchedAt: entry.fetchedAt, origin: .network)
    var answer = Answer(document: document, response: response)
    keep(&answer, copy) { (store) throws(FileFault) in try store.keep(response.body, entry, for: key) }
    fetcher.events(FetchEvent(kind, key, answer.document, age: 0))
    return answer
  }

  /// Runs the check of the source first, which may recognise a failure of the server. If it only finds that the answer is
  /// not data, the status gives a better error.
  private func judge(_ response: FetchResponse, _ check: Check) throws(FetchError) {
    let refusal = FetchError(judging: response, url: key.url)
    do throws(FetchError) {
      try check(response)
    } catch {
      if let refusal, [.notData, .parse, .empty].contains(error.kind) { throw refusal }
      throw error
    }
    if let refusal { throw refusal }
  }

  /// Stores an answer; adds a warning if that fails.
  private func keep(_ answer: inout Answer, _ copy: Copy, _ write: (CacheStore) throws(FileFault) -> Void) {
    if let fault = copy.fault { answer.document.warnings.append(fault.problem + "; it was fetched again") }
    guard let store = fetcher.store else { return fetcher.run.settle(name, .unkept(answer)) }
    do throws(FileFault) {
      try write(store)
      fetcher.run.settle(name, .kept)
    } catch {
      answer.document.warnings.append("\(key.url): it could not be stored: \(error)")
      return fetcher.run.settle(name, .unkept(answer))
    }
    do throws(FileFault) {
      if fetcher.run.takeSweep() { try store.sweep(now: fetcher.now) }
    } catch {
      answer.document.warnings.append("unfinished files of the cache could not be removed: \(error)")
    }
  }

  private func unasked() -> FetchError {
    FetchError(
      .notData, url: key.url, problem: "the server answered 304 (not modified) to a request without a condition",
      advice: "Try again later; if it happens again, the server is faulty")
  }
}

/// Detects bodies that were cut off.
///
/// If an answer has neither a Content-Length nor chunks, a broken connection looks like the end of the body. The body may be
/// cut if its last line has no end, or if it is shorter than 99 % of a valid previous copy of the same request.
///
/// The previous copy is then kept and used with a warning. `engram cache clear` removes it, if the provider has shortened
/// its history.
enum Truncation {
  static func suspicion(of response: FetchResponse, previous: Int?, url: String) -> FetchError? {
    let hasFrame =
      response.header("content-length") != nil
      || response.headers.contains {
        $0.name == "transfer-encoding" && $0.value.lowercased().contains("chunked")
      }
    if response.isFramed ?? hasFrame { return nil }
    if let previous, response.body.count * 100 < previous * 99 {
      return FetchError(
        .truncated, url: url,
        problem:
          "the answer has \(response.body.count) bytes, the previous copy had \(previous), and the answer does not"
          + " state its length",
        advice: "Try again; if the provider has shortened the data, remove the old copy with `engram cache clear`")
    }
    guard response.isFramed == false, !isEnded(response.body) else { return nil }
    return FetchError(
      .truncated, url: url,
      problem: "the answer does not state its length, and its last line has no end: it may be cut",
      advice: "Try again; if the server always does so, download the file and read it with csv:FILE")
  }

  /// A line end, or the end of a document of XML or JSON. An archive has an end that its reader checks.
  private static func isEnded(_ body: [UInt8]) -> Bool {
    guard let last = body.last(where: { $0 != 32 && $0 != 9 }) else { return true }
    return "\n\r>}]".utf8.contains(last) || body.starts(with: Array("PK".utf8))
  }
}
