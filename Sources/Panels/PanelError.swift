import Numbers
public import TimeSeries

/// Why a panel could not be made; the sentence is in `description`.
public struct PanelError: Error, Equatable {
  /// The name of the panel.
  public var panel: String
  /// The reason.
  public var fault: Fault

  package init(panel: String, fault: Fault) { (self.panel, self.fault) = (panel, fault) }

  /// Every way alignment can fail.
  public enum Fault: Error, Equatable {
    /// A field of the options, or the sum of two.
    case option(String, value: String, needed: String)
    case noSeries
    case sameName(String, origins: [String])
    case noValues(column: String, origin: String, rows: Int)
    case notFinite(column: String, time: String, value: Double)
    /// Some series have dates, others only row numbers.
    case mixedIndex(numbered: [String], dated: [String])
    /// Series without dates; as many rows as columns.
    case unequalLengths(columns: [String], rows: [Int])
    /// Different values for one time, ascending: the first such time, and how many there are.
    case conflict(column: String, time: String, values: [Double], times: Int)
    case outsideWindow(column: String, first: String, last: String, from: String?, to: String?)
    /// An as-of join without its tolerance.
    case noTolerance
    /// An as-of join of a series that is not of days or instants.
    case notOfDays(column: String, resolution: Resolution)
    /// An as-of join of a series of days without a time of observation.
    case noClock(column: String, origin: String)
    /// A time of observation in an unknown zone; without a column it is that of the as-of join.
    case unknownZone(String, column: String?, nearest: String?)
    /// An option for a column that does not exist.
    case unknownColumn(String, option: String, columns: [String], nearest: String?)
    /// No row has a value in every column; as many ranges as columns.
    case nothingShared(columns: [String], ranges: [String], join: PanelOptions.Join)
    /// The first value that has no logarithm, and how many there are.
    case notPositive(column: String, time: String, value: Double, rows: Int, change: PanelOptions.Change)
    /// A difference of two values that is not finite.
    case overflow(column: String, time: String, values: [Double])
    /// The sum of a period is not finite.
    case sum(column: String, period: PanelOptions.Resample, time: String)
    /// Rows after the join, and those left of them after the change of variable and the choice of the last rows.
    case tooShort(rows: Int, needed: Int, joined: Int, entries: [AlignmentRecord.Entry])
    case smallPart(String, rows: Int, of: Int)
    case noTrainingValues(column: String, rows: Int)
    case constant(column: String, value: Double, rows: Int)
    /// The two quartiles are one value, so the robust scale is zero.
    case noQuartiles(column: String, value: Double, rows: Int)
    /// Centre or scale is not finite, or the scale is rounded to zero.
    case outOfRange(column: String, low: Double, high: Double)
    /// A scaled value too large for Float32, in which the networks compute.
    case tooFar(column: String, time: String, scaled: Double)
    /// The first cell without a value, and how many there are.
    case gap(column: String, time: String, cells: Int)
    /// The task was cancelled; `Panel` throws a `CancellationError` for it.
    case cancelled
  }
}

extension PanelError: CustomStringConvertible {
  /// The panel and what is wrong with it.
  public var description: String { "cannot align '\(panel)': \(fault)" }
}

extension PanelError.Fault: CustomStringConvertible {
  /// What was found; what to do next.
  public var description: String {
    switch self {
    case .option(let name, let value, let needed):
      return "the option '\(name)' is '\(value)'; it must be \(needed)"
    case .noSeries: return "there is no series; name at least one source"
    case .sameName(let name, let origins):
      return "two columns are called '\(name)' (\(origins.joined(separator: " and "))); give one of them another name"
    case .noValues(let column, let origin, let rows):
      return
        "'\(column)' (\(origin)) has no value in \(counted(rows, "row")); check which column is read, and how the source "
        + "marks a missing value"
    case .notFinite(let column, let time, let value):
      return
        "'\(column)' is \(value) at \(time), which is not finite; correct the source, or mark the value as missing"
    case .mixedIndex(let numbered, let dated):
      return "\(quoted(numbered)) \(numbered.count == 1 ? "has" : "have") row numbers and \(quoted(dated)) "
        + "\(dated.count == 1 ? "has" : "have") dates, so their rows cannot be matched; "
        + "name the date column of the former, or make two panels"
    case .unequalLengths(let columns, let rows):
      let lengths = listed(zip(columns, rows).map { "'\($0)' has \(counted($1, "row"))" }, ", ")
      return "series without dates must have the same number of rows, but \(lengths); "
        + "cut them to the same length, or give them dates"
    case .conflict(let column, let time, let values, let times):
      let shown = values.prefix(4).map(asTyped).joined(separator: " and ")
      let more = values.count > 4 ? " and \(values.count - 4) more" : ""
      let others = times == 1 ? "" : ", and at \(times) times in all"
      return
        "'\(column)' has the values \(shown)\(more) for \(time)\(others); correct the source, or choose which to take: "
        + "first, last or mean"
    case .outsideWindow(let column, let first, let last, let from, let to):
      let window = [from.map { "from \($0)" }, to.map { "to \($0)" }].compactMap { $0 }.joined(separator: " ")
      return "'\(column)' has no value \(window); choose dates from \(first) to \(last)"
    case .noTolerance: return "an as-of join needs the option 'tolerance', the largest age of a value, such as 3d"
    case .notOfDays(let column, let resolution):
      let kind = resolution == .row ? "row numbers" : "\(resolution.rawValue)s"
      return "'\(column)' has \(kind), and an as-of join needs days or instants; use another join, or leave it out"
    case .noClock(let column, let origin):
      return
        "'\(column)' (\(origin)) has no time of observation, which an as-of join needs; set it "
        + "(observed: \(column)=16:00 America/New_York), or use another join"
    case .unknownZone(let zone, let column, let nearest):
      let place = column.map { "the time of observation of '\($0)'" } ?? "the time of the as-of join"
      return "\(place) has the unknown zone '\(zone)'; use a name such as Europe/Berlin, or UTC+05:30"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownColumn(let name, let option, let columns, let nearest):
      return "the option '\(option)' names the unknown column '\(name)'; the panel has " + quoted(columns)
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .nothingShared(let columns, let ranges, let join):
      let found = listed(zip(columns, ranges).map { "'\($0)' \($1)" }, ", ")
      return
        "at no time does every series have a value (\(join.rawValue) join): \(found); leave a series out, check its dates, "
        + "or " + (join == .asof ? "allow older values" : "fill gaps in an outer join")
    case .notPositive(let column, let time, let value, let rows, let change):
      let others = rows == 1 ? "" : " (the first of \(rows) such rows)"
      return
        "'\(column)' is \(asTyped(value)) at \(time)\(others), which has no logarithm for \(change.rawValue); use differences "
        + "or levels, or a range of dates without it"
    case .overflow(let column, let time, let values):
      let from = values.map(asTyped).joined(separator: " to ")
      return "'\(column)' goes from \(from) at \(time), too far for a floating-point number; use a smaller unit"
    case .sum(let column, let period, let time):
      return
        "the sum of '\(column)' over the \(period.name) of \(time) is no floating-point number; use a smaller unit"
    case .tooShort(let rows, let needed, let joined, let entries):
      return "\(counted(rows, "row")) would be left, and a panel needs at least \(needed). "
        + listed(entries.map(\.account), "; ") + "; the join has \(counted(joined, "row")). "
        + "Use longer series, series that share more dates or a wider range of dates, or fill gaps"
    case .smallPart(let part, let rows, let all):
      return "the \(part) part would be \(counted(rows, "row")) of \(all) and needs at least 2; change the shares"
    case .noTrainingValues(let column, let rows):
      return
        "'\(column)' has no value in the training part, the first \(counted(rows, "row")); start later, use the inner join, "
        + "or leave it out"
    case .constant(let column, let value, let rows):
      return
        "'\(column)' is \(asTyped(value)) throughout the training part, the first \(counted(rows, "row")), and cannot be "
        + "scaled; leave it out, or start where it changes"
    case .noQuartiles(let column, let value, let rows):
      return
        "'\(column)' is \(asTyped(value)) in at least half of the training part, the first \(counted(rows, "row")), so its "
        + "interquartile range is zero; use the z-score"
    case .outOfRange(let column, let low, let high):
      return
        "'\(column)' lies between \(asTyped(low)) and \(asTyped(high)) in the training part, so its scale is no "
        + "floating-point number; use another unit"
    case .tooFar(let column, let time, let scaled):
      return
        "'\(column)' is \(asTyped(scaled)) in units of its scale at \(time), too large for the networks "
        + "(Float32); correct the value, mark it as missing, or use another unit"
    case .gap(let column, let time, let cells):
      return
        "'\(column)' has no value at \(time)\(cells == 1 ? "" : ", the first of \(grouped(cells)) empty cells"); use the inner "
        + "join, or fill gaps of that length"
    case .cancelled: return "cancelled"
    }
  }

  /// Ends a long loop early when nobody waits for its result; called in every step, it looks in some of them.
  static func checkCancellation(step: Int) throws(PanelError.Fault) {
    if step & 0xFFFF == 0, Task.isCancelled { throw .cancelled }
  }
}

/// The first of many, and how many more there are: a table may have thousands of columns.
private func listed(_ texts: [String], _ separator: String) -> String {
  let more = texts.count > 12 ? "\(separator)and \(grouped(texts.count - 10)) more" : ""
  return texts.prefix(more.isEmpty ? texts.count : 10).joined(separator: separator) + more
}

extension AlignmentRecord.Entry {
  /// Where the rows of a series went: `'a' gave 50 rows: 3 without a value, 12 left out by the join`.
  fileprivate var account: String {
    let losses = [
      (missing, "without a value"), (duplicates, "repeated"), (outside, "outside the chosen dates"),
      (thinned, "beyond one a period"), (dropped, "left out by the join"),
    ]
    let parts = losses.filter { $0.0 > 0 }.map { "\($0) \($1)" }
    return "'\(column)' gave \(counted(rowsRead, "row"))" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}
