import Numbers

/// Why there are no findings.
public enum MemoryError: Error, Equatable, CustomStringConvertible {
  case tooShort(panel: String, part: String, rows: Int, needed: Int)
  case notANumber(panel: String, column: String, row: Int)
  case constant(panel: String, rows: Int)
  case noneTrained(panel: String, model: String, networks: Int, epoch: Int?)

  /// What was found, and what to do next.
  public var description: String {
    switch self {
    case .tooShort(let panel, let part, let rows, let needed):
      "cannot analyse '\(panel)': its \(part) part has \(counted(rows, "row")) and needs \(needed); use more data, or a "
        + "larger share for this part"
    case .notANumber(let panel, let column, let row):
      "cannot analyse '\(panel)': row \(row) of column '\(column)' is not a finite number; use the inner join, or fill gaps"
    case .constant(let panel, let rows):
      "cannot analyse '\(panel)': every column is constant over the \(rows) rows of the training part; check the data, or "
        + "use a longer training part"
    case .noneTrained(let panel, let model, let networks, let epoch):
      "cannot analyse '\(panel)': none of the \(networks) networks of the \(model) trained"
        + (epoch.map { ", the loss diverged first in epoch \($0)" } ?? "")
        + "; lower the learning rate, or look for outliers in the data"
    }
  }
}
