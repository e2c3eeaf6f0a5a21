import Engram
import Synchronization
import Testing

@Suite("Reading that is interrupted")
struct InterruptedReadingTests {
  /// Answers nobody until the task is cancelled, and then once with a table.
  private final class Silent: Fetching {
    private let count = Mutex(0)
    var asked: Int { count.withLock { $0 } }

    func document(
      for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
    ) async throws(FetchError) -> FetchedDocument {
      let number = count.withLock { count in
        count += 1
        return count
      }
      while number == 1, !Task.isCancelled { await Task.yield() }
      if number == 1 { throw FetchError(.cancelled, url: request.url, problem: "cancelled", advice: "Run it again") }
      let body = Array("date,x\n2020-01-01,1\n".utf8)
      try check(FetchResponse(status: 200, headers: [], body: body, url: request.url))
      return FetchedDocument(body: body, sha256: "", url: request.url, fetchedAt: 0, origin: .network)
    }
  }

  @Test("ends a study with CancellationError and blames no source")
  func study() async throws {
    var study = Study()
    study.sources = ["x=https://example.com/a.csv"]
    let fetcher = Silent()
    let work = Task { [study] in try await study.readPanel(in: SourceEnvironment(fetcher: fetcher)) }
    while fetcher.asked == 0 { await Task.yield() }
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
  }

  @Test("of one point of a sweep does not end that of another, which reads for itself")
  func sweep() async throws {
    let fetcher = Silent()
    let registry = SourceRegistry.builtIn.caching(in: SeriesCache())
    let environment = SourceEnvironment(fetcher: fetcher)
    func read() async throws -> [Series] {
      try await registry.source("x=https://example.com/a.csv").series(in: environment)
    }
    let first = Task { try await read() }
    while fetcher.asked == 0 { await Task.yield() }
    let second = Task { try await read() }
    for _ in 0..<100 { await Task.yield() }
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    #expect(try await second.value.first?.values == [1])
    #expect(fetcher.asked == 2)
  }
}
