import Files

/// The error message of a server on one line; nil if there is none.
///
/// It is found in XML (`<error code="400" message="Bad Request."/>`), JSON (`{"error_message": …}`), HTML or plain text,
/// without parsing the document.
package func serverWords(_ body: [UInt8]) -> String? {
  guard let text = String(validating: body.prefix(1 << 16), as: UTF8.self) else { return nil }
  let start = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
  let found: String? =
    switch start.first {
    case "<": words(inMarkup: String(start))
    case "{", "[": words(inJSON: String(start))
    default: start.utf8.count <= 400 ? String(start) : nil
    }
  return found.map(oneLine).flatMap { $0.isEmpty ? nil : $0 }
}

/// At most 200 characters, with spaces for line breaks and control characters.
private func oneLine(_ text: String) -> String {
  let scalars = text.unicodeScalars.map { $0.properties.isWhitespace || $0.value < 32 || $0.value == 127 ? " " : $0 }
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars)
  let line = String(view).split(separator: " ").joined(separator: " ")
  if line.count <= 200 { return printable(line) }
  let cut = line.prefix(200)
  let end = cut.lastIndex(of: " ") ?? cut.endIndex
  return printable(String(cut[..<end])) + "…"
}

// MARK: - Markup

private func words(inMarkup text: String) -> String? {
  for quote in ["\"", "'"] {
    if let message = piece(of: text, from: "message=" + quote, to: quote) { return withoutEntities(message) }
  }
  for name in ["title", "message", "h1"] {
    guard let content = piece(of: text, from: "<\(name)>", to: "</\(name)>"), !content.isEmpty else { continue }
    return withoutEntities(withoutTags(content))
  }
  let rest = withoutEntities(withoutTags(text))
  return rest.utf8.count <= 400 ? rest : nil
}

private func piece(of text: String, from start: String, to end: String) -> String? {
  guard let opening = text.firstRange(of: start) else { return nil }
  let rest = text[opening.upperBound...]
  guard let closing = rest.firstRange(of: end) else { return nil }
  return String(rest[..<closing.lowerBound])
}

private func withoutTags(_ text: String) -> String {
  var (result, depth) = ("", 0)
  for character in text {
    switch character {
    case "<":
      depth += 1
      result.append(" ")
    case ">" where depth > 0: depth -= 1
    default: if depth == 0 { result.append(character) }
    }
  }
  return result
}

private func withoutEntities(_ text: String) -> String {
  let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&nbsp;", " ")]
  return (entities + [("&amp;", "&")]).reduce(text) {
    $0.split(separator: $1.0, omittingEmptySubsequences: false).joined(separator: $1.1)
  }
}

// MARK: - JSON

/// The first text under one of the names that servers use, the most specific name first.
private func words(inJSON text: String) -> String? {
  let names = [
    "error_message", "message", "description", "detail", "Error Message", "error_description", "Information", "Note",
    "error", "title", "reason",
  ]
  for name in names {
    var rest = text[...]
    while let found = rest.firstRange(of: "\"\(name)\"") {
      rest = rest[found.upperBound...].drop { $0.isWhitespace }
      guard rest.popFirst() == ":" else { continue }
      rest = rest.drop { $0.isWhitespace }
      if rest.popFirst() == "\"", let words = textLiteral(rest), !words.isEmpty { return words }
    }
  }
  return nil
}

/// The text up to the closing quote, without escapes; nil if there is none.
private func textLiteral(_ text: Substring) -> String? {
  var (result, rest) = ("", text.unicodeScalars)
  while let scalar = rest.popFirst() {
    if scalar == "\"" { return result }
    guard scalar == "\\" else {
      result.unicodeScalars.append(scalar)
      continue
    }
    switch rest.popFirst() {
    case "n", "r", "t", "b", "f": result.append(" ")
    case "u":
      let digits = String(rest.prefix(4))
      rest = rest.dropFirst(4)
      let value = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
      result.unicodeScalars.append(value ?? "\u{FFFD}")
    case .some(let other): result.unicodeScalars.append(other)
    case nil: return nil
    }
  }
  return nil
}
