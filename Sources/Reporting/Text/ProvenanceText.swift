import Panels
import TimeSeries

/// Where the data in report.txt come from, what alignment counted, and what a reader should be warned of.
extension TextPage {
  mutating func provenance(_ dataset: Dataset) {
    let panel = dataset.panel
    heading("Data and provenance: \(panel.name)")
    let span = [panel.times.first, panel.times.last].compactMap { $0?.text(panel.resolution) }
    paragraph(
      "\(NumberText.count(panel.rows)) rows, \(panel.width) column\(panel.width == 1 ? "" : "s"),"
        + " \(panel.resolution == .row ? "rows" : "") \(span.joined(separator: " to ")):"
        + " \(NumberText.count(panel.split.train)) train, \(NumberText.count(panel.split.validation)) choose the epoch,"
        + " \(NumberText.count(panel.split.test)) are held out. Scaling: \(panel.scaler.kind.rawValue), fitted on the"
        + " training part.")
    var table = TextTable(header: [
      "column", "rows read", "missing", "repeated", "unordered", "left out", "filled",
    ])
    for entry in panel.ledger.entries {
      let order = entry.reversed ? "reversed" : NumberText.count(entry.inversions)
      table.rows.append(
        [LadderText.name(entry.column)] + [entry.rowsRead, entry.missing, entry.duplicates].map(NumberText.count)
          + [order] + [entry.dropped, entry.filled].map(NumberText.count))
    }
    if !table.rows.isEmpty { self.table(table) }
    for entry in panel.ledger.entries { origin(entry) }
    if let gap = panel.ledger.longestGap { paragraph("Longest gap: \(gap).", indent: "  ") }
    for warning in panel.ledger.warnings { item(warning, sign: "!") }
  }

  private mutating func origin(_ entry: AlignmentRecord.Entry) {
    paragraph(
      "\(entry.origin), \(entry.first) to \(entry.last)" + (entry.observed.map { ", observed at \($0)" } ?? "")
        + (entry.lag > 0 ? ", lag \(entry.lag)" : ""), indent: "    ",
      first: "  \(TextTable.cut(TextFlow.oneLine(entry.column), 40)): ")
    for document in entry.documents {
      paragraph("fetched \(document.fetched): \(document.url)", indent: "      ", first: "    ")
      paragraph(document.sha256, indent: "      ", first: "    sha256 ")
    }
    for note in entry.notes { paragraph(TextFlow.oneLine(note), indent: "      ", first: "    note: ") }
  }
}
