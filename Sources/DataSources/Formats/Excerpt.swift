/// The first forty characters of a text in a file, control characters and bytes that are not UTF-8 written as `\x0D`,
/// for a sentence about it.
func excerpt(_ bytes: [UInt8], _ range: Range<Int>, longest: Int = 40) -> String {
  // A character has at most four bytes.
  let end = min(range.upperBound, range.lowerBound + 4 * longest)
  let slice = bytes[range.lowerBound..<end]
  var text = ""
  var count = 0
  var decoder = UTF8()
  var position = slice.startIndex
  while position < slice.endIndex {
    if count == longest { return text + "…" }
    var rest = slice[position...].makeIterator()
    if case .scalarValue(let scalar) = decoder.decode(&rest), !isControl(scalar) {
      text.unicodeScalars.append(scalar)
      position += UTF8.width(scalar)
    } else {
      text += escaped(slice[position])
      position += 1
    }
    decoder = UTF8()
    count += 1
  }
  return end < range.upperBound ? text + "…" : text
}

/// The text with control characters written as `\x0D`.
func printable(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar) {
      for byte in UTF8.encode(scalar) ?? .init() { result += escaped(byte) }
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private func escaped(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "\\x" + (digits.count == 1 ? "0" : "") + digits
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 32 || (127..<160).contains(scalar.value) || scalar.value == 0xFEFF
}
