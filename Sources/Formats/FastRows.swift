import TimeSeries

/// The hot loop: reads plain rows and stops before the first row that is not plain.
///
/// A row is plain if no cell is quoted, every value is a number without spaces and groups or a marker of a missing value,
/// the date is `2018-12-31` or `2018-12-31 16:00:00`, and it has one cell for each column. `CSVReading` reads all other
/// rows; it reads plain rows to the same values.
///
/// No index leaves its memory: the input ends in `InputBuffer.padding` zero bytes, and a zero byte is no digit, separator
/// or part of a date, so every loop stops at the first zero. At most `furthest` bytes are read from there, fewer than
/// the padding. Rows are written at `row < capacity`, columns at `slot < slots`.
struct FastRows {
  enum Role: Equatable {
    case skip, date, key
    /// Numbers with this decimal sign.
    case value(slot: Int, decimal: UInt8)
    /// Numbers of which none has had a decimal sign, in a file where it is not yet known.
    case whole(slot: Int)
    /// Texts; a cell that begins like a number is for the general reader, which counts it.
    case text
    /// Every cell is for the general reader.
    case careful

    /// The number of the slot, from 1; 0 for none.
    fileprivate var slots: Int {
      switch self {
      case .value(let slot, _), .whole(let slot): slot + 1
      case .skip, .date, .key, .text, .careful: 0
      }
    }
  }
  /// The most bytes that are read beyond the end: ten of a date, a separator and eight of a time of day.
  private static let furthest = 19

  private var roles: [Role]
  /// Of all roles; kept, as a wide table may end in many empty lines, and each is a call of `run`.
  private var slots: Int
  private let delimiter: UInt8
  private let newline: UInt8
  /// Zero, with which no row begins, if there are no comments.
  private let comment: UInt8
  private let capacity: Int
  /// Markers of missing values of at most eight bytes, in lower case, the first letter in the lowest byte. They have no
  /// digit, so none of them is a number; markers that are numbers are found among the values.
  private let markers: [UInt64]
  private var months = MonthMemory()
  /// A time of day other than midnight was read.
  private(set) var hasClock = false
  /// The key of the rows to read; a row of another key is not plain.
  var key: [UInt8]?

  /// Nil if no row could be plain.
  init?(_ roles: [Role], splitter: RecordSplitter, missing: MissingMarkers, capacity: Int) {
    if splitter.delimiter == UInt8(ascii: " ") || splitter.quote != UInt8(ascii: "\"") { return nil }
    precondition(InputBuffer.padding > Self.furthest, "the hot loop reads fewer bytes ahead than the padding has")
    self.roles = roles
    slots = roles.reduce(0) { max($0, $1.slots) }
    (delimiter, newline, comment) = (splitter.delimiter, splitter.newline, splitter.comment ?? 0)
    self.capacity = capacity
    markers = missing.packed
  }

  /// Changes what a column holds, once its cells have shown it.
  mutating func assign(_ role: Role, to column: Int) {
    roles[column] = role
    slots = max(slots, role.slots)
  }

  /// Reads rows from `start` and returns the position of the first that it did not read. `waiting` grows by one for each.
  ///
  /// - Parameters:
  ///   - bytes: input up to `end`, then `InputBuffer.padding` zeros.
  ///   - values, times: the pending rows of a `SeriesBuilder`, at most `capacity`.
  mutating func run(
    _ bytes: [UInt8], from start: Int, to end: Int, dates: DatePattern, values: inout [Double],
    times: inout [Timestamp], waiting: inout Int
  ) -> Int {
    precondition(start >= 0 && start <= end && end + InputBuffer.padding <= bytes.count, "zeros follow the input")
    precondition(values.count >= slots * capacity && times.count >= capacity, "the pending rows have their size")
    let (count, first) = (capacity, waiting)
    var row = first
    let position = bytes.withUnsafeBytes { bytes -> Int in
      guard let base = bytes.baseAddress else { return start }
      return values.withUnsafeMutableBufferPointer { values -> Int in
        times.withUnsafeMutableBufferPointer { times -> Int in
          guard let valueBase = values.baseAddress, let timeBase = times.baseAddress else { return start }
          return rows(PlainText(base), start, count, dates, valueBase, timeBase, &row)
        }
      }
    }
    waiting = row
    return position
  }

  private mutating func rows(
    _ text: PlainText, _ start: Int, _ capacity: Int, _ dates: DatePattern, _ values: UnsafeMutablePointer<Double>,
    _ times: UnsafeMutablePointer<Timestamp>, _ row: inout Int
  ) -> Int {
    let last = roles.count - 1
    var position = start
    while row < capacity {
      var p = position
      let first = text[p]
      // An empty line, a comment or the end.
      if first == newline || first == 13 || first == comment { return position }
      for column in 0...last {
        // Most cells are numbers: one comparison is cheaper than the jump of a switch.
        if case .value(let slot, let decimal) = roles[column] {
          guard let value = text.value(&p, decimal, delimiter, newline) ?? missing(text, &p) else { return position }
          values[slot &* capacity &+ row] = value
          if column < last {
            guard text[p] == delimiter else { return position }
            p &+= 1
          }
          continue
        }
        switch roles[column] {
        case .value: return position
        case .whole(let slot):
          guard let value = text.whole(&p, delimiter, newline) ?? missing(text, &p) else { return position }
          values[slot &* capacity &+ row] = value
        case .date:
          guard let time = date(text, &p, dates) else { return position }
          times[row] = time
        case .skip: text.skip(&p, delimiter)
        case .text:
          if text[p] < UInt8(ascii: "A"), text[p] != delimiter, text[p] != newline, text[p] != 13 { return position }
          text.skip(&p, delimiter)
        case .careful: return position
        case .key: guard skipKey(text, &p) else { return position }
        }
        if column < last {
          guard text[p] == delimiter else { return position }
          p &+= 1
        }
      }
      // An empty cell may follow the last column.
      if text[p] == delimiter { p &+= 1 }
      if text[p] == newline {
        p &+= 1
      } else if text[p] == 13, newline == 10, text[p &+ 1] == 10 {
        p &+= 2
      } else {
        return position
      }
      position = p
      row &+= 1
    }
    return position
  }

  @inline(__always)
  private mutating func date(_ text: PlainText, _ p: inout Int, _ pattern: DatePattern) -> Timestamp? {
    if pattern == .other { return nil }
    guard var ticks = months.midnight(text, p) else { return nil }
    p &+= 10
    if pattern == .local {
      guard text[p] == UInt8(ascii: " ") || text[p] == UInt8(ascii: "T") else { return nil }
      guard let clock = text.clock(p &+ 1) else { return nil }
      if clock != 0 { hasClock = true }
      ticks &+= clock
      p &+= 9
    }
    return Timestamp(ticks: ticks)
  }

  /// NaN if the cell is a marker of a missing value.
  @inline(never)
  private func missing(_ text: PlainText, _ p: inout Int) -> Double? {
    var end = p
    text.skip(&end, delimiter)
    guard end &- p <= 8 else { return nil }
    var cell: UInt64 = 0
    for index in 0..<end &- p { cell |= UInt64(small(text[p &+ index])) << UInt64(8 &* index) }
    guard markers.contains(cell) else { return nil }
    p = end
    return .nan
  }

  private func skipKey(_ text: PlainText, _ p: inout Int) -> Bool {
    guard let key else { return false }
    for byte in key {
      // A key has no zero byte, so this stops at the end.
      guard text[p] == byte else { return false }
      p &+= 1
    }
    return text[p] == delimiter || text[p] == newline || text[p] == 13
  }
}
