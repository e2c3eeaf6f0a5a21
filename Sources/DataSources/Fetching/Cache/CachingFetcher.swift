/// Fetches documents from recorded fixtures, a cache and servers, in this order, and stores what servers send.
///
/// Use one value for one run: it asks for each document once, and does not ask a host again that has refused.
///
/// - A recorded answer is used at any age.
/// - A fresh copy (`Freshness`) is used without asking. A stale copy is used if the server confirms it by its validators, and
///   replaced otherwise.
/// - Only an answer that passes the checks of its source is stored.
/// - If the server cannot be reached, refuses, fails or sends an answer that does not pass, the copy is used with a warning
///   for `staleIfErrorSeconds` after it became stale.
public struct CachingFetcher: Fetching {
  /// When a server is asked.
  public enum Mode: String, Sendable, CaseIterable {
    /// For documents that are not fresh.
    case auto
    /// Never: copies are used at any age, other documents are missing.
    case offline
    /// For every document; fixtures are used only if that fails.
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
  ///   - transport: asks servers; nil to ask none.
  ///   - store: stores answers; nil to store none.
  ///   - fixtures: recorded answers, which are searched first. Without transport and store they are the only documents, and
  ///     the error for any other request names the most similar ones.
  ///   - mode: when servers are asked. The default is for documents that are not fresh.
  ///   - now: the time of the run, in milliseconds since 1970-01-01T00:00:00Z.
  ///   - lockPatience: how long to wait for another process that fetches the same document. The default is 2 minutes.
  ///   - events: called once for each request, from any task.
  public init(
    transport: (any Transport)? = nil, store: CacheStore? = nil, fixtures: [FixtureFolder] = [], mode: Mode = .auto,
    now: Int64, lockPatience: Duration = .seconds(120), events: @escaping @Sendable (FetchEvent) -> Void = { _ in }
  ) {
    (self.transport, self.store, self.fixtures, self.mode) = (transport, store, fixtures, mode)
    (self.now, self.lockPatience, self.events) = (now, lockPatience, events)
  }

  /// The document of a request.
  public func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument {
    let key = try CacheKey(request)
    let name = key.hash
    switch await run.turn(for: name) {
    case .cancelled: throw .cancelled(url: key.url)
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
