import Memory

/// Lines of a report under way, and which words of them stand out on a terminal.
struct TextPage {
  /// Columns of the terminal that every screen has.
  static let width = 80
  private var lines: [String] = []
  private var marks: [Mark] = []

  private struct Mark {
    var line: Int
    var words: String
    var emphasis: Emphasis
  }

  /// What a word is to a reader; in colour it is said twice, for the words say it by themselves.
  enum Emphasis: String {
    case title = "1"
    case yes = "1;32"
    case no = "1;31"
    case open = "1;33"
  }

  /// - Parameter colour: whether the marked words carry a terminal's escape sequences.
  func text(inColour colour: Bool) -> String {
    var lines = lines
    for mark in marks where colour {
      guard let place = lines[mark.line].ranges(of: mark.words).last else { continue }
      lines[mark.line].replaceSubrange(place, with: "\u{1B}[\(mark.emphasis.rawValue)m\(mark.words)\u{1B}[0m")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  mutating func heading(_ text: String) {
    let title = TextTable.cut(TextFlow.oneLine(text), TextPage.width)
    lines += ["", title, String(repeating: "-", count: title.count)]
    marks.append(Mark(line: lines.count - 2, words: title, emphasis: .title))
  }

  mutating func paragraph(_ text: String, indent: String = "", first: String? = nil) {
    lines += TextFlow.wrap(text, width: TextPage.width, indent: indent, first: first)
  }

  /// One of several that belong together.
  mutating func item(_ text: String, sign: String = "*") { paragraph(text, indent: "    ", first: "  \(sign) ") }

  /// Lines that are what they are, for a reader to copy.
  mutating func verbatim(_ text: String) {
    lines += text.split(separator: "\n", omittingEmptySubsequences: true).map { "  " + $0 }
  }

  /// An empty line.
  mutating func gap() { lines.append("") }

  mutating func table(_ table: TextTable) { lines += table.lines(width: TextPage.width) }

  /// A table whose last cells are answers: `yes` and `no` stand out, the rest is open.
  mutating func answers(_ table: TextTable) {
    let first = lines.count
    self.table(table)
    for line in lines.indices.dropFirst(first + 1) {
      if lines[line].hasSuffix(" yes") { marks.append(Mark(line: line, words: "yes", emphasis: .yes)) }
      if lines[line].hasSuffix(" no") { marks.append(Mark(line: line, words: "no", emphasis: .no)) }
    }
  }

  /// Makes words of the last line stand out, where they stand last.
  mutating func mark(_ words: String, _ emphasis: Emphasis) {
    if !lines.isEmpty { marks.append(Mark(line: lines.count - 1, words: words, emphasis: emphasis)) }
  }
}

extension TextPage.Emphasis {
  init(_ verdict: Claim.Verdict) {
    self =
      switch verdict {
      case .supported: .yes
      case .contradicted: .no
      case .inconclusive: .open
      }
  }

  init(_ verdict: Verdict.OnData) {
    self =
      switch verdict {
      case .memory: .yes
      case .none: .no
      case .negligible, .notExploited, .inconclusive, .notTestable: .open
      }
  }

  init(_ verdict: Verdict.OnState) {
    self =
      switch verdict {
      case .useful: .yes
      case .empty, .collapsed: .no
      case .usedNotUseful, .storedNotUsed, .unknown: .open
      }
  }
}
