extension Document {
  /// The document in 80 columns.
  ///
  /// - Parameter colour: whether headings and answers carry the escape sequences of a terminal. Without them the text is
  ///   the same.
  package func text(inColour colour: Bool = false) -> String {
    var renderer = TextRenderer()
    for section in sections { renderer.write(section) }
    return renderer.text(inColour: colour)
  }
}

extension Report {
  /// The report as plain text, no line wider than 80 columns.
  public var text: String { text(inColour: false) }

  /// The report for a terminal.
  ///
  /// - Parameter colour: whether headings and answers carry the escape sequences that make them stand out.
  public func text(inColour colour: Bool) -> String {
    document(figures: grids.enumerated().map { FigureItem($1, number: $0 + 1) }).text(inColour: colour)
  }

  /// The same without colour, where the figures have been drawn already.
  func text(with figures: [Figure]) -> String {
    document(figures: figures.enumerated().map { FigureItem($1, number: $0 + 1) }).text()
  }
}

/// Breaks lines and sets signs before them; words nothing.
private struct TextRenderer {
  /// Columns that every terminal has.
  private static let width = 80
  private var lines: [String] = []
  private var emphases: [(line: Int, text: String, code: String)] = []

  func text(inColour colour: Bool) -> String {
    var lines = lines
    for emphasis in emphases where colour {
      guard let place = lines[emphasis.line].ranges(of: emphasis.text).last else { continue }
      lines[emphasis.line].replaceSubrange(place, with: "\u{1B}[\(emphasis.code)m\(emphasis.text)\u{1B}[0m")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  mutating func write(_ section: Section) {
    gap()
    heading(section.title, "-")
    for block in section.blocks { write(block) }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .paragraph(let text): paragraph(text)
    case .heading(let text):
      gap()
      paragraph(text + ":")
      stress(lines.count - 1, text + ":", "1")
    case .list(let items): for item in items { paragraph(item, indent: "    ", first: "  * ") }
    case .warnings(let items): for item in items { paragraph(item, indent: "    ", first: "  ! ") }
    case .lead(let sentences):
      gap()
      for sentence in sentences { paragraph(sentence) }
    case .verdicts(let cards):
      gap()
      for card in cards { verdict(card) }
    case .facts(let terms), .terms(let terms):
      for term in terms { paragraph("\(term.term): \(term.text)", indent: "    ", first: "  ") }
    case .table(let table): write(table)
    case .ladder(let ladder): for table in ladder.tables { write(table) }
    case .claims(let claims): for claim in claims { write(claim) }
    case .pairs(let pairs):
      for pair in pairs {
        paragraph(pair.name, indent: "    ", first: "  ")
        paragraph(pair.a, indent: "       ", first: "    A  ")
        paragraph(pair.b, indent: "       ", first: "    B  ")
      }
    case .figures(let figures):
      for figure in figures {
        paragraph("\(figure.file): \(figure.title)", indent: "    ", first: "  ")
      }
    case .sources(let sources): for source in sources { write(source) }
    case .formulas(let formulas):
      for formula in formulas { paragraph(formula, indent: "    ", first: "  ") }
    case .code(let code):
      gap()
      lines += code.text.split(separator: "\n", omittingEmptySubsequences: true).map { "  " + $0 }
      gap()
    case .markup, .pageOnly: break
    case .textOnly(let blocks): for block in blocks { write(block) }
    }
  }

  private mutating func verdict(_ card: VerdictCard) {
    paragraph("\(card.title): \(card.verdict)", indent: "  ")
    stress(lines.count - 1, card.verdict, card.kind.tone.code)
    if let note = card.note { paragraph(note, indent: "    ", first: "    ") }
  }

  private mutating func write(_ table: Table) {
    gap()
    paragraph(table.caption + (table.caption.hasSuffix(".") ? "" : ":"))
    let first = lines.count
    lines += table.lines(width: TextRenderer.width)
    gap()
    guard table.rows.contains(where: { if case .answer = $0.cells.last { true } else { false } }) else { return }
    for line in lines.indices.dropFirst(first + 1) {
      if lines[line].hasSuffix(" yes") { stress(line, "yes", Tone.yes.code) }
      if lines[line].hasSuffix(" no") { stress(line, "no", Tone.no.code) }
    }
  }

  private mutating func write(_ claim: ClaimItem) {
    gap()
    paragraph(claim.claim, indent: "  ", first: "* ")
    for finding in claim.findings {
      paragraph("\(finding.place): \(finding.verdict)", indent: "    ", first: "  ")
      stress(lines.count - 1, finding.verdict, finding.tone.code)
      paragraph(finding.figure, indent: "    ")
    }
    paragraph("Rule: " + claim.rule, indent: "    ", first: "  ")
  }

  private mutating func write(_ source: SourceItem) {
    paragraph(source.column, indent: "    ", first: "  ")
    for fact in source.facts { paragraph("\(fact.name): \(fact.text)", indent: "      ", first: "    ") }
  }

  // MARK: - Lines

  private mutating func heading(_ text: String, _ line: String) {
    let title = TextFlow.cut(text, TextRenderer.width)
    lines += [title, String(repeating: line, count: title.count)]
    stress(lines.count - 2, title, "1")
  }

  private mutating func paragraph(_ text: String, indent: String = "", first: String? = nil) {
    lines += TextFlow.wrap(text, width: TextRenderer.width, indent: indent, first: first)
  }

  private mutating func stress(_ line: Int, _ text: String, _ code: String) { emphases.append((line, text, code)) }

  /// One empty line, and none after a heading.
  private mutating func gap() {
    if let last = lines.last, !last.isEmpty, !last.allSatisfy({ $0 == "-" }) { lines.append("") }
  }
}

extension Tone {
  /// Of a terminal's colours: green, red, yellow.
  fileprivate var code: String { self == .yes ? "1;32" : self == .no ? "1;31" : "1;33" }
}
