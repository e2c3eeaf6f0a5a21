import Memory
import Numbers
import Panels
import TimeSeries

/// Where the data come from, what alignment counted, and what a reader should be warned of.
extension ReportModel {
  var provenance: Section {
    let record = data.panel.ledger
    let gap = record.longestGap.map { " The longest gap between two rows is \($0)." } ?? ""
    var blocks: [Block] = []
    if !record.entries.isEmpty { blocks.append(.table(ReportModel.counts(record))) }
    blocks.append(
      .paragraph(
        "Scaling: \(data.panel.scaler.kind.rawValue), fitted on the training part."
          + gap))
    if !record.warnings.isEmpty { blocks += [.heading("Warnings"), .warnings(record.warnings)] }
    let notes = record.entries.flatMap { entry in entry.notes.map { "\(entry.column): \($0)" } }
    if !notes.isEmpty { blocks.append(.pageOnly([.heading("Notes on the sources"), .list(notes)])) }
    blocks.append(.pageOnly([.paragraph("report.txt has every request and document, with its SHA-256.")]))
    if !record.entries.isEmpty {
      blocks.append(.textOnly([.heading("Sources"), .sources(record.entries.map(SourceItem.init))]))
    }
    let warned = record.warnings.isEmpty ? "" : ", \(counted(record.warnings.count, "warning"))"
    return Section(
      "provenance", "Where the data come from", folded: "sources, what alignment counted\(warned)", blocks)
  }

  private static func counts(_ record: AlignmentRecord) -> Table {
    Table(
      "Rows of each source: read, left out and why, used",
      columns: [
        "column", "read", "without a value", "repeated", "outside the dates", "thinned", "left out by the join",
        "carried forward", "used", "order",
      ],
      rows: record.entries.map { entry in
        let lost = entry.missing + entry.duplicates + entry.outside + entry.thinned + entry.dropped
        let order =
          entry.reversed
          ? "newest first" : entry.inversions == 0 ? "ascending" : "\(grouped(entry.inversions)) out of order"
        return .init(
          entry.column,
          [
            entry.rowsRead, entry.missing, entry.duplicates, entry.outside, entry.thinned, entry.dropped, entry.filled,
            entry.rowsRead - lost,
          ].map { .count($0) } + [.text(order)])
      })
  }
}

extension SourceItem {
  fileprivate init(_ entry: AlignmentRecord.Entry) {
    column = entry.column
    facts = [
      Fact(name: "request", text: entry.origin),
      Fact(name: "read from, to", text: "\(entry.first) to \(entry.last)"),
    ]
    if let observed = entry.observed { facts.append(Fact(name: "observed at", text: observed)) }
    if entry.lag > 0 { facts.append(Fact(name: "moved", text: "\(counted(entry.lag, "row")) later")) }
    for document in entry.documents {
      if let recorded = document.recorded {
        facts += [
          Fact(name: "recording", text: recorded),
          Fact(name: "stands for", text: document.url),
        ]
      } else {
        facts.append(Fact(name: "document", text: document.url))
      }
      if let fetched = document.fetched { facts.append(Fact(name: "fetched", text: fetched)) }
      facts.append(Fact(name: "SHA-256", text: document.sha256))
    }
    facts +=
      entry.notes.map { Fact(name: "note", text: $0) }
      + entry.steps.map { Fact(name: "step", text: $0) }
  }
}
