import ArgumentParser
import Engram

struct AlignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align", abstract: "Print the aligned, normalised panel as CSV.",
    discussion: examples(
      "engram align > panel.csv", "engram align --raw nile=csv:fixtures/real/nile_yearly.csv",
      "engram align --join asof --tolerance 3d --json"))

  @OptionGroup var options: StudyOptions
  @OptionGroup var fetch: FetchOptions
  @OptionGroup var log: LogOptions
  @Flag(help: "Print what alignment counted, as JSON, in place of the panel.") var json = false
  @Flag(help: "Print the values as they were joined, not normalised.") var raw = false
  @Flag(help: "Write names as they are, also those that a spreadsheet would take for formulas.") var exactNames = false
  @Flag(help: "No counts on standard error.") var quiet = false

  func validate() throws {
    if json, raw || exactNames {
      throw ValidationError("--json prints counts, and --raw and --exact-names choose what of the panel: leave one out")
    }
  }

  func run() async throws {
    let asked = try options.study(after: fetch.store(in: .this))
    let study = asked.study
    let registry = try UserSources.registry(fetch, for: asked)
    let environment = try fetch.environment(for: study, logger: log.logger)
    let panel = try await interruptible {
      try await study.readPanel(
        in: environment, registry: registry,
        logger: quiet && !log.verbose ? Study.noLog : log.logger)
    }
    if json { return print(try panel.ledger.prettyJSON(), terminator: "") }
    PanelCSV(panel, raw ? .unscaled : .scaled, hasExactNames: exactNames).write { print($0, terminator: "") }
    if !quiet { writeToStandardError(panel.ledger.inWords) }
  }
}

extension AlignmentRecord {
  /// One line for each column, then the warnings.
  fileprivate var inWords: String {
    let lines = entries.map {
      "\($0.column): \($0.rowsRead) rows read, \($0.missing) missing, \($0.duplicates) duplicates, "
        + "\($0.dropped) left out by the join, \($0.filled) filled, \($0.first) to \($0.last)"
        + ($0.observed.map { ", observed at \($0)" } ?? "") + ($0.lag > 0 ? ", lag \($0.lag)" : "")
    }
    return (lines + warnings).joined(separator: "\n") + "\n"
  }
}
