import Mustache
import Reporting

extension Comparison {
  /// The comparison as one page of HTML that needs no other file.
  ///
  /// Throws what the template engine throws, which a template that the tests have filled in does not.
  public func html() throws -> String {
    MustacheContentTypes.register(EscapedText(oneLine: true), named: "COMPARISON")
    let template = try MustacheTemplate(string: String(decoding: PackageResources.comparison_mustache, as: UTF8.self))
    return template.render(
      ComparisonPage(
        style: Page.ground + String(decoding: PackageResources.comparison_css, as: UTF8.self), a: a.path, b: b.path,
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
