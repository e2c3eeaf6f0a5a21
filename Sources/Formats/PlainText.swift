import TimeSeries

/// Bytes followed by zeros, read eight at a time. No access is checked at run time; `FastRows` says why that is safe.
struct PlainText {
  private let base: UnsafeRawPointer

  @inline(__always)
  init(_ base: UnsafeRawPointer) { self.base = base }

  @inline(__always)
  subscript(position: Int) -> UInt8 { base.load(fromByteOffset: position, as: UInt8.self) }

  /// Eight bytes, the first of them lowest.
  @inline(__always)
  func word(_ position: Int) -> UInt64 {
    UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// The value of a cell, NaN if it is empty; nil if the general reader must look at it. The byte after it is not checked.
  ///
  /// Finding the cell's end is the critical path, so it is done first, in two words at once; the sign is checked only if
  /// the cell does not begin with a digit.
  @inline(__always)
  func value(_ position: inout Int, _ decimal: UInt8, _ delimiter: UInt8, _ newline: UInt8) -> Double? {
    let p = position
    let digits = word(p) ^ Self.zeros
    let (foreign, more) = (Self.foreign(digits), Self.foreign(word(p &+ 8) ^ Self.zeros))
    let width = foreign.trailingZeroBitCount >> 3
    let beyond = more.trailingZeroBitCount >> 3
    if width == 8 {
      // Eight digits or more, as in volumes.
      if beyond == 8 || self[p &+ 8 &+ beyond] == decimal { return longer(&position, decimal, delimiter, newline) }
      let tail = beyond == 0 ? 0 : Self.joined(word(p &+ 8) ^ Self.zeros, beyond)
      position = p &+ 8 &+ beyond
      return Self.value(Self.joined(digits, 8) &* wholePowersOfTen[beyond] &+ tail, decimals: 0)
    }
    if width == 0 { return longer(&position, decimal, delimiter, newline) }
    if self[p &+ width] != decimal {
      position = p &+ width
      return Self.value(Self.joined(digits, width), decimals: 0)
    }
    // The first byte that is not a digit was the decimal sign; the next one follows the fraction.
    let next = foreign & (foreign &- 1)
    let end = next == 0 ? p &+ 8 &+ beyond : p &+ next.trailingZeroBitCount >> 3
    let decimals = end &- (p &+ width &+ 1)
    if next == 0 && beyond == 8 || decimals > 8 || decimals == 0 {
      return longer(&position, decimal, delimiter, newline)
    }
    position = end
    let fraction = Self.joined(word(p &+ width &+ 1) ^ Self.zeros, decimals)
    return Self.value(Self.joined(digits, width) &* wholePowersOfTen[decimals] &+ fraction, decimals: decimals)
  }

  /// The value of a cell of digits alone, with a minus sign or without, NaN if it is empty; nil for anything else.
  @inline(never)
  func whole(_ position: inout Int, _ delimiter: UInt8, _ newline: UInt8) -> Double? {
    var p = position
    let byte = self[p]
    if byte == delimiter || byte == newline || byte == 13 { return .nan }
    let isNegative = byte == UInt8(ascii: "-")
    if isNegative { p &+= 1 }
    var (value, width) = (UInt64(0), 0)
    while width < 16, self[p] &- UInt8(ascii: "0") < 10 {
      value = value &* 10 &+ UInt64(self[p] &- UInt8(ascii: "0"))
      (p, width) = (p &+ 1, width &+ 1)
    }
    guard width > 0, self[p] == delimiter || self[p] == newline || self[p] == 13 else { return nil }
    // At most sixteen digits, so the conversion rounds once.
    position = p
    return isNegative ? -Double(value) : Double(value)
  }

  /// Clinger's exact case, as in `decimalValue`, or the exact quotient.
  @inline(__always)
  private static func value(_ mantissa: UInt64, decimals: Int) -> Double {
    if mantissa > 1 << 53 { return exactQuotient(mantissa, decimals: decimals) }
    return Double(Int64(bitPattern: mantissa)) / exactPowersOfTen[decimals]
  }

  // MARK: - Eight bytes at once

  /// Exclusive or with this makes the digits 0 to 9.
  static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The top bit of the first byte that is not below ten, and perhaps of later ones; 0 if all are below ten.
  ///
  /// A byte is below ten if neither it nor it + 0x76 reaches 0x80. Only a byte that is not below ten carries, and carries
  /// move up, so the lowest such byte is always found.
  @inline(__always)
  static func foreign(_ digits: UInt64) -> UInt64 {
    (digits | (digits &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
  }

  /// The value of the first `count` digits, from 1 to 8: shifted to the top and joined in pairs (Lemire, "Quickly parsing
  /// eight digits", 2018).
  @inline(__always)
  static func joined(_ digits: UInt64, _ count: Int) -> UInt64 {
    var v = digits &<< UInt64(truncatingIfNeeded: 64 &- (count &<< 3))
    v = v &* 10 &+ (v >> 8)
    let low = (v & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let high = ((v >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return (low &+ high) >> 32
  }

  /// The next byte that may end a cell or be wrong in it.
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
    let tens = y &* 10 &+ (y >> 8)  // in bytes 0, 3 and 6; at most 99 each, so none carries
    let (hour, minute, second) = (tens & 0xFF, (tens >> 24) & 0xFF, (tens >> 48) & 0xFF)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return Int64(truncatingIfNeeded: (hour &* 3600 &+ minute &* 60 &+ second) &* 1000)
  }
}

/// The month of the last date, which is mostly that of the next: then only the day must be read.
struct MonthMemory {
  /// `2018-12-`; zero for none.
  private var word: UInt64 = 0
  private var firstDay: Int64 = 0
  private var days: UInt64 = 0

  /// Midnight of the date `2018-12-31` at `p`; nil if it is not a date.
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
let wholePowersOfTen: [UInt64] = [
  1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000,
]
