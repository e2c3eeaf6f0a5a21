/// The text on one line, with control characters written as `\x0D`.
package func printable(_ text: String) -> String { escaping(text) { _ in false } }

/// The text with control characters written as `\x0D`, except line breaks.
///
/// - Parameter keepingColours: whether sequences that set colours stay, such as `ESC[1m`.
package func escapedLines(_ text: String, keepingColours: Bool = false) -> String {
  if keepingColours {
    var pieces = text.unicodeScalars.split(separator: "\u{1B}", omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    for index in pieces.indices.dropFirst() {
      let parameters = pieces[index].dropFirst().prefix { $0 == ";" || ("0"..."9").contains($0) }
      let isColour = pieces[index].first == "[" && pieces[index][parameters.endIndex...].first == "m"
      pieces[index] = (isColour ? "\u{1B}" : escaped(0x1B)) + escapedLines(pieces[index])
    }
    return escapedLines(pieces[0]) + pieces.dropFirst().joined()
  }
  return escaping(text) { $0 == "\n" }
}

private func escaping(_ text: String, except isKept: (Unicode.Scalar) -> Bool) -> String {
  guard text.unicodeScalars.contains(where: { isControl($0) && !isKept($0) }) else { return text }
  var result = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar) && !isKept(scalar) {
      for byte in UTF8.encode(scalar) ?? .init() { result += escaped(byte) }
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A byte as `\x0D`.
package func escaped(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "\\x" + (digits.count == 1 ? "0" : "") + digits
}

/// Whether a terminal would act on it rather than show it: control characters, marks that turn the direction of text, and
/// line separators.
package func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0..<32, 127..<160, 0xFEFF, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
