import Numbers
package import TimeSeries

/// A fact about a panel that a reader should know before trusting the findings; the sentences are in `description`. None
/// stops the work or changes a value.
package enum Diagnostic: Sendable, Equatable {
  /// The source was neither ascending nor simply newest first.
  case unordered(column: String, inversions: Int)
  /// Times with several different values, resolved by the chosen policy.
  case conflicts(column: String, times: Int, first: String, policy: PanelOptions.Duplicates)
  /// Only the last value of each period was kept; `last` is the time of the very last.
  case thinned(column: String, from: Resolution, to: Resolution, values: Int, periods: Int, last: String)
  /// Values that the join left out; so many of them before or after the range that all series share.
  case rowsLost(column: String, rows: Int, of: Int, outsideSharedRange: Int)
  case filled(column: String, rows: Int, of: Int)
  /// Rows of a source that had no value and were left out, at least a tenth of them.
  case missing(column: String, rows: Int, of: Int)
  case gaps(column: String, rows: Int, of: Int)
  /// Daily columns that may have been observed at different hours, at least one of them at an unknown one: grouped by
  /// source, those of a known hour by it.
  case unequalClocks(columns: [[String]])
  /// Daily columns that are known to have been observed at different hours.
  case clockDifference(ClockDifference)
  /// A time of observation in years for which the zone's clocks are not known.
  case uncertainClock(column: String, observed: String, first: String, rightFrom: Int)
  /// The series have their rows at different times: they were joined by period.
  case joinedByPeriod(PanelOptions.Resample)
  /// One row of each period was kept; `last` is the time of the very last, `first` of the first if its period may be cut.
  case resampled(
    period: PanelOptions.Resample, PanelOptions.Aggregate = .last, rows: Int, of: Int, first: String? = nil,
    last: String,
    mayBeOpen: Bool)
  /// The same of one series before the join; `first` and `last` are nil where the period is whole.
  case aggregated(
    column: String, period: PanelOptions.Resample, PanelOptions.Aggregate, rows: Int, of: Int, first: String?,
    last: String?)
  /// Rows with exactly the value of the row before, filled ones not counted, and their pattern in time, if there is one.
  case repeats(column: String, rows: Int, of: Int, pattern: RepeatPattern? = nil)
  /// The largest of the suspicious jumps.
  case jump(column: String, time: String, before: Double, after: Double, looksLike: Jump, count: Int)
  /// One value makes up most of the training part.
  case nearConstant(column: String, value: Double, rows: Int, of: Int)
  /// Held-out values beyond the smallest and the largest of the training part.
  case heldOutOutsideTraining(column: String, rows: Int, of: Int, low: Double, high: Double)

  /// A kind of sudden change.
  package enum Jump: String, Sendable, Equatable {
    case outlier = "an outlier or a split"
    case unit = "a change of unit"
    case reciprocal = "the reciprocal of a rate"
  }
}

extension Diagnostic: CustomStringConvertible {
  /// In sentences, for a person.
  package var description: String {
    switch self {
    case .unordered(let column, let inversions):
      return "'\(column)' was out of order in \(counted(inversions, "place")) and was sorted."
    case .conflicts(let column, let times, let first, let policy):
      let rule = policy == .mean ? "The mean of the different values" : "The \(policy.rawValue) one in the source"
      return "'\(column)' has different values for the same time at \(counted(times, "time")), first at \(first). "
        + "\(rule) was taken."
    case .thinned(let column, let from, let to, let values, let periods, let last):
      return "Of the \(counted(values, "value")) of '\(column)' (\(from.rawValue)) the last of each \(to.rawValue) was "
        + "taken, \(grouped(periods)). The very last, of \(last), may belong to an unfinished \(to.rawValue)."
    case .rowsLost(let column, let rows, let all, let outside):
      let place = outside == 0 ? "" : ", \(grouped(outside)) of them outside the range that all series share"
      return "'\(column)' lost \(grouped(rows)) of \(counted(all, "value")) to the join\(place)."
    case .filled(let column, let rows, let all):
      return
        "'\(column)' has the value of an earlier row in \(grouped(rows)) of \(counted(all, "row")), carried forward "
        + "over gaps. Its changes there are zero, which can look like memory."
    case .missing(let column, let rows, let all):
      return
        "'\(column)' has no value in \(percent(rows, of: all)) of the rows of its source. They were left out, so the "
        + "rows around a gap count as neighbours."
    case .gaps(let column, let rows, let all):
      return
        "'\(column)' has no value in \(grouped(rows)) of \(counted(all, "row")). No network can be trained across a "
        + "gap."
    case .unequalClocks(let groups):
      return "Columns come from different sources, which may observe a day at different hours: "
        + groups.map(quoted).joined(separator: " | ")
        + ". A column observed late then predicts the next row of one observed early, which is not memory."
    case .clockDifference(let clocks): return clocks.sentences
    case .uncertainClock(let column, let observed, let first, let year):
      return
        "'\(column)' begins at \(first), and the clocks of \(observed) are known from \(year) on. For earlier years "
        + "the same rules or standard time are assumed."
    case .joinedByPeriod(let period):
      return
        "The series have their rows at different times. They were joined by \(period.name), each row under "
        + (period.isOfClock ? "the start of its period." : "the latest of its days.")
    case .resampled(let period, let aggregate, let rows, let all, let first, let last, let mayBeOpen):
      return "Of \(counted(all, "row")) the \(aggregate.rawValue) of each \(period.text) was taken, \(grouped(rows)), "
        + period.labels(aggregate) + period.unfinished(first, mayBeOpen ? last : nil)
    case .aggregated(let column, let period, let aggregate, let rows, let all, let first, let last):
      return
        "Of the \(counted(all, "value")) of '\(column)' the \(aggregate.rawValue) of each \(period.text) was taken, "
        + grouped(rows) + ", " + period.labels(aggregate) + period.unfinished(first, last)
    case .repeats(let column, let rows, let all, let pattern):
      return "'\(column)' repeats the value of the row before in \(percent(rows, of: all)) of its rows"
        + "\(pattern?.clause ?? ""). Holidays that the source filled can look like memory."
    case .jump(let column, let time, let before, let after, let kind, let count):
      let others = count == 1 ? "" : ", the largest of \(count) such jumps"
      return "'\(column)' jumps from \(rounded(before)) to \(rounded(after)) at \(time)\(others). It looks like "
        + "\(kind.rawValue)."
    case .nearConstant(let column, let value, let rows, let all):
      return
        "'\(column)' is \(rounded(value)) in \(percent(rows, of: all)) of the rows of the training part, so there is "
        + "little to learn."
    case .heldOutOutsideTraining(let column, let rows, let all, let low, let high):
      return "\(percent(rows, of: all)) of the held-out values of '\(column)' lie outside the training range, "
        + "\(rounded(low)) to \(rounded(high))."
    }
  }
}

extension PanelOptions.Resample {
  fileprivate func labels(_ aggregate: PanelOptions.Aggregate) -> String {
    isOfClock
      ? "each under the start of its period."
      : aggregate == .last ? "each under its own date." : "each under its last date."
  }

  private var article: String { name == "hour" ? "an" : "a" }

  /// Warns that the first or the last period may be incomplete.
  fileprivate func unfinished(_ first: String?, _ last: String?) -> String {
    (first.map { " The very first, from \($0), may belong to \(article) \(name) of which the beginning is missing." }
      ?? "")
      + (last.map { " The very last, of \($0), may belong to an unfinished \(name)." } ?? "")
  }
}
