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
    var isQuoted = false
  }
  private(set) var rows: [[Cell]] = []
  /// Of each row, the position after it and the number of lines up to there.
  private(set) var ends: [(position: Int, lines: Int)] = []
  private(set) var fault: RecordSplitter.Fault?
  /// The line of the faulty record.
  private(set) var line = 1

  /// - Parameters:
  ///   - bytes: the input, from `start` to `end`.
  ///   - first: the number of the line at `start`.
  ///   - isFinal: nothing follows `end`.
  init(
    _ bytes: [UInt8], from start: Int, line first: Int = 1, to end: Int, isFinal: Bool, splitter: RecordSplitter,
    records: Int = longest
  ) {
    line = first
    var splitter = splitter
    var position = start
    while position < end, rows.count < records {
      switch splitter.split(bytes, from: position, to: end, isFinal: isFinal) {
      case .record(let next, let lines):
        rows.append(
          splitter.cells.map { cell in
            let source = cell.isRewritten ? splitter.unquoted : bytes
            return Cell(
              bytes: Array(source[trimmed(source, cell.range)]), line: line + cell.line, isQuoted: cell.isQuoted)
          })
        (position, line) = (next, line + lines)
        ends.append((position, line - 1))
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
