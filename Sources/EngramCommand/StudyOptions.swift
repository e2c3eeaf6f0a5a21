import ArgumentParser
import Engram

/// What every command that works on a study accepts; each option overrides the study file.
struct StudyOptions: ParsableArguments {
  @Argument(help: StudyOptions.sourcesHelp, completion: .file(extensions: ["yaml", "yml"]))
  var sources: [String] = []
  @Flag(
    help: ArgumentHelp(
      "Ask the providers, or the cache with --offline, also where the study has recorded documents. Without sources: those that engram fetch was asked for last."
    ))
  var latest = false
  @OptionGroup var settings: DataSettings

  static let sourcesHelp = ArgumentHelp(
    "A study file (.yaml), or sources as [name=]adapter:argument?option=value; none: five market series, recorded in fixtures/.",
    valueName: "study-or-source")

  /// For commands that ask providers also where a study has recorded documents.
  static let askedSourcesHelp = ArgumentHelp(
    "A study file (.yaml), or sources as [name=]adapter:argument?option=value; none: five market series.",
    valueName: "study-or-source")

  /// The study file or the default, with what the command line sets.
  ///
  /// - Parameter store: knows what was fetched last, for --latest.
  func study(after store: CacheStore?) throws -> AskedStudy {
    let fetched = latest && sources.isEmpty ? store?.lastRequests ?? [] : []
    if !fetched.isEmpty { writeToStandardError("Fetched last: \(fetched.joined(separator: " "))\n") }
    var asked = try AskedStudy(of: fetched.isEmpty ? sources : fetched)
    try settings.apply(to: &asked.study)
    // The market's levels are shown beside its returns.
    if sources.isEmpty, fetched.isEmpty, asked.study.panel.change == .levels { asked.study.also = Study.marketChanges }
    if latest { asked.study.fixtures = [] }
    return asked
  }
}

/// A study, and the file that its requests are from; nil where the command line names the sources.
struct AskedStudy {
  var study = Study()
  var file: StudyText?

  /// What is named on a command line: a study file, or sources, or nothing for the default.
  init(of sources: [String]) throws(StudyError) {
    if let file = sources.first, file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
      guard sources.count == 1 else {
        throw .value("study", given: sources.joined(separator: " "), allowed: "one study file, or sources, not both")
      }
      let text = try StudyText(readingFile: file)
      self.file = text
      study = try Study(yaml: text.text, path: file)
      try text.requireSources()
    } else if !sources.isEmpty {
      study.sources = sources
      study.fixtures = []
      let only = sources.count == 1 ? try? SourceRequest(parsing: sources[0]) : nil
      study.name = only?.title ?? "data"
    }
  }
}
