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
    guard digits.count == 2, digits.allSatisfy(isHexadecimal),
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

private func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}

/// The text with the given ASCII characters, and `%` itself, written as `%XX`.
func percentEncoded(_ text: String, escaping special: String) -> String {
  let special = (special + "%").utf8
  var result = ""
  for character in text.unicodeScalars {
    if character.isASCII, let byte = UInt8(exactly: character.value), special.contains(byte) {
      let digits = String(byte, radix: 16, uppercase: true)
      result += "%" + (digits.count == 1 ? "0" : "") + digits
    } else {
      result.unicodeScalars.append(character)
    }
  }
  return result
}
