package import TimeSeries

/// The part of a document that is a table.
///
/// A line is a marker if its first cell is the text, without surrounding quotes and spaces: `OBSERVATIONS`,
/// `"OBSERVATIONS"`, `OBSERVATIONS,,`.
package struct CSVSection: Sendable, Equatable {
  /// The number of lines before it. The default is 0.
  package var skip = 0
  /// The marker in the line before it. The default is nil: the table begins at the start.
  package var after: String?
  /// The marker in the line after it, which may be missing. The default is nil: the table ends at the end.
  package var until: String?

  /// The whole text by default.
  package init(skip: Int = 0, after: String? = nil, until: String? = nil) {
    (self.skip, self.after, self.until) = (skip, after, until)
  }

  /// The section after as many empty lines as the document has lines before it, so that a reader of CSV, which skips empty
  /// lines, counts the lines of the document.
  package func text(of body: [UInt8], file: String) throws(FormatError) -> [UInt8] {
    if self == CSVSection() { return body }
    var lines = Lines(body)
    for number in 0..<max(0, skip) where lines.next() == nil {
      throw .unusable(
        file, problem: "it has \(number) lines, and the table begins after line \(skip)",
        advice: "Check that the download was finished, or whether the provider changed the file")
    }
    if let after {
      var isFound = false
      while !isFound, let line = lines.next() { isFound = isMarker(body, line, after) }
      if !isFound {
        throw .unusable(
          file, problem: "it has no line '\(after)', after which the table begins",
          advice: "Open the file: the provider may have changed it, or sent an error instead")
      }
    }
    let (start, above) = (lines.position, lines.count)
    var end = body.count
    if let until {
      while let line = lines.next() {
        guard isMarker(body, line, until) else { continue }
        end = line.lowerBound
        break
      }
    }
    // Line feeds, unless the table ends its lines in carriage returns alone.
    let feed = UInt8(ascii: "\n")
    let table = body[start..<end]
    let empty = !table.contains(feed) && table.contains(UInt8(ascii: "\r")) ? UInt8(ascii: "\r") : feed
    return [UInt8](repeating: empty, count: above) + table
  }
}

/// Whether the first cell of a line is the marker.
private func isMarker(_ bytes: [UInt8], _ line: Range<Int>, _ marker: String) -> Bool {
  let end = bytes[line].firstIndex { ",;\t|".utf8.contains($0) } ?? line.upperBound
  var cell = trimmed(bytes, line.lowerBound..<end)
  let quote = UInt8(ascii: "\"")
  if cell.count >= 2, bytes[cell.lowerBound] == quote, bytes[cell.upperBound - 1] == quote {
    cell = trimmed(bytes, cell.lowerBound + 1..<cell.upperBound - 1)
  }
  return bytes[cell].elementsEqual(marker.utf8)
}

/// The lines of a text, ended by LF, CRLF, or CR.
private struct Lines {
  let bytes: [UInt8]
  /// Of the next line.
  private(set) var position: Int
  /// The number of lines taken.
  private(set) var count = 0

  init(_ bytes: [UInt8]) {
    (self.bytes, position) = (bytes, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  }

  /// The next line without its end.
  mutating func next() -> Range<Int>? {
    guard position < bytes.count else { return nil }
    let end = bytes[position...].firstIndex { $0 == 10 || $0 == 13 } ?? bytes.count
    defer { count += 1 }
    let line = position..<end
    position = min(end + 1, bytes.count)
    if end < bytes.count, bytes[end] == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
    return line
  }
}

extension CSVFormat {
  /// The series of the table in a section of a document. Errors name the lines of the document.
  package func series(
    from body: [UInt8], section: CSVSection, file: String, origin: Origin, name: String? = nil
  ) throws(FormatError) -> [Series] {
    let text = try section.text(of: body, file: file)
    return try series(from: ByteBlocks(text), file: file, origin: origin, name: name)
  }
}
