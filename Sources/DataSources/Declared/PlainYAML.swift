package import Yams

/// The root of a text of YAML in which no part has a name; nil if there is nothing in it.
///
/// A name for a part of the text (`&name`) and its use elsewhere (`*name`) are refused: a few lines of them stand for
/// more nodes than there is memory, and comparing two such nodes takes as long. Parts inside parts are limited by the
/// reader of YAML itself, to a thousand.
///
/// - Throws: `NamedPart`, `YamlError`.
package func plainYAML(_ text: String) throws -> Node? {
  do {
    // With * for every & the text is parsed alike, but where a part was given a name, one is used; as none was given,
    // the reader stops there. In texts, quotes and comments one sign is as good as the other.
    if text.utf8.contains(UInt8(ascii: "&")) {
      let uses = text.utf8.map { $0 == UInt8(ascii: "&") ? UInt8(ascii: "*") : $0 }
      _ = try Yams.compose(yaml: String(decoding: uses, as: UTF8.self))
    }
    return try Yams.compose(yaml: text)
  } catch YamlError.composer(_, "found undefined alias", let mark, _) {
    throw NamedPart(mark: mark)
  }
}

/// Where in a text of YAML a part has a name, or a name is used.
package struct NamedPart: Error, CustomStringConvertible {
  package var mark: Mark

  package var problem: String { "a part of the file has a name there (&name), or is used by it (*name)" }
  package var advice: String { "Write out what is meant, or put the text in quotes" }
  package var description: String { "line \(mark.line), column \(mark.column): \(problem). \(advice)" }
}
