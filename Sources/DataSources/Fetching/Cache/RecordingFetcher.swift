import Synchronization

/// Remembers every document that passed through, to be recorded.
package final class RecordingFetcher: Fetching {
  private let fetcher: any Fetching
  private let passed = Mutex<[String: Recording]>([:])

  /// Keeps what this one gets.
  package init(_ fetcher: any Fetching) { self.fetcher = fetcher }

  /// The document, which is kept in mind for the record.
  package func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument {
    let key = try CacheKey(request)
    let type = Mutex<String?>(nil)
    let document = try await fetcher.document(for: request) { (response) throws(FetchError) in
      try check(response)
      type.withLock { $0 = response.header("content-type") }
    }
    let recorded = FixtureDocument(
      sha256: document.sha256, url: key.url, source: key.source, headers: key.headers,
      contentType: type.withLock { $0 }, retrievedAt: document.fetchedAt, keyHash: key.isRedacted ? key.hash : nil)
    passed.withLock { $0[key.hash] = Recording(recorded, body: document.body) }
    return document
  }

  /// What passed so far, by source and URL.
  package var recordings: [Recording] {
    passed.withLock {
      $0.values.sorted { ($0.document.source, $0.document.url) < ($1.document.source, $1.document.url) }
    }
  }
}
