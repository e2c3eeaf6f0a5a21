/// Splits one record at a time into cells by RFC 4180, and checks that it obeys the rules.
struct RecordSplitter {
  struct Cell {
    /// In the input without the quotes, or in `unquoted`.
    var range: Range<Int>
    var isQuoted = false
    /// The text had doubled quotes: it is in `unquoted` with single ones.
    var isRewritten = false
    /// Lines between the start of the record and this cell.
    var line: Int
  }
  enum Outcome {
    /// The cells are in `cells`; the next record begins at `end`, `lines` lines below.
    case record(end: Int, lines: Int)
    /// An empty line or a comment.
    case nothing(end: Int)
    /// The record does not end in the buffer.
    case incomplete
    case fault(Fault)
  }
  struct Fault: Equatable {
    var kind: Kind
    /// The faulty text.
    var range: Range<Int>
    /// From 1.
    var column: Int
    /// Lines between the start of the record and the fault.
    var line: Int
    enum Kind: Equatable { case quoteInside, textAfterQuote, quoteLeftOpen, zeroByte, strayReturn, strayFeed }
  }

  let delimiter: UInt8
  /// A line feed, also after a carriage return; in old files a carriage return.
  let newline: UInt8
  let comment: UInt8?
  let quote: UInt8
  private(set) var cells: [Cell] = []
  private(set) var unquoted: [UInt8] = []

  init(delimiter: UInt8, newline: UInt8, comment: UInt8?, quote: UInt8 = UInt8(ascii: "\"")) {
    (self.delimiter, self.newline, self.comment, self.quote) = (delimiter, newline, comment, quote)
  }

  /// - Parameters:
  ///   - bytes: the input; at least one byte follows `end`.
  ///   - start: of the record, below `end`.
  ///   - end: of the buffer.
  ///   - isFinal: nothing follows `end`, which then ends the record.
  mutating func split(_ bytes: [UInt8], from start: Int, to end: Int, isFinal: Bool) -> Outcome {
    precondition(0 <= start && start < end && end < bytes.count, "a record is not empty, and a byte follows it")
    cells.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    if bytes[start] == comment { return skipLine(bytes, start, end, isFinal) }
    var position = afterBlanks(bytes, start, end)
    if position == end, position > start { return isFinal ? .nothing(end: end) : .incomplete }
    if let next = lineEnd(bytes, position, end, isFinal) { return .nothing(end: next) }
    position = start
    var line = 0
    while true {
      position = cellStart(bytes, position, end)
      let cell =
        position < end && bytes[position] == quote
        ? quotedCell(bytes, &position, end, isFinal, &line) : plainCell(bytes, &position, end, line)
      switch cell {
      case .cell(let cell): cells.append(cell)
      case .incomplete: return .incomplete
      case .fault(let fault): return .fault(fault)
      }
      if cells.last?.isQuoted == true || delimiter == blank { position = cellEnd(bytes, position, end) }
      if position < end, bytes[position] == delimiter {
        position += 1
      } else if position >= end {
        return isFinal ? .record(end: end, lines: line) : .incomplete
      } else if let next = lineEnd(bytes, position, end, isFinal) {
        return .record(end: next, lines: line + 1)
      } else {
        return stray(bytes, position, end, isFinal, line)
      }
    }
  }

  private func afterBlanks(_ bytes: [UInt8], _ position: Int, _ end: Int) -> Int {
    var next = position
    while next < end, bytes[next] == blank { next += 1 }
    return next
  }

  /// Blanks before a quote are no part of the cell. Where blanks separate cells, any number of them is one separator.
  private func cellStart(_ bytes: [UInt8], _ position: Int, _ end: Int) -> Int {
    guard position < end, bytes[position] == blank else { return position }
    let next = afterBlanks(bytes, position, end)
    return delimiter == blank || next < end && bytes[next] == quote ? next : position
  }

  /// Nor are those between a quote and the separator or the end of the line.
  private func cellEnd(_ bytes: [UInt8], _ position: Int, _ end: Int) -> Int {
    guard position < end, bytes[position] == blank else { return position }
    let next = afterBlanks(bytes, position, end)
    let isEnd = next == end || bytes[next] == lineFeed || bytes[next] == carriageReturn
    return isEnd || bytes[next] == delimiter && delimiter != blank ? next : position
  }

  private enum Part {
    case cell(Cell)
    case incomplete
    case fault(Fault)
  }

  /// Where the next line begins if this one ends at `position`; a carriage return at the end of the buffer needs the next byte.
  private func lineEnd(_ bytes: [UInt8], _ position: Int, _ end: Int, _ isFinal: Bool) -> Int? {
    if position < end, bytes[position] == newline { return position + 1 }
    guard newline == lineFeed, position < end, bytes[position] == carriageReturn else { return nil }
    if position + 1 < end { return bytes[position + 1] == lineFeed ? position + 2 : nil }
    return isFinal ? position + 1 : nil
  }

  /// There is neither a separator nor the end of a line where one must be.
  private func stray(_ bytes: [UInt8], _ position: Int, _ end: Int, _ isFinal: Bool, _ line: Int) -> Outcome {
    let cell = cells.last?.range ?? position..<position
    let kind: Fault.Kind
    switch bytes[position] {
    case carriageReturn:
      if position + 1 == end && !isFinal { return .incomplete }
      kind = .strayReturn
    case lineFeed: kind = .strayFeed
    case 0: kind = .zeroByte
    case quote: kind = .quoteInside
    default: kind = .textAfterQuote
    }
    let range = kind == .textAfterQuote ? position..<textEnd(bytes, position, end) : cell.lowerBound..<position + 1
    let whole = kind == .quoteInside ? cell.lowerBound..<textEnd(bytes, position, end) : range
    let isRewritten = cells.last?.isRewritten ?? false
    return .fault(
      Fault(kind: kind, range: isRewritten ? position..<position + 1 : whole, column: cells.count, line: line))
  }

  /// Up to the next separator or the end of the line.
  private func textEnd(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    var position = start
    while position < end, bytes[position] != delimiter, bytes[position] != lineFeed, bytes[position] != carriageReturn {
      position += 1
    }
    return position
  }

  private func plainCell(_ bytes: [UInt8], _ position: inout Int, _ end: Int, _ line: Int) -> Part {
    let start = position
    while position < end {
      let byte = bytes[position]
      if byte == delimiter || byte == lineFeed || byte == carriageReturn || byte == quote || byte == 0 { break }
      position += 1
    }
    return .cell(Cell(range: start..<position, line: line))
  }

  private mutating func quotedCell(
    _ bytes: [UInt8], _ position: inout Int, _ end: Int, _ isFinal: Bool, _ line: inout Int
  ) -> Part {
    let opening = position
    let firstLine = line
    let copied = unquoted.count
    position += 1
    var piece = position
    while position < end {
      let byte = bytes[position]
      if byte == quote {
        // A quote at the end of the buffer may be the first of two.
        if position + 1 >= end && !isFinal { return .incomplete }
        if position + 1 >= end || bytes[position + 1] != quote { break }
        unquoted.append(contentsOf: bytes[piece...position])
        position += 1
        piece = position + 1
      } else if byte == newline {
        line += 1
      } else if byte == 0 {
        return .fault(Fault(kind: .zeroByte, range: position..<position + 1, column: cells.count + 1, line: line))
      }
      position += 1
    }
    if position >= end {
      if !isFinal { return .incomplete }
      let fault = Fault(kind: .quoteLeftOpen, range: opening..<end, column: cells.count + 1, line: firstLine)
      return .fault(fault)
    }
    let closing = position
    position += 1
    let isRewritten = piece > opening + 1
    if isRewritten { unquoted.append(contentsOf: bytes[piece..<closing]) }
    let range = isRewritten ? copied..<unquoted.count : opening + 1..<closing
    return .cell(Cell(range: range, isQuoted: true, isRewritten: isRewritten, line: firstLine))
  }

  private func skipLine(_ bytes: [UInt8], _ start: Int, _ end: Int, _ isFinal: Bool) -> Outcome {
    guard let feed = bytes[start..<end].firstIndex(of: newline) else {
      return isFinal ? .nothing(end: end) : .incomplete
    }
    return .nothing(end: feed + 1)
  }
}

private let blank = UInt8(ascii: " ")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
