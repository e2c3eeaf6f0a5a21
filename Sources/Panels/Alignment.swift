import TimeSeries

/// The join: the times of the panel, the values of each series there, and the rows lost.
///
/// The candidates are the times at which every series has a row (inner), any has (outer), or the first has (left). Gaps
/// are filled along the candidates. An inner join then drops rows with a gap; an outer or a left join keeps them. An
/// as-of join has its own candidates (`AsOf`) and drops rows with a gap.
struct Alignment {
  var table: Table
  var entries: [AlignmentRecord.Entry]
  var diagnostics: [Diagnostic]

  /// - Parameter runs: at least one, each with a value; all of this resolution, unless the join is an as-of join.
  init(_ runs: [Run], _ options: PanelOptions, _ resolution: Resolution) throws(PanelError.Fault) {
    let asOf = options.join == .asof ? try AsOf(runs, options) : nil
    table = if let asOf { asOf.table } else { try Alignment.joined(runs, options) }
    let columns = table.columns
    let complete = table.times.indices.filter { row in columns.allSatisfy { !$0[row].isNaN } }
    if complete.isEmpty {
      throw .nothingShared(
        columns: runs.map(\.name), ranges: runs.map { Alignment.text($0.range, $0.resolution) }, join: options.join)
    }
    if options.join == .inner || options.join == .asof { table.keep(complete) }
    if let asOf { table.filled = asOf.repeated(complete) }
    entries = []
    diagnostics = runs.flatMap(\.diagnostics)
    for (run, (column, marks)) in zip(runs, zip(table.columns, table.filled)) {
      try PanelError.Fault.checkCancellation(step: 0)
      account(for: run, column, marks, runs)
    }
    diagnostics += Diagnostic.unequalClocks(runs, resolution) + table.diagnosticsOfLevels(resolution)
  }

  private static func joined(_ runs: [Run], _ options: PanelOptions) throws(PanelError.Fault) -> Table {
    let times = try Alignment.calendar(of: runs, options.join)
    var columns: [[Double]] = []
    for run in runs { columns.append(try Alignment.cells(of: run, at: times)) }
    let filled = columns.indices.map { columns[$0].fillForward(limit: options.fillLimit) }
    return Table(
      names: runs.map(\.name), times: times, columns: columns, filled: filled,
      observed: runs.map { $0.instants(on: times) })
  }

  // MARK: - The calendar

  static func calendar(of runs: [Run], _ join: PanelOptions.Join) throws(PanelError.Fault) -> [Timestamp] {
    var times = runs.first?.times ?? []
    for run in runs.dropFirst() {
      try PanelError.Fault.checkCancellation(step: 0)
      switch join {
      case .left, .asof: break
      case .inner: times = common(times, run.times)
      case .outer: times = either(times, run.times)
      }
    }
    return times
  }

  private static func common(_ a: [Timestamp], _ b: [Timestamp]) -> [Timestamp] {
    var (result, i, j): ([Timestamp], Int, Int) = ([], 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] { result.append(a[i]) }
      let (left, right) = (a[i], b[j])
      if left <= right { i += 1 }
      if right <= left { j += 1 }
    }
    return result
  }

  private static func either(_ a: [Timestamp], _ b: [Timestamp]) -> [Timestamp] {
    var (result, i, j): ([Timestamp], Int, Int) = ([], 0, 0)
    while i < a.count, j < b.count {
      let (left, right) = (a[i], b[j])
      result.append(min(left, right))
      if left <= right { i += 1 }
      if right <= left { j += 1 }
    }
    return result + a[i...] + b[j...]
  }

  private static func cells(of run: Run, at times: [Timestamp]) throws(PanelError.Fault) -> [Double] {
    var (cells, next): ([Double], Int) = ([], 0)
    cells.reserveCapacity(times.count)
    for (row, time) in times.enumerated() {
      try PanelError.Fault.checkCancellation(step: row)
      while next < run.times.count, run.times[next] < time { next += 1 }
      cells.append(next < run.times.count && run.times[next] == time ? run.values[next] : .nan)
    }
    return cells
  }

  // MARK: - The account

  private mutating func account(for run: Run, _ column: [Double], _ filled: [Bool], _ runs: [Run]) {
    var entry = run.entry
    entry.filled = filled.count { $0 }
    entry.gaps = column.count { $0.isNaN }
    entry.dropped = run.valued - (column.count - entry.filled - entry.gaps)
    entries.append(entry)
    if entry.dropped > 0 {
      diagnostics.append(
        .rowsLost(
          column: run.name, rows: entry.dropped, of: run.valued,
          outsideSharedRange: run.valuesOutside(Self.shared(runs))))
    }
    if entry.filled > 0 { diagnostics.append(.filled(column: run.name, rows: entry.filled, of: column.count)) }
    if entry.gaps > 0 { diagnostics.append(.gaps(column: run.name, rows: entry.gaps, of: column.count)) }
  }

  /// From the latest beginning to the earliest end; nil where one series ends before another begins.
  private static func shared(_ runs: [Run]) -> ClosedRange<Timestamp>? {
    let ranges = runs.compactMap(\.range)
    guard let start = ranges.map(\.lowerBound).max(), let end = ranges.map(\.upperBound).min(), start <= end
    else { return nil }
    return start...end
  }

  private static func text(_ range: ClosedRange<Timestamp>?, _ resolution: Resolution) -> String {
    range.map { "\($0.lowerBound.text(resolution)) to \($0.upperBound.text(resolution))" } ?? "nothing"
  }
}

extension Run {
  fileprivate func valuesOutside(_ range: ClosedRange<Timestamp>?) -> Int {
    zip(times, values).count { time, value in !value.isNaN && range?.contains(time) != true }
  }
}
