import Reporting

extension Comparison {
  /// The comparison as plain text, no line wider than 80 columns.
  public var text: String {
    let width = 80
    /// A number and its unit stay on one line.
    func wrap(_ text: String, indent: String = "", first: String? = nil) -> [String] {
      TextFlow.wrap(text.replacing(" %", with: "\u{A0}%"), width: width, indent: indent, first: first)
        .map { $0.replacing("\u{A0}%", with: " %") }
    }
    var lines = wrap(a.path, indent: "   ", first: "A  ") + wrap(b.path, indent: "   ", first: "B  ")
    for section in [opening] + sections {
      lines += ["", section.title, String(repeating: "-", count: section.title.count)]
      for sentence in section.sentences { lines += wrap(sentence) }
      if !section.rows.isEmpty {
        let rows = section.rows.map { row in row.cells.map { TextTable.fitting($0, 28) } }
        lines += TextTable(header: section.header, rows: rows).lines(width: width)
      }
      for item in section.items {
        lines += wrap(item.name, indent: "    ", first: "  ")
        lines += wrap(item.a, indent: "       ", first: "    A  ")
        lines += wrap(item.b, indent: "       ", first: "    B  ")
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
