/// The width of a text without a font: an upper estimate from DejaVu Sans, which is wider than the fonts a browser is
/// likely to use. Labels may be too far apart, never too close.
package enum TextWidth {
  /// In pixels, at so many pixels to the em.
  package static func of(_ text: String, size: Double, bold: Bool = false) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ems($1) } * size * (bold ? 1.12 : 1)
  }

  /// The text, cut with an ellipsis where it is wider than `width`.
  package static func fit(_ text: String, _ width: Double, size: Double, bold: Bool = false) -> String {
    if of(text, size: size, bold: bold) <= width { return text }
    var cut = ""
    for character in text {
      if of(cut + String(character) + "…", size: size, bold: bold) > width { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// The text in lines no wider than `width`, broken at spaces; at most `limit` of them, the last one cut.
  package static func wrap(_ text: String, _ width: Double, size: Double, bold: Bool = false, limit: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = text.split(separator: " ")
    for (index, word) in words.enumerated() {
      let longer = line.isEmpty ? String(word) : line + " " + word
      if line.isEmpty || of(longer, size: size, bold: bold) <= width {
        line = longer
        continue
      }
      if lines.count + 1 == limit {
        line += " " + words[index...].joined(separator: " ")
        break
      }
      lines.append(line)
      line = String(word)
    }
    return (lines + [line]).filter { !$0.isEmpty }.map { fit($0, width, size: size, bold: bold) }
  }

  private static func ems(_ c: Unicode.Scalar) -> Double {
    switch c {
    case "i", "j", "l", ".", ",", ":", ";", "'", "|", "!", "I", " ": 0.35
    case "f", "t", "r", "(", ")", "[", "]", "-", "\"", "/": 0.46
    case "m", "w", "M", "W", "%", "@", "—": 1.02
    case "A"..."Z", "&", "+", "=", "<", ">", "#", "~": 0.84
    case "\u{20}"..."\u{7E}": 0.66
    case _ where c.properties.generalCategory == .nonspacingMark: 0
    case "\u{A0}"..."\u{10FF}", "\u{2000}"..."\u{22FF}": 0.86
    default: 1.4
    }
  }
}
