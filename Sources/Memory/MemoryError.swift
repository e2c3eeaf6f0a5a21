/// Why there are no findings.
public enum MemoryError: Error, Equatable, CustomStringConvertible {
  case tooShort(panel: String, part: String, rows: Int, needed: Int)
  case notANumber(panel: String, column: String, row: Int)
  case constant(panel: String, rows: Int)
  case noneTrained(panel: String, model: String, networks: Int, epoch: Int?)

  /// In a sentence, for a person.
  public var description: String {
    switch self {
    case .tooShort(let panel, let part, let rows, let needed):
      "cannot analyse '\(panel)': its \(part) part has \(rows) row\(rows == 1 ? "" : "s") and needs at least "
        + "\(needed); give it more data or a larger share of them"
    case .notANumber(let panel, let column, let row):
      "cannot analyse '\(panel)': row \(row) of column '\(column)' is not a finite number; "
        + "join the series on the dates they share, or allow gaps to be filled"
    case .constant(let panel, let rows):
      "cannot analyse '\(panel)': no column changes over the \(rows) rows of the training part, so there is nothing "
        + "to predict; look at the data, or take a longer training part"
    case .noneTrained(let panel, let model, let networks, let epoch):
      "cannot analyse '\(panel)': none of the \(networks) networks of the \(model) trained"
        + (epoch.map { ", the first loss that was no finite number came in epoch \($0)" } ?? "")
        + "; lower the learning rate, or look for outliers in the data"
    }
  }
}
