import Numbers
import TimeSeries

// Thresholds of the warnings; none changes a value of the panel.

/// Held-out values outside the training range, as a share of the held-out rows.
private let outsideShare = 0.05
/// The commonest value of the training part, as a share of its rows.
private let nearlyAll = 0.9
/// Rows that repeat the row before, as a share of the rows. Prices do so in less than 1 %; a market's holidays are 3 to 4 %.
private let repeatedShare = 0.02
/// A jump is a change of the logarithm by more than this (the S&P 500's largest in a day is 0.23), and by more than so
/// many times the usual change.
private let jumpSize = 0.25
private let jumpTimesUsual = 10.0
/// Largest distance of a jump from a power of ten, or from the reciprocal, in logarithms.
private let jumpMatch = 0.05

extension Table {
  /// What the panel's own values show, after the change of variable.
  func diagnostics(_ split: Split) -> [Diagnostic] {
    zip(names, columns).flatMap { name, column in
      [nearConstant(name, column, split), heldOutOutsideTraining(name, column, split)].compactMap { $0 }
    }
  }

  private func nearConstant(_ name: String, _ column: [Double], _ split: Split) -> Diagnostic? {
    let values = column[split.trainRows].filter { !$0.isNaN }.sorted()
    guard !values.isEmpty else { return nil }
    // A value that makes up more than half of a sorted run is in its middle.
    let value = values[values.count / 2]
    let rows = values.count { $0 == value }
    guard Double(rows) > nearlyAll * Double(values.count) else { return nil }
    return .nearConstant(column: name, value: value, rows: rows, of: values.count)
  }

  private func heldOutOutsideTraining(_ name: String, _ column: [Double], _ split: Split) -> Diagnostic? {
    let train = column[split.trainRows].filter { !$0.isNaN }
    let test = column[split.testRows].filter { !$0.isNaN }
    guard let low = train.min(), let high = train.max() else { return nil }
    let outside = test.count { $0 < low || $0 > high }
    guard Double(outside) > outsideShare * Double(test.count) else { return nil }
    return .heldOutOutsideTraining(column: name, rows: outside, of: test.count, low: low, high: high)
  }

  // MARK: - Levels

  /// What the joined values show before the change of variable.
  func diagnosticsOfLevels(_ resolution: Resolution) -> [Diagnostic] {
    columns.indices.flatMap { index in
      [repeats(index, resolution), jump(index, resolution)].compactMap { $0 }
    }
  }

  private func repeats(_ index: Int, _ resolution: Resolution) -> Diagnostic? {
    let column = columns[index]
    let rows = column.indices.dropFirst().filter { !filled[index][$0] && column[$0] == column[$0 - 1] }
    guard Double(rows.count) > repeatedShare * Double(column.count) else { return nil }
    let pattern = resolution == .day ? Diagnostic.RepeatPattern(of: rows, among: times) : nil
    return .repeats(column: names[index], rows: rows.count, of: column.count, pattern: pattern)
  }

  private func jump(_ index: Int, _ resolution: Resolution) -> Diagnostic? {
    let column = columns[index]
    guard !column.contains(where: { $0 <= 0 }) else { return nil }
    let logarithms = column.map(logarithm)
    let changes = column.indices.dropFirst().map { (row: $0, size: (logarithms[$0] - logarithms[$0 - 1]).magnitude) }
      .filter { !$0.size.isNaN }
    guard !changes.isEmpty else { return nil }
    let usual = Moments.quantile(0.5, of: changes.map(\.size))
    let jumps = changes.filter { $0.size > jumpSize && $0.size > jumpTimesUsual * usual }
    guard let largest = jumps.max(by: { $0.size < $1.size }) else { return nil }
    return .jump(
      column: names[index], time: times[largest.row].text(resolution), before: column[largest.row - 1],
      after: column[largest.row], looksLike: kind(logarithms[largest.row - 1], logarithms[largest.row]),
      count: jumps.count)
  }

  private func kind(_ before: Double, _ after: Double) -> Diagnostic.Jump {
    let powers = (after - before).magnitude / logarithm(10)
    let nearest = powers.rounded()
    if nearest >= 1, (powers - nearest).magnitude * logarithm(10) < jumpMatch { return .unit }
    return (after + before).magnitude < jumpMatch ? .reciprocal : .outlier
  }
}

extension Diagnostic {
  /// nil where less than a tenth of the rows had no value.
  static func missing(_ entry: AlignmentRecord.Entry) -> Diagnostic? {
    guard entry.missing * 10 >= entry.rowsRead, entry.missing > 0 else { return nil }
    return .missing(column: entry.column, rows: entry.missing, of: entry.rowsRead)
  }
}
