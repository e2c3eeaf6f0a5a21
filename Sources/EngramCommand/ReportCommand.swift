public import ArgumentParser
import Engram
import Files
import Glibc
import Logging

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Train both models, print the findings, write the report folder.",
    discussion: examples(
      "engram report", "engram report nile=csv:fixtures/real/nile_yearly.csv --out report-nile",
      "engram report 'random:ar2?rows=2000' --cell gru --out report-ar2"))

  @OptionGroup var options: StudyOptions
  @OptionGroup var fetch: FetchOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var settings: AnalysisSettings
  @OptionGroup var threads: ThreadOption
  @Option(help: "The folder to write; an older report there is replaced.", completion: .directory) var out = "report"
  @Option(help: "The networks whose hidden states are written: the one in the figures, or every one.")
  var states = StatesKept.shown
  @Flag(help: "Print the whole report, and not only the answer and the ladder.") var full = false
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "Open the page of the report when it is written.") var open = false
  @Option(help: "Whether headings and verdicts are coloured; auto means on a terminal only.")
  var colour = Colour.auto
  @Flag(help: "No progress, no first answers, no closing line.") var quiet = false

  func validate() throws {
    if json && full { throw ValidationError("--json prints everything: leave --full out") }
  }

  func run() async throws {
    let asked = try options.study(after: fetch.store(in: .this))
    var study = asked.study
    try settings.apply(to: &study)
    // Before minutes of work.
    let place = try ReportFolder.reserve(out)
    let logger = quiet && !log.verbose ? Study.noLog : log.logger
    let environment = try fetch.environment(for: study, logger: logger)
    // Either a line that changes, or lines that stay.
    let progress = Progress(quiet: quiet || log.verbose)
    let registry = try UserSources.registry(fetch, for: asked)
    let (report, failure) = try await interruptible(clearing: progress) {
      [study] () async throws -> (Report<Study>, CommandFault?) in
      let report = try await study.run(
        in: environment, threads: threads.count, registry: registry, logger: logger
      ) {
        progress.show($0, $1)
        if $1 == 0 { logger.info("\($0.rawValue)") }
      } found: {
        if !quiet { progress.say($0) }
      }
      try Task.checkCancellation()
      progress.show(.writing, 0)
      logger.info("\(Stage.writing.rawValue)")
      let files = try await report.files(states: states, threads: threads.count)
      do {
        try place.write(files)
      } catch {
        try Task.checkCancellation()
        return (report, keep(files, because: error))
      }
      for file in files { logger.info("wrote \(out)/\(file.name): \(file.content.count) bytes") }
      return (report, nil)
    }
    if json {
      print(try report.json())
    } else {
      let inColour = colour.isShown(in: Machine.this.environment)
      if full {
        print(coloured: report.text(inColour: inColour))
      } else {
        print(coloured: report.brief(inColour: inColour), terminator: "")
      }
    }
    if let failure { throw failure }
    if !quiet {
      writeToStandardError(
        "The report is \(out)/index.html; report.txt, results.json, the figures and their data are in the same folder.\n"
      )
    }
    if open { await openPage() }
  }

  /// Writes a report elsewhere that its place refused after all, since minutes of work are in it: beside the place, else in
  /// the folder for temporary files.
  ///
  /// - Returns: the failure, which says where the report is.
  private func keep(_ files: [ReportFolder.File], because error: any Error) -> CommandFault {
    var name = out
    while name.count > 1, name.hasSuffix("/") { name.removeLast() }
    let temporary = Machine.this.environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    for folder in [name, temporary + "/engram-report"] {
      for number in 1...100 where Disk.look(at: "\(folder)-kept-\(number)") == nil {
        let path = "\(folder)-kept-\(number)"
        do throws(ReportError) {
          try ReportFolder.write(files, to: path)
          return CommandFault("\(error)\nThe report is in \(path) instead")
        } catch {
          break
        }
      }
    }
    return CommandFault("\(error)\nIt could be written nowhere else either; its findings were printed")
  }

  /// Says where the page is, and opens it if that is possible; the report is written either way.
  private func openPage() async {
    let page = Disk.resolved(out) + "/index.html"
    writeToStandardError("\(page)\n")
    let problem =
      access(page, R_OK) == 0 ? await Browser.open(page, on: .this) : "the report has no such page"
    if let problem { writeToStandardError("The page was not opened: \(problem).\n") }
  }
}

extension StatesKept: ExpressibleByArgument {}
