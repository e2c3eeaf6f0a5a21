import Files

/// The search for one document in fixtures, cache and network, in this order.
struct CacheRequest {
  typealias Answer = FetchRun.Answer
  typealias Check = @Sendable (FetchResponse) throws(FetchError) -> Void

  let fetcher: CachingFetcher
  let request: FetchRequest
  let key: CacheKey
  /// The hash of the key, the name of the document in the run and the store.
  let name: String
  /// What the run knows of the document.
  let settled: FetchRun.Settled?

  func answer(_ check: Check) async throws(FetchError) -> Answer {
    if fetcher.mode != .refresh, let recorded = try recorded(check) { return recorded }
    if case .unkept(let answer) = settled {
      try check(answer.response)
      return answer
    }
    var copy = copy(check)
    if fetcher.mode == .offline || (fetcher.transport == nil && fetcher.store == nil) { return try offline(copy) }
    if let fresh = fresh(copy) { return fresh }
    if case .failed(let error) = settled { return try standIn(copy, for: error, check) }
    if let refusal = fetcher.run.refusal(by: key.host) { return try standIn(copy, for: again(refusal), check) }
    guard let transport = fetcher.transport else { return try offline(copy) }

    // Held until the end: another process that needs the document waits for this one.
    let lock = try await lock()
    if lock.hasWaited {
      var later = self.copy(check)
      if later.entry != copy.entry, let used = use(later, .fresh, because: nil) { return used }
      // The first look set a damaged entry aside, so the second does not find it.
      if later.entry == nil && later.fault == nil { later.fault = copy.fault }
      copy = later
    }
    let result = await Result { () async throws(FetchError) in try await ask(transport, copy, check) }
    extendLifetime(lock)
    switch result {
    case .success(let answer): return answer
    case .failure(let error):
      if error.kind == .cancelled { throw error }
      fetcher.run.settle(name, .failed(error))
      fetcher.run.note(error, by: key.host)
      return try standIn(copy, for: error, check)
    }
  }

  private func lock() async throws(FetchError) -> LockOutcome {
    guard let store = fetcher.store else { return LockOutcome(lock: nil, hasWaited: false) }
    do {
      return try await store.lock(key, patience: fetcher.lockPatience)
    } catch {
      throw .cancelled(url: key.url)
    }
  }

  // MARK: - The copy

  /// The cached answer to the request.
  struct Copy {
    /// The answer, if it passes the checks.
    var answer: Answer?
    var entry: CacheEntry?
    var freshness: Freshness?
    /// Why a copy cannot be used.
    var fault: FetchError?
  }

  func copy(_ check: Check) -> Copy {
    guard let store = fetcher.store else { return Copy() }
    switch store.holding(for: key) {
    case .nothing: return Copy()
    case .damaged(let problem):
      return Copy(
        fault: FetchError(
          .cacheCorrupt, url: key.url, problem: "the copy is damaged: \(problem)",
          advice: "Fetch it again, without --offline"))
    case .newer(let problem):
      return Copy(
        fault: FetchError(
          .offlineMiss, url: key.url, problem: "the copy cannot be read: \(problem)",
          advice: "Use that engram, or another folder with --cache"))
    case .copy(let entry, let body):
      let response = entry.response(body)
      do throws(FetchError) {
        try check(response)
      } catch {
        var error = error
        error.problem = "the copy does not pass the checks of its source: " + error.problem
        return Copy(fault: error)
      }
      var document = FetchedDocument(
        body: body, sha256: entry.sha256, url: key.url, fetchedAt: entry.fetchedAt, origin: .cache)
      if store.isFound { document.foundCache = store.folder }
      return Copy(
        answer: Answer(document: document, response: response), entry: entry,
        freshness: Freshness(of: entry, sourceSays: request.freshSeconds, now: fetcher.now))
    }
  }

  /// The copy, if it can be used without asking the server.
  private func fresh(_ copy: Copy) -> Answer? {
    guard let freshness = copy.freshness else { return nil }
    if case .kept = settled { return use(copy, .fresh, because: nil) }
    return fetcher.mode == .auto && freshness.isFresh ? use(copy, .fresh, because: nil) : nil
  }

  /// Returns the copy and reports the event; nil if there is none.
  func use(_ copy: Copy, _ kind: FetchEvent.Kind, because warning: String?) -> Answer? {
    guard var answer = copy.answer, let freshness = copy.freshness else { return nil }
    if let warning { answer.document.warnings.append(warning) }
    fetcher.events(FetchEvent(kind, key, answer.document, age: freshness.sinceConfirmed))
    return answer
  }

  // MARK: - Fixtures

  /// The recorded answer, if there is one.
  func recorded(_ check: Check, because warning: ((FixtureDocument) -> String)? = nil) throws(FetchError) -> Answer? {
    for folder in fetcher.fixtures {
      guard let fixture = folder.find(name) else { continue }
      let body = try folder.body(of: fixture)
      let headers = fixture.contentType.map { [FetchRequest.Header("content-type", $0)] } ?? []
      let response = FetchResponse(status: 200, headers: headers, body: body, url: key.url)
      do throws(FetchError) {
        try check(response)
      } catch {
        var error = error
        error.problem += "; this is the recorded \(folder.path)/\(fixture.file)"
        throw error
      }
      var document = FetchedDocument(
        body: body, sha256: fixture.sha256, url: key.url, fetchedAt: fixture.retrievedAt, origin: .fixture,
        warnings: warning.map { [$0(fixture)] } ?? [])
      document.recorded = fixture.note
      fetcher.events(FetchEvent(.fixture, key, document, age: Double(fetcher.now - fixture.retrievedAt) / 1000))
      return Answer(document: document, response: response)
    }
    return nil
  }
}

extension Result where Success: Sendable {
  /// The outcome of asynchronous work.
  init(_ work: () async throws(Failure) -> Success) async {
    do throws(Failure) {
      self = .success(try await work())
    } catch {
      self = .failure(error)
    }
  }
}

/// Keeps a lock until this call.
private func extendLifetime(_ lock: borrowing LockOutcome) {}
