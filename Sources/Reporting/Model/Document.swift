// One presentation model for everything that engram prints.
//
//     Document                  a report, a comparison, a sweep
//       Section                 a heading and what is below it
//         Block                 paragraph, list, table, ladder, claims, figures …
//           Table               caption, columns, rows of cells
//             Cell              a kind, a raw value, and the one text for both
//
//     Report ──▶ Document ──▶ TextRenderer   report.txt, 80 columns
//                         └─▶ HTMLRenderer   index.html
//
// Whatever is computed, rounded or worded is so here. A renderer breaks lines and writes tags.

/// Sections of blocks, for text and page alike.
package struct Document: Sendable {
  package var title: String
  /// Of engram.
  package var version: String
  /// The first has the document's title as its own.
  package var sections: [Section]

  package init(title: String, version: String, sections: [Section]) {
    (self.title, self.version, self.sections) = (title, version, sections)
  }
}

package struct Section: Sendable {
  /// On a page, for links.
  package var id: String
  package var title: String
  /// In the table of contents.
  package var label: String
  /// What a page says of it while it is folded; nil for a section that is always open.
  package var folded: String?
  package var blocks: [Block]

  package init(_ id: String, _ title: String, label: String? = nil, folded: String? = nil, _ blocks: [Block]) {
    (self.id, self.title, self.label, self.folded, self.blocks) = (id, title, label ?? title, folded, blocks)
  }
}

package enum Block: Sendable {
  case paragraph(String)
  case heading(String)
  case list([String])
  case warnings([String])
  /// The answer, larger than the rest.
  case lead([String])
  /// One answer each, larger than the rest.
  case verdicts([VerdictCard])
  /// A few facts side by side.
  case facts([Term])
  case terms([Term])
  case table(Table)
  case ladder(LadderPicture)
  case claims([ClaimItem])
  /// The same thing in two reports.
  case pairs([Pair])
  case figures([FigureItem])
  case sources([SourceItem])
  /// Equations, one a line.
  case formulas([String])
  case code(CodeItem)
  /// What a page alone has, escaped already.
  case markup(String)
  /// What the text alone has: a page that is read in a minute leaves it out, or has it shorter.
  case textOnly([Block])
  case pageOnly([Block])
}

package struct Term: Sendable {
  package var term: String
  package var text: String

  package init(_ term: String, _ text: String) { (self.term, self.text) = (term, text) }
}

package struct Pair: Sendable {
  package var name: String
  package var a: String
  package var b: String

  package init(name: String, a: String, b: String) { (self.name, self.a, self.b) = (name, a, b) }
}

/// One claim with its verdict on the data and, where there is one, on the control.
package struct ClaimItem: Sendable {
  package var id: String
  package var claim: String
  package var rule: String
  package var findings: [Finding]

  package struct Finding: Sendable {
    package var place: String
    package var verdict: String
    package var tone: Tone
    package var figure: String
    /// On noise, where a page has the verdict alone.
    package var isControl: Bool
  }
}

package struct FigureItem: Sendable {
  package var number: Int
  package var file: String
  /// Whether the file stands beside the page.
  package var isLinked = true
  package var title: String
  package var caption: String
  /// Escaped markup; empty for text.
  package var drawing = ""
}

/// Where a column came from: a name and what there is to say of it, in order.
package struct SourceItem: Sendable {
  package var column: String
  package var facts: [Fact]

  package struct Fact: Sendable {
    package var name: String
    package var text: String
  }
}

package struct CodeItem: Sendable {
  package var label: String
  package var text: String
  /// A name to save it under.
  package var file: String?
}
