import Numbers
import TimeSeries

extension Table {
  /// The change of variable, from one row to the next; all but levels have one row less, the first. What was known of
  /// the later row, when it was observed and whether it was filled, is known of the change.
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
