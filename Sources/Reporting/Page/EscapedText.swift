import Mustache

/// Text as HTML and XML have it, in content and in attributes, scalar by scalar: a combining mark after a quote makes one
/// character of both, and would let it pass where characters are compared.
package struct EscapedText: MustacheContentType {
  /// Line breaks and tabs become spaces and control characters are replaced, as fits what a person named.
  private let isOneLine: Bool

  package init(oneLine: Bool = false) { isOneLine = oneLine }

  package func escapeText(_ text: String) -> String {
    var escaped = ""
    for scalar in legal(text).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\u{9}"..."\u{D}" where isOneLine: escaped += " "
      case "\u{7F}"..."\u{9F}" where isOneLine: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
