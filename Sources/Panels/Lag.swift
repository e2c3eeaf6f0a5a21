import Numbers
import TimeSeries

extension Table {
  /// Puts values on later rows: a column lagged by n has at row t what it had at row t - n. The first rows, which no
  /// value has been put on, go; as many as the longest lag.
  ///
  /// A row so never gets a value from after its own time. Its time stays that of the columns that are not lagged.
  ///
  /// - Returns: how many rows went.
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

extension PanelOptions {
  /// Refuses settings for columns that there are not, and what cannot be done to them.
  func check(columns: [String]) throws(PanelError.Fault) {
    for (option, names) in [("lag", Array(lag.keys)), ("observed", Array(observed.keys))] {
      if let unknown = names.sorted().first(where: { !columns.contains($0) }) {
        throw .unknownColumn(unknown, option: option, columns: columns, nearest: nearest(to: unknown, among: columns))
      }
    }
    if let (name, rows) = lag.sorted(by: { $0.key < $1.key }).first(where: { $0.value < 0 }) {
      throw .option(
        "lag", value: "\(name)=\(rows)", needed: "0 or more rows; lag the other columns to put this one ahead")
    }
  }
}
