import Files

/// The title of an HTML page on one line, for an error about a page that was sent instead of data; nil if it has none.
package func documentTitle(of html: [UInt8]) -> String? {
  guard let start = position(of: "<title", in: html, from: 0),
    let open = html[start...].firstIndex(of: UInt8(ascii: ">"))
  else { return nil }
  let end = position(of: "</title", in: html, from: open + 1) ?? min(html.count, open + 1 + 400)
  let words = withoutReferences(String(decoding: html[open + 1..<end].prefix(400), as: UTF8.self))
    .split { $0.isWhitespace }.joined(separator: " ")
  if words.isEmpty { return nil }
  return printable(words.count > 80 ? String(words.prefix(80)) + "…" : words)
}

/// Whether a document begins like an HTML page.
package func looksLikeHTML(_ body: [UInt8]) -> Bool {
  ["<!doctype html", "<html"].contains { opening in
    guard let found = position(of: opening, in: body, from: 0, before: 1024) else { return false }
    let next = found + opening.utf8.count
    return next == body.count || !isNameByte(body[next])
  }
}

/// The error about a page that was sent instead of data.
package func pageInstead(of wanted: String, _ body: [UInt8], file: String) -> FormatError {
  let title = documentTitle(of: body).map { " titled '\($0)'" } ?? ""
  return .unusable(
    file, problem: "an HTML page\(title) where \(wanted) was expected",
    advice: "The server sent a page for people: open the address in a browser to see what it wants")
}

/// The position of a word, in upper or lower case.
private func position(of word: String, in bytes: [UInt8], from start: Int, before end: Int = .max) -> Int? {
  let word = Array(word.utf8)
  guard let first = word.first else { return nil }
  var at = start
  while at + word.count <= min(bytes.count, end) {
    if small(bytes[at]) == first, zip(bytes[at...], word).allSatisfy({ small($0) == $1 }) { return at }
    at += 1
  }
  return nil
}

private func isNameByte(_ byte: UInt8) -> Bool {
  byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: ":")
}

/// The text with the most common character references replaced.
private func withoutReferences(_ text: String) -> String {
  let known = [
    "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'", "&apos;": "'", "&nbsp;": " ", "&#160;": " ", "&ndash;": "–",
    "&mdash;": "—", "&amp;": "&",
  ]
  var result = ""
  var rest = text[...]
  while let start = rest.firstIndex(of: "&") {
    result += rest[..<start]
    rest = rest[start...]
    if let (reference, character) = known.first(where: { rest.hasPrefix($0.key) }) {
      result += character
      rest = rest.dropFirst(reference.count)
    } else {
      result += "&"
      rest = rest.dropFirst()
    }
  }
  return result + rest
}

/// The root element of an XML document, found without reading the document, to tell errors from data.
package struct XMLGlance {
  /// The name of the root, without its prefix.
  package let root: String

  /// Nil if the document does not begin like XML.
  package init?(_ body: [UInt8]) {
    var rest = String(decoding: body.prefix(16 << 10), as: UTF8.self)[...]
    if rest.first == "\u{FEFF}" { rest = rest.dropFirst() }
    while true {
      rest = rest.drop { $0.isWhitespace }
      if rest.hasPrefix("<?") {
        guard let end = rest.firstRange(of: "?>") else { return nil }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("<!--") {
        guard let end = rest.firstRange(of: "-->") else { return nil }
        rest = rest[end.upperBound...]
      } else {
        break
      }
    }
    guard rest.first == "<" else { return nil }
    let name = rest.dropFirst().prefix { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
    guard name.first?.isLetter == true else { return nil }
    root = XMLGlance.local(name)
  }

  private static func local(_ name: Substring) -> String { String(name.split(separator: ":").last ?? "") }
}
