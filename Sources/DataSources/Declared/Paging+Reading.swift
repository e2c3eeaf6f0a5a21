import Formats

extension Paging {
  private static let steps = ["next", "cursor", "number", "offset", "after", "before"]

  /// The key `pages` of a declaration.
  init?(_ top: YAMLMapping, _ recipe: TableRecipe) throws(DeclarationFault) {
    guard let fields = try top.mapping("pages", keys: Self.steps + ["rows", "most"]) else { return nil }
    let named = Self.steps.filter { fields.has($0) }
    guard let kind = named.first, named.count == 1 else {
      throw fields.place.fault(
        named.isEmpty
          ? "'pages' does not say how the next page is asked for"
          : "'pages' has both \(named.joined(separator: " and "))",
        "Write one of: \(Self.steps.joined(separator: ", "))")
    }
    rows = try fields.integer("rows", in: 1...10_000_000)
    most = try fields.integer("most", in: 2...10_000) ?? 100
    switch kind {
    case "next": step = .next(try Self.path(try fields.required("next", "Write a path such as links.next"), recipe))
    case "cursor":
      guard let cursor = try fields.mapping("cursor", keys: ["path", "query"]) else { return nil }
      let path = try cursor.required("path", "Write where the cursor is: path: meta.next")
      step = .cursor(path: try Self.path(path, recipe), query: try Self.query(cursor))
    case "number":
      guard let number = try fields.mapping("number", keys: ["query", "first"]) else { return nil }
      step = .number(query: try Self.query(number), first: try number.integer("first", in: 0...1) ?? 1)
    case "offset":
      guard let offset = try fields.mapping("offset", keys: ["query"]) else { return nil }
      step = .offset(query: try Self.query(offset))
    case "after":
      guard let after = try fields.mapping("after", keys: ["query", "format"]) else { return nil }
      step = .after(query: try Self.query(after), try Self.form(after))
    default:
      guard let before = try fields.mapping("before", keys: ["query", "format", "from", "until"]) else { return nil }
      step = .before(
        query: try Self.query(before), try Self.form(before), from: try before.text("from")?.text,
        until: try before.text("until").map { Template($0.text) })
    }
  }

  private static func query(_ fields: YAMLMapping) throws(DeclarationFault) -> String {
    try fields.required("query", "Name the item of the query: query: page").text
  }

  private static func form(_ fields: YAMLMapping) throws(DeclarationFault) -> Form {
    guard let form = try fields.choice("format", as: Form.self) else {
      throw fields.place.fault(
        "the key 'format' is missing in '\(fields.title)'",
        "Write one of: \(Form.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return form
  }

  private static func path(_ text: PlacedText, _ recipe: TableRecipe) throws(DeclarationFault) -> String {
    switch recipe.layout {
    case .csv, .xml: throw text.fault("'\(text.text)' is a path of JSON", "Write number, offset, after or before")
    default: break
    }
    do throws(PathFault) { return try JSONPath(text.text).description } catch {
      throw text.fault(error.description, "Write a path such as links.next")
    }
  }
}
