/// The part of an inquiry that asks a server.
extension Inquiry {
  func ask(_ transport: any Transport, _ copy: Copy, _ check: Check) async throws(FetchError) -> Answer {
    let response = try await transport.response(to: request, validators: copy.entry?.validators ?? [])
    guard response.status == 304 else { return try accept(response, copy, check) }
    guard copy.entry != nil else { throw unasked() }
    if let confirmed = confirm(response, copy) { return confirmed }
    let second = try await transport.response(to: request, validators: [])
    if second.status == 304 { throw unasked() }
    return try accept(second, copy, check)
  }

  /// The server says that the copy is still good: new headers and time, the same bytes. Nil where it speaks of
  /// something else than the copy.
  private func confirm(_ response: FetchResponse, _ copy: Copy) -> Answer? {
    guard var entry = copy.entry, var answer = copy.answer else { return nil }
    if let tag = response.header("etag"), entry.etag != nil, !entry.hasTag(tag) { return nil }
    entry.confirm(response, now: fetcher.now)
    keep(&answer, copy) { (store) throws(CacheFault) in try store.update(entry, for: key) }
    fetcher.events(FetchEvent(.revalidated, key, answer.document, age: 0))
    return answer
  }

  /// Judges an answer, keeps it if it is good, and hands it on.
  private func accept(_ response: FetchResponse, _ copy: Copy, _ check: Check) throws(FetchError) -> Answer {
    // The source first: it knows the server's own words for a failure.
    try check(response)
    if let refusal = HTTPStatus.refusal(response.status, url: key.url) { throw refusal }
    if let previous = copy.entry?.size,
      let suspicion = Truncation.suspicion(of: response, previous: previous, url: key.url)
    {
      throw suspicion
    }
    let sha256 = sha256Text(of: response.body)
    var entry = CacheEntry(response, to: key, sha256: sha256, now: fetcher.now)
    var kind = FetchEvent.Kind.downloaded
    if let before = copy.entry {
      kind = before.sha256 == sha256 ? .revalidated : .changed
      // The same bytes are known since they came first.
      if kind == .revalidated {
        entry.fetchedAt = before.fetchedAt
        (entry.rows, entry.first, entry.last) = (before.rows, before.first, before.last)
      }
    }
    let document = FetchedDocument(
      body: response.body, sha256: sha256, url: key.url, fetchedAt: entry.fetchedAt, origin: .network)
    var answer = Answer(document: document, response: response)
    keep(&answer, copy) { (store) throws(CacheFault) in try store.keep(response.body, entry, for: key) }
    fetcher.events(FetchEvent(kind, key, answer.document, age: 0))
    return answer
  }

  /// Keeps an answer; one that cannot be kept is handed on all the same, and says so.
  private func keep(_ answer: inout Answer, _ copy: Copy, _ write: (CacheStore) throws(CacheFault) -> Void) {
    if let fault = copy.fault { answer.document.warnings.append(fault.problem + "; it was fetched again") }
    guard let store = fetcher.store else { return fetcher.run.settle(name, .unkept(answer)) }
    do throws(CacheFault) {
      if fetcher.run.takeSweep() { try? store.sweep(now: fetcher.now) }
      try write(store)
      fetcher.run.settle(name, .kept)
    } catch {
      answer.document.warnings.append("\(key.url): it could not be kept: \(error)")
      fetcher.run.settle(name, .unkept(answer))
    }
  }

  private func unasked() -> FetchError {
    FetchError(
      .notData, url: key.url, problem: "the server answered that nothing has changed (304), which nobody had asked",
      advice: "Try again later; if it stays so, the server is at fault")
  }
}

/// What an answer's status says where its source has nothing to say about it.
enum HTTPStatus {
  /// Nil for an answer that is all there.
  static func refusal(_ status: Int, url: String) -> FetchError? {
    func error(_ kind: FetchError.Kind, _ problem: String, _ advice: String) -> FetchError {
      FetchError(kind, url: url, problem: "\(problem) (status \(status))", advice: advice)
    }
    switch status {
    case 200, 203: return nil
    case 404, 410: return error(.notFound, "the server has no such document", "Check the name of the series")
    case 401, 407: return error(.auth, "the server asks for a key, or refused the one it got", "Check the key")
    case 403, 451: return error(.blocked, "the server refuses to answer", "Use another source, or a downloaded file")
    case 429: return error(.rateLimited, "the server was asked too often", "Try again later")
    case 408, 504: return error(.timeout, "the server took too long", "Try again later")
    case 300..<400: return error(.unsafeURL, "the server points elsewhere, and was not followed", "Use the new URL")
    case 500...: return error(.unavailable, "the server failed", "Try again later")
    default: return error(.notData, "the server sent no whole document", "Check the URL")
    }
  }
}
