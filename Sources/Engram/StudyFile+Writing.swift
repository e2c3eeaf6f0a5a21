import Numbers

extension Study {
  /// The study as a file that reads back as the same study: name, sources, fixtures, seed, and every other setting that
  /// differs from its default. No line is wider than 76 columns, because reports quote it.
  public var yaml: String {
    var lines = ["name: \(YAMLText.scalar(name, after: 6))", "sources:"]
    lines += sources.map { "  - \(YAMLText.scalar($0, after: 4))" }
    if !fixtures.isEmpty { lines += ["fixtures:"] + fixtures.map { "  - \(YAMLText.scalar($0, after: 4))" } }
    let defaults = Study()
    for setting in Setting.all where setting.name != "name" {
      let value = setting.value(self)
      guard setting.name == "seed" || value != setting.value(defaults) else { continue }
      switch value {
      case nil: break
      case .one(let text): lines.append("\(setting.name): \(YAMLText.scalar(text, after: setting.name.count + 2))")
      case .byColumn(let values):
        lines.append("\(setting.name):")
        for (column, text) in values.sorted(by: { $0.key < $1.key }) {
          lines.append("  ? \(YAMLText.scalar(column, after: 4))")
          lines.append("  : \(YAMLText.scalar(text, after: 4))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Text as YAML has it.
private enum YAMLText {
  /// Plain where YAML allows it, else in quotes. Long text goes over several lines: a backslash at the end of a line
  /// removes the line break and the spaces after it.
  ///
  /// - Parameter column: where the text begins on its line.
  static func scalar(_ text: String, after column: Int) -> String {
    var space = 75 - column
    if isPlain(text), text.utf8.count <= space { return text }
    var (result, line) = ("\"", 1)
    for scalar in text.unicodeScalars {
      let piece = quoted(scalar)
      // A character that is not ASCII may be two columns wide.
      let width = piece.unicodeScalars.count * (scalar.isASCII ? 1 : 2)
      if line + width > space - 1 {
        result += "\\\n      "
        (line, space) = (0, 75 - 6)
        // YAML drops spaces at the beginning of a line.
        if scalar == " " { result += "\\" }
      }
      result += piece
      line += width
    }
    return result + "\""
  }

  /// Letters, digits and signs that have no meaning in YAML at these positions.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "=:/._?&^+-%".utf8.contains($0) } && !text.hasSuffix(":")
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func quoted(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return "\\\""
    case "\\": return "\\\\"
    case _
    where scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      || scalar == "\u{FEFF}":
      let hex = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
    default: return String(scalar)
    }
  }
}
