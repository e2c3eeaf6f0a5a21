import ArgumentParser
import Engram

struct CacheCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cache", abstract: "List the cache, check every checksum, drop some or all, export it.",
    discussion: examples(
      "engram cache list", "engram cache verify --cache cache", "engram cache list --json"),
    subcommands: [List.self, Verify.self, Clear.self, Export.self])

  /// Where the cache is.
  struct Place: ParsableArguments {
    @Option(
      help: "The folder of the cache. (default: ./cache where it is one of engram's, else ~/.cache/engram)",
      completion: .directory)
    var cache: String?

    func store() throws -> CacheStore {
      var options = FetchOptions()
      options.cache = cache
      guard let store = try options.store(in: .this) else {
        throw ValidationError("there is no folder for the cache, because HOME is not set: name one with --cache DIR")
      }
      return store
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List what is cached: source, size, age, URL.")

    @OptionGroup var place: Place
    @Flag(help: "Print the entries as JSON.") var json = false

    func run() throws {
      let store = try place.store()
      let (items, problems) = try store.list()
      let now = Machine.this.now
      for problem in problems { warn(problem) }
      if json { return print(try items.map { CachedDocument($0.entry) }.prettyJSON(), terminator: "") }
      let rows = items.map { item in
        let entry = item.entry
        let span = [entry.first, entry.last].compactMap { $0 }.joined(separator: " to ")
        return [
          entry.source, size(entry.size), ageInWords(Double(now - entry.confirmedAt) / 1000) + " old", span, entry.url,
        ]
      }
      for line in alignedColumns(rows) { print(line) }
      let total = items.reduce(0) { $0 + $1.entry.size }
      writeToStandardError("\(counted(items.count, "document")), \(size(total)), in \(store.folder)\n")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check every entry and checksum; set damaged ones aside.")

    @OptionGroup var place: Place

    func run() throws {
      let store = try place.store()
      let found = try store.verify()
      for problem in found.problems { print(problem) }
      print("intact: \(counted(found.sound, "document")), \(size(found.bytes)); damaged: \(found.problems.count)")
      if found.leftovers > 0 {
        print("unused: \(counted(found.leftovers, "file")); engram cache clear removes them")
      }
      if !found.problems.isEmpty {
        throw CommandFault("the cache \(store.folder) was damaged; fetch again what is missing")
      }
    }
  }

  struct Clear: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Drop what is cached, all or of one source.")

    @OptionGroup var place: Place
    @Option(help: "Only documents of this source, as `engram cache list` names it.") var source: String?

    func run() throws {
      let store = try place.store()
      let names = Set(try store.list().items.map { String($0.entry.source.prefix { $0 != "/" }) }).sorted()
      let dropped = try store.clear(source: source, now: Machine.this.now)
      if let source, dropped == 0 {
        let hint = nearest(to: source, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw CommandFault("no document of a source '\(source)' is in \(store.folder)\(hint)")
      }
      print("\(counted(dropped, "document")) dropped from \(store.folder)")
    }
  }

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write what is cached as a folder of recorded documents, for --fixtures.")

    @OptionGroup var place: Place
    @Argument(help: "The folder: new, empty, or recorded earlier.", completion: .directory) var dir: String

    func run() throws {
      let store = try place.store()
      let (recordings, problems) = try store.recordings()
      for problem in problems { warn(problem) }
      if recordings.isEmpty { throw CommandFault("there is nothing in \(store.folder) to export") }
      let folder = try FixtureFolder.record(recordings, to: dir)
      print("\(counted(recordings.count, "document")) written; \(dir) holds \(folder.documents.count)")
    }
  }
}

/// One line of `engram cache list --json`.
private struct CachedDocument: Encodable {
  var source: String
  var url: String
  var sha256: String
  var size: Int
  var fetched: String
  var confirmed: String
  var rows: Int?
  var first: String?
  var last: String?

  init(_ entry: CacheEntry) {
    (source, url, sha256, size) = (entry.source, entry.url, entry.sha256, entry.size)
    fetched = Timestamp(ticks: entry.fetchedAt).text(.instant)
    confirmed = Timestamp(ticks: entry.confirmedAt).text(.instant)
    (rows, first, last) = (entry.rows, entry.first, entry.last)
  }
}
