/// The text with control characters written as `\x0D`.
package func printable(_ text: String) -> String {
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

/// A byte as `\x0D`.
package func escaped(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "\\x" + (digits.count == 1 ? "0" : "") + digits
}

/// Whether a terminal would act on it rather than show it.
package func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 32 || (127..<160).contains(scalar.value) || scalar.value == 0xFEFF
}
