import TimeSeries

/// The parts of a date, before it is known which of two small numbers is the month.
struct DateText: Equatable {
  /// The form of the date: all dates of a column must have the same.
  enum Form: Equatable {
    case year, half, quarter, month, week, day
    /// A year with a fraction, such as 1958.208.
    case decimalYear
    /// A day with a time of day: without an offset, and with one.
    case local, zoned
    /// A number since 1970.
    case epoch(CSVFormat.Epoch)
  }
  /// Why a text is not a date.
  enum Fault: Error, Equatable {
    case notADate, noSuchDay, twoDigitYear
    /// A number that may be a date of an unknown form.
    case bareNumber
  }

  var form: Form
  var year = 1970
  var month = 1
  var day = 1
  /// Milliseconds to add to midnight: the time of day; for an epoch, all of it.
  var clock: Int64 = 0
  /// East of UTC, in milliseconds; nil if none is written.
  var offset: Int64?
  /// Written with the year last, with slashes or hyphens: month and day may have to be swapped.
  var isOpen = false
  /// Written with dots and the year last: the day comes first, unless the column says otherwise.
  var isDotted = false
  /// Digits after the millisecond were cut off.
  var isCut = false

  /// - Parameter range: of the bytes, without surrounding spaces.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(Fault) {
    var cursor = TextCursor(bytes, range)
    form = .day
    try takeDate(&cursor)
    if cursor.isAtEnd { return }
    _ = cursor.skip(UInt8(ascii: ","))
    guard form == .day, cursor.skip(anyOf: "Tt "), cursor.isDigit else { throw .notADate }
    try takeClock(&cursor)
    guard cursor.isAtEnd else { throw .notADate }
  }

  /// The time; nil if there is no such day.
  func timestamp(swapped: Bool = false) -> Timestamp? {
    let (month, day) = swapped ? (self.day, self.month) : (self.month, self.day)
    guard let midnight = Timestamp(year: year, month: month, day: day) else { return nil }
    return Timestamp(ticks: midnight.ticks + clock - (offset ?? 0))
  }

  // MARK: - The day

  private mutating func takeDate(_ cursor: inout TextCursor) throws(Fault) {
    if cursor.isLetter { return try takeWord(&cursor) }
    let (first, width) = cursor.number()
    guard width > 0 else { throw .notADate }
    if width == 8 {
      (year, month, day) = (first / 10_000, first / 100 % 100, first % 100)
      return
    }
    if cursor.isAtEnd { return try takeBareNumber(first, width) }
    if width == 4 {
      year = first
      return try takeAfterYear(&cursor)
    }
    guard width <= 2 else { throw .notADate }
    if first <= 4, cursor.peekedWord == [UInt8(ascii: "q")] {
      _ = cursor.word()
      return try takeQuarter(first, &cursor)
    }
    if let month = monthNumber(cursor.peekedWord) {
      // 31Dec2019.
      _ = cursor.word()
      (self.day, self.month, year) = (first, month, try takeYear(&cursor))
      return
    }
    // 27. Juni 2024, 27 de junio de 2024.
    let dot = cursor.skip(UInt8(ascii: "."))
    let isSpaced = cursor.skip(UInt8(ascii: " "))
    if cursor.isLetter, dot || isSpaced {
      return try takeNamedMonth(after: first, UInt8(ascii: isSpaced ? " " : "."), &cursor)
    }
    if isSpaced { throw .notADate }
    guard let separator = dot ? UInt8(ascii: ".") : cursor.take(anyOf: "-/") else { throw .notADate }
    if cursor.isLetter { return try takeNamedMonth(after: first, separator, &cursor) }
    let (second, secondWidth) = cursor.number()
    if secondWidth == 4, cursor.isAtEnd { return try takeMonth(first, of: second) }
    guard (1...2).contains(secondWidth), cursor.skip(separator) else { throw .notADate }
    year = try takeYear(&cursor)
    (isOpen, isDotted) = (separator != UInt8(ascii: "."), separator == UInt8(ascii: "."))
    (month, day) = isOpen ? (first, second) : (second, first)
  }

  /// After the four digits of a year.
  private mutating func takeAfterYear(_ cursor: inout TextCursor) throws(Fault) {
    if cursor.skip(bytes: "\u{5E74}") { return try takeChinese(&cursor) }
    guard let separator = cursor.take(anyOf: "-/. ") else { return try takeMarked(&cursor) }
    if cursor.isLetter {
      var ahead = cursor
      if let month = monthNumber(ahead.word()) {
        cursor = ahead
        _ = cursor.skip(UInt8(ascii: "."))
        if cursor.isAtEnd { return try takeMonth(month, of: year) }
        guard cursor.skip(separator) else { throw .notADate }
        (self.month, day) = (month, try takeDay(&cursor))
        return
      }
      return try takeMarked(&cursor)
    }
    guard separator != UInt8(ascii: " ") else { throw .notADate }
    let (second, width) = cursor.number()
    if separator == UInt8(ascii: "."), cursor.isAtEnd, width == 1 || width > 2 {
      return try takeDecimalYear(second, width)
    }
    guard (1...2).contains(width) else { throw .notADate }
    month = second
    if cursor.isAtEnd, separator != UInt8(ascii: ".") { return try takeMonth(second, of: year) }
    guard cursor.skip(separator) else { throw .notADate }
    day = try takeDay(&cursor)
  }

  /// `Q1`, `M01`, `W05`, `S1` and `H1` (half-years, by their last month), `A1` after a year.
  private mutating func takeMarked(_ cursor: inout TextCursor) throws(Fault) {
    switch cursor.word() {
    case [UInt8(ascii: "q")]:
      let (quarter, width) = cursor.number()
      guard width == 1 else { throw .notADate }
      try setQuarter(quarter)
    case [UInt8(ascii: "s")], [UInt8(ascii: "h")]:
      let (half, width) = cursor.number()
      guard width == 1 else { throw .notADate }
      guard (1...2).contains(half) else { throw .noSuchDay }
      (month, form) = (6 * half, .half)
    case [UInt8(ascii: "a")]:
      let (number, width) = cursor.number()
      guard width == 1, number == 1 else { throw .notADate }
      form = .year
    case [UInt8(ascii: "m")]:
      let (month, width) = cursor.number()
      guard (1...2).contains(width) else { throw .notADate }
      try takeMonth(month, of: year)
    case [UInt8(ascii: "w")]:
      let (week, width) = cursor.number()
      guard (1...2).contains(width) else { throw .notADate }
      try setWeek(week)
      // 2005-W05-3, a day of the week from Monday.
      guard cursor.skip(UInt8(ascii: "-")) else { return }
      let (weekday, digits) = cursor.number()
      guard digits == 1, (1...7).contains(weekday), let monday = Timestamp(year: year, month: month, day: day) else {
        throw .notADate
      }
      let date = Timestamp(ticks: monday.ticks + Int64(weekday - 1) * Timestamp.millisecondsPerDay).civil
      (year, month, day, form) = (date.year, date.month, date.day, .day)
    default: throw .notADate
    }
  }

  /// `Q1 2005`, `1Q 2005`.
  private mutating func takeQuarter(_ quarter: Int, _ cursor: inout TextCursor) throws(Fault) {
    _ = cursor.skip(anyOf: "-/ ")
    year = try takeYear(&cursor)
    try setQuarter(quarter)
  }

  private mutating func setQuarter(_ quarter: Int) throws(Fault) {
    guard (1...4).contains(quarter) else { throw .noSuchDay }
    (month, form) = (3 * quarter - 2, .quarter)
  }

  /// The Monday of a week of ISO 8601: week 1 has the 4th of January.
  private mutating func setWeek(_ week: Int) throws(Fault) {
    let fourth = Timestamp.dayNumber(year, 1, 4)
    // 1970-01-05 was a Monday.
    let monday = fourth - ((fourth - 4) % 7 + 7) % 7 + Int64(week - 1) * 7
    let thursday = Timestamp(ticks: (monday + 3) * Timestamp.millisecondsPerDay)
    guard (1...53).contains(week), thursday.civil.year == year else { throw .noSuchDay }
    (year, month, day) = Timestamp(ticks: monday * Timestamp.millisecondsPerDay).civil
    form = .week
  }

  private mutating func takeMonth(_ month: Int, of year: Int) throws(Fault) {
    guard (1...12).contains(month) else { throw .noSuchDay }
    (self.year, self.month, form) = (year, month, .month)
  }

  /// A billionth of a year is 32 ms; `DateColumn` makes a day or a month of it.
  private mutating func takeDecimalYear(_ fraction: Int, _ width: Int) throws(Fault) {
    guard width <= 9 else { throw .notADate }
    var billionths = fraction
    for _ in width..<9 { billionths *= 10 }
    (clock, form) = (Int64(year) * 1_000_000_000 + Int64(billionths), .decimalYear)
  }

  /// `1月`, `1月5日` after the sign of the year.
  private mutating func takeChinese(_ cursor: inout TextCursor) throws(Fault) {
    let (month, width) = cursor.number()
    guard (1...2).contains(width), cursor.skip(bytes: "\u{6708}") else { throw .notADate }
    if cursor.isAtEnd { return try takeMonth(month, of: year) }
    (self.month, day) = (month, try takeDay(&cursor))
    guard cursor.skip(bytes: "\u{65E5}") else { throw .notADate }
  }

  /// `27 June 2024`, `27-Jun-2024`, `27. Juni 2024`, `27 de junio de 2024`.
  private mutating func takeNamedMonth(
    after day: Int, _ separator: UInt8, _ cursor: inout TextCursor
  ) throws(Fault) {
    var word = cursor.word()
    if word == Array("de".utf8), cursor.skip(UInt8(ascii: " ")) { word = cursor.word() }
    guard let month = monthNumber(word) else { throw .notADate }
    _ = cursor.skip(anyOf: ",.")
    guard cursor.skip(separator) else { throw .notADate }
    if cursor.isLetter { guard cursor.word() == Array("de".utf8), cursor.skip(separator) else { throw .notADate } }
    (self.day, self.month, year) = (day, month, try takeYear(&cursor))
  }

  /// `Jun 27, 2024`, `June 27 2024`, `Jan 2010`, `Q1 2005`, and each after a day of the week.
  private mutating func takeWord(_ cursor: inout TextCursor) throws(Fault) {
    let word = cursor.word()
    if word == [UInt8(ascii: "q")] {
      let (quarter, width) = cursor.number()
      guard width == 1 else { throw .notADate }
      return try takeQuarter(quarter, &cursor)
    }
    guard let month = monthNumber(word) else {
      guard isWeekday(word) else { throw .notADate }
      _ = cursor.skip(anyOf: ".")
      _ = cursor.skip(anyOf: ",")
      guard cursor.skip(UInt8(ascii: " ")) else { throw .notADate }
      if cursor.isLetter, isWeekday(cursor.peekedWord) { throw .notADate }
      return try takeDate(&cursor)
    }
    _ = cursor.skip(anyOf: ".")
    guard cursor.skip(anyOf: " -") else { throw .notADate }
    _ = cursor.skip(UInt8(ascii: " "))
    let (number, width) = cursor.number()
    if width == 4, cursor.isAtEnd { return try takeMonth(month, of: number) }
    if width == 2, cursor.isAtEnd { throw .twoDigitYear }
    guard (1...2).contains(width) else { throw .notADate }
    _ = cursor.skip(anyOf: ",")
    guard cursor.skip(anyOf: " -") else { throw .notADate }
    (self.day, self.month) = (number, month)
    var ahead = cursor
    let digits = ahead.number().width
    if digits <= 2, ahead.skip(UInt8(ascii: ":")) { return try takeClockAndYear(&cursor) }
    year = try takeYear(&cursor)
  }

  private func takeYear(_ cursor: inout TextCursor) throws(Fault) -> Int {
    let (year, width) = cursor.number()
    guard width == 4 else { throw width == 2 ? .twoDigitYear : .notADate }
    return year
  }

  private func takeDay(_ cursor: inout TextCursor) throws(Fault) -> Int {
    let (day, width) = cursor.number()
    guard (1...2).contains(width) else { throw .notADate }
    return day
  }
}
