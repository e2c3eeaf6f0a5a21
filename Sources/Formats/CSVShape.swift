/// The rows of a table that are not data: lines before it, rows that name the columns, a row of units.
struct CSVShape {
  /// Rows before the header.
  var before = 0
  /// Rows that name the columns; 0 if there is no header.
  var headers = 0
  /// Rows of units below the header.
  var units = 0
  var notes: [String] = []

  /// Rows above the data.
  var skipped: Int { before + headers + units }

  /// - Parameters:
  ///   - rows: the first of the file.
  ///   - rules: how a number may be written.
  init(_ rows: [[CSVSample.Cell]], _ format: CSVFormat, _ rules: NumberColumn.Rules) {
    let missing = MissingMarkers(format.missing)
    func isTyped(_ cell: CSVSample.Cell) -> Bool { CellKind(cell.bytes, missing: missing, rules) != .text }
    if format.skip == nil { before = CSVShape.linesBefore(rows, isTyped) }
    let table = Array(rows[before...])
    if before > 0, let last = rows.prefix(before).last?.first {
      notes.append(
        "left out before the header: \(before == 1 ? "1 line" : "\(before) lines"), the last '\(last.words)'")
    }
    switch format.header {
    case CSVFormat.Header.none?: return
    case .rows(let count): headers = min(count, table.count)
    case nil:
      guard CSVShape.looksLikeHeader(table, missing, rules) else {
        notes.append("no header found")
        return
      }
      headers = 1
      findMoreHeaders(table, missing, rules)
    }
  }

  /// Rows at the start that are narrower than the table, if a row that names the columns follows them.
  private static func linesBefore(_ rows: [[CSVSample.Cell]], _ isTyped: (CSVSample.Cell) -> Bool) -> Int {
    var counts: [Int: Int] = [:]
    for row in rows { counts[row.filled, default: 0] += 1 }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let width = most?.key, width > 1 else { return 0 }
    guard let first = rows.firstIndex(where: { $0.filled >= width }), first > 0, first < 50, first + 1 < rows.count,
      rows[first].filled == width
    else { return 0 }
    let header = rows[first]
    guard header.allSatisfy({ $0.bytes.isEmpty || !isTyped($0) }), rows[first + 1].contains(where: isTyped) else {
      return 0
    }
    return first
  }

  /// Whether the first row names the columns: it has no date, and a text above a number or a date, or nothing but text;
  /// or a text and then years, above rows that are no years.
  private static func looksLikeHeader(
    _ rows: [[CSVSample.Cell]], _ missing: MissingMarkers, _ rules: NumberColumn.Rules
  ) -> Bool {
    guard let first = rows.first else { return false }
    let kinds = first.map { CellKind($0.bytes, missing: missing, rules) }
    if kinds.contains(.date) { return false }
    for row in rows.dropFirst() {
      for (column, cell) in row.enumerated() where column < kinds.count && kinds[column] == .text {
        let kind = CellKind(cell.bytes, missing: missing, rules)
        if kind == .number || kind == .date { return true }
      }
    }
    if zip(first, kinds).allSatisfy({ $0.bytes.isEmpty || $1 == .text }) { return true }
    // Country, Code, 1960, 1961 …
    let names = kinds.prefix { $0 == .text || $0 == .missing }.count
    return names > 0 && hasYears(first.dropFirst(names)) && !hasYears(rows.dropFirst().first?.dropFirst(names) ?? [])
  }

  /// Whole numbers that ascend by one step.
  private static func hasYears(_ cells: ArraySlice<CSVSample.Cell>) -> Bool {
    let cells = cells.prefix { !$0.bytes.isEmpty }
    let years = cells.compactMap { cell in
      decimalNumber(in: cell.bytes, cell.bytes.indices).flatMap { (1500...2199).contains($0) ? $0 : nil }
    }
    guard years.count >= 3, years.count == cells.count else { return false }
    let step = years[1] - years[0]
    return step != 0 && zip(years, years.dropFirst()).allSatisfy { $1 - $0 == step }
  }

  /// Rows of texts between the header and the data: names in several rows, such as a price and a ticker, or units.
  private mutating func findMoreHeaders(
    _ rows: [[CSVSample.Cell]], _ missing: MissingMarkers, _ rules: NumberColumn.Rules
  ) {
    func isTyped(_ cell: CSVSample.Cell) -> Bool {
      let kind = CellKind(cell.bytes, missing: missing, rules)
      return kind == .number || kind == .date
    }
    guard let first = rows.dropFirst().firstIndex(where: { $0.contains(where: isTyped) }), (2...3).contains(first)
    else {
      return
    }
    // Every column that the data have filled has a text here, except in a last row that names the dates alone.
    let typed = rows[first...].prefix(20).filter { $0.contains(where: isTyped) }
    guard typed.count >= 2 else { return }
    let names = rows[0].map(\.bytes)
    let second = rows[1]
    let isFull = second.filled >= rows[0].filled && second.dropFirst().allSatisfy { !$0.bytes.isEmpty }
    let hasTwins = Set(names.dropFirst()).count < names.count - 1
    let last = rows[first - 1]
    let isIndexName = last.filled == 1 && rows[0].filled > 1
    if isFull, isIndexName, first == 3 {
      headers = 3
    } else if first == 2, isIndexName, !hasTwins {
      // Names and then, in a row of its own, that of the dates.
      headers = 2
    } else if first == 2, isFull, hasTwins {
      headers = 2
    } else if first == 2, isFull, DateChooser.names(dates: second[0]), !DateChooser.names(dates: rows[0][0]) {
      // The second row names the dates: the first is a line before the table that has as many cells.
      before += 1
      notes.append("left out before the header: line \(rows[0][0].line), '\(rows[0][0].words)'")
    } else if first == 2, isFull {
      units = 1
      let texts = second.prefix(5).map(\.words).joined(separator: ", ")
      notes.append("left out as a row of units: line \(second.first?.line ?? 0), '\(texts)'")
    }
    if headers > 1 { notes.append("names are in \(headers) rows") }
  }

  /// The names of the columns, each once where it is in several rows.
  static func names(_ rows: ArraySlice<[CSVSample.Cell]>, file: String) throws(FormatError) -> [String] {
    var names: [[String]] = []
    let isStacked = rows.count > 1
    for row in rows {
      for (index, cell) in row.enumerated() {
        guard let name = String(validating: cell.bytes, as: UTF8.self) else {
          throw .badData(
            .init(file: file, line: cell.line, column: index + 1, text: excerpt(cell.bytes, cell.bytes.indices)),
            problem: "a name that is not UTF-8", advice: "Write encoding=latin1 if it is a western European one")
        }
        if index == names.count { names.append([]) }
        names[index].append(name)
      }
    }
    // In a stacked header the first column also names the rows of the header: Price, Ticker, Date.
    if isStacked, let name = names.first?.last(where: { ["date", "datetime", "time"].contains($0.lowercased()) }) {
      names[0] = [name]
    }
    let joined = names.map { parts in
      parts.reduce(into: [String]()) { if !$1.isEmpty && !$0.contains($1) { $0.append($1) } }.joined(separator: " ")
    }
    let last = joined.lastIndex { !$0.isEmpty } ?? 0
    return Array(joined.prefix(last + 1))
  }
}

extension [CSVSample.Cell] {
  /// The number of cells up to the last that is not empty.
  var filled: Int { (lastIndex { !$0.bytes.isEmpty } ?? 0) + 1 }
}

extension CSVSample.Cell {
  /// For a note.
  var words: String { excerpt(bytes, bytes.indices) }
}

/// What a cell looks like by itself.
enum CellKind {
  case missing, number, date, text

  /// A number is never a date here: only its column can show that 2018 is a year.
  init(_ bytes: [UInt8], missing: MissingMarkers, _ rules: NumberColumn.Rules) {
    let all = bytes.indices
    if missing.contain(bytes, all) {
      self = .missing
      return
    }
    var column = NumberColumn(rules)
    if case .problem = column.read(bytes, all) {
      let text = try? DateText(bytes, all)
      let isDate = text?.timestamp() != nil || text?.isOpen == true && text?.timestamp(swapped: true) != nil
      self = isDate ? .date : .text
    } else {
      self = .number
    }
  }
}
