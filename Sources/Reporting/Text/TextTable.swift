/// Columns of plain text: the first flush left, the others flush right, each as wide as its widest cell.
package struct TextTable {
  package var header: [String]
  package var rows: [[String]] = []

  package init(header: [String], rows: [[String]] = []) { (self.header, self.rows) = (header, rows) }

  /// The lines, indented by two; a first cell that makes the table wider than `width` is cut with an ellipsis.
  package func lines(width: Int) -> [String] {
    let all = [header] + rows
    var widths = header.indices.map { column in
      all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    guard let first = widths.first else { return [] }
    let rest = widths.dropFirst().reduce(0) { $0 + $1 + 2 }
    widths[0] = min(first, max(8, width - 2 - rest))
    return all.map { row in
      var line = "  "
      for (column, cell) in row.enumerated() where column < widths.count {
        let text = column == 0 ? TextTable.cut(cell, widths[0]) : cell
        let space = String(repeating: " ", count: max(0, widths[column] - text.count))
        line += column == 0 ? text + space : "  " + space + text
      }
      return String(line.trimmingSuffix { $0 == " " })
    }
  }

  static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(max(0, width - 1)) + "…"
  }
}

extension String {
  fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
    var end = endIndex
    while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}

/// Plain text in lines.
package enum TextFlow {
  /// Breaks at spaces; a word longer than a line is broken where the line ends. Line breaks and other control
  /// characters of the text become spaces, so that no name can fake a line of the report.
  package static func wrap(_ text: String, width: Int, indent: String = "", first: String? = nil) -> [String] {
    let plain = oneLine(text)
    var lines: [String] = []
    var line = first ?? indent
    var isEmpty = true
    for word in plain.split(separator: " ") {
      var rest = word
      if !isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        (line, isEmpty) = (indent, true)
      }
      while line.count + (isEmpty ? 0 : 1) + rest.count > width {
        let room = max(1, width - line.count - (isEmpty ? 0 : 1))
        lines.append(line + (isEmpty ? "" : " ") + rest.prefix(room))
        rest = rest.dropFirst(room)
        (line, isEmpty) = (indent, true)
      }
      line += (isEmpty ? "" : " ") + rest
      isEmpty = false
    }
    return lines + (isEmpty && !lines.isEmpty ? [] : [line])
  }

  package static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
