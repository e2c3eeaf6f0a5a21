import DataSources
import Synchronization
import TestSupport
import Testing
import TimeSeries

@Suite("Sources that are read together")
struct SourceReadingTests {
  /// Counts who reads at the moment, and lets the first source go last.
  private final class Meter: Sendable {
    private let state = Mutex((now: 0, most: 0, order: [String]()))
    var most: Int { state.withLock { $0.most } }
    var order: [String] { state.withLock { $0.order } }

    func enter() {
      state.withLock {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
    }

    func leave(_ name: String) {
      state.withLock {
        $0.now -= 1
        $0.order.append(name)
      }
    }
  }

  private struct Slow: DataSource {
    let request: SourceRequest
    let meter: Meter

    func series(in environment: SourceEnvironment) async throws -> [Series] {
      meter.enter()
      defer { meter.leave(request.argument) }
      while request.argument == "0", meter.order.count < 3 { await Task.yield() }
      await Task.yield()
      if request.argument == "2" { throw SourceError.request(request.text, problem: "it is two", advice: "Take three") }
      if request.argument == "3" { throw Own() }
      return [
        Series(
          name: request.argument, resolution: .row, times: [], values: [],
          origin: Origin(request: request.text, adapter: "a"))
      ]
    }
  }

  private struct Own: Error, CustomStringConvertible { var description: String { "an error of its own" } }

  private func registry(_ meter: Meter) -> SourceRegistry {
    let manual = Manual(name: "slow", summary: "", argument: "NUMBER", options: [], example: "slow:1")
    return SourceRegistry([Adapter(manual) { (request) throws(SourceError) in Slow(request: request, meter: meter) }])
  }

  @Test("are reported in their order, each by itself, a few at a time")
  func order() async throws {
    let meter = Meter()
    var counts: [Int] = []
    let requests = (0..<12).map { "slow:\($0)" } + ["nobody:x"]
    let readings = try await registry(meter).read(
      requests, in: SourceEnvironment(), simultaneously: 3, progress: { counts.append($0) })
    #expect(readings.map(\.request) == requests)
    #expect(meter.order.first != "0" && meter.most <= 3)
    #expect(counts == Array(1...13))
    #expect(readings.filter { $0.error == nil }.flatMap(\.series).map(\.name) == ["0", "1"] + (4..<12).map { "\($0)" })
    #expect(readings.compactMap(\.error).map(\.kind) == [.config, .unavailable, .config])
    #expect(
      readings[3].error?.description == "the source 'slow:3': an error of its own. See what this source needs")
  }

  /// Answers nobody until the task is cancelled.
  private struct Silent: Fetching {
    let asked: Asked

    func document(
      for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
    ) async throws(FetchError) -> FetchedDocument {
      asked.note()
      while !Task.isCancelled { await Task.yield() }
      throw FetchError(.cancelled, url: request.url, problem: "stopped", advice: "")
    }
  }

  private final class Asked: Sendable {
    private let count = Mutex(0)
    var isTrue: Bool { count.withLock { $0 > 0 } }
    var number: Int { count.withLock { $0 } }
    func note() { count.withLock { $0 += 1 } }
  }

  @Test(
    "and are cancelled fail with CancellationError, and no source is blamed",
    arguments: [
      "fred:SP500", "https://example.com/a.csv", "first:cboe:SPX,fred:SP500", "market:sp500", "boc:FXUSDEUR",
    ])
  func cancelled(request: String) async throws {
    let asked = Asked()
    let environment = SourceEnvironment(fetcher: Silent(asked: asked))
    let together = Task { try await SourceRegistry.builtIn.read([request, request], in: environment) }
    let alone = Task { try await SourceRegistry.builtIn.source(request).series(in: environment) }
    while asked.number < 3 { await Task.yield() }
    together.cancel()
    alone.cancel()
    await #expect(throws: CancellationError.self) { try await together.value }
    await #expect(throws: CancellationError.self) { try await alone.value }
    // A list of sources goes on to none after the one that was interrupted.
    #expect(asked.number == 3)
  }

  @Test("report a secret that cannot be read, and do not take it for one that is not set")
  func secret() async throws {
    try await withTemporaryFolder { folder in
      try TestFiles.write("{\"FRED_API_KEY\": \"0123456789abcdef\"}", to: folder + "/secrets.json")
      let store = SecretStore(environment: [:], file: SecretFile(path: folder + "/secrets.json"))
      let environment = SourceEnvironment(
        folder: folder, fetcher: Silent(asked: Asked()),
        secret: { (name) throws(FetchError) in try store.value(of: name) }, programFolders: ["/bin", "/usr/bin"])
      let requests = ["fred-api:SP500", "exec:cat?secret=FRED_API_KEY"]
      for reading in try await SourceRegistry.builtIn.read(requests, in: environment) {
        #expect(reading.error?.kind == .config)
        #expect(
          reading.error?.description.contains("can be read or written by others") == true, "\(reading.result)")
      }
    }
  }
}
