import ArgumentParser
import Engram

/// What every command that works on a study accepts; each option overrides the study file.
struct StudyOptions: ParsableArguments {
  @Argument(help: StudyOptions.sourcesHelp)
  var sources: [String] = []

  @Option(help: "What the report calls the data.") var name: String?
  @Option(help: "Where all randomness starts. (default: 1)") var seed: String?
  @Option(help: "The rows kept: inner, outer, left. (default: inner)") var join: String?
  @Option(help: "Rows a value may be carried forward over a gap. (default: 0)") var fillLimit: String?
  @Option(help: "Two values for one date: refuse, first, last, mean. (default: refuse)") var duplicates: String?
  @Option(help: "levels, differences, log-returns. (default: levels)") var change: String?
  @Option(help: "zscore, minmax, robust, none. (default: zscore)") var scaling: String?
  @Option(help: "First date kept, as 1999-01-04.") var from: String?
  @Option(help: "Last date kept.") var to: String?
  @Option(help: "Keep only the last so many rows.") var lastRows: String?

  static let sourcesHelp = ArgumentHelp(
    "A study file (.yaml), or sources as [name=]adapter:argument?option=value; none: the market series in fixtures/.",
    valueName: "study-or-source")

  /// The study file or the default, with what the command line sets.
  func study(_ more: [(String, String?)] = []) throws(StudyError) -> Study {
    var study = try Study(of: sources)
    let settings = [
      ("name", name), ("seed", seed), ("join", join), ("fill-limit", fillLimit), ("duplicates", duplicates),
      ("change", change), ("scaling", scaling), ("from", from), ("to", to), ("last-rows", lastRows),
    ]
    for case (let setting, let value?) in settings + more { try Setting.set(setting, to: value, in: &study) }
    return study
  }
}

extension Study {
  /// What stands on a command line: a study file, or sources, or nothing for the default.
  init(of sources: [String]) throws(StudyError) {
    self.init()
    if let file = sources.first, file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
      guard sources.count == 1 else {
        throw .value("study", given: sources.joined(separator: " "), allowed: "one study file, or sources, not both")
      }
      self = try Study(readingFile: file)
    } else if !sources.isEmpty {
      self.sources = sources
      name = "data"
    }
  }
}
