import Files

/// An error in a path into a document, and where it is.
package struct PathFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path as it was written.
  package var path: String
  /// The first wrong character, from 1; one more than there are if something is missing at the end.
  package var position: Int
  /// What should be there.
  package var expected: String

  /// The error as a sentence.
  package var description: String {
    let rest = String(path.dropFirst(position - 1).prefix(20))
    let found = rest.isEmpty ? "it ends" : "found '\(rest)'"
    return printable("the path '\(path)': at character \(position) there should be \(expected), but \(found)")
  }
}

/// A position in the text of a path.
struct PathCursor {
  let text: String
  private let characters: [Character]
  private(set) var position = 0

  init(_ text: String) { (self.text, characters) = (text, Array(text)) }

  var isAtEnd: Bool { position == characters.count }

  func next(_ character: Character) -> Bool { position < characters.count && characters[position] == character }

  mutating func skip(_ word: String) -> Bool {
    guard characters[position...].starts(with: word) else { return false }
    position += word.count
    return true
  }

  /// The characters that follow while `isPart` holds.
  mutating func take(while isPart: (Character) -> Bool) -> String {
    let rest = characters[position...].prefix(while: isPart)
    position += rest.count
    return String(rest)
  }

  /// The text between two single or two double quotes; nil if there is no quote.
  mutating func quoted() throws(PathFault) -> String? {
    guard position < characters.count, characters[position] == "'" || characters[position] == "\"" else { return nil }
    let quote = characters[position]
    position += 1
    let content = take { $0 != quote }
    if isAtEnd { throw fault("the closing \(quote)") }
    position += 1
    return content
  }

  func fault(_ expected: String, at position: Int? = nil) -> PathFault {
    PathFault(path: text, position: (position ?? self.position) + 1, expected: expected)
  }
}
