import Mustache

/// Text as HTML and XML have it, in content and in attributes, scalar by scalar: a combining mark after a quote makes one
/// character of both, and would let it pass where characters are compared.
package struct EscapedText: MustacheContentType {
  /// Code, addresses: as they are. Elsewhere figures get minus signs, and lines do not break between a number and its unit.
  private let isVerbatim: Bool

  package init(isVerbatim: Bool = false) { self.isVerbatim = isVerbatim }

  func escapeText(_ text: String) -> String {
    var escaped = ""
    for scalar in legal(isVerbatim ? text : text.typeset).unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}

extension String {
  /// No line ends between a number and its per cent sign, between those and "interval", or within a statement of p. A hyphen
  /// between a space or an opening bracket, or nothing, and a digit becomes a minus sign.
  fileprivate var typeset: String {
    let signed = contains("-") ? replacing(#/(^|[ \[(])-(?=[0-9])/#) { "\($0.output.1)\u{2212}" } : self
    return signed.replacing(" %", with: "\u{A0}%").replacing("% interval", with: "%\u{A0}interval")
      .replacing("p = ", with: "p\u{A0}=\u{A0}").replacing("p < ", with: "p\u{A0}<\u{A0}")
  }
}
