package import TimeSeries

extension CSVFormat {
  /// The series of a table with all their rows, in the order of the columns or, in a long table, of the first row of each
  /// key. The input is read once, block by block.
  ///
  /// - Parameters:
  ///   - blocks: the bytes; a byte order mark of UTF-8 is skipped.
  ///   - file: the path or address, for errors.
  ///   - origin: of the series; what the first rows showed is added to its notes.
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
  private let file: String
  private let layout: CSVLayout
  private let style: NumberStyle
  private let missing: MissingMarkers
  private var notes: [String]
  private var splitter: RecordSplitter
  private var fast: FastRows?
  private var dates: DateColumn
  var rows: SeriesBuilder
  private var key: [UInt8]?
  /// Of the next record in the buffer.
  private var position: Int
  private var line = 1
  private var isHeaderNext: Bool

  fileprivate init(_ start: CSVOpening.Result, _ format: CSVFormat, file: String, isFast: Bool) {
    (self.file, layout, style, notes) = (file, start.layout, start.dialect.style, start.dialect.notes)
    (splitter, position, isHeaderNext) = (start.splitter, start.position, start.layout.hasHeader)
    missing = MissingMarkers(format.missing)
    dates = DateColumn(order: format.order, epoch: format.epoch)
    rows = SeriesBuilder(slots: layout.values.count, hasTimes: layout.date != nil, isLong: layout.key != nil)
    guard isFast else { return }
    var roles = [FastRows.Role](repeating: .skip, count: layout.names.count)
    for (slot, column) in layout.values.enumerated() { roles[column] = .value(slot: slot) }
    if let date = layout.date { roles[date] = .date }
    if let key = layout.key { roles[key] = .key }
    fast = FastRows(roles, splitter: splitter, decimal: style.decimal, missing: missing, capacity: rows.capacity)
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
        if isHeaderNext { isHeaderNext = false } else { try take(input.bytes, position, end) }
        (position, line) = (end, line + lines)
      case .nothing(let end): (position, line) = (end, line + 1)
      case .incomplete: try advance(&input)
      case .fault(let fault): throw fault.error(in: input.bytes, file: file, line: line, names: layout.headers)
      }
    }
  }

  private mutating func readPlainRows(_ input: InputBuffer) {
    guard !isHeaderNext, !rows.isFull else { return }
    let before = rows.waiting
    let next = fast?.run(
      input.bytes, from: position, to: input.count, dates: dates.pattern, values: &rows.waitingValues,
      times: &rows.waitingTimes, waiting: &rows.waiting)
    if let next { (position, line) = (next, line + rows.waiting - before) }
  }

  private mutating func advance(_ input: inout InputBuffer) throws(FormatError) {
    try input.checkLength(from: position, file: file, line: line)
    try input.advance(to: position)
    position = 0
  }

  // MARK: - One record, cell by cell

  private mutating func take(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(FormatError) {
    try checkWidth(bytes, start, end)
    if let column = layout.key { try selectKey(bytes, column) }
    if rows.isFull { rows.flush() }
    if let column = layout.date {
      // Reading a date may flush the rows, so take the row number afterwards.
      let time = try time(bytes, column)
      rows.waitingTimes[rows.waiting] = time
    }
    for slot in layout.values.indices {
      rows.waitingValues[slot * rows.capacity + rows.waiting] = try value(bytes, layout.values[slot])
    }
    rows.waiting += 1
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
    let text = Array(source[range])
    if text == key { return }
    guard !text.isEmpty, let name = String(validating: text, as: UTF8.self) else {
      throw .badData(
        place(column, excerpt(source, range), line + splitter.cells[column].line),
        problem: text.isEmpty ? "no key" : "a key that is not UTF-8",
        advice: text.isEmpty ? "Give every row the name of its series" : "Convert the file, e.g. with iconv")
    }
    rows.select(name)
    key = text
    fast?.key = text
  }

  private mutating func time(_ bytes: [UInt8], _ column: Int) throws(FormatError) -> Timestamp {
    let (source, range) = cell(bytes, column)
    let cellLine = line + splitter.cells[column].line
    switch dates.read(source, range, line: cellLine) {
    case .time(let time): return time
    case .timeThatTurnsEarlierRound(let time):
      rows.turnDatesRound()
      return time
    case .problem(let problem):
      throw .badData(
        place(column, excerpt(source, range), cellLine), problem: problem.sentence, advice: problem.advice)
    }
  }

  private func value(_ bytes: [UInt8], _ column: Int) throws(FormatError) -> Double {
    let (source, range) = cell(bytes, column)
    if !missing.areNumbers, let value = decimalNumber(in: source, range, style: style) { return value }
    if missing.contain(source, range) { return .nan }
    if let value = decimalNumber(in: source, range, style: style) { return value }
    let text = excerpt(source, range)
    let hasComma = source[range].contains(UInt8(ascii: ",")) && style.decimal != UInt8(ascii: ",")
    let advice =
      hasComma
      ? "Write decimal=comma if the comma begins the fraction, decimal=point if it groups thousands"
      : "Correct it or, if it means a missing value, add it to missing="
    throw .badData(
      place(column, text, line + splitter.cells[column].line), problem: "not a number", advice: advice)
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

  private func place(_ column: Int, _ text: String, _ line: Int) -> FormatError.Place {
    FormatError.Place(
      file: file, line: line, column: column + 1, header: layout.header(of: column), text: text)
  }

  // MARK: - The end

  fileprivate mutating func finish(origin: Origin, name: String?) throws(FormatError) -> [Series] {
    if rows.isEmpty {
      throw .empty(
        file, problem: layout.hasHeader ? "it has a header and no rows" : "it has no rows",
        advice: "Check that the download or the export was finished")
    }
    if dates.isAmbiguous, let first = dates.first, let column = layout.date {
      throw .badData(
        place(column, first.text, first.line),
        problem: "no date of the file shows whether the month or the day comes first",
        advice: "Write order=mdy (month, day, year) or order=dmy (day, month, year)")
    }
    if fast?.hasClock == true { dates.hasClock = true }
    let resolution = layout.date == nil ? Resolution.row : dates.resolution
    var origin = origin
    origin.notes += notes + dates.notes
    let groups = rows.finish()
    let slots = layout.slotsToKeep(groups)
    if slots.count < layout.values.count {
      let left = layout.values.indices.filter { !slots.contains($0) }.map { layout.names[layout.values[$0]] }
      origin.notes.append("left out because they hold no value: \(left.joined(separator: ", "))")
    }
    let isOne = groups.count * slots.count == 1
    return groups.flatMap { group in
      slots.map { slot in
        let own = layout.name(of: slot, key: group.key, isOnly: slots.count == 1)
        return Series(
          name: isOne ? name ?? own : (name.map { $0 + "-" } ?? "") + own, resolution: resolution,
          times: group.times, values: group.columns[slot], origin: origin)
      }
    }
  }
}
