/// A pattern for a whole text: `?` matches any character, `*` any number of them, `[A-Z0-9_]` one of a set, `[!a-z]` one that
/// is not in it, and other characters match themselves.
///
/// It is not a regular expression, so that matching takes at most the length of the text times that of the pattern.
package struct Glob: Sendable, Equatable {
  package let text: String
  private let pieces: [Piece]

  private enum Piece: Sendable, Equatable {
    case one(Unicode.Scalar)
    case any
    case run
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  /// Nil for an open set, and for characters that are special in regular expressions only.
  package init?(_ text: String) {
    self.text = text
    var pieces: [Piece] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "?": pieces.append(.any)
      case "*": pieces.append(.run)
      case "[":
        guard let set = Glob.set(&rest) else { return nil }
        pieces.append(set)
      case "]", "^", "$", "(", ")", "{", "}", "|", "+", "\\": return nil
      default: pieces.append(.one(scalar))
      }
    }
    self.pieces = pieces
  }

  private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Piece? {
    let isNegated = rest.first == "!"
    if isNegated { rest.removeFirst() }
    guard let end = rest.firstIndex(of: "]"), end > rest.startIndex else { return nil }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var members = rest[..<end]
    rest = rest[(end + 1)...]
    while let low = members.popFirst() {
      guard members.first == "-", members.count > 1 else {
        ranges.append(low...low)
        continue
      }
      members.removeFirst()
      guard let high = members.popFirst(), low <= high else { return nil }
      ranges.append(low...high)
    }
    return .set(ranges, isNegated: isNegated)
  }

  package func matches(_ candidate: String) -> Bool {
    let text = Array(candidate.unicodeScalars)
    var (t, p) = (0, 0)
    // Where to continue if the pieces after the last `*` do not match: one character further.
    var retry: (text: Int, piece: Int)?
    while t < text.count {
      if p < pieces.count, pieces[p] == .run {
        retry = (t, p + 1)
        p += 1
      } else if p < pieces.count, Glob.fits(pieces[p], text[t]) {
        (t, p) = (t + 1, p + 1)
      } else if let (from, piece) = retry {
        retry = (from + 1, piece)
        (t, p) = (from + 1, piece)
      } else {
        return false
      }
    }
    return pieces[p...].allSatisfy { $0 == .run }
  }

  private static func fits(_ piece: Piece, _ scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .one(let own): own == scalar
    case .any, .run: true
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}
