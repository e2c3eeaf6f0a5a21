import Files

/// What a page of HTML calls itself, on one line, for a sentence about a page that came instead of data; nil if it
/// says nothing.
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

/// Whether a document begins as a page of HTML does.
package func looksLikeHTML(_ body: [UInt8]) -> Bool {
  ["<!doctype html", "<html"].contains { opening in
    guard let found = position(of: opening, in: body, from: 0, before: 1024) else { return false }
    let next = found + opening.utf8.count
    return next == body.count || !isNameByte(body[next])
  }
}

/// The sentence about a page that came instead of data.
package func pageInstead(of wanted: String, _ body: [UInt8], file: String) -> FormatError {
  let title = documentTitle(of: body).map { " titled '\($0)'" } ?? ""
  return .unusable(
    file, problem: "an HTML page\(title) where \(wanted) was expected",
    advice: "The server sent a page for people: open the address in a browser to see what it wants")
}

/// Where a word of small letters stands, written in small or capital ones.
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

/// The few references to characters that stand in titles, replaced; others stay as they are.
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
