/// The root element of a document in XML, seen without reading the whole: for telling an error from data.
package struct XMLGlance {
  /// The name of the root, its prefix left out.
  package let root: String

  /// Nil for what does not begin as XML does.
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
