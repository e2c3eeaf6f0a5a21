/// Columns of plain text: the first flush left, the others flush right, each as wide as its widest cell.
package struct TextTable {
  package var header: [String]
  package var rows: [[String]] = []

  package init(header: [String], rows: [[String]] = []) { (self.header, self.rows) = (header, rows) }

  /// The lines, indented by two and no wider than `width`. Where the table is wider, the first cells are broken at
  /// spaces; where that is not enough, the columns are stacked in blocks of about as many, each with the first column.
  package func lines(width: Int) -> [String] {
    let room = width - 2
    var widths = header.indices.map { column in
      ([header] + rows).map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    guard let first = widths.first else { return [] }
    let others = Array(widths.indices.dropFirst())
    let rest = others.reduce(0) { $0 + widths[$1] + 2 }
    let narrowest = max(8, min(first, 20, room / 3))
    widths[0] = min(first, max(narrowest, room - rest))
    if widths[0] + rest <= room || others.isEmpty { return lines(of: others, widths) }
    widths[0] = min(first, max(narrowest, room / 3))
    for column in others { widths[column] = min(widths[column], max(1, room - widths[0] - 2)) }
    let blocks = TextTable.blocks(others, widths, room: room - widths[0])
    return Array(blocks.map { lines(of: $0, widths) }.joined(separator: [""]))
  }

  /// The columns in as few runs as fit, with as many columns each as can be.
  private static func blocks(_ columns: [Int], _ widths: [Int], room: Int) -> [[Int]] {
    var blocks: [[Int]] = []
    var used = room + 1
    for column in columns {
      used += widths[column] + 2
      if used > room {
        blocks.append([])
        used = widths[column] + 2
      }
      blocks[blocks.count - 1].append(column)
    }
    let share = (columns.count + blocks.count - 1) / max(1, blocks.count)
    let even = stride(from: 0, to: columns.count, by: max(1, share)).map { start in
      Array(columns[start..<min(start + share, columns.count)])
    }
    return even.allSatisfy { $0.reduce(0) { $0 + widths[$1] + 2 } <= room } ? even : blocks
  }

  private func lines(of columns: [Int], _ widths: [Int]) -> [String] {
    ([header] + rows).flatMap { row in
      let first = row.first ?? ""
      // A name that is indented belongs to the row above.
      let lead = String(first.prefix { $0 == " " })
      let name = TextFlow.wrap(first, width: widths[0], indent: lead + "  ", first: lead)
      var line = "  " + name[0] + String(repeating: " ", count: max(0, widths[0] - name[0].count))
      for column in columns {
        let text = TextTable.cut(column < row.count ? row[column] : "", widths[column])
        line += "  " + String(repeating: " ", count: max(0, widths[column] - text.count)) + text
      }
      return [String(line.trimmingSuffix { $0 == " " })] + name.dropFirst().map { "  " + $0 }
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
