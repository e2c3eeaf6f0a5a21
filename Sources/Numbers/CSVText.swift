/// Comma-separated text (RFC 4180, lines end in LF): every CSV file that engram writes.
package enum CSVText {
  /// A line of cells that are quoted where they must be.
  package static func line(_ cells: [String]) -> String { cells.joined(separator: ",") + "\n" }

  /// A text, quoted where it must be; an empty text is `""`, since an empty cell is a missing value.
  ///
  /// - Parameter isExact: whether a text stays as it is that a spreadsheet would take for a formula, and run. The default is
  ///   to write a `'` before it.
  package static func text(_ text: String, isExact: Bool = false) -> String {
    let starts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠"]
    let inner = text.unicodeScalars.first { $0 != " " }
    if !isExact, let inner, starts.contains(inner), Double(text) == nil {
      return CSVText.text("'" + text, isExact: true)
    }
    let special: Set<Unicode.Scalar> = [",", "\"", "\r", "\n"]
    let padded = text.first?.isWhitespace == true || text.last?.isWhitespace == true
    guard text.isEmpty || padded || text.unicodeScalars.contains(where: special.contains) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// The shortest text that reads back as the same bits, `3` for 3.0; empty for NaN.
  package static func number(_ value: Double) -> String { value.isNaN ? "" : asTyped(value) }
}

/// A number as a person would type it: `3` for 3.0.
package func asTyped(_ value: Double) -> String {
  let text = value.description
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
