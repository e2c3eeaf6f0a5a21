/// Gets documents from recorded fixtures, from a cache and from servers, in this order, and keeps what servers send.
///
/// One value is for one run: it asks for each document once, and leaves a host alone that has refused. Reads no clock.
///
/// - A recorded answer is as good as the day it was recorded, at any age.
/// - A fresh copy (`Freshness`) is used as it is. A stale one is used if the server, asked with its validators, says
///   that nothing has changed, and replaced by what the server sends if something has.
/// - Only an answer that passes its source's checks is kept.
/// - Where the server cannot be asked, refuses, fails or sends what does not pass, the copy stands in with a warning for
///   `staleIfErrorSeconds` after it went stale.
public struct CachingFetcher: Fetching {
  /// When a server is asked.
  public enum Mode: String, Sendable, CaseIterable {
    /// Asks for what is not fresh.
    case auto
    /// Asks for nothing: what is kept is used at any age, and the rest is missing.
    case offline
    /// Asks for everything; fixtures only stand in.
    case refresh
  }

  let transport: (any Transport)?
  let store: CacheStore?
  let fixtures: [FixtureFolder]
  let mode: Mode
  let now: Int64
  let lockPatience: Duration
  let events: @Sendable (FetchEvent) -> Void
  let run = FetchRun()

  /// - Parameters:
  ///   - transport: what asks servers; nil where none may be asked.
  ///   - store: what keeps their answers; nil to keep nothing.
  ///   - fixtures: recorded answers, looked through first. With neither transport nor store nothing else is used: a
  ///     request that is not among them fails with the nearest that are.
  ///   - mode: when servers are asked. The default is for what is not fresh.
  ///   - now: milliseconds since 1970-01-01T00:00:00Z; the moment of the run.
  ///   - lockPatience: how long another process that fetches the same document is waited for. The default is 2 minutes.
  ///   - events: called once for every document that is asked for, from any task.
  public init(
    transport: (any Transport)? = nil, store: CacheStore? = nil, fixtures: [FixtureFolder] = [], mode: Mode = .auto,
    now: Int64, lockPatience: Duration = .seconds(120), events: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) {
    (self.transport, self.store, self.fixtures, self.mode) = (transport, store, fixtures, mode)
    (self.now, self.lockPatience, self.events) = (now, lockPatience, events)
  }

  /// The document, from the cache or from its server.
  public func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument {
    let key = try CacheKey(request)
    let name = key.hash
    switch await run.turn(for: name) {
    case .cancelled: throw .cancelled(key)
    case .follow(let outcome):
      let answer = try outcome.get()
      try check(answer.response)
      return answer.document
    case .lead(let settled):
      let inquiry = CacheRequest(fetcher: self, request: request, key: key, name: name, settled: settled)
      let outcome: Result<FetchRun.Answer, FetchError>
      do throws(FetchError) {
        outcome = .success(try await inquiry.answer(check))
      } catch {
        outcome = .failure(error)
        events(FetchEvent(failed: error, key))
      }
      run.finish(name, outcome)
      return try outcome.get().document
    }
  }
}

extension FetchError {
  static func cancelled(_ key: CacheKey) -> FetchError {
    FetchError(.cancelled, url: key.url, problem: "stopped before it was there", advice: "Run it again")
  }
}
