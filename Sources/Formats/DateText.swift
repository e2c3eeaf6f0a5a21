import TimeSeries

/// The parts of a date, before it is known which of two small numbers is the month.
struct DateText: Equatable {
  /// The form of the date: all dates of a column must have the same.
  enum Form: Equatable {
    case year, month, day
    /// A day with a time of day: without an offset, and with one.
    case local, zoned
    case seconds, milliseconds
  }
  /// Why a text is not a date.
  enum Fault: Error, Equatable {
    case notADate, noSuchDay, twoDigitYear
    /// A number that may be an epoch of an unknown unit.
    case bareNumber
  }

  var form: Form
  var year = 1970
  var month = 1
  var day = 1
  /// Milliseconds to add to midnight: the time of day less the offset from UTC; for an epoch, all of it.
  var clock: Int64 = 0
  /// Written with the year last, with slashes or hyphens: month and day may have to be swapped.
  var isOpen = false
  /// Digits after the millisecond were cut off.
  var isCut = false

  /// - Parameter range: of the bytes, without surrounding spaces.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(Fault) {
    var cursor = TextCursor(bytes, range)
    form = .day
    try takeDate(&cursor)
    if cursor.isAtEnd { return }
    guard form == .day, cursor.skip(anyOf: "Tt "), cursor.isDigit else { throw .notADate }
    try takeClock(&cursor)
    guard cursor.isAtEnd else { throw .notADate }
  }

  /// The time; nil if there is no such day.
  func timestamp(swapped: Bool = false) -> Timestamp? {
    let (month, day) = swapped ? (self.day, self.month) : (self.month, self.day)
    guard let midnight = Timestamp(year: year, month: month, day: day) else { return nil }
    return Timestamp(ticks: midnight.ticks + clock)
  }

  // MARK: - The day

  private mutating func takeDate(_ cursor: inout TextCursor) throws(Fault) {
    if cursor.isLetter { return try takeMonthFirst(&cursor) }
    let (first, width) = cursor.number()
    guard width > 0 else { throw .notADate }
    if width == 8 {
      (year, month, day) = (first / 10_000, first / 100 % 100, first % 100)
      return
    }
    guard let separator = cursor.take(anyOf: "-/. ") else { return try takeBareNumber(first, width) }
    if cursor.isLetter, width <= 2 { return try takeNamedMonth(after: first, separator, &cursor) }
    let (second, secondWidth) = cursor.number()
    guard (1...2).contains(secondWidth), separator != UInt8(ascii: " ") else { throw .notADate }
    if width == 4 {
      (year, month) = (first, second)
      if cursor.isAtEnd, separator == UInt8(ascii: "-") {
        guard (1...12).contains(month) else { throw .noSuchDay }
        form = .month
        return
      }
      guard cursor.skip(separator) else { throw .notADate }
      let (third, thirdWidth) = cursor.number()
      guard (1...2).contains(thirdWidth) else { throw .notADate }
      day = third
    } else {
      guard width <= 2, cursor.skip(separator) else { throw .notADate }
      year = try takeYear(&cursor)
      isOpen = separator != UInt8(ascii: ".")
      // With dots the day always comes first.
      (month, day) = isOpen ? (first, second) : (second, first)
    }
  }

  private mutating func takeBareNumber(_ value: Int, _ width: Int) throws(Fault) {
    switch width {
    case 4: (year, form) = (value, .year)
    case 10: (clock, form) = (Int64(value) * 1000, .seconds)
    case 13: (clock, form) = (Int64(value), .milliseconds)
    default: throw width > 4 ? .bareNumber : .notADate
    }
  }

  /// `27 June 2024`, `27-Jun-2024`.
  private mutating func takeNamedMonth(
    after day: Int, _ separator: UInt8, _ cursor: inout TextCursor
  ) throws(Fault) {
    guard let month = monthNumber(cursor.word()) else { throw .notADate }
    _ = cursor.skip(anyOf: ",.")
    guard cursor.skip(separator) else { throw .notADate }
    (self.day, self.month, year) = (day, month, try takeYear(&cursor))
  }

  /// `Jun 27, 2024`, `June 27 2024`.
  private mutating func takeMonthFirst(_ cursor: inout TextCursor) throws(Fault) {
    guard let month = monthNumber(cursor.word()) else { throw .notADate }
    _ = cursor.skip(anyOf: ".")
    guard cursor.skip(anyOf: " -") else { throw .notADate }
    let (day, width) = cursor.number()
    guard (1...2).contains(width) else { throw .notADate }
    _ = cursor.skip(anyOf: ",")
    guard cursor.skip(anyOf: " -") else { throw .notADate }
    (self.day, self.month, year) = (day, month, try takeYear(&cursor))
  }

  private func takeYear(_ cursor: inout TextCursor) throws(Fault) -> Int {
    let (year, width) = cursor.number()
    guard width == 4 else { throw width == 2 ? .twoDigitYear : .notADate }
    return year
  }

  // MARK: - The clock

  /// `16:00`, `16:00:00`, `16:00:00.123456`, each with or without `Z`, `+01`, `+0100`, `+01:00`.
  private mutating func takeClock(_ cursor: inout TextCursor) throws(Fault) {
    let (hour, hourWidth) = cursor.number()
    guard hourWidth == 2, hour < 24, cursor.skip(UInt8(ascii: ":")) else { throw .notADate }
    let (minute, minuteWidth) = cursor.number()
    guard minuteWidth == 2, minute < 60 else { throw .notADate }
    clock = Int64(hour * 3600 + minute * 60) * 1000
    form = .local
    if cursor.skip(UInt8(ascii: ":")) {
      let (second, width) = cursor.number()
      guard width == 2, second < 60 else { throw .notADate }
      clock += Int64(second) * 1000
      if cursor.skip(anyOf: ".,") { try takeFraction(&cursor) }
    }
    if cursor.isAtEnd { return }
    if !cursor.skip(anyOf: "Zz") { clock -= try takeOffset(&cursor) }
    // An offset could change the day, so it is not accepted while day and month are undecided.
    guard !isOpen else { throw .notADate }
    form = .zoned
  }

  private mutating func takeFraction(_ cursor: inout TextCursor) throws(Fault) {
    guard cursor.isDigit else { throw .notADate }
    var unit: Int64 = 100
    while let digit = cursor.takeDigit() {
      clock += unit * digit
      if unit == 0, digit > 0 { isCut = true }
      unit /= 10
    }
  }

  /// In milliseconds, east positive.
  private func takeOffset(_ cursor: inout TextCursor) throws(Fault) -> Int64 {
    _ = cursor.skip(UInt8(ascii: " "))
    guard let sign = cursor.take(anyOf: "+-") else { throw .notADate }
    var (hour, width) = cursor.number()
    var minute = 0
    if width == 4 {
      (hour, minute) = (hour / 100, hour % 100)
    } else {
      guard width == 2 else { throw .notADate }
      if cursor.skip(UInt8(ascii: ":")) {
        (minute, width) = cursor.number()
        guard width == 2 else { throw .notADate }
      }
    }
    guard hour <= 18, minute < 60 else { throw .notADate }
    let size = Int64(hour * 60 + minute) * 60_000
    return sign == UInt8(ascii: "-") ? -size : size
  }
}

/// The month of an English name or its first three letters, in upper or lower case.
private func monthNumber(_ word: [UInt8]) -> Int? {
  let names = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  let index = names.firstIndex { name in
    word.elementsEqual(name.utf8) || (word.count == 3 && name.utf8.starts(with: word))
  }
  return index.map { $0 + 1 } ?? (word.elementsEqual("sept".utf8) ? 9 : nil)
}
