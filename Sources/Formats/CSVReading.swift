package import TimeSeries

extension CSVFormat {
  /// The series of a table with all their rows, in the order of the columns or, in a long table, of the first row of each
  /// key. The input is read once, block by block; it may be compressed by gzip, bzip2 or xz.
  ///
  /// - Parameters:
  ///   - blocks: the bytes; a byte order mark of UTF-8 is skipped.
  ///   - file: the path or address, for errors.
  ///   - origin: of the series; what the rows showed is added to its notes.
  ///   - name: of a single series, the prefix of several. The default is the names of columns and keys.
  /// - Throws: `.badData` with line, column and text, `.empty`, and `.request` for columns that do not exist.
  package func series(
    from blocks: ByteBlocks, file: String, origin: Origin, name: String? = nil
  ) throws(FormatError) -> [Series] {
    try series(from: blocks, file: file, origin: origin, name: name, tuning: Tuning())
  }

  /// For tests: none of it changes the result.
  package struct Tuning {
    var blockSize: Int
    /// Bytes of the longest record that is read.
    var longestRecord: Int
    /// Whether plain rows are read by `FastRows`.
    var isFast: Bool

    package init(blockSize: Int = 1 << 18, longestRecord: Int = 64 << 20, isFast: Bool = true) {
      (self.blockSize, self.longestRecord, self.isFast) = (blockSize, longestRecord, isFast)
    }
  }

  package func series(
    from blocks: ByteBlocks, file: String, origin: Origin, name: String?, tuning: Tuning
  ) throws(FormatError) -> [Series] {
    let blocks = try blocks.unpacked(file: file).transcoded(from: encoding, file: file)
    var input = InputBuffer(blocks, blockSize: tuning.blockSize, longestRecord: tuning.longestRecord)
    let start = try CSVOpening(format: self, file: file, request: origin.request).read(&input)
    var reading = CSVReading(start, self, file: file, isFast: tuning.isFast)
    reading.rows.reserve(start.expectedRows(of: blocks.size))
    try reading.readAll(&input)
    return try reading.finish(origin: origin, name: name)
  }
}

/// One pass over a table: plain rows by `FastRows`, all others cell by cell.
struct CSVReading {
  let format: CSVFormat
  let file: String
  var layout: CSVLayout
  let rules: NumberColumn.Rules
  let missing: MissingMarkers
  var notes: [String]
  private var splitter: RecordSplitter
  private var fast: FastRows?
  var dates: DateColumn
  var rows: SeriesBuilder
  private var key: [UInt8]?
  /// Of the next record in the buffer.
  private var position: Int
  private var line: Int
  /// Cells that can be read in two ways, for each slot.
  var openCells: [OpenCells]
  /// Cells of columns of texts that are numbers.
  var numbersAmongTexts: [Int: Int] = [:]
  /// Rows without anything in them, which are left out.
  var emptyRows = 0
  /// Lines below the table, and the error if a row follows them.
  var footer: (count: Int, text: String, error: FormatError)?

  fileprivate init(_ start: CSVOpening.Result, _ format: CSVFormat, file: String, isFast: Bool) {
    (self.format, self.file, layout, rules, notes) = (format, file, start.layout, start.rules, start.notes)
    (splitter, position, line) = (start.splitter, start.position, start.line)
    missing = MissingMarkers(format.missing)
    dates = DateColumn(order: format.order, epoch: format.epoch ?? layout.epoch, zone: format.zone)
    rows = SeriesBuilder(slots: layout.values.count, hasTimes: !layout.dates.isEmpty, isLong: !layout.keys.isEmpty)
    openCells = [OpenCells](repeating: OpenCells(), count: layout.values.count)
    guard isFast, layout.dates.count < 2, layout.keys.count < 2 else { return }
    var roles = [FastRows.Role](repeating: .skip, count: layout.names.count)
    for column in layout.texts { roles[column] = .text }
    for (slot, column) in layout.values.enumerated() { roles[column] = layout.styles[slot].role(slot) }
    if let date = layout.dates.first { roles[date] = .date }
    if let key = layout.keys.first { roles[key] = .key }
    fast = FastRows(roles, splitter: splitter, missing: missing, capacity: rows.capacity)
  }

  fileprivate mutating func readAll(_ input: inout InputBuffer) throws(FormatError) {
    while true {
      readPlainRows(input)
      if rows.isFull { rows.flush() }
      if position >= input.count {
        if input.isAtEnd { return }
        try advance(&input)
        continue
      }
      switch splitter.split(input.bytes, from: position, to: input.count, isFinal: input.isAtEnd) {
      case .record(let end, let lines):
        try take(input.bytes, position, end)
        (position, line) = (end, line + lines)
      case .nothing(let end): (position, line) = (end, line + 1)
      case .incomplete: try advance(&input)
      case .fault(let fault): throw fault.error(in: input.bytes, file: file, line: line, names: layout.headers)
      }
    }
  }

  private mutating func readPlainRows(_ input: InputBuffer) {
    guard footer == nil, !rows.isFull else { return }
    let before = rows.waiting
    let next = fast?.run(
      input.bytes, from: position, to: input.count, dates: dates.pattern, values: &rows.waitingValues,
      times: &rows.waitingTimes, waiting: &rows.waiting)
    if let next { (position, line) = (next, line + rows.waiting - before) }
    if fast?.hasClock == true { dates.hasClock = true }
  }

  private mutating func advance(_ input: inout InputBuffer) throws(FormatError) {
    try input.checkLength(from: position, file: file, line: line)
    try input.advance(to: position)
    position = 0
  }

  // MARK: - One record, cell by cell

  private mutating func take(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(FormatError) {
    if isEmptyRow { return emptyRows += 1 }
    if isBelowTable(bytes) {
      let text = text(bytes, 0)
      let error = FormatError.badData(
        place(0, text, line), problem: "a line of one text among the rows",
        advice: "Remove it, or begin such lines with a sign and write comment=SIGN")
      footer = (1 + (footer?.count ?? 0), footer?.text ?? text, footer?.error ?? error)
      return
    }
    if let footer { throw footer.error }
    try checkWidth(bytes, start, end)
    if let column = layout.keys.first { try selectKey(bytes, column) }
    if rows.isFull { rows.flush() }
    if !layout.dates.isEmpty {
      // Reading a date may flush the rows, so take the row number afterwards.
      let time = try time(bytes)
      rows.waitingTimes[rows.waiting] = time
    }
    for slot in layout.values.indices {
      rows.waitingValues[slot * rows.capacity + rows.waiting] = try value(bytes, slot)
    }
    for column in layout.texts { countNumber(bytes, column) }
    rows.waiting += 1
  }

  /// Nothing but separators, as spreadsheets write them below a table.
  private var isEmptyRow: Bool {
    !layout.dates.isEmpty && layout.names.count > 1 && splitter.cells.count > 1
      && splitter.cells.allSatisfy { $0.range.isEmpty }
  }

  /// A line of one text, such as a source, in a table that begins with dates. A cut row begins as a date does.
  private func isBelowTable(_ bytes: [UInt8]) -> Bool {
    guard layout.dates.first == 0, layout.names.count > 1, !rows.isEmpty,
      splitter.cells.dropFirst().allSatisfy({ $0.range.isEmpty })
    else { return false }
    let (source, range) = cell(bytes, 0)
    guard let first = source[range].first else { return false }
    let isLetter = (first | 0x20) &- 97 < 26 || first >= 0xC2
    guard isLetter || "*([".utf8.contains(first),
      source[range].contains(where: { ($0 | 0x20) &- 97 < 26 || $0 >= 0xC2 })
    else { return false }
    var cursor = TextCursor(source, range)
    let word = cursor.word()
    return monthNumber(word) == nil && !isWeekday(word) && word != [UInt8(ascii: "q")]
  }

  /// As many cells as the header has; more only if they are empty.
  private func checkWidth(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(FormatError) {
    let (found, wanted) = (splitter.cells.count, layout.names.count)
    if found == wanted { return }
    let against = layout.hasHeader ? "the header has" : "the first rows have"
    let problem = "the row has \(found == 1 ? "1 cell" : "\(found) cells") where \(against) \(wanted)"
    if found < wanted {
      let row = start..<lineEnd(bytes, start, end)
      throw .badData(
        place(found, excerpt(bytes, row), line), problem: problem,
        advice: "Add the missing cells; a cell may be empty, but its separator is needed")
    }
    guard let extra = splitter.cells.indices.dropFirst(wanted).first(where: { !splitter.cells[$0].range.isEmpty })
    else { return }
    throw .badData(
      place(extra, text(bytes, extra), line + splitter.cells[extra].line), problem: problem,
      advice: "Remove the extra cells, or quote a cell that contains the separator")
  }

  private mutating func selectKey(_ bytes: [UInt8], _ column: Int) throws(FormatError) {
    let (source, range) = cell(bytes, column)
    var text = Array(source[range])
    for other in layout.keys.dropFirst() {
      let (source, range) = cell(bytes, other)
      text += [UInt8(ascii: ".")] + source[range]
    }
    if text == key { return }
    guard !text.isEmpty, let name = String(validating: text, as: UTF8.self) else {
      throw .badData(
        place(column, excerpt(source, range), line + splitter.cells[column].line),
        problem: text.isEmpty ? "no key" : "a key that is not UTF-8",
        advice: text.isEmpty ? "Give every row the name of its series" : "Convert the file, e.g. with iconv")
    }
    rows.select(name)
    dates.clocks.restart()
    key = text
    fast?.key = text
  }

  private mutating func time(_ bytes: [UInt8]) throws(FormatError) -> Timestamp {
    let column = layout.dates[0]
    let (source, range) = dateCell(bytes)
    let cellLine = line + splitter.cells[column].line
    switch dates.read(source, range, line: cellLine) {
    case .time(let time): return time
    case .timeThatTurnsEarlierRound(let time):
      rows.turnDatesRound()
      return time
    case .problem(let problem):
      throw .badData(
        place(column, excerpt(source, range), cellLine), problem: problem.sentence,
        advice: problem.advice(for: Array(source[range])))
    }
  }

  /// The text of the date, which may stand in several cells.
  private func dateCell(_ bytes: [UInt8]) -> ([UInt8], Range<Int>) {
    if layout.dates.count == 1 { return cell(bytes, layout.dates[0]) }
    let parts = layout.dates.map { column in
      let (source, range) = cell(bytes, column)
      return Array(source[range])
    }
    let text = joinedDate(parts, names: layout.dates.map { layout.names[$0] })
    return (text, text.indices)
  }

  private mutating func value(_ bytes: [UInt8], _ slot: Int) throws(FormatError) -> Double {
    let column = layout.values[slot]
    let (source, range) = cell(bytes, column)
    if range.isEmpty { return .nan }
    let role = layout.styles[slot].fastRole
    let reading = layout.styles[slot].read(source, range) { rows.hasFraction(slot) }
    if layout.styles[slot].fastRole != role { fast?.assign(layout.styles[slot].role(slot), to: column) }
    switch reading {
    case .value(let value): return value
    case .open(let point, let comma):
      if missing.contain(source, range) { return .nan }
      if openCells[slot].first == nil {
        openCells[slot].first = place(column, excerpt(source, range), line + splitter.cells[column].line)
      }
      openCells[slot].append(group: rows.current, row: rows.row, comma: comma)
      return point
    case .problem(let problem):
      if missing.contain(source, range) { return .nan }
      throw .badData(
        place(column, excerpt(source, range), line + splitter.cells[column].line), problem: problem.sentence,
        advice: advice(problem, column, Array(source[range])))
    }
  }

  private func advice(_ problem: NumberColumn.Problem, _ column: Int, _ text: [UInt8]) -> String {
    if problem == .notANumber, text.contains(UInt8(ascii: ",")), format.decimal == nil {
      return "Write decimal=comma if the comma begins the fraction, decimal=point if it groups thousands"
    }
    return problem.advice(file: file, column: layout.name(column), text)
  }

  /// The sample has more texts than numbers in this column; later rows may have it the other way round.
  private mutating func countNumber(_ bytes: [UInt8], _ column: Int) {
    let (source, range) = cell(bytes, column)
    guard let first = source[range].first, first < UInt8(ascii: "A"), !missing.contain(source, range) else { return }
    if decimalNumber(in: source, range, style: .groupedPoint) != nil || MarkedNumber(source, range) != nil {
      numbersAmongTexts[column, default: 0] += 1
    }
  }

  // MARK: - Places

  /// The bytes that hold the text of a cell, and its range in them without surrounding spaces.
  private func cell(_ bytes: [UInt8], _ column: Int) -> ([UInt8], Range<Int>) {
    let cell = splitter.cells[column]
    let source = cell.isRewritten ? splitter.unquoted : bytes
    return (source, trimmed(source, cell.range))
  }

  private func text(_ bytes: [UInt8], _ column: Int) -> String {
    let (source, range) = cell(bytes, column)
    return excerpt(source, range)
  }

  private func lineEnd(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    bytes[start..<end].firstIndex { $0 == 10 || $0 == 13 } ?? end
  }

  func place(_ column: Int, _ text: String, _ line: Int) -> FormatError.Place {
    FormatError.Place(
      file: file, line: line, column: column + 1, header: layout.header(of: column), text: text)
  }
}

/// The cells of a column that can be read with a decimal point and with a decimal comma.
struct OpenCells {
  var first: FormatError.Place?
  private(set) var cells: [(group: Int, row: Int, comma: Double)] = []

  mutating func append(group: Int, row: Int, comma: Double) { cells.append((group, row, comma)) }
}

extension NumberColumn {
  func role(_ slot: Int) -> FastRows.Role {
    switch fastRole {
    case .none: .careful
    case .whole: .whole(slot: slot)
    case .decimals(let sign): .value(slot: slot, decimal: sign)
    }
  }
}
