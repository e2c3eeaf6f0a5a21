/// A text with places for parameters: `{id}`. Other braces are ordinary characters.
package struct Template: Sendable, Equatable {
  let text: String
  private let pieces: [Piece]

  private enum Piece: Sendable, Equatable {
    case literal(String)
    case parameter(String)
  }

  init(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var literal = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "{", let end = rest.firstIndex(of: "}"), isParameterName(rest[..<end]) {
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        pieces.append(.parameter(String(rest[..<end])))
        (literal, rest) = ("", rest[rest.index(after: end)...])
      } else {
        literal.append(character)
      }
    }
    if !literal.isEmpty { pieces.append(.literal(literal)) }
    self.pieces = pieces
  }

  /// The parameters in the text, in order.
  var parameters: [String] {
    pieces.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }

  /// The text with the values of the parameters; nil if one has no value.
  func filled(_ value: (String) -> String?) -> String? {
    var result = ""
    for piece in pieces {
      switch piece {
      case .literal(let text): result += text
      case .parameter(let name):
        guard let text = value(name) else { return nil }
        result += text
      }
    }
    return result
  }
}

/// Whether a text may be the name of a parameter: a lower-case letter, then lower-case letters, digits and underscores.
func isParameterName(_ text: some StringProtocol) -> Bool {
  guard let first = text.utf8.first, (97...122).contains(first) else { return false }
  return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
}
