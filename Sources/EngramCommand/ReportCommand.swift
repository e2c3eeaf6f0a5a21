public import ArgumentParser
import Engram
import Files
import Glibc
import Logging

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Train both models, print the findings, write the report folder.")

  @OptionGroup var options: StudyOptions
  @OptionGroup var fetch: FetchOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var settings: AnalysisSettings
  @OptionGroup var threads: ThreadOption
  @Option(help: "The folder to write; an older report there is replaced.", completion: .directory) var out = "report"
  @Option(help: "The networks whose hidden states are written: the one in the figures, or every one.")
  var states = StatesKept.shown
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "Open the page of the report when it is written.") var open = false
  @Option(help: "Whether headings and verdicts are coloured; auto means on a terminal only.")
  var colour = Colour.auto
  @Flag(help: "No progress, no closing line.") var quiet = false

  func run() async throws {
    let asked = try options.study()
    var study = asked.study
    try settings.apply(to: &study)
    // Before minutes of work.
    try ReportFolder.check(out)
    let logger = quiet && !log.verbose ? Study.noLog : log.logger
    let environment = try fetch.environment(for: study, logger: logger)
    // Either a line that changes, or lines that stay.
    let progress = Progress(quiet: quiet || log.verbose)
    let registry = try UserSources.registry(fetch, asking: asked.file)
    let report = try await interruptible(clearing: progress) { [study] in
      let report = try await study.run(in: environment, threads: threads.count, registry: registry, logger: logger) {
        progress.show($0, $1)
        if $1 == 0 { logger.info("\($0.rawValue)") }
      }
      try Task.checkCancellation()
      progress.show(.writing, 0)
      logger.info("\(Stage.writing.rawValue)")
      let files = try report.files(states: states)
      try ReportFolder.write(files, to: out)
      for file in files { logger.info("wrote \(out)/\(file.name): \(file.content.count) bytes") }
      return report
    }
    if json {
      print(try report.json())
    } else {
      print(coloured: report.text(inColour: colour.isShown(in: Machine.this.environment)))
    }
    if !quiet {
      writeToStandardError(
        "The report is \(out)/index.html; report.txt, results.json, the figures and their data are in the same folder.\n"
      )
    }
    if open { await openPage() }
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
