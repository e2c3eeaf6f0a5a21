/// The root element of a document in XML and what can be seen of it without reading the whole: for telling an error
/// from data, and for a server's own words about it.
struct XMLGlance {
  /// The name of the root, its prefix left out.
  let root: String
  private let tag: String
  private let text: String

  /// Nil for what does not begin as XML does.
  init?(_ body: [UInt8]) {
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
    let end = rest.firstIndex(of: ">") ?? rest.endIndex
    tag = String(rest[..<end])
    text = String(rest[end...])
  }

  /// What an attribute of the root (`@message`) says, or the text of the first element of that name (`message`).
  func words(at place: String) -> String? {
    if place.hasPrefix("@") {
      guard let start = tag.firstRange(of: " \(place.dropFirst())=")?.upperBound, start < tag.endIndex else { return nil }
      let quote = tag[start]
      guard quote == "\"" || quote == "'" else { return nil }
      return String(tag[tag.index(after: start)...].prefix { $0 != quote })
    }
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[open...].dropFirst()
      let name = rest.prefix { $0.isLetter || $0.isNumber || "_-.:".contains($0) }
      guard XMLGlance.local(name) == place, let end = rest.firstIndex(of: ">") else { continue }
      return String(rest[rest.index(after: end)...].prefix { $0 != "<" })
    }
    return nil
  }

  private static func local(_ name: Substring) -> String { String(name.split(separator: ":").last ?? "") }
}
