/// Finds out from the start of a table how it is written and which of its columns are wanted.
struct CSVOpening {
  let format: CSVFormat
  let file: String
  /// As the user typed it, for errors.
  let request: String

  struct Result {
    var layout: CSVLayout
    var splitter: RecordSplitter
    var rules: NumberColumn.Rules
    /// Of the first row of data in the buffer, and its line.
    var position: Int
    var line: Int
    /// What the first rows showed, for the report.
    var notes: [String]
    /// Bytes of the sample, and the lines that end in it, to estimate the number of rows.
    var looked: (bytes: Int, lines: Int)

    /// An upper estimate; 0 if the size is not known. Memory that is reserved and not used costs nothing; growing an array
    /// copies it.
    func expectedRows(of size: Int?) -> Int {
      guard let size, looked.lines > 0 else { return 0 }
      let rows = Double(size) / Double(looked.bytes) * Double(looked.lines)
      // Short rows at the start may give too many; a row has at least two bytes.
      return Int(min(rows * 1.1, Double(size) / 2)) + 1
    }
  }

  /// Reads as many bytes as it needs; all of them stay in the buffer.
  func read(_ input: inout InputBuffer) throws(FormatError) -> Result {
    var size = CSVSample.size
    while true {
      // One byte more than the sample, so that the result does not depend on the size of a block.
      try input.refill(dropping: 0, wanted: size + 1)
      let isFinal = input.count <= size
      let end = min(size, input.count)
      let start = try checkKind(input.bytes, end)
      if let result = try result(input.bytes, start, end, isFinal) { return result }
      try input.checkLength(from: start, file: file, line: 1)
      size *= 2
    }
  }

  /// Nil if more bytes are needed.
  private func result(_ bytes: [UInt8], _ first: Int, _ end: Int, _ isFinal: Bool) throws(FormatError) -> Result? {
    let newline = lineEnding(bytes, first, end)
    guard let (start, line, named) = try tableStart(bytes, first, end, newline, isFinal) else { return nil }
    let missing = MissingMarkers(format.missing)
    let quote = format.quote ?? sniffedQuote(bytes, start, end)
    func splitter(_ delimiter: UInt8) -> RecordSplitter {
      RecordSplitter(delimiter: delimiter, newline: newline, comment: format.comment, quote: quote)
    }
    func sample(_ delimiter: UInt8, _ records: Int = CSVSample.longest) -> CSVSample {
      CSVSample(
        bytes, from: start, line: line, to: end, isFinal: isFinal, splitter: splitter(delimiter), records: records)
    }
    var notes: [String] = []
    if quote == UInt8(ascii: "'"), format.quote == nil { notes.append("cells are in single quotes") }
    var found = format.delimiter ?? named
    if found == nil {
      found = CSVDialect.sniffedDelimiter(format, missing: missing) { sample($0, 20) }
      if let found { notes.append("delimiter found: \(found.rawValue)") }
    }
    // 0xFF is in no UTF-8 text: the table has one column, and a comma is part of a cell.
    let delimiter = found?.byte ?? 0xFF
    let rows = sample(delimiter)
    if rows.rows.count < 2 {
      if let fault = rows.fault { throw fault.error(in: bytes, file: file, line: rows.line, names: nil) }
      if !isFinal { return nil }
    }
    if rows.rows.isEmpty { throw emptiness }
    let rules = format.rules(found)
    let shape = CSVShape(rows.rows, format, rules)
    // All of the sample may be above the data.
    if shape.skipped >= rows.rows.count, !isFinal { return nil }
    let layout = try layout(rows.rows, shape, rules)
    let above = shape.skipped == 0 ? (start, line - 1) : rows.ends[shape.skipped - 1]
    return Result(
      layout: layout, splitter: splitter(delimiter), rules: rules, position: above.0, line: above.1 + 1,
      notes: notes + shape.notes + layout.notes, looked: (end, bytes[..<end].count { $0 == newline }))
  }

  private func layout(
    _ rows: [[CSVSample.Cell]], _ shape: CSVShape, _ rules: NumberColumn.Rules
  ) throws(FormatError) -> CSVLayout {
    let data = rows[shape.skipped...].filter { row in
      // A line below the table is no row; reading decides.
      row.filled > 1 || rows[shape.before].filled == 1
    }
    let names: [String]
    if shape.headers > 0 {
      names = try CSVShape.names(rows[shape.before..<shape.before + shape.headers], file: file)
    } else {
      names = (1...max(1, rows.map(\.filled).max() ?? 1)).map { "column\($0)" }
    }
    let chooser = CSVLayoutChooser(
      format, rows: data[...], names: names, hasHeader: shape.headers > 0, rules: rules, file: file, request: request)
    return try chooser.layout()
  }

  // MARK: - Before the table

  /// Where the table begins, after as many lines as the options say and a line `sep=;`, with the delimiter that it names;
  /// nil if more bytes are needed.
  private func tableStart(
    _ bytes: [UInt8], _ first: Int, _ end: Int, _ newline: UInt8, _ isFinal: Bool
  ) throws(FormatError) -> (start: Int, line: Int, delimiter: CSVFormat.Delimiter?)? {
    var (start, line) = (first, 1)
    for _ in 0..<(format.skip ?? 0) {
      guard let feed = bytes[start..<end].firstIndex(of: newline) else {
        if !isFinal { return nil }
        throw .empty(
          file, problem: "it has \(line) lines, and skip=\(format.skip ?? 0) passes over all of them",
          advice: "Write a smaller number")
      }
      (start, line) = (feed + 1, line + 1)
    }
    guard bytes[start..<end].starts(with: Array("sep=".utf8)),
      let feed = bytes[start..<end].firstIndex(where: { $0 == newline || $0 == 13 })
    else { return (start, line, nil) }
    let text = String(decoding: bytes[start + 4..<feed], as: UTF8.self)
    guard let delimiter = CSVFormat.Delimiter(rawValue: text.isEmpty ? "\t" : text) else { return (start, line, nil) }
    let next = bytes[start..<end].firstIndex(of: newline).map { $0 + 1 } ?? end
    return (next, line + 1, delimiter)
  }

  /// A single quote if the first cell of each of the first lines is in single quotes.
  private func sniffedQuote(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt8 {
    let single = UInt8(ascii: "'")
    let lines = bytes[start..<end].split(maxSplits: 8) { $0 == 10 || $0 == 13 }.prefix(8)
    let isSingle = lines.count > 1 && lines.allSatisfy { $0.first == single && $0.dropFirst().contains(single) }
    return isSingle ? single : UInt8(ascii: "\"")
  }

  /// A line feed if the file has one, else a carriage return.
  private func lineEnding(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt8 {
    let all = bytes[start..<end]
    return !all.contains(10) && all.contains(13) ? 13 : 10
  }

  private var emptiness: FormatError {
    .empty(file, problem: "it is empty", advice: "Check that the download or the export was finished")
  }

  /// Skips a byte order mark, and refuses files that are not CSV by their first bytes.
  private func checkKind(_ bytes: [UInt8], _ end: Int) throws(FormatError) -> Int {
    func begins(_ signature: [UInt8]) -> Bool { signature.count <= end && bytes.starts(with: signature) }
    let kinds: [(signature: [UInt8], name: String, advice: String)] = [
      ([0xFF, 0xFE], "UTF-16", "Write encoding=utf-16"),
      ([0xFE, 0xFF], "UTF-16", "Write encoding=utf-16"),
      (
        Array("PK\u{3}\u{4}".utf8), "a ZIP archive or a workbook",
        "Unpack it; read a workbook with excel:FILE, or save the sheet as CSV"
      ),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed by zstd", "Unpack it with unzstd"),
      (Array("PAR1".utf8), "Parquet", "Read it with parquet:FILE"),
      ([0x89, 0x48, 0x44, 0x46], "HDF5", "Write it as CSV"),
      (Array("SQLite format 3".utf8), "an SQLite database", "Read it with sqlite:FILE?query=SELECT …"),
      (Array("<".utf8), "HTML or XML, not a table of text", "Open it: servers send their errors as pages"),
    ]
    for kind in kinds where begins(kind.signature) {
      let text = excerpt(bytes, 0..<min(end, 16))
      throw .badData(
        .init(file: file, line: 1, column: 1, text: text), problem: "the file is \(kind.name)", advice: kind.advice)
    }
    let start = begins([0xEF, 0xBB, 0xBF]) ? 3 : 0
    try checkJSON(bytes, start, end)
    return start
  }

  /// A server's JSON where a table was expected often says why.
  private func checkJSON(_ bytes: [UInt8], _ start: Int, _ end: Int) throws(FormatError) {
    let begin = bytes[start..<end].drop { $0 <= 32 }
    let next = begin.dropFirst().first { $0 > 32 }
    let isObject = begin.first == UInt8(ascii: "{") && (next == UInt8(ascii: "\"") || next == UInt8(ascii: "}"))
    let isList = begin.first == UInt8(ascii: "[") && next.map { "{[\"".utf8.contains($0) } ?? false
    guard isObject || isList else { return }
    throw .badData(
      .init(file: file, line: 1, column: 1, text: excerpt(bytes, begin.startIndex..<end, longest: 200)),
      problem: "JSON where a table was expected",
      advice: "Read what it says, or declare a source for it: docs/writing-a-source.md")
  }
}

extension InputBuffer {
  /// Limits the search for the end of a record.
  func checkLength(from start: Int, file: String, line: Int) throws(FormatError) {
    guard count - start > longestRecord else { return }
    let text = excerpt(bytes, start..<count)
    throw .badData(
      .init(file: file, line: line, column: 1, text: text),
      problem: "the row does not end within \(longestRecord >> 20) MB",
      advice: "Look for a quote that is not closed")
  }
}
