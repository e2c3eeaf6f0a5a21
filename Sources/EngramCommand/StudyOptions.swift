import ArgumentParser
import Engram

/// What every command that works on a study accepts; each option overrides the study file.
struct StudyOptions: ParsableArguments {
  @Argument(help: StudyOptions.sourcesHelp, completion: .file(extensions: ["yaml", "yml"]))
  var sources: [String] = []

  @Option(help: "What the report calls the data.") var name: String?
  @Option(help: "Where all randomness starts. (default: 1)") var seed: String?
  @Option(
    help: "The rows kept: inner, outer, left, asof. (default: inner)",
    completion: .list(["inner", "outer", "left", "asof"])) var join: String?
  @Option(help: "As-of join: how old a value may be, as 3d, 36h, 90min; it must be said.") var tolerance: String?
  @Option(help: "As-of join: whether a value of the very instant counts: true, false. (default: true)")
  var exactMatches: String?
  @Option(
    help: ArgumentHelp(
      "As-of join: the instant of each day, as '16:00 America/New_York'. (default: when the first series was observed)",
      valueName: "time"))
  var asOf: String?
  @Option(
    help: ArgumentHelp(
      "When in the day columns were observed, as 'usdjpy=14:15 Europe/Berlin,…', where the source does not say.",
      valueName: "column=time"))
  var observed: String?
  @Option(
    help: ArgumentHelp(
      "Rows that columns are put later, as sp500=1,dow=1. (default: 0)",
      discussion: """
        A column with lag n has at row t what it had at row t - n, so no value comes to a row before its own time. \
        Where one group of columns is observed late in the day and foretells another's next row, lag the late one by 1: \
        the two values then share a row. Whole rows do not take the hours between them away, they turn their direction; \
        what is true of memory holds with the lag and without.
        """,
      valueName: "column=rows"))
  var lag: String?
  @Option(
    help: "The last row of each week (to its Friday) or month: none, week, month. (default: none)",
    completion: .list(["none", "week", "month"]))
  var resample: String?
  @Option(help: "Rows a value may be carried forward over a gap. (default: 0)") var fillLimit: String?
  @Option(
    help: "Two values for one date: refuse, first, last, mean. (default: refuse)",
    completion: .list(["refuse", "first", "last", "mean"])) var duplicates: String?
  @Option(
    help: "levels, differences, log-returns, absolute-log-returns. (default: levels)",
    completion: .list(["levels", "differences", "log-returns", "absolute-log-returns"])) var change: String?
  @Option(
    help: "zscore, minmax, robust, none. (default: zscore)", completion: .list(["zscore", "minmax", "robust", "none"]))
  var scaling: String?
  @Option(help: "First date kept, as 1999-01-04.") var from: String?
  @Option(help: "Last date kept.") var to: String?
  @Option(help: "Keep only the last so many rows.") var lastRows: String?

  static let sourcesHelp = ArgumentHelp(
    "A study file (.yaml), or sources as [name=]adapter:argument?option=value; none: five market series, as recorded in fixtures/.",
    valueName: "study-or-source")

  /// For commands that ask providers also where a study has recorded documents.
  static let askedSourcesHelp = ArgumentHelp(
    "A study file (.yaml), or sources as [name=]adapter:argument?option=value; none: five market series.",
    valueName: "study-or-source")

  /// The study file or the default, with what the command line sets.
  func study(_ more: [(String, String?)] = []) throws(StudyError) -> Study {
    var study = try Study(of: sources)
    let settings = [
      ("name", name), ("seed", seed), ("join", join), ("tolerance", tolerance), ("exact-matches", exactMatches),
      ("as-of", asOf), ("observed", observed), ("lag", lag), ("resample", resample),
      ("fill-limit", fillLimit), ("duplicates", duplicates),
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
      fixtures = []
      name = "data"
    }
  }
}
