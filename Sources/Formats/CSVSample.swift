/// The first rows of a table, from which the missing options are found out. Their number depends on the input alone, not
/// on the size of its blocks.
struct CSVSample {
  /// Bytes of the sample; more if they do not hold two records.
  static let size = 1 << 16
  static let longest = 100

  /// One cell: its bytes without the quotes, trimmed.
  struct Cell {
    var bytes: [UInt8]
    var line: Int
  }
  private(set) var rows: [[Cell]] = []
  private(set) var fault: RecordSplitter.Fault?
  /// The line of the faulty record.
  private(set) var line = 1

  /// - Parameters:
  ///   - bytes: the input, from `start` to `end`.
  ///   - isFinal: nothing follows `end`.
  init(
    _ bytes: [UInt8], from start: Int, to end: Int, isFinal: Bool, splitter: RecordSplitter, records: Int = longest
  ) {
    var splitter = splitter
    var position = start
    while position < end, rows.count < records {
      switch splitter.split(bytes, from: position, to: end, isFinal: isFinal) {
      case .record(let next, let lines):
        rows.append(
          splitter.cells.map { cell in
            let source = cell.isRewritten ? splitter.unquoted : bytes
            return Cell(bytes: Array(source[trimmed(source, cell.range)]), line: line + cell.line)
          })
        (position, line) = (next, line + lines)
      case .nothing(let next): (position, line) = (next, line + 1)
      case .incomplete: return
      case .fault(let found):
        fault = found
        return
      }
    }
  }
}

/// The range without spaces and tabs at its ends.
func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
  var (start, end) = (range.lowerBound, range.upperBound)
  while start < end, isBlank(bytes[start]) { start += 1 }
  while start < end, isBlank(bytes[end - 1]) { end -= 1 }
  return start..<end
}

private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

/// What a cell looks like by itself.
enum CellKind {
  case missing, number, date, text

  /// A number is never a date here: only the name of the column can show that 2018 is a year.
  init(_ bytes: [UInt8], missing: MissingMarkers, style: NumberStyle) {
    let all = bytes.indices
    if missing.contain(bytes, all) {
      self = .missing
    } else if decimalNumber(in: bytes, all, style: style) != nil {
      self = .number
    } else {
      self = (try? DateText(bytes, all))?.timestamp() != nil || isSwappedDate(bytes) ? .date : .text
    }
  }
}

/// A date with the day first, such as 31/12/2018.
private func isSwappedDate(_ bytes: [UInt8]) -> Bool {
  guard let text = try? DateText(bytes, bytes.indices), text.isOpen else { return false }
  return text.timestamp(swapped: true) != nil
}
