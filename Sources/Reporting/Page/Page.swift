import Mustache

/// index.html: the template, filled in.
package enum Page {
  /// One file that needs no other: style, script and figures are in it.
  static func html(of model: PageModel) throws(ReportError) -> String {
    let library: MustacheLibrary
    do {
      library = try Page.library.get()
    } catch {
      throw .page("\(error)")
    }
    guard let page = library.render(model, withTemplate: "page") else { throw .page("there is no template") }
    return page
  }

  /// Read once.
  private static let library: Result<MustacheLibrary, any Error> = Result {
    MustacheContentTypes.register(EscapedText(), named: "XHTML")
    var library = MustacheLibrary()
    for (name, bytes) in [("page", PackageResources.page_mustache), ("table", PackageResources.table_mustache)] {
      try library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }

  /// What the pages of comparisons and sweeps stand on too.
  package static let ground = String(decoding: PackageResources.ground_css, as: UTF8.self)
  static let style = ground + String(decoding: PackageResources.page_css, as: UTF8.self)
  static let script = String(decoding: PackageResources.page_js, as: UTF8.self)
}

extension Report {
  /// index.html, the report as a page to be read.
  public func page() throws(ReportError) -> String { try page(with: figures) }

  /// The same, where the figures have been drawn already.
  func page(with figures: [Figure]) throws(ReportError) -> String {
    try Page.html(of: PageModel(self, figures: figures))
  }
}
