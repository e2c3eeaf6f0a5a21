/// Tables in columns of plain text: names flush left, figures flush right, each column as wide as its widest cell.
extension Table {
  /// The lines, indented by two and no wider than `width`. Headings and names are broken at spaces. A table that is still
  /// too wide is stacked in blocks of columns, each with the names: its groups, or about as many columns each.
  package func lines(width: Int) -> [String] {
    let all = TextColumns(self)
    guard !groups.isEmpty else { return all.lines(Array(columns.indices.dropFirst()), corner: columns[0].title, width) }
    var start = 1
    let blocks = groups.map { group in
      defer { start += group.span }
      return all.lines(Array(start..<start + group.span), corner: group.title, width)
    }
    return Array(blocks.joined(separator: [""]))
  }
}

private struct TextColumns {
  private let columns: [Table.Column]
  /// The names first; a name that is indented belongs to the row above.
  private let rows: [[String]]
  /// Of each column; the longest word of a heading always fits.
  private let widths: [Int]

  init(_ table: Table) {
    columns = table.columns
    rows = table.rows.map { row in
      [(row.isIndented ? "  " : "") + TextFlow.cut(row.name, 120)] + row.cells.map { TextFlow.oneLine($0.text) }
    }
    widths = columns.indices.map { [rows, columns] index in
      let words = TextFlow.words(columns[index].title).map(\.count)
      let cells = rows.map { index < $0.count ? $0[index].count : 0 }
      return max(words.max() ?? 0, cells.max() ?? 0)
    }
  }

  func lines(_ others: [Int], corner: String, _ width: Int) -> [String] {
    let room = width - 2
    let first = max(widths[0], min(corner.count, 20))
    let narrowest = max(8, min(first, 20, room / 3))
    var others = others.map { (index: $0, width: widths[$0]) }
    // Sentences take what is left of the line.
    if let last = others.indices.last, columns[others[last].index].isProse {
      for index in others.indices.dropLast() { others[index].width = min(others[index].width, 16) }
      let taken = others.dropLast().reduce(min(first, room / 2)) { $0 + $1.width + 2 } + 2
      others[last].width = max(10, min(others[last].width, room - taken))
    }
    let taken = others.reduce(0) { $0 + $1.width + 2 }
    if others.isEmpty || narrowest + taken <= room {
      return lines(others, corner, first: min(first, max(narrowest, room - taken)))
    }
    let names = min(first, max(narrowest, room / 3))
    for index in others.indices { others[index].width = min(others[index].width, max(1, room - names - 2)) }
    return Array(
      TextColumns.blocks(others, room: room - names).map { lines($0, corner, first: names) }.joined(separator: [""]))
  }

  /// The columns in as few runs as fit, with as many columns each as can be.
  private static func blocks(_ columns: [(index: Int, width: Int)], room: Int) -> [[(index: Int, width: Int)]] {
    var blocks: [[(index: Int, width: Int)]] = []
    var used = room + 1
    for column in columns {
      used += column.width + 2
      if used > room {
        blocks.append([])
        used = column.width + 2
      }
      blocks[blocks.count - 1].append(column)
    }
    let share = (columns.count + blocks.count - 1) / max(1, blocks.count)
    let even = stride(from: 0, to: columns.count, by: max(1, share)).map { start in
      Array(columns[start..<min(start + share, columns.count)])
    }
    return even.allSatisfy { $0.reduce(0) { $0 + $1.width + 2 } <= room } ? even : blocks
  }

  private func lines(_ others: [(index: Int, width: Int)], _ corner: String, first: Int) -> [String] {
    let heading = line(
      TextFlow.wrap(corner, width: first), others.map { TextFlow.wrap(columns[$0.index].title, width: $0.width) },
      others,
      first: first, fromBelow: true)
    return heading
      + rows.flatMap { row in
        let lead = row[0].hasPrefix("  ") ? "  " : ""
        let name = TextFlow.wrap(row[0], width: first, indent: lead + "  ", first: lead.isEmpty ? "" : lead)
        let cells = others.map { column in
          TextFlow.wrap(column.index < row.count ? row[column.index] : "", width: column.width)
        }
        return line(name, cells, others, first: first, fromBelow: false)
      }
  }

  /// One row of cells that may have several lines each.
  private func line(
    _ name: [String], _ cells: [[String]], _ others: [(index: Int, width: Int)], first: Int, fromBelow: Bool
  ) -> [String] {
    let height = max(name.count, cells.map(\.count).max() ?? 0)
    return (0..<height).map { number in
      func part(_ lines: [String]) -> String {
        let place = fromBelow ? number - (height - lines.count) : number
        return lines.indices.contains(place) ? lines[place] : ""
      }
      func spaces(_ width: Int, _ text: String) -> String { String(repeating: " ", count: max(0, width - text.count)) }
      var line = "  " + part(name) + spaces(first, part(name))
      for (cell, column) in zip(cells, others) {
        let (text, isProse) = (part(cell), columns[column.index].isProse)
        line += "  " + (isProse ? text + spaces(column.width, text) : spaces(column.width, text) + text)
      }
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
