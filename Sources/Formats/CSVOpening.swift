/// Finds out from the start of a table how it is written and which of its columns are wanted.
struct CSVOpening {
  let format: CSVFormat
  let file: String
  /// As the user typed it, for errors.
  let request: String

  struct Result {
    var dialect: CSVDialect
    var layout: CSVLayout
    var splitter: RecordSplitter
    /// Of the first record in the buffer.
    var position: Int
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
  private func result(_ bytes: [UInt8], _ start: Int, _ end: Int, _ isFinal: Bool) throws(FormatError) -> Result? {
    let newline = lineEnding(bytes, start, end)
    let missing = MissingMarkers(format.missing)
    func sample(_ delimiter: UInt8, _ records: Int = CSVSample.longest) -> CSVSample {
      let splitter = RecordSplitter(delimiter: delimiter, newline: newline, comment: format.comment)
      return CSVSample(bytes, from: start, to: end, isFinal: isFinal, splitter: splitter, records: records)
    }
    var notes: [String] = []
    let found =
      format.delimiter == nil
      ? CSVDialect.sniffedDelimiter(format, missing: missing) { sample($0, 20) } : format.delimiter
    if let found, format.delimiter == nil { notes.append("delimiter found: \(found.rawValue)") }
    // 0xFF is in no UTF-8 text: the table has one column, and a comma is part of a cell.
    let delimiter = found?.byte ?? 0xFF
    let rows = sample(delimiter)
    let splitter = RecordSplitter(delimiter: delimiter, newline: newline, comment: format.comment)
    if rows.rows.count < 2 {
      if let fault = rows.fault { throw fault.error(in: bytes, file: file, line: rows.line, names: nil) }
      if !isFinal { return nil }
    }
    if rows.rows.isEmpty { throw emptiness }
    let hasHeader = format.header.map { $0 == .first } ?? CSVDialect.looksLikeHeader(rows, missing: missing)
    if format.header == nil, !hasHeader { notes.append("no header found") }
    let style = try style(rows.rows, hasHeader, delimiter, &notes)
    let chooser = CSVLayoutChooser(
      format: format, sample: rows, style: style, missing: missing, file: file, request: request)
    let layout = try chooser.layout(hasHeader: hasHeader)
    if format.date == nil {
      notes.append(layout.date.map { "dates found in: \(layout.names[$0])" } ?? "no dates found: rows are counted")
    }
    if !layout.texts.isEmpty {
      notes.append("left out because they hold text: \(layout.texts.map { layout.names[$0] }.joined(separator: ", "))")
    }
    let dialect = CSVDialect(
      delimiter: delimiter, newline: newline, style: style, hasHeader: hasHeader, notes: notes)
    return Result(
      dialect: dialect, layout: layout, splitter: splitter, position: start,
      looked: (end, bytes[..<end].count { $0 == newline }))
  }

  private func style(
    _ rows: [[CSVSample.Cell]], _ hasHeader: Bool, _ delimiter: UInt8, _ notes: inout [String]
  ) throws(FormatError) -> NumberStyle {
    if let said = format.decimal { return NumberStyle(said) }
    switch CSVDialect.sniffedDecimal(rows.dropFirst(hasHeader ? 1 : 0), delimiter: delimiter) {
    case .point: return .point
    case .comma:
      notes.append("decimal sign found: comma")
      return .comma
    case .open(let cell, let column):
      let names = hasHeader ? rows.first : nil
      let name = names.flatMap { column < $0.count ? String(validating: $0[column].bytes, as: UTF8.self) : nil }
      throw .badData(
        .init(
          file: file, line: cell.line, column: column + 1, header: name,
          text: excerpt(cell.bytes, cell.bytes.indices)),
        problem: "a comma that may begin a fraction or group thousands",
        advice: "Say decimal=comma or decimal=point")
    }
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
      ([0xFF, 0xFE], "UTF-16", "Convert it: iconv -f utf-16 -t utf-8"),
      ([0xFE, 0xFF], "UTF-16", "Convert it: iconv -f utf-16 -t utf-8"),
      ([0x1F, 0x8B], "compressed by gzip", "Unpack it with gunzip"),
      (Array("PK\u{3}\u{4}".utf8), "a ZIP archive or a workbook", "Unpack it, or save the sheet as CSV"),
      (Array("<".utf8), "HTML or XML, not a table of text", "Open it: servers send their errors as pages"),
    ]
    for kind in kinds where begins(kind.signature) {
      let text = excerpt(bytes, 0..<min(end, 16))
      throw .badData(
        .init(file: file, line: 1, column: 1, text: text), problem: "the file is \(kind.name)", advice: kind.advice)
    }
    let start = begins([0xEF, 0xBB, 0xBF]) ? 3 : 0
    return start
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
