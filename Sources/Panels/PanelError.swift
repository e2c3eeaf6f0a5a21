import Numbers
public import TimeSeries

/// Why there is no panel: which one, and the fault; the sentence is in `description`.
public struct PanelError: Error, Equatable {
  /// The name the panel was to have.
  public var panel: String
  /// What is wrong.
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
    /// Different values for one time, ascending; `times` counts the times where that is so, the first is given.
    case conflict(column: String, time: String, values: [Double], times: Int)
    case outsideWindow(column: String, first: String, last: String, from: String?, to: String?)
    /// No row has a value in every column; as many ranges as columns.
    case noTolerance
    /// An as-of join of a series that is not of days or instants; of a series of days that does not say when they were
    /// observed.
    case notOfDays(column: String, resolution: Resolution)
    case noClock(column: String, origin: String)
    /// A time of observation in a zone that there is not; of a column, or that of the as-of join.
    case unknownZone(String, column: String?, nearest: String?)
    /// An option for a column that there is not.
    case unknownColumn(String, option: String, columns: [String], nearest: String?)
    case nothingShared(columns: [String], ranges: [String], join: PanelOptions.Join)
    /// The first value that has no logarithm, and how many there are.
    case notPositive(column: String, time: String, value: Double, rows: Int, change: PanelOptions.Change)
    /// A difference of two values that is no finite number.
    case overflow(column: String, time: String, values: [Double])
    /// Rows after the join, and those left of them after the change of variable and the choice of the last rows.
    case tooShort(rows: Int, needed: Int, joined: Int, entries: [AlignmentRecord.Entry])
    case smallPart(String, rows: Int, of: Int)
    case noTrainingValues(column: String, rows: Int)
    case constant(column: String, value: Double, rows: Int)
    /// The two quartiles are one value, so the robust scale is zero.
    case noQuartiles(column: String, value: Double, rows: Int)
    /// Centre or scale is no finite number, or the scale is zero for want of digits.
    case outOfRange(column: String, low: Double, high: Double)
    /// A scaled value that Float32, in which the networks compute, does not hold.
    case tooFar(column: String, time: String, scaled: Double)
    /// A cell without a value, in a panel that must not have one, and how many there are.
    case gap(column: String, time: String, cells: Int)
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
        "'\(column)' (\(origin)) has no value in \(counted(rows, "row")); check which column of the source is read, "
        + "and what it writes for a missing value"
    case .notFinite(let column, let time, let value):
      return
        "'\(column)' is \(value) at \(time), which is no finite number; correct the source, or mark the value as missing"
    case .mixedIndex(let numbered, let dated):
      return "\(list(numbered)) \(numbered.count == 1 ? "has" : "have") row numbers and \(list(dated)) "
        + "\(dated.count == 1 ? "has" : "have") dates, so it is unknown which rows belong together; "
        + "name the column of dates of the former, or make two panels"
    case .unequalLengths(let columns, let rows):
      let lengths = zip(columns, rows).map { "'\($0)' has \(counted($1, "row"))" }.joined(separator: ", ")
      return "series without dates must have the same number of rows, and \(lengths); "
        + "cut them to the same length, or give them dates"
    case .conflict(let column, let time, let values, let times):
      let shown = values.prefix(4).map(asTyped).joined(separator: " and ")
      let more = values.count > 4 ? " and \(values.count - 4) more" : ""
      let others = times == 1 ? "" : ", and so \(times) times in all"
      return
        "'\(column)' has the values \(shown)\(more) for \(time)\(others); correct the "
        + "source, or say which to take: first, last or mean"
    case .outsideWindow(let column, let first, let last, let from, let to):
      let window = [from.map { "from \($0)" }, to.map { "to \($0)" }].compactMap { $0 }.joined(separator: " ")
      return "'\(column)' has no value \(window), its values are of \(first) to \(last); ask for dates that it has"
    case .noTolerance: return "an as-of join needs the option 'tolerance': how old a value may be, such as 3d"
    case .notOfDays(let column, let resolution):
      let kind = resolution == .row ? "row numbers" : "\(resolution.rawValue)s"
      return "'\(column)' has \(kind), and an as-of join needs days or instants; take another join, or leave it out"
    case .noClock(let column, let origin):
      return
        "'\(column)' (\(origin)) does not say when in the day it was observed, which an as-of join must know; say it "
        + "(observed: \(column)=16:00 America/New_York), or take another join"
    case .unknownZone(let zone, let column, let nearest):
      let place = column.map { "'\($0)' was observed" } ?? "the join is as of a time"
      return
        "\(place) in the zone '\(zone)', which is not known; take a name such as Europe/Berlin, or UTC+05:30"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownColumn(let name, let option, let columns, let nearest):
      return "the option '\(option)' is for a column '\(name)', and there \(columns.count == 1 ? "is" : "are") "
        + list(columns) + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .nothingShared(let columns, let ranges, let join):
      let found = zip(columns, ranges).map { "'\($0)' \($1)" }.joined(separator: ", ")
      return
        "there is no time at which every series has a value (\(join.rawValue) join): \(found); leave out the series "
        + "that does not belong, check its dates, or "
        + (join == .asof ? "allow values to be older" : "allow gaps to be filled in an outer join")
    case .notPositive(let column, let time, let value, let rows, let change):
      let others = rows == 1 ? "" : " (the first of \(rows) such rows)"
      return
        "'\(column)' is \(asTyped(value)) at \(time)\(others), which has no logarithm, as the change to \(change.rawValue) "
        + "needs; take differences or levels, or a range of dates without it"
    case .overflow(let column, let time, let values):
      let from = values.map(asTyped).joined(separator: " to ")
      return "'\(column)' goes from \(from) at \(time), too far for a floating-point number; take a smaller unit"
    case .tooShort(let rows, let needed, let joined, let entries):
      return "\(counted(rows, "row")) would be left, and a panel needs at least \(needed). "
        + entries.map(\.account).joined(separator: "; ") + "; the join has \(counted(joined, "row")). "
        + "Bring longer series or such as share their dates, take a wider range of dates, or allow gaps to be filled"
    case .smallPart(let part, let rows, let all):
      return "the \(part) part would be \(counted(rows, "row")) of \(all) and needs at least 2; change the shares"
    case .noTrainingValues(let column, let rows):
      return
        "'\(column)' has no value in the training part, the first \(counted(rows, "row")); start later, take the inner "
        + "join, or leave it out"
    case .constant(let column, let value, let rows):
      return
        "'\(column)' is \(asTyped(value)) throughout the training part, the first \(counted(rows, "row")), and cannot be "
        + "scaled; leave it out, or start where it changes"
    case .noQuartiles(let column, let value, let rows):
      return
        "'\(column)' is \(asTyped(value)) in at least half of the training part, the first \(counted(rows, "row")), so its "
        + "interquartile range is zero and it cannot be scaled that way; take the z-score"
    case .outOfRange(let column, let low, let high):
      return
        "'\(column)' lies between \(asTyped(low)) and \(asTyped(high)) in the training part, too large or too small for its "
        + "scale to be a floating-point number; take another unit"
    case .tooFar(let column, let time, let scaled):
      return
        "'\(column)' is \(asTyped(scaled)) in units of its scale at \(time), too far from the training part for the "
        + "networks' arithmetic; correct the value, mark it as missing, or take another unit"
    case .gap(let column, let time, let cells):
      return "'\(column)' has no value at \(time), and \(counted(cells, "cell")) in all; take the inner join, or allow "
        + "gaps of that length to be filled"
    }
  }

  private func list(_ columns: [String]) -> String { columns.map { "'\($0)'" }.joined(separator: ", ") }
}

extension AlignmentRecord.Entry {
  /// Where the rows of a series went, in words: `'a' gave 50 rows: 3 without a value, 12 left out by the join`.
  fileprivate var account: String {
    let losses = [
      (missing, "without a value"), (duplicates, "repeated"), (outside, "outside the dates asked for"),
      (thinned, "not the last of their period"), (dropped, "left out by the join"),
    ]
    let parts = losses.filter { $0.0 > 0 }.map { "\($0) \($1)" }
    return "'\(column)' gave \(counted(rowsRead, "row"))" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}
