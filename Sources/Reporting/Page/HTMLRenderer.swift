import Files
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
  func page(with figures: [Figure], isLinked: Bool = true) throws(ReportError) -> String {
    try document(figures: figures.enumerated().map { FigureItem($1, number: $0 + 1, isLinked: isLinked) })
      .html(style: Figure.style, script: true)
  }
}

/// What the template is filled with. It reads blocks by the names of their cases, and cells by their text.
private struct HTMLPage {
  var title: String
  var version: String
  var style: String
  var script: String?
  var policy: String
  var sections: [HTMLSection]

  struct HTMLSection {
    var id: String
    var title: String
    var label: String
    /// Its heading is the page's own.
    var isFirst: Bool
    var folded: String?
    /// Neither of these. Stored, because the template reads no computed property.
    var isOpen: Bool
    var blocks: [Block]
  }

  init(_ document: Document, style: String, script: Bool) {
    (title, version) = (document.title, document.version)
    self.style = HTMLPage.style + style
    self.script = script ? HTMLPage.script : nil
    policy = HTMLPage.policy(style: self.style, script: self.script)
    sections = document.sections.enumerated().map { index, section in
      HTMLSection(
        id: section.id, title: section.title, label: section.label, isFirst: index == 0, folded: section.folded,
        isOpen: index > 0 && section.folded == nil, blocks: section.blocks.flatMap(\.onPage))
    }
  }

  /// The page's own style and script, and nothing else, from nowhere: should a name from a file ever be taken for markup, the
  /// browser runs and fetches nothing (https://www.w3.org/TR/CSP3/).
  private static func policy(style: String, script: String?) -> String {
    // As they are between their tags.
    func hash(_ text: String) -> String { "'sha256-\(sha256Base64(of: Array("\n\(text)\n".utf8)))'" }
    return "default-src 'none'; style-src \(hash(style)); script-src \(script.map(hash) ?? "'none'"); img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }

  /// Read once.
  static let library: Result<MustacheLibrary, any Error> = Result {
    MustacheContentTypes.register(EscapedText(), named: "XHTML")
    MustacheContentTypes.register(EscapedText(isVerbatim: true), named: "VERBATIM")
    var library = MustacheLibrary()
    for (name, bytes) in [
      ("page", PackageResources.page_mustache), ("block", PackageResources.block_mustache),
      ("table", PackageResources.table_mustache), ("verbatim", PackageResources.verbatim_mustache),
    ] {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }

  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
  /// In a section of its own for readers of XML, who would take `<` for markup.
  static let script =
    "//<![CDATA[\n"
    + [PackageResources.page_js, PackageResources.figures_js].map { String(decoding: $0, as: UTF8.self) }
    .joined(separator: "\n") + "\n//]]>"
}

extension Block {
  /// Without what the text alone has.
  fileprivate var onPage: [Block] {
    switch self {
    case .textOnly: []
    case .pageOnly(let blocks): blocks.flatMap(\.onPage)
    default: [self]
    }
  }
}

// MARK: - What a template cannot read by itself

extension Table: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "caption": caption
    case "isProse": columns.contains(where: \.isProse)
    case "columns": columns
    // Nothing or one: a template has no other "if".
    case "groups": groups.isEmpty ? nil : [groups]
    case "rows": rows
    default: nil
    }
  }
}

extension Table.Cell: MustacheParent {
  func child(named name: String) -> Any? { name == "text" ? text : name == "kind" ? kind : nil }
}

extension LadderPicture: MustacheParent {
  func child(named name: String) -> Any? { name == "places" ? places : name == "rows" ? rows : nil }
}

extension LadderPicture.Row: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "number": rung.number
    case "word": rung.word
    case "question": rung.question
    case "measure": rung.measure
    case "rule": rung.rule
    case "figureNumber": rung.figureNumber
    case "readings": readings
    default: nil
    }
  }
}

extension LadderPicture.Row.Reading: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "place": place
    case "figure": rung.figure
    case "interval": rung.interval
    case "needed": rung.needed
    case "answer": Table.Cell.answer(rung.answer).text
    case "tone": Tone(rung.answer)
    case "strip": strip
    default: nil
    }
  }
}

extension VerdictCard.Kind: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "name": rawValue
    case "outline": outline
    case "glyph": glyph
    default: nil
    }
  }
}

extension Tone: MustacheParent {
  func child(named name: String) -> Any? { name == "sign" ? sign : name == "name" ? rawValue : nil }
}

extension CodeItem: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "label": label
    case "text": text
    case "file": file
    case "link": file.map { _ in "data:text/yaml;charset=utf-8," + percentEncoded }
    default: nil
    }
  }

  /// Letters, digits and `-._~` stay; every other byte becomes `%XX`.
  private var percentEncoded: String {
    text.utf8.reduce(into: "") { result, byte in
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
      {
        result.unicodeScalars.append(scalar)
      } else {
        result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
