import Files
package import Yams

/// The root of a YAML text without anchors and aliases; nil if the text is empty.
///
/// Anchors (`&name`) and aliases (`*name`) are refused, because a few lines of them can expand to more nodes than fit in
/// memory. libyaml limits the depth to a thousand.
///
/// - Throws: `NamedPart`, `YamlError`.
package func plainYAML(_ text: String) throws -> Node? {
  do {
    // With * for every &, an anchor becomes an alias without an anchor, at which the parser stops. In texts, quotes and
    // comments the replacement changes nothing.
    if text.utf8.contains(UInt8(ascii: "&")) {
      let uses = text.utf8.map { $0 == UInt8(ascii: "&") ? UInt8(ascii: "*") : $0 }
      _ = try Yams.compose(yaml: String(decoding: uses, as: UTF8.self))
    }
    return try Yams.compose(yaml: text)
  } catch YamlError.composer(_, "found undefined alias", let mark, _) {
    throw NamedPart(mark: mark)
  }
}

/// The place of an anchor or alias in a YAML text.
package struct NamedPart: Error, CustomStringConvertible {
  package var mark: Mark

  package var problem: String { "an anchor (&name) or alias (*name) of YAML is not allowed" }
  package var advice: String { "Write the part out, or put the text in quotes" }
  package var description: String { "line \(mark.line), column \(mark.column): \(problem). \(advice)" }
}

/// An error in a file that declares a source, and its place.
package struct DeclarationFault: Error, Sendable, Equatable {
  /// The path of the file.
  package var file: String
  /// From 1; 0 for an error of the whole file.
  package var line = 0
  /// From 1, in characters.
  package var column = 0
  /// What is wrong.
  package var problem: String
  /// What to do next.
  package var advice: String
}

extension DeclarationFault: CustomStringConvertible {
  /// One line: `sources/ecb.yaml:12:5: …`.
  package var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return printable("\(place): \(problem). \(advice)")
  }
}
