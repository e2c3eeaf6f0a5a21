import Numbers
import TimeSeries

/// A panel as comma-separated text (RFC 4180, lines end in LF): a header, then a line for each row, the time first.
///
/// Numbers are the shortest text that reads back as the same bits; a missing value is an empty field; a field is quoted
/// where it must be. The time is ISO 8601 as far as the resolution goes, or the number of the row.
public struct PanelCSV: Sendable {
  /// Which values are written.
  public enum Values: String, Sendable, CaseIterable {
    /// In the units of the scaler, or in those of the columns.
    case scaled, unscaled
  }

  /// What is written.
  public var panel: Panel
  /// Which of its values.
  public var values: Values
  /// Whether names stay as they are that a spreadsheet would take for formulas.
  public var hasExactNames: Bool

  /// - Parameters:
  ///   - panel: what is written.
  ///   - values: The default is scaled: what the networks read.
  ///   - hasExactNames: whether names stay as they are that a spreadsheet would take for formulas. The default is to write
  ///     a `'` before them.
  public init(_ panel: Panel, _ values: Values = .scaled, hasExactNames: Bool = false) {
    (self.panel, self.values, self.hasExactNames) = (panel, values, hasExactNames)
  }

  /// Writes the text piece by piece, each piece some whole lines, so that a long panel is never in memory twice.
  public func write<Failure>(to sink: (String) throws(Failure) -> Void) throws(Failure) {
    var piece = CSVText.line(([timeName] + panel.columns).map { CSVText.text($0, isExact: hasExactNames) })
    let cells = values == .scaled ? panel.scaled : panel.values
    for (row, time) in panel.times.enumerated() {
      let numbers = cells[row * panel.width..<(row + 1) * panel.width].map(CSVText.number)
      piece += CSVText.line([time.text(panel.resolution)] + numbers)
      if piece.utf8.count >= PanelCSV.pieceSize {
        try sink(piece)
        piece = ""
      }
    }
    if !piece.isEmpty { try sink(piece) }
  }

  /// The whole text; less of it where the task is cancelled.
  public var text: String {
    var whole = ""
    do throws(CancellationError) {
      try write { (piece) throws(CancellationError) in
        if Task.isCancelled { throw CancellationError() }
        whole += piece
      }
    } catch {}
    return whole
  }

  /// Bytes after which a piece is handed on.
  private static let pieceSize = 32_768

  /// `time`, or `time_`, `time__` … where a column has that name.
  private var timeName: String {
    var name = "time"
    while panel.columns.contains(name) { name += "_" }
    return name
  }
}
