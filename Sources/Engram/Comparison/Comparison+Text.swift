import Reporting

extension Comparison {
  /// The comparison as plain text, no line wider than 80 columns.
  public var text: String {
    let width = 80
    var lines = ["A  \(a.path)", "B  \(b.path)"].flatMap { TextFlow.wrap($0, width: width, indent: "   ", first: "") }
    for section in [opening] + sections {
      lines += ["", section.title, String(repeating: "-", count: section.title.count)]
      for sentence in section.sentences { lines += TextFlow.wrap(sentence, width: width) }
      if !section.rows.isEmpty {
        let rows = section.rows.map { row in row.cells.map { TextTable.fitting($0, 28) } }
        lines += TextTable(header: section.header, rows: rows).lines(width: width)
      }
      for item in section.items {
        lines += TextFlow.wrap(item.name, width: width, indent: "    ", first: "  ")
        lines += TextFlow.wrap(item.a, width: width, indent: "       ", first: "    A  ")
        lines += TextFlow.wrap(item.b, width: width, indent: "       ", first: "    B  ")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension TextTable {
  /// A cell of one line and of so many characters at most, so that no name makes a table wider than a terminal.
  fileprivate static func fitting(_ text: String, _ width: Int) -> String {
    let line = TextFlow.oneLine(text)
    return line.count <= width ? line : line.prefix(width - 1) + "…"
  }
}
