import ArgumentParser
import Engram
import Files
import Synchronization

struct FetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", abstract: "Bring documents into the cache; say what is fresh, changed, stale or failed.",
    discussion: examples(
      "engram fetch ecb:USD ecb:USDJPY --fixtures fixtures/market",
      "engram fetch nile=csv:fixtures/real/nile_yearly.csv x=random:ar1",
      "engram fetch --offline --fixtures fixtures/market --json"))

  @Argument(help: StudyOptions.askedSourcesHelp) var sources: [String] = []
  @OptionGroup var fetch: FetchOptions
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "No progress.") var quiet = false

  func run() async throws {
    let asked = try AskedStudy(of: sources)
    let registry = try UserSources.registry(fetch, for: asked)
    let machine = Machine.this
    let line = TransferLine(quiet: quiet)
    let log = EventLog()
    let documents = try fetch.documents(in: machine, progress: { line.show($0) }, events: { log.append($0) })
    if documents.store == nil, fetch.fixtures.isEmpty {
      warn("nothing is kept, as HOME is not set: name a folder with --cache DIR")
    }
    let environment = fetch.environment(in: machine, fetcher: documents.fetcher)
    let readings = try await interruptible(clearing: line, consequence: "documents that came whole are in the cache") {
      try await asked.study.readSources(in: environment, registry: registry)
    }
    let events = log.events
    for event in events { event.printWarnings() }
    if !quiet { for findings in readings.compactMap(\.findings) { writeToStandardError("\(findings)\n") } }
    do { try documents.store?.note(readings.flatMap(\.series), in: Set(events.map(\.key))) } catch {
      warn("the cache does not say which rows were read: \(error)")
    }
    if fetch.fixtures.isEmpty, readings.contains(where: { $0.error == nil }) { keepRequests(documents.store) }
    let found = readings.map { FoundSource($0, events: events) }
    if json { print(try found.json()) } else { for text in found.lines() { print(text) } }
    try readings.requireAll()
  }

  /// For `report --latest`. A study file is kept by its whole path.
  private func keepRequests(_ store: CacheStore?) {
    let isFile = sources.count == 1 && (sources[0].hasSuffix(".yaml") || sources[0].hasSuffix(".yml"))
    do { try store?.keep(requests: isFile ? [Disk.resolved(sources[0])] : sources) } catch {
      writeToStandardError("WARNING: the cache does not say what was fetched last: \(error)\n")
    }
  }
}

/// Everything that became of documents, from whatever task.
final class EventLog: Sendable {
  private let all = Mutex<[FetchEvent]>([])

  var events: [FetchEvent] { all.withLock { $0 } }

  func append(_ event: FetchEvent) { all.withLock { $0.append(event) } }
}
