package import TimeSeries

extension XMLFormat {
  /// The series of a document with all their rows, in the order of the values.
  ///
  /// A document that is not well formed to its last byte gives no row, as it may have been cut off.
  ///
  /// - Parameters:
  ///   - body: the whole document, in the encoding it declares.
  ///   - file: the path or address, for errors.
  ///   - origin: of the series; what the dates showed is added to its notes.
  ///   - name: of a single series, the prefix of several. The default is the names of the values.
  /// - Throws: `.badData` with the line and the row, where the column counts cells and the date is the first; `.empty`;
  ///   `.unusable`.
  package func series(
    from body: [UInt8], file: String, origin: Origin, name: String? = nil
  ) throws(FormatError) -> [Series] {
    try XMLReader.walking(body, file: file) { (reader: inout XMLReader) throws(FormatError) -> [Series] in
      var reading = XMLReading(self, file: file, reader)
      try reading.readAll(&reader)
      return try reading.finish(origin: origin, name: name)
    }
  }
}

/// One pass over a document.
private struct XMLReading {
  private let format: XMLFormat
  private let file: String
  private let places: Places
  private var row: XMLScope
  private var refusals: [XMLScope]
  private var rows: RowReading
  /// Whether a value was found in any row.
  private var seen: [Bool]
  private var root = ""
  /// The names in the first row, for an error about a name that is in no row.
  private var names: [String] = []

  init(_ format: XMLFormat, file: String, _ reader: borrowing XMLReader) {
    (self.format, self.file) = (format, file)
    places = Places(file: file, names: ["date"] + format.values.map(\.name))
    row = XMLScope(format.row, [format.date] + format.values.map(\.path), reader)
    var refusals: [XMLScope] = []
    for refusal in format.refusals { refusals.append(XMLScope(refusal.element, [refusal.words], reader)) }
    self.refusals = refusals
    rows = RowReading(format.cells, names: format.values.map(\.name), file: file, countsRows: true)
    seen = [Bool](repeating: false, count: format.values.count)
  }

  mutating func readAll(_ reader: inout XMLReader) throws(FormatError) {
    while let event = try reader.next() {
      switch event {
      case .start(let node):
        if root.isEmpty { root = node.name }
        let line = reader.line(of: node)
        row.start(node, depth: reader.depth, line: line)
        if rows.count == 0, row.isOpen { note(node) }
        for index in refusals.indices { refusals[index].start(node, depth: reader.depth, line: line) }
      case .text(let node):
        if row.isOpen { row.text(node, depth: reader.depth) }
        for index in refusals.indices where refusals[index].isOpen {
          refusals[index].text(node, depth: reader.depth)
        }
      case .end:
        // The element that ended was one level deeper.
        for index in refusals.indices where refusals[index].end(depth: reader.depth + 1) {
          throw refusal(format.refusals[index], refusals[index])
        }
        if row.end(depth: reader.depth + 1) { try takeRow() }
      }
    }
  }

  private mutating func takeRow() throws(FormatError) {
    let date = row.cells[0]
    guard date.isFound else {
      throw .badData(
        places.cell(0, line: row.line), problem: "there is no date '\(format.date)' in row \(rows.count + 1)",
        advice: "There are: \(names.joined(separator: ", "))")
    }
    let places = places
    try rows.begin(date: cell(date), line: date.line) { places.cell(0, line: date.line) }
    for slot in format.values.indices where row.cells[slot + 1].isFound {
      seen[slot] = true
      let value = row.cells[slot + 1]
      try rows.set(slot, cell(value)) { places.cell(slot + 1, line: value.line) }
    }
    rows.end()
  }

  private func cell(_ cell: XMLScope.Cell) -> RowReading.Cell {
    RowReading.Cell(bytes: cell.bytes, range: cell.bytes.indices)
  }

  private func refusal(_ refusal: XMLFormat.Refusal, _ scope: XMLScope) -> FormatError {
    let cell = scope.cells[0]
    var words = excerpt(cell.bytes, trimmedLines(cell.bytes, cell.bytes.indices), longest: 300)
    if words.hasSuffix(".") { words.removeLast() }
    return .unusable(
      file, problem: "the server sent '\(refusal.element)' instead of data" + (words.isEmpty ? "" : ": \(words)"),
      advice: "Check the request")
  }

  /// Remembers the names in the first row.
  private mutating func note(_ node: XMLNode) {
    guard names.count < 40 else { return }
    if !names.isEmpty { names.append(node.name) }
    for name in node.attributeNames { names.append(name) }
    if names.isEmpty { names.append(node.name) }
  }

  mutating func finish(origin: Origin, name: String?) throws(FormatError) -> [Series] {
    if rows.count > 0, let slot = seen.firstIndex(of: false) {
      throw .badData(
        places.cell(slot + 1, line: row.line),
        problem: "there is no '\(format.values[slot].path)' in any of the \(rows.count) rows",
        advice: "In the first row there are: \(names.joined(separator: ", "))")
    }
    return try rows.finish(origin: origin, name: name, nothing: "there is no '\(format.row)' in its <\(root)>")
  }
}

/// The places of cells, for errors.
private struct Places {
  let file: String
  /// The paths of a row's cells: of the date, then of the values.
  let names: [String]

  func cell(_ index: Int, line: Int) -> FormatError.Place {
    .init(file: file, line: line, column: index + 1, header: names[index], text: "")
  }
}
