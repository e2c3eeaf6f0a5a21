/// Plain text in lines.
package enum TextFlow {
  /// Breaks at spaces, but not before a percent sign; a word longer than a line is broken where the line ends. Line
  /// breaks and other control characters of the text become spaces, so that no name can fake a line of the report.
  package static func wrap(_ text: String, width: Int, indent: String = "", first: String? = nil) -> [String] {
    let plain = oneLine(text)
    var lines: [String] = []
    var line = first ?? indent
    var isEmpty = true
    for word in words(plain) {
      var rest = word[...]
      if !isEmpty, line.count + 1 + rest.count > width {
        lines.append(line)
        (line, isEmpty) = (indent, true)
      }
      while line.count + (isEmpty ? 0 : 1) + rest.count > width {
        let room = max(1, width - line.count - (isEmpty ? 0 : 1))
        lines.append(line + (isEmpty ? "" : " ") + rest.prefix(room))
        rest = rest.dropFirst(room)
        (line, isEmpty) = (indent, true)
      }
      line += (isEmpty ? "" : " ") + rest
      isEmpty = false
    }
    return lines + (isEmpty && !lines.isEmpty ? [] : [line])
  }

  /// A number and its percent sign are one word.
  static func words(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, part in
      if part.hasPrefix("%"), let last = words.last {
        words[words.count - 1] = last + " " + part
      } else {
        words.append(String(part))
      }
    }
  }

  /// Control characters become spaces.
  package static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  /// One line of so many characters at most.
  package static func cut(_ text: String, _ width: Int) -> String {
    let line = oneLine(text)
    return line.count <= width ? line : line.prefix(max(0, width - 1)) + "…"
  }
}
