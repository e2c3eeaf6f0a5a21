import DataSources
import Synchronization

/// A server that gives the answers of a script, one after the other, and remembers what it was asked.
final class ScriptedServer: Transport {
  enum Answer: Sendable {
    case response(FetchResponse)
    case failure(FetchError.Kind)
    /// Waits until the task is cancelled.
    case silence
  }

  struct Asked: Sendable, Equatable {
    var url: String
    var validators: [FetchRequest.Header]
  }

  private let script: Mutex<[Answer]>
  private let log = Mutex<[Asked]>([])
  private let pause: Duration

  init(_ script: [Answer], pause: Duration = .zero) {
    self.script = Mutex(script)
    self.pause = pause
  }

  var asked: [Asked] { log.withLock { $0 } }

  func response(
    to request: FetchRequest, validators: [FetchRequest.Header]
  ) async throws(FetchError) -> FetchResponse {
    log.withLock { $0.append(Asked(url: request.url, validators: validators)) }
    if pause > .zero { try? await Task.sleep(for: pause) }
    switch script.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
    case .response(let response): return response
    case .failure(let kind):
      throw FetchError(kind, url: request.url, problem: "it did not work: \(kind.rawValue)", advice: "Try again")
    case .silence:
      try? await Task.sleep(for: .seconds(60))
      throw FetchError(.cancelled, url: request.url, problem: "stopped", advice: "Run it again")
    case nil:
      throw FetchError(.connect, url: request.url, problem: "nobody is there", advice: "Try again")
    }
  }
}

/// An answer of status 200, or another, with headers by name.
func answer(_ body: String, _ headers: [String: String] = [:], status: Int = 200) -> ScriptedServer.Answer {
  .response(response(body, headers, status: status))
}

func response(_ body: String, _ headers: [String: String] = [:], status: Int = 200) -> FetchResponse {
  let list = headers.sorted { $0.key < $1.key }.map { FetchRequest.Header($0.key, $0.value) }
  return FetchResponse(status: status, headers: list, body: Array(body.utf8), url: "https://data.test/a.csv")
}

/// A day, an hour, in seconds.
let day = 86400.0
let hour = 3600.0

/// 2026-10-30T16:02:11Z.
let october: Int64 = 1_793_376_131_000

/// One source, asking for one file.
func request(
  _ url: String = "https://data.test/a.csv", source: String = "test/1", fresh: Double? = nil,
  headers: [FetchRequest.Header] = []
) -> FetchRequest {
  var request = FetchRequest(source: source, url: url)
  request.headers = headers
  request.freshSeconds = fresh
  return request
}

/// What a source asks of its answers here: that they begin with `date`.
@Sendable func beginsWithDate(_ response: FetchResponse) throws(FetchError) {
  if response.body.starts(with: "date".utf8) { return }
  throw FetchError(.notData, url: response.url, problem: "expected 'date'", advice: "Look at it")
}

/// A run at a moment, with its events.
struct TestRun {
  let fetcher: CachingFetcher
  private let log: WarningLog

  init(
    _ server: ScriptedServer?, in folder: String?, at now: Int64 = october, mode: CachingFetcher.Mode = .auto,
    fixtures: [FixtureFolder] = []
  ) {
    let log = WarningLog()
    self.log = log
    fetcher = CachingFetcher(
      transport: server, store: folder.map { CacheStore(folder: $0) }, fixtures: fixtures, mode: mode, now: now,
      lockPatience: .seconds(20)
    ) { event in log.append(event) }
  }

  var events: [FetchEvent] { log.all }
  var kinds: [FetchEvent.Kind] { events.map { $0.kind } }

  func get(_ request: FetchRequest = request()) async throws(FetchError) -> FetchedDocument {
    try await fetcher.document(for: request, accepting: beginsWithDate)
  }

  /// The body as text.
  func text(_ request: FetchRequest = request()) async throws(FetchError) -> String {
    String(decoding: try await get(request).body, as: UTF8.self)
  }

  /// How it fails; nil if it does not.
  func failure(_ request: FetchRequest = request()) async -> FetchError? {
    do throws(FetchError) {
      _ = try await get(request)
      return nil
    } catch {
      return error
    }
  }
}

final class WarningLog: Sendable {
  private let events = Mutex<[FetchEvent]>([])
  var all: [FetchEvent] { events.withLock { $0 } }
  var kinds: [FetchEvent.Kind] { all.map { $0.kind } }
  var warnings: [String] { all.flatMap { $0.warnings } }
  func append(_ event: FetchEvent) { events.withLock { $0.append(event) } }
}
