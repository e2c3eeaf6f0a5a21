import Numbers
import TimeSeries

/// Columns on one time index, column-major during alignment.
struct Table {
  var names: [String]
  /// T of them, ascending.
  var times: [Timestamp]
  /// D columns of T values, NaN where there is none.
  var columns: [[Double]]
  /// D columns of T marks: whether the value is that of an earlier row, carried forward.
  var filled: [[Bool]]
  /// D columns of T instants: when a row's value was observed; nil where that is not known.
  var observed: [[Timestamp]?]

  var rows: Int { times.count }

  var rowMajor: [Double] { Table.rowMajor(columns, filler: .nan) }

  /// T × D marks, row-major.
  var rowMajorFilled: [Bool] { Table.rowMajor(filled, filler: false) }

  /// - Parameter filler: anything.
  private static func rowMajor<Value>(_ columns: [[Value]], filler: Value) -> [Value] {
    let D = columns.count
    var values = Array(repeating: filler, count: D * (columns.first?.count ?? 0))
    for (d, column) in columns.enumerated() { for (t, value) in column.enumerated() { values[t * D + d] = value } }
    return values
  }

  /// Leaves out all rows but these, which are in order.
  mutating func keep(_ kept: [Int]) {
    guard kept.count < rows else { return }
    times = kept.map { times[$0] }
    columns = columns.map { column in kept.map { column[$0] } }
    filled = filled.map { marks in kept.map { marks[$0] } }
    observed = observed.map { instants in instants.map { all in kept.map { all[$0] } } }
  }

  mutating func keepLast(_ count: Int) { keep(Array(times.indices.suffix(count))) }
}

// MARK: - Gaps, lags and changes

extension [Double] {
  /// Carries the last value forward over the first `limit` rows of a gap. It never fills backward or between two values,
  /// which would use the future.
  ///
  /// - Returns: for each row, whether it was filled.
  mutating func fillForward(limit: Int) -> [Bool] {
    var filled = [Bool](repeating: false, count: count)
    guard limit > 0 else { return filled }
    var (last, age) = (Double.nan, 0)
    for row in indices {
      if !self[row].isNaN {
        (last, age) = (self[row], 0)
      } else if !last.isNaN, age < limit {
        (self[row], filled[row]) = (last, true)
        age += 1
      }
    }
    return filled
  }
}

extension Table {
  /// Puts values on later rows: a column lagged by n has at row t what it had at row t - n. The first rows are removed, as
  /// many as the longest lag.
  ///
  /// No row gets a value from after its own time, which is that of the columns that are not lagged.
  ///
  /// - Returns: how many rows were removed.
  mutating func lag(_ lags: [String: Int]) -> Int {
    let longest = min(names.compactMap { lags[$0] }.max() ?? 0, rows)
    guard longest > 0 else { return 0 }
    for (index, name) in names.enumerated() {
      let lag = min(lags[name] ?? 0, longest)
      let kept = longest - lag..<rows - lag
      columns[index] = Array(columns[index][kept])
      filled[index] = Array(filled[index][kept])
      observed[index] = observed[index].map { Array($0[kept]) }
    }
    times = Array(times.dropFirst(longest))
    return longest
  }
}

extension Table {
  /// The change of variable, from one row to the next; all but levels lose the first row. A change has the time of
  /// observation and the fill mark of its later row.
  ///
  /// A change from or to a missing value is missing.
  func changed(_ change: PanelOptions.Change, _ resolution: Resolution) throws(PanelError.Fault) -> Table {
    if change == .levels { return self }
    var table = self
    table.times = Array(times.dropFirst())
    table.filled = filled.map { Array($0.dropFirst()) }
    table.observed = observed.map { $0.map { Array($0.dropFirst()) } }
    for (index, column) in columns.enumerated() {
      let levels = change == .differences ? column : try logarithms(of: index, change, resolution)
      table.columns[index] = zip(levels, levels.dropFirst()).map {
        change == .absoluteLogReturns ? ($1 - $0).magnitude : $1 - $0
      }
      if let row = table.columns[index].firstIndex(where: { $0.isInfinite }) {
        throw .overflow(
          column: names[index], time: table.times[row].text(resolution), values: [column[row], column[row + 1]])
      }
    }
    return table
  }

  private func logarithms(
    of index: Int, _ change: PanelOptions.Change, _ resolution: Resolution
  ) throws(PanelError.Fault) -> [Double] {
    let column = columns[index]
    if let row = column.firstIndex(where: { $0 <= 0 }) {
      throw .notPositive(
        column: names[index], time: times[row].text(resolution), value: column[row], rows: column.count { $0 <= 0 },
        change: change)
    }
    return column.map(logarithm)
  }
}
