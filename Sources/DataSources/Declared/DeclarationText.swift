import Yams

/// The YAML of a declaration, read with what a file may not do to its reader.
///
/// A name for a part of the file (`&name`) and its use elsewhere (`*name`) are refused: a few lines of them stand for
/// more nodes than there is memory, and comparing such nodes takes as long. Blocks inside blocks are limited as brackets
/// inside brackets are by the reader of YAML itself: it calls itself for each.
struct DeclarationText {
  let text: String
  let file: String

  /// Columns of the deepest block, more than any declaration needs.
  static let deepestBlock = 200

  init(_ text: String, file: String) { (self.text, self.file) = (text, file) }

  /// The whole document; nil if there is none.
  func root() throws(DeclarationFault) -> Node? {
    try checkDepth()
    try checkNames()
    return try compose(text)
  }

  /// Every block stands further to the right than the one around it, or begins with a sign of its own: so its first line
  /// begins with at least as many blanks and signs as it is deep.
  private func checkDepth() throws(DeclarationFault) {
    var run = 0
    for byte in text.utf8 {
      run = " \t-?:".utf8.contains(byte) ? run + 1 : 0
      if run > Self.deepestBlock {
        throw DeclarationFault(
          file: file, problem: "\(run) blanks and signs (- ? :) in a row", advice: "Indent by two blanks a level")
      }
    }
  }

  /// With `*` for every `&` the text is parsed alike, but where a name was given to a part, one is used: and as none
  /// was given, the reader stops there. In texts, quotes and comments one sign is as good as the other.
  private func checkNames() throws(DeclarationFault) {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return }
    let swapped = text.utf8.map { $0 == UInt8(ascii: "&") ? UInt8(ascii: "*") : $0 }
    _ = try compose(String(decoding: swapped, as: UTF8.self))
  }

  private func compose(_ text: String) throws(DeclarationFault) -> Node? {
    func fault(_ mark: Mark?, _ problem: String, _ advice: String? = nil) -> DeclarationFault {
      YAMLPlace(file: file, mark).fault(problem, advice ?? "Compare it with docs/writing-a-source.md")
    }
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      switch error {
      case .composer(_, Self.undefinedAlias, let mark, _):
        throw fault(
          mark, "a part of the file has a name there (&name), or is used by it (*name)",
          "Write out what is meant, or put the text in quotes")
      case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        throw fault(mark, "it is not YAML: " + (context.map { $0.text + ", " } ?? "") + problem)
      case .duplicatedKeysInMapping(let keys, let context):
        throw fault(context.mark, "the key '\(keys.first ?? "")' stands there twice", "Leave one of them out")
      case .reader(let problem, _, _, _): throw fault(nil, "it is not YAML: \(problem)")
      default: throw fault(nil, "it is not YAML: \(error)")
      }
    } catch {
      throw fault(nil, "it is not YAML: \(error)")
    }
  }

  private static let undefinedAlias = "found undefined alias"
}
