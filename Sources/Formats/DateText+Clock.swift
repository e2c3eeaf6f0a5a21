/// The time of day of a date.
extension DateText {
  /// `16:00`, `4:00 PM`, `16:00:00`, `16:00:00.123456`, `160000`, each with or without `Z`, ` UTC`, `+01`, `+0100`,
  /// `+01:00`. 24:00 is the next midnight.
  mutating func takeClock(_ cursor: inout TextCursor) throws(Fault) {
    let (first, width) = cursor.number()
    form = .local
    if width == 6 || width == 4 {
      let (hour, minute, second) =
        width == 6 ? (first / 10_000, first / 100 % 100, first % 100) : (first / 100, first % 100, 0)
      try setClock(hour, minute, second)
    } else {
      try takeColons(hour: first, width, &cursor)
    }
    if cursor.isAtEnd { return }
    try takeZone(&cursor)
    // An offset could change the day, so it is not accepted while day and month are undecided.
    guard !isOpen else { throw .notADate }
    form = .zoned
  }

  /// `16:00:00 2018`, `16:00:00 UTC 2018`, `16:00:00 +0000 2018`, as the C library writes times.
  mutating func takeClockAndYear(_ cursor: inout TextCursor) throws(Fault) {
    let (hour, width) = cursor.number()
    form = .local
    try takeColons(hour: hour, width, &cursor)
    guard cursor.skip(UInt8(ascii: " ")) else { throw .notADate }
    if !cursor.isDigit {
      try takeZone(&cursor)
      form = .zoned
      guard cursor.skip(UInt8(ascii: " ")) else { throw .notADate }
    }
    let (year, digits) = cursor.number()
    guard digits == 4, cursor.isAtEnd else { throw .notADate }
    self.year = year
  }

  private mutating func takeColons(hour: Int, _ width: Int, _ cursor: inout TextCursor) throws(Fault) {
    guard (1...2).contains(width), cursor.skip(UInt8(ascii: ":")) else { throw .notADate }
    let (minute, minuteWidth) = cursor.number()
    guard minuteWidth == 2 else { throw .notADate }
    var second = 0
    var hasFraction = false
    if cursor.skip(UInt8(ascii: ":")) {
      let (number, width) = cursor.number()
      guard width == 2 else { throw .notADate }
      second = number
      hasFraction = cursor.skip(anyOf: ".,")
    }
    try setClock(hour, minute, second)
    if hasFraction { try takeFraction(&cursor) }
    try takeHalf(hour, &cursor)
  }

  /// AM or PM.
  private mutating func takeHalf(_ hour: Int, _ cursor: inout TextCursor) throws(Fault) {
    var ahead = cursor
    _ = ahead.skip(UInt8(ascii: " "))
    var word = ahead.word()
    // a.m., p.m.
    if word.count == 1, ahead.skip(UInt8(ascii: ".")) {
      word += ahead.word()
      _ = ahead.skip(UInt8(ascii: "."))
    }
    guard word == Array("am".utf8) || word == Array("pm".utf8) else { return }
    guard (1...12).contains(hour) else { throw .notADate }
    cursor = ahead
    let half: Int64 = 12 * 3_600_000
    if hour == 12 { clock -= half }
    if word[0] == UInt8(ascii: "p") { clock += half }
  }

  private mutating func setClock(_ hour: Int, _ minute: Int, _ second: Int) throws(Fault) {
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second < 60 else { throw .notADate }
    clock = Int64(hour * 3600 + minute * 60 + second) * 1000
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

  private mutating func takeZone(_ cursor: inout TextCursor) throws(Fault) {
    _ = cursor.skip(UInt8(ascii: " "))
    if cursor.isLetter {
      let word = cursor.word()
      guard ["z", "utc", "gmt"].contains(where: { word.elementsEqual($0.utf8) }) else { throw .notADate }
      offset = 0
    } else {
      offset = try takeOffset(&cursor)
    }
  }

  /// In milliseconds, east positive.
  private func takeOffset(_ cursor: inout TextCursor) throws(Fault) -> Int64 {
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
