/// The text with every `%XX` replaced by the byte it names.
///
/// - Throws: the faulty piece, if a `%` is not followed by two hexadecimal digits, or the bytes contain a zero or are not
///   UTF-8.
func percentDecoded(_ raw: Substring) throws(PercentFault) -> String {
  var bytes: [UInt8] = []
  var rest = raw.utf8
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    let digits = rest.prefix(2)
    rest = rest.dropFirst(2)
    guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value != 0
    else { throw PercentFault(piece: "%" + String(decoding: digits, as: UTF8.self)) }
    bytes.append(value)
  }
  guard let text = String(validating: bytes, as: UTF8.self) else { throw PercentFault(piece: String(raw)) }
  return text
}

/// A piece of a text that is not an escaped character.
struct PercentFault: Error {
  var piece: String
}

/// The text with `%XX` for the given ASCII characters and `%`.
func percentEncoded(_ text: String, escaping special: String) -> String {
  let special = (special + "%").utf8
  return escaped(text) { special.contains($0) }
}

/// The text with `%XX` for every byte but letters, digits, `-._~` and those of `keeping`, for any part of a URL.
func urlEncoded(_ text: String, keeping kept: String = "") -> String {
  let kept = Array(("-._~" + kept).utf8)
  return escaped(text) { byte in
    let isLetter = (97...122).contains(byte | 0x20) && byte < 128
    return !isLetter && !(48...57).contains(byte) && !kept.contains(byte)
  }
}

private func escaped(_ text: String, _ isEscaped: (UInt8) -> Bool) -> String {
  let bytes = text.utf8.flatMap { byte -> [UInt8] in
    if !isEscaped(byte) { return [byte] }
    return Array(((byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)).utf8)
  }
  return String(decoding: bytes, as: UTF8.self)
}
