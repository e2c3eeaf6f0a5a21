package import TimeSeries

extension JSONFormat {
  /// The series of a document with all their rows, in the order of the values.
  ///
  /// - Parameters:
  ///   - body: the whole document.
  ///   - file: the path or address, for errors.
  ///   - origin: of the series; what the dates showed is added to its notes.
  ///   - name: of a single series, the prefix of several. The default is the names of the values.
  /// - Throws: `.badData` with line, column and text, `.empty`, `.unusable`.
  package func series(
    from body: [UInt8], file: String, origin: Origin, name: String? = nil
  ) throws(FormatError) -> [Series] {
    try series(from: JSONDocument(body, file: file), origin: origin, name: name)
  }

  /// The series of a document that was parsed before.
  package func series(from document: JSONDocument, origin: Origin, name: String? = nil) throws(FormatError) -> [Series]
  {
    var reading = JSONReading(document, self)
    switch shape {
    case .records(let path, let date, _): try reading.takeRecords(path, date: date)
    case .columns(let date, _): try reading.takeColumns(date: date)
    case .map(let path, _): try reading.takeMembers(path)
    }
    return try reading.finish(origin: origin, name: name)
  }
}

/// One pass over the rows of a document.
private struct JSONReading {
  private let document: JSONDocument
  private let values: [JSONFormat.Value]
  private var rows: RowReading
  private var lines: LineCounter
  /// Whether a value was found in any row.
  private var seen: [Bool]
  /// The first row, for an error about a name that is in no row.
  private var first: Int?

  init(_ document: JSONDocument, _ format: JSONFormat) {
    self.document = document
    switch format.shape {
    case .records(_, _, let values), .columns(_, let values), .map(_, let values): self.values = values
    }
    rows = RowReading(format.cells, names: values.map(\.name), file: document.file)
    lines = LineCounter(document.bytes)
    seen = [Bool](repeating: false, count: values.count)
  }

  mutating func takeRecords(_ path: JSONPath, date: JSONPath) throws(FormatError) {
    let list = try container(path, .array)
    for record in document.children(list) {
      guard let date = document.node(at: date.parts[...], from: record), document.kind(date) != .null else {
        let names = document.names(record)
        throw .badData(
          document.place(record), problem: "there is no date '\(date)' in element \(rows.count) of '\(path)'",
          advice: names.isEmpty ? "Open it" : "There are: \(names.joined(separator: ", "))")
      }
      try takeRow(date, in: record)
    }
  }

  mutating func takeMembers(_ path: JSONPath) throws(FormatError) {
    var children = document.children(try container(path, .object))
    while let name = children.next(), let value = children.next() { try takeRow(name, in: value) }
  }

  private mutating func takeRow(_ date: Int, in record: Int) throws(FormatError) {
    first = first ?? record
    try begin(date)
    for slot in values.indices {
      guard let node = document.node(at: values[slot].path.parts[...], from: record) else { continue }
      try set(slot, node)
    }
    rows.end()
  }

  mutating func takeColumns(date: JSONPath) throws(FormatError) {
    let dates = try container(date, .array)
    let count = document.children(dates).reduce(0) { count, _ in count + 1 }
    var columns: [JSONDocument.Children] = []
    for value in values {
      let column = try container(value.path, .array)
      let length = document.children(column).reduce(0) { count, _ in count + 1 }
      guard length == count else {
        throw .badData(
          document.place(column, header: value.name),
          problem: "'\(value.path)' has \(length) elements where '\(date)' has \(count)",
          advice: "Check that both paths lead to columns of the same table")
      }
      columns.append(document.children(column))
    }
    rows.reserve(count)
    for date in document.children(dates) {
      try begin(date)
      for slot in columns.indices {
        if let node = columns[slot].next() { try set(slot, node) }
      }
      rows.end()
    }
  }

  // MARK: - Steps

  /// The array or object at a path.
  private func container(_ path: JSONPath, _ kind: JSONDocument.Kind) throws(FormatError) -> Int {
    let node = try document.requiredNode(at: path)
    let found = document.kind(node)
    guard found == kind else {
      throw .badData(
        document.place(node),
        problem: "\(path.parts.isEmpty ? "the document" : "'\(path)'") should be \(kind.words) and is \(found.words)",
        advice: "Open it: the provider may have changed it, or sent an error instead")
    }
    return node
  }

  private mutating func begin(_ date: Int) throws(FormatError) {
    let document = document
    let line = lines.line(at: document.position(date))
    try rows.begin(date: document.cell(date), line: line) { document.place(date, header: "date") }
  }

  private mutating func set(_ slot: Int, _ node: Int) throws(FormatError) {
    seen[slot] = true
    if document.kind(node) == .null { return }
    let (document, name) = (document, values[slot].name)
    try rows.set(slot, document.cell(node)) { document.place(node, header: name) }
  }

  mutating func finish(origin: Origin, name: String?) throws(FormatError) -> [Series] {
    if let first, let slot = seen.firstIndex(of: false) {
      let names = document.names(first)
      throw .badData(
        document.place(first, header: values[slot].name),
        problem: "there is no '\(values[slot].path)' in any of the \(rows.count) rows",
        advice: names.isEmpty ? "Open it" : "In the first row there are: \(names.joined(separator: ", "))")
    }
    return try rows.finish(origin: origin, name: name, nothing: "it has no rows")
  }
}

/// Counts lines; fast for positions that mostly increase.
private struct LineCounter {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func line(at place: Int) -> Int {
    if place < position { (position, line) = (0, 1) }
    line += bytes[position..<place].count { $0 == 10 }
    position = place
    return line
  }
}
