import Mustache
import Reporting

extension Comparison {
  /// The comparison as one page of HTML that needs no other file.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  public func html() throws -> String {
    MustacheContentTypes.register(PageText(), named: "COMPARISON")
    let template = try MustacheTemplate(string: String(decoding: PackageResources.comparison_mustache, as: UTF8.self))
    return template.render(
      ComparisonPage(
        style: String(decoding: PackageResources.comparison_css, as: UTF8.self), a: a.path, b: b.path,
        sections: ([opening] + sections).map(ComparisonPage.Section.init)))
  }
}

/// What the template is filled with.
private struct ComparisonPage {
  var style: String
  var a: String
  var b: String
  var sections: [Section]

  struct Section {
    var title: String
    var sentences: [String]
    var table: [Table]
    var items: [ComparisonSection.Item]

    init(_ section: ComparisonSection) {
      (title, sentences, items) = (section.title, section.sentences, section.items)
      // None or one: a template has no other "if".
      table = section.rows.isEmpty ? [] : [Table(header: section.header, rows: section.rows.map(Row.init))]
    }
  }
  struct Table {
    var header: [String]
    var rows: [Row]
  }
  struct Row {
    var name: String
    var cells: [String]
    var kind: String

    init(_ row: ComparisonSection.Row) {
      (name, cells) = (row.cells.first ?? "", Array(row.cells.dropFirst()))
      kind = row.differs ? "differs" : "same"
    }
  }
}

/// Text as HTML has it, in content and in attributes, scalar by scalar: a combining mark after a `<` makes one character
/// of both, and would let it pass where characters are compared.
private struct PageText: MustacheContentType {
  func escapeText(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\t", "\n", "\r": escaped += " "
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
