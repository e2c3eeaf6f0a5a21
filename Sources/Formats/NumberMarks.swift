/// What stands around and between the digits of a number, other than points and commas.
struct NumberMarks: Equatable {
  /// `$`, `€`, `CHF` …; empty for none.
  var currency = ""
  var isPercent = false
  /// Between groups of three digits: a blank or an apostrophe.
  var group: Group?
  /// The minus sign U+2212.
  var hasLongMinus = false
  /// A letter that multiplies: K, M, B or T.
  var power = 0

  enum Group: Equatable { case blank, apostrophe }

  var isPlain: Bool { currency.isEmpty && !isPercent && group == nil && !hasLongMinus && power == 0 }

  /// Two cells of one column may differ in the sign, in the letter and in having a group at all.
  func agrees(with other: NumberMarks) -> Bool {
    currency == other.currency && isPercent == other.isPercent
      && (group == nil || other.group == nil || group == other.group)
  }
}

/// A number with marks, as a number without them.
struct MarkedNumber {
  var marks = NumberMarks()
  /// Digits, signs, points and commas; the letter that multiplies is an exponent.
  var plain: [UInt8] = []

  private static let currencies = [
    "US$", "$", "€", "£", "¥", "₹", "₩", "₽", "USD", "EUR", "GBP", "JPY", "CHF",
  ].map { (text: $0, bytes: Array($0.utf8)) }
  /// Blank, no-break space, narrow no-break space, thin space.
  private static let blanks: [[UInt8]] = [[0x20], [0xC2, 0xA0], [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89]]
  private static let apostrophes: [[UInt8]] = [[0x27], [0xE2, 0x80, 0x99]]
  private static let longMinus: [UInt8] = [0xE2, 0x88, 0x92]

  /// Nil if there is more than digits with marks in their places.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    guard range.count <= 64 else { return nil }
    var text = bytes[range]
    var sign = MarkedNumber.takeSign(&text, &marks)
    takeCurrency(&text)
    if sign.isEmpty { sign = MarkedNumber.takeSign(&text, &marks) }
    takeEnd(&text)
    guard let digits = ungrouped(text) else { return nil }
    plain = sign + digits
    if marks.power > 0 { plain += Array("e\(marks.power)".utf8) }
    if marks.isPlain { return nil }
  }

  private static func takeSign(_ text: inout ArraySlice<UInt8>, _ marks: inout NumberMarks) -> [UInt8] {
    if text.starts(with: longMinus) {
      marks.hasLongMinus = true
      text = text.dropFirst(longMinus.count)
      return [UInt8(ascii: "-")]
    }
    guard let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return [] }
    text = text.dropFirst()
    return [first]
  }

  private mutating func takeCurrency(_ text: inout ArraySlice<UInt8>) {
    guard let found = Self.currencies.first(where: { text.starts(with: $0.bytes) }) else { return }
    marks.currency = found.text
    text = text.dropFirst(found.bytes.count)
    Self.dropBlank(&text)
  }

  /// A percent sign, a letter that multiplies, a currency.
  private mutating func takeEnd(_ text: inout ArraySlice<UInt8>) {
    if text.last == UInt8(ascii: "%") {
      marks.isPercent = true
      text = text.dropLast()
    } else if marks.currency.isEmpty,
      let found = Self.currencies.first(where: { text.suffix($0.bytes.count) == $0.bytes[...] })
    {
      marks.currency = found.text
      text = text.dropLast(found.bytes.count)
    }
    if marks.isPercent || !marks.currency.isEmpty { Self.dropLastBlank(&text) }
    let powers: [(UInt8, Int)] = [
      (UInt8(ascii: "K"), 3), (UInt8(ascii: "k"), 3), (UInt8(ascii: "M"), 6), (UInt8(ascii: "B"), 9),
      (UInt8(ascii: "T"), 12),
    ]
    guard !marks.isPercent, let last = text.last, let power = powers.first(where: { $0.0 == last })?.1 else { return }
    marks.power = power
    text = text.dropLast()
    Self.dropLastBlank(&text)
  }

  private static func dropBlank(_ text: inout ArraySlice<UInt8>) {
    if let blank = blanks.first(where: { text.starts(with: $0) }) { text = text.dropFirst(blank.count) }
  }

  private static func dropLastBlank(_ text: inout ArraySlice<UInt8>) {
    if let blank = blanks.first(where: { text.suffix($0.count) == $0[...] }) { text = text.dropLast(blank.count) }
  }

  /// Digits, points and commas without the blanks or apostrophes between groups of three; nil if there is anything else.
  private mutating func ungrouped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var digits: [UInt8] = []
    var rest = text
    var (sinceGroup, groups, isFraction) = (0, 0, false)
    while let byte = rest.first {
      if byte &- 48 < 10 {
        digits.append(byte)
        sinceGroup += 1
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        if groups > 0, !isFraction, sinceGroup != 3 { return nil }
        digits.append(byte)
        isFraction = true
      } else {
        let blank = Self.blanks.first { rest.starts(with: $0) }
        let apostrophe = Self.apostrophes.first { rest.starts(with: $0) }
        guard let mark = blank ?? apostrophe, !isFraction else { return nil }
        guard groups == 0 ? (1...3).contains(sinceGroup) : sinceGroup == 3 else { return nil }
        let group = blank != nil ? NumberMarks.Group.blank : .apostrophe
        guard marks.group == nil || marks.group == group, digits.first != UInt8(ascii: "0") else { return nil }
        (marks.group, groups, sinceGroup) = (group, groups + 1, 0)
        rest = rest.dropFirst(mark.count)
        continue
      }
      rest = rest.dropFirst()
    }
    if groups > 0, !isFraction, sinceGroup != 3 { return nil }
    return digits.contains { $0 &- 48 < 10 } ? digits : nil
  }
}

/// Whether a text that is not a number looks as if it should be one: it begins with a digit, a sign, a currency or an
/// opening bracket, and has at most three letters.
func isNearlyNumber(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
  guard let first = bytes[range].first else { return false }
  let begins = first &- 48 < 10 || first >= 0x80 || "+-$(.~<>".utf8.contains(first)
  var (letters, digits) = (0, 0)
  for byte in bytes[range] {
    if byte &- 48 < 10 {
      digits += 1
    } else if (byte | 0x20) &- 97 < 26 {
      letters += 1
    } else if ":/_@#=&".utf8.contains(byte) {
      return false
    }
  }
  // Bytes of other scripts count a third of a letter each, so that a sign of three bytes is one.
  let others = bytes[range].count { $0 >= 0x80 }
  return begins && digits > 0 && digits * 2 >= letters && letters <= 3 && others <= 6 && range.count <= 40
}
