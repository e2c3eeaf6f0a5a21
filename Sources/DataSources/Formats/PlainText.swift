import TimeSeries

/// Bytes with zeros behind them, read eight at a time.
///
/// Nothing here is checked at run time; `FastRows` has the proof.
struct PlainText {
  private let base: UnsafeRawPointer

  @inline(__always)
  init(_ base: UnsafeRawPointer) { self.base = base }

  @inline(__always)
  subscript(position: Int) -> UInt8 { base.load(fromByteOffset: position, as: UInt8.self) }

  /// Eight bytes, the first of them the lowest.
  @inline(__always)
  func word(_ position: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// The value of a cell, NaN for an empty one; nil if it takes a closer look. What follows the number is not looked at.
  @inline(__always)
  func value(_ position: inout Int, _ decimal: UInt8, _ delimiter: UInt8, _ newline: UInt8) -> Double? {
    var p = position
    var byte = self[p]
    if byte == delimiter || byte == newline || byte == 13 { return .nan }
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative { p &+= 1 }
    guard var (mantissa, digits) = digits(&p) else { return nil }
    var decimals = 0
    byte = self[p]
    if byte == decimal {
      p &+= 1
      guard let (fraction, width) = self.digits(&p) else { return nil }
      // At most sixteen digits each: the product may wrap round beyond nineteen in all, and is then not used.
      mantissa = mantissa &* Self.power(width) &+ fraction
      decimals = width
      digits &+= width
    }
    if digits > 19 { return nil }
    position = p
    // Clinger's exact case, as in `decimalValue`; 2^53 < 10^16 bounds the decimals by 16.
    let size =
      mantissa <= 1 << 53
      ? Double(Int64(bitPattern: mantissa)) / exactPowersOfTen[decimals]
      : exactQuotient(mantissa, decimals: decimals)
    return isNegative ? -size : size
  }

  /// One to sixteen digits and how many they are, or nil if there is none. If there are more, a digit follows.
  @inline(__always)
  private func digits(_ position: inout Int) -> (value: UInt64, count: Int)? {
    let (high, count) = Self.leadingDigits(word(position))
    if count == 0 { return nil }
    position &+= count
    if count < 8 { return (high, count) }
    let (low, more) = Self.leadingDigits(word(position))
    if more == 0 { return (high, count) }
    position &+= more
    return (high &* Self.power(more) &+ low, count &+ more)
  }

  /// The digits with which eight bytes begin, and how many they are; the value counts for nothing if they are none.
  ///
  /// A byte x is a digit if y = x xor 0x30 is below ten, i.e. if neither y nor y + 0x76 reaches 0x80. A carry out of a
  /// byte comes from a byte that is no digit, and moves up: the lowest of those is always found. The digits are then
  /// shifted to the top, zeros in front of them, and joined two by two (Lemire, "Quickly parsing eight digits", 2018).
  @inline(__always)
  static func leadingDigits(_ word: UInt64) -> (value: UInt64, count: Int) {
    let y = word ^ 0x3030_3030_3030_3030
    let foreign = (y | (y &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
    let count = foreign.trailingZeroBitCount >> 3
    var v = y &<< (UInt64(truncatingIfNeeded: 64 &- (count &<< 3)))
    v = v &* 10 &+ (v >> 8)
    let low = (v & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((v >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return ((low &+ high) >> 32, count)
  }

  /// 10^n for n up to sixteen.
  @inline(__always)
  private static func power(_ n: Int) -> UInt64 { wholePowersOfTen[n] }

  /// To the next byte that may end a cell, or be wrong in it.
  @inline(__always)
  func skip(_ position: inout Int, _ delimiter: UInt8) {
    while true {
      let byte = self[position]
      if byte == delimiter || byte == 10 || byte == 13 || byte == UInt8(ascii: "\"") || byte == 0 { return }
      position &+= 1
    }
  }

  /// The milliseconds of `16:00:00`, or nil.
  @inline(__always)
  func clock(_ position: Int) -> Int64? {
    let y = word(position) ^ 0x3030_3A30_303A_3030  // 00:00:00
    let foreign = (y | (y &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
    if foreign | (y & 0x0000_FF00_00FF_0000) != 0 { return nil }
    let tens = y &* 10 &+ (y >> 8)  // in bytes 0, 3 and 6; at most 99 each, so that nothing is carried
    let (hour, minute, second) = (tens & 0xFF, (tens >> 24) & 0xFF, (tens >> 48) & 0xFF)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(truncatingIfNeeded: (hour &* 3600 &+ minute &* 60 &+ second) &* 1000)
  }
}

/// The month of the last date: of the next one, most often the same, only the day is then left to read.
struct MonthMemory {
  /// `2018-12-`; zero is no month.
  private var word: UInt64 = 0
  private var firstDay: Int64 = 0
  private var days: UInt64 = 0

  /// Midnight of the date `2018-12-31` at `p`, or nil if there is none.
  @inline(__always)
  mutating func midnight(_ text: PlainText, _ p: Int) -> Int64? {
    let month = text.word(p)
    if month != word {
      guard remember(month) else { return nil }
    }
    let (tens, ones) = (text[p &+ 8] &- 48, text[p &+ 9] &- 48)
    let day = UInt64(tens) &* 10 &+ UInt64(ones) &- 1
    guard tens < 10, ones < 10, day < days else { return nil }
    return firstDay &+ Int64(truncatingIfNeeded: day) &* Timestamp.millisecondsPerDay
  }

  @inline(never)
  private mutating func remember(_ month: UInt64) -> Bool {
    let y = month ^ 0x2D30_302D_3030_3030  // 0000-00-
    let foreign = (y | (y &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
    if foreign | (y & 0xFF00_00FF_0000_0000) != 0 { return false }
    func digit(_ index: UInt64) -> Int { Int(truncatingIfNeeded: (y >> (index &* 8)) & 0xFF) }
    let year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
    let number = digit(5) * 10 + digit(6)
    guard let first = Timestamp(year: year, month: number, day: 1) else { return false }
    (word, firstDay, days) = (month, first.ticks, UInt64(Timestamp.days(in: number, of: year)))
    return true
  }
}

/// 10^0 … 10^16.
private let wholePowersOfTen: [UInt64] = [
  1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000,
]
