import Memory
import Mustache

extension Document {
  /// The document as one page of HTML that needs no other file: style, script and drawings are in it.
  ///
  /// - Parameters:
  ///   - style: rules after those that all pages share.
  ///   - script: whether the page has a button for light and dark.
  package func html(style: String = "", script: Bool = false) throws(ReportError) -> String {
    let library: MustacheLibrary
    do {
      library = try HTMLPage.library.get()
    } catch {
      throw .page("\(error)")
    }
    guard let page = library.render(HTMLPage(self, style: style, script: script), withTemplate: "page") else {
      throw .page("there is no template")
    }
    return page
  }
}

extension Report {
  /// index.html, the report as a page to be read.
  public func page() throws(ReportError) -> String { try page(with: figures) }

  /// The same, where the figures have been drawn already.
  func page(with figures: [Figure]) throws(ReportError) -> String {
    try document(figures: figures.enumerated().map { FigureItem($1, number: $0 + 1) })
      .html(style: Figure.style, script: true)
  }
}

/// What the template is filled with: the document with its cells as text. Figures and sentences have their minus signs,
/// and do not break between a number and its unit.
private struct HTMLPage {
  var title: String
  var version: String
  var style: String
  var script: String?
  var contents: [Link]
  var sections: [Section]

  struct Link {
    var id: String
    var label: String
  }

  /// The first heading is the page's own.
  struct Section {
    var id: String
    var h1: String?
    var h2: String?
    var blocks: [HTMLBlock]
  }

  init(_ document: Document, style: String, script: Bool) {
    (title, version) = (document.title, document.version)
    self.style = HTMLPage.style + style
    self.script = script ? HTMLPage.script : nil
    contents = document.sections.map { Link(id: $0.id, label: $0.label) }
    sections = document.sections.enumerated().map { index, section in
      Section(
        id: section.id, h1: index == 0 ? section.title : nil, h2: index == 0 ? nil : section.title,
        blocks: section.blocks.map { HTMLBlock($0, isFirst: index == 0) })
    }
  }

  /// Read once.
  static let library: Result<MustacheLibrary, any Error> = Result {
    MustacheContentTypes.register(EscapedText(), named: "XHTML")
    var library = MustacheLibrary()
    for (name, bytes) in [
      ("page", PackageResources.page_mustache), ("block", PackageResources.block_mustache),
      ("table", PackageResources.table_mustache),
    ] {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }

  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
  static let script = String(decoding: PackageResources.page_js, as: UTF8.self)
}

/// A block as the template reads it, by the name of its case. What has an element around all its items is a list of one
/// list: a template has no other way to say so.
private enum HTMLBlock {
  case paragraph(String), h2(String), h3(String)
  case list([[String]]), warnings([[String]]), lead([[String]]), formulas([[String]])
  case verdicts([[Term]]), terms([[Term]])
  case table(HTMLTable)
  case ladders([[HTMLLadder]])
  case claims([[HTMLClaim]])
  case pairs([Pair])
  case figures([FigureItem])
  case sources([SourceItem])
  case code(HTMLCode)
  case markup(String)

  init(_ block: Block, isFirst: Bool) {
    self =
      switch block {
      case .paragraph(let text): .paragraph(text.unbroken)
      case .heading(let text): isFirst ? .h2(text) : .h3(text)
      case .list(let items): .list([items.map(\.unbroken)])
      case .warnings(let items): .warnings([items.map(\.unbroken)])
      case .lead(let sentences): .lead([sentences.map(\.unbroken)])
      case .verdicts(let terms): .verdicts([terms.map(\.unbroken)])
      case .terms(let terms): .terms([terms.map(\.unbroken)])
      case .table(let table): .table(HTMLTable(table))
      case .ladders(let ladders): .ladders([ladders.map(HTMLLadder.init)])
      case .claims(let claims): .claims([claims.map(HTMLClaim.init)])
      case .pairs(let pairs): .pairs(pairs.map { Pair(name: $0.name, a: $0.a.unbroken, b: $0.b.unbroken) })
      case .figures(let figures): .figures(figures)
      case .sources(let sources): .sources(sources)
      case .formulas(let formulas): .formulas([formulas.map(HTMLBlock.subscripts)])
      case .code(let code): .code(HTMLCode(code))
      case .markup(let markup): .markup(markup)
      }
  }

  /// Escaped, with `_{…}` as a subscript.
  private static func subscripts(_ formula: String) -> String {
    EscapedText().escapeText(formula).replacing("_{", with: "<sub>").replacing("}", with: "</sub>")
  }
}

private struct HTMLTable {
  var caption: String
  var isProse: Bool
  /// None or one.
  var groups: [[Table.Group]]
  var header: [String]
  var rows: [Row]

  struct Row {
    var name: String
    /// A class; nil for none.
    var mark: String?
    var cells: [Cell]
  }
  struct Cell {
    var text: String
    var kind: String
  }

  init(_ table: Table) {
    caption = table.caption.unbroken
    isProse = table.columns.contains(where: \.isProse)
    groups = table.groups.isEmpty ? [] : [table.groups]
    header = table.columns.map(\.title.unbroken)
    rows = table.rows.map { row in
      Row(
        name: row.name.unbroken, mark: row.isIndented ? "indented" : row.mark.isEmpty ? nil : row.mark,
        cells: row.cells.map { Cell(text: $0.text.signed, kind: $0.kind) })
    }
  }
}

private struct HTMLLadder {
  var title: String
  var data: String
  var state: String
  var rungs: [Rung]

  struct Rung {
    var number: Int
    var word: String
    var question: String
    var figure: String
    var measure: String
    var interval: String?
    var answer: String
    var tone: String
    var sign: String
    var figureNumber: Int?
  }

  init(_ ladder: LadderPicture) {
    (title, data, state) = (ladder.title, ladder.data.rawValue, ladder.state.rawValue)
    rungs = ladder.rungs.map { rung in
      let tone = Tone(rung.answer)
      return Rung(
        number: rung.number, word: rung.word, question: rung.question, figure: rung.figure.unbroken,
        measure: rung.measure.unbroken, interval: rung.interval?.unbroken,
        answer: Table.Cell.words(rung.answer), tone: tone.rawValue, sign: tone.sign, figureNumber: rung.figureNumber)
    }
  }
}

private struct HTMLClaim {
  var id: String
  var claim: String
  var rule: String
  var findings: [Finding]

  struct Finding {
    var place: String
    var verdict: String
    var sign: String
    var figure: String
  }

  init(_ claim: ClaimItem) {
    (id, self.claim, rule) = (claim.id, claim.claim, claim.rule.unbroken)
    findings = claim.findings.map {
      Finding(place: $0.place, verdict: $0.verdict, sign: $0.tone.sign, figure: $0.figure.unbroken)
    }
  }
}

private struct HTMLCode {
  var label: String
  var text: String
  var file: String?
  /// The text as the address of a link, percent-encoded.
  var link: String?

  init(_ code: CodeItem) {
    (label, text, file) = (code.label, code.text, code.file)
    link = code.file.map { _ in "data:text/yaml;charset=utf-8," + HTMLCode.percentEncoded(code.text) }
  }

  /// Letters, digits and `-._~` stay; every other byte becomes `%XX`.
  private static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
  }
}

extension Term {
  fileprivate var unbroken: Term { Term(term.unbroken, text.unbroken, note: note?.unbroken, tone: tone) }
}

extension String {
  /// No line ends between a number and its per cent sign, between those and "interval", or within a statement of p; what
  /// stands before a negative number is a minus sign.
  fileprivate var unbroken: String {
    signed.replacing(" %", with: "\u{A0}%").replacing("% interval", with: "%\u{A0}interval")
      .replacing("p = ", with: "p\u{A0}=\u{A0}").replacing("p < ", with: "p\u{A0}<\u{A0}")
  }

  /// A hyphen between a space or an opening bracket, or nothing, and a digit becomes a minus sign.
  fileprivate var signed: String {
    var result = ""
    let all = Array(self)
    for (index, character) in all.enumerated() {
      let opens = index == 0 || " [(".contains(all[index - 1])
      let isSign = character == "-" && opens && index + 1 < all.count && all[index + 1].isNumber
      result.append(isSign ? "\u{2212}" : character)
    }
    return result
  }
}
