import ArgumentParser
import Engram

struct FixtureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fixture", abstract: "Record documents, to be committed beside a study.",
    discussion: examples(
      "engram fixture record recorded --fixtures fixtures/market",
      "engram fixture record yen usdjpy=ecb:USDJPY --fixtures fixtures/market",
      "engram align usdjpy=ecb:USDJPY --fixtures yen"), subcommands: [Record.self])

  struct Record: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read the sources and write every document they needed to a folder; --fixtures DIR replays it.")

    @Argument(help: "The folder: new, empty, or recorded earlier.", completion: .directory) var dir: String
    @Argument(help: StudyOptions.askedSourcesHelp) var sources: [String] = []
    @OptionGroup var fetch: FetchOptions
    @Flag(help: "No progress.") var quiet = false

    func run() async throws {
      let asked = try AskedStudy(of: sources)
      let registry = try UserSources.registry(fetch, for: asked)
      let machine = Machine.this
      let line = TransferLine(quiet: quiet)
      let documents = try fetch.documents(in: machine, progress: { line.show($0) })
      let recorder = RecordingFetcher(documents.fetcher)
      let environment = fetch.environment(in: machine, fetcher: recorder)
      let readings = try await interruptible(clearing: line) {
        try await asked.study.readSources(in: environment, registry: registry)
      }
      // All or nothing: without one of its documents a study cannot be replayed.
      try readings.requireAll()
      let recordings = recorder.recordings(describing: readings)
      guard !recordings.isEmpty else {
        throw CommandFault(
          "no document was needed: these sources read files of this machine, run programs or draw numbers")
      }
      let folder = try FixtureFolder.record(recordings, to: dir)
      print("\(counted(recordings.count, "document")) recorded; \(dir) holds \(folder.documents.count)")
    }
  }
}

extension RecordingFetcher {
  /// What was fetched, each with the rows and dates that were read from it.
  fileprivate func recordings(describing readings: [SourceReading]) -> [Recording] {
    let extents = DocumentExtents(readings.flatMap(\.series))
    return recordings.map { recording in
      var recording = recording
      let extent = extents[recording.document.url, recording.document.sha256]
      (recording.document.rows, recording.document.first, recording.document.last) = (
        extent?.rows, extent?.first, extent?.last
      )
      return recording
    }
  }
}
