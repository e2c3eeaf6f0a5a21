import ArgumentParser
import Engram
import Files
import Logging

/// What every command that may need a document from a server accepts.
struct FetchOptions: ParsableArguments {
  @Flag(help: "Ask no server; cached copies of any age are used. ENGRAM_OFFLINE=1 means the same.")
  var offline = false
  @Flag(help: "Ask for every document, however fresh the cached copy is.")
  var refresh = false
  @Option(
    help: "The folder of the cache. (default: ./cache where it is one of engram's, else ~/.cache/engram)",
    completion: .directory)
  var cache: String?
  @Option(
    help: ArgumentHelp(
      "Take documents from this folder of recorded ones, and from nowhere else. May be repeated.", valueName: "dir"),
    completion: .directory)
  var fixtures: [String] = []
  @Flag(help: "Let sources ask this machine and its own network.")
  var allowPrivate = false
  @Flag(help: "Let studies and declarations run programs that `engram trust` does not know.")
  var allowExec = false
  @Option(
    help: ArgumentHelp(
      "Let studies and declarations that are not trusted use this secret. May be repeated.", valueName: "name"))
  var allowSecret: [String] = []

  func validate() throws {
    if offline && refresh {
      throw ValidationError("--offline asks for nothing and --refresh for everything: choose one")
    }
    if !fixtures.isEmpty && refresh {
      throw ValidationError("--fixtures takes what was recorded and --refresh asks for everything: choose one")
    }
    if !fixtures.isEmpty && cache != nil {
      throw ValidationError("--fixtures takes what was recorded and nothing from a --cache: choose one")
    }
  }
}

/// What fetches documents for a command, and where they are kept.
struct Documents {
  var fetcher: CachingFetcher
  /// Nil with --fixtures, and if there is no folder for them.
  var store: CacheStore?
}

extension FetchOptions {
  /// What sources may use.
  func environment(in machine: Machine, fetcher: any Fetching) -> SourceEnvironment {
    let secrets = machine.secrets
    return SourceEnvironment(
      fetcher: fetcher, secret: { (name) throws(FetchError) in try secrets.value(of: name) },
      programFolders: machine.programFolders)
  }

  /// What the sources of a study may use: its own recorded documents, unless the options name other places. Warnings go
  /// to standard error as they come.
  ///
  /// - Parameter logger: receives what happened to every document.
  func environment(for study: Study? = nil, logger: Logger = Study.noLog) throws -> SourceEnvironment {
    let machine = Machine.this
    var options = self
    if fixtures.isEmpty, !refresh, cache == nil, let study { options.fixtures = study.fixtures }
    for folder in options.fixtures
    where study?.fixtures == Study().fixtures && Disk.look(at: folder) == nil {
      throw CommandFault(
        "the default study reads the documents recorded in \(folder), and there is no such folder here: write "
          + "--latest to ask the providers, name sources (engram report csv:FILE), or run it in engram's own folder")
    }
    let documents = try options.documents(
      in: machine,
      events: { event in
        event.printWarnings()
        logger.log(event)
      })
    return environment(in: machine, fetcher: documents.fetcher)
  }

  /// What fetches documents with these options.
  ///
  /// - Parameters:
  ///   - progress: called as bytes come.
  ///   - events: called with what happened to every document; by default warnings go to standard error.
  func documents(
    in machine: Machine, progress: (@Sendable (FetchProgress) -> Void)? = nil,
    events: @escaping @Sendable (FetchEvent) -> Void = { $0.printWarnings() }
  ) throws -> Documents {
    if !fixtures.isEmpty {
      let folders = try fixtures.map { try FixtureFolder(reading: $0) }
      return Documents(fetcher: CachingFetcher(fixtures: folders, now: machine.now, events: events), store: nil)
    }
    if machine.isOffline && refresh {
      throw ValidationError(
        "ENGRAM_OFFLINE is set, so no server is asked, and --refresh asks for everything: choose one")
    }
    let store = try self.store(in: machine)
    let isOffline = offline || machine.isOffline
    let transport = isOffline ? nil : machine.transport(allowsPrivate: allowPrivate, progress: progress)
    let mode = isOffline ? CachingFetcher.Mode.offline : refresh ? .refresh : .auto
    let fetcher = CachingFetcher(transport: transport, store: store, mode: mode, now: machine.now, events: events)
    return Documents(fetcher: fetcher, store: store)
  }

  /// Where documents are kept; nil if there is no folder for them, because HOME is not set.
  func store(in machine: Machine) throws -> CacheStore? {
    if let cache {
      if cache.isEmpty { throw ValidationError("--cache names no folder") }
      return CacheStore(folder: cache)
    }
    let folder = CachePlace.folder(tag: CachePlace.tag(of: "cache"), environment: machine.environment)
    return folder.map { folder in
      var store = CacheStore(folder: folder)
      store.isFound = !folder.hasPrefix("/")
      return store
    }
  }
}

extension FetchEvent {
  /// Writes the warnings to standard error.
  func printWarnings() {
    for warning in warnings { warn(warning) }
  }
}
