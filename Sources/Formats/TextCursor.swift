/// A position in a text, which moves over what it recognises.
struct TextCursor {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a text is within its bytes")
    (self.bytes, position, end) = (bytes, range.lowerBound, range.upperBound)
  }

  var isAtEnd: Bool { position == end }
  var isDigit: Bool { position < end && bytes[position] &- 48 < 10 }
  /// A letter of ASCII, or a byte of a Latin letter with an accent.
  var isLetter: Bool {
    position < end && ((bytes[position] | 0x20) &- 97 < 26 || bytes[position] == 0xC3 || isAfterC3)
  }
  private var isAfterC3: Bool { position > 0 && bytes[position] & 0xC0 == 0x80 && bytes[position - 1] == 0xC3 }

  mutating func takeDigit() -> Int64? {
    guard isDigit else { return nil }
    position += 1
    return Int64(bytes[position - 1] &- 48)
  }

  /// The value and the number of the digits that follow; beyond nineteen, or above the largest integer, the number of
  /// digits alone is valid.
  mutating func number() -> (value: Int, width: Int) {
    let start = position
    var value = 0
    while isDigit {
      if position - start < 19 {
        let (shifted, isTooLong) = value.multipliedReportingOverflow(by: 10)
        let (sum, isTooLarge) = shifted.addingReportingOverflow(Int(bytes[position] &- 48))
        value = isTooLong || isTooLarge ? .max : sum
      }
      position += 1
    }
    return (value, position - start)
  }

  /// The letters that follow, those of ASCII in lower case.
  mutating func word() -> [UInt8] {
    let start = position
    while isLetter { position += 1 }
    return bytes[start..<position].map(small)
  }

  /// The letters that follow, which are not passed over.
  var peekedWord: [UInt8] {
    var copy = self
    return copy.word()
  }

  mutating func skip(bytes text: StaticString) -> Bool {
    text.withUTF8Buffer { text in
      guard end - position >= text.count, bytes[position..<position + text.count].elementsEqual(text) else {
        return false
      }
      position += text.count
      return true
    }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func skip(anyOf set: StaticString) -> Bool { take(anyOf: set) != nil }

  mutating func take(anyOf set: StaticString) -> UInt8? {
    guard position < end else { return nil }
    let byte = bytes[position]
    // A static string's bytes live as long as the program.
    let found = set.withUTF8Buffer { $0.contains(byte) }
    guard found else { return nil }
    position += 1
    return byte
  }
}
