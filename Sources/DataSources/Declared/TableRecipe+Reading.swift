import Formats

extension TableRecipe {
  init(_ top: YAMLMapping) throws(DeclarationFault) {
    guard
      let format = try top.mapping(
        "format",
        keys: [
          "type", "zip_member", "zip", "skip", "after", "until", "delimiter", "header", "comment", "missing", "ns",
        ])
    else {
      throw top.place.fault("the key 'format' is missing", "Write the format of the answer: format: {type: csv}")
    }
    guard let kind = try format.choice("type", as: Kind.self) else {
      throw format.place.fault("the key 'type' is missing in 'format'", "Write one of: csv, xml, json")
    }
    let rows = try top.mapping("rows", keys: kind.rowKeys)
    let number = try top.mapping("number", keys: ["decimal", "group", "strip"])
    guard let rows else {
      throw top.place.fault(
        "the key 'rows' is missing", "Write where the dates and values are: rows: {date: …, value: …}")
    }
    try kind.refuseOthers(format)
    layout = try Self.layout(kind, format, rows)
    zipMember = try format.text("zip_member").map { Template($0.text) }
    if zipMember == nil, try format.boolean("zip") == true { zipMember = Template("") }
    for (value, _) in try Self.spots(rows, "value") { values.append(value) }
    let dates = try Self.spots(rows, "date")
    date = dates.first?.0
    if let fields = dates.first?.1 { try readForm(fields) }
    delimiter = try format.choice("delimiter", as: CSVFormat.Delimiter.self)
    header = try format.choice("header", as: CSVFormat.Header.self)
    comment = try Self.byte("comment", format, among: "#%!*/;:>&'$@~")
    if let number {
      decimal = try number.choice("decimal", as: CSVFormat.Decimal.self) ?? .point
      group = try Self.byte("group", number, among: ",.' ")
      strip = try number.texts("strip").map { $0.text }
    }
    let markers = try format.texts("missing").map { $0.text }
    if !markers.isEmpty { missing = markers }
    try checkCompleteness(kind, rows, number)
    try checkPaths(rows)
  }

  /// A column or path, alone or with options; several for values.
  private static func spots(
    _ rows: YAMLMapping, _ key: String
  ) throws(DeclarationFault) -> [(Template, YAMLMapping?)] {
    if !rows.has(key) { return [] }
    if !rows.isMapping(key) { return try rows.texts(key).map { (Template($0.text), nil) } }
    let extra = key == "date" ? ["format", "zone", "zone_from"] : []
    guard let fields = try rows.mapping(key, keys: ["column", "path"] + extra) else { return [] }
    let column = try fields.text("column")
    let path = try fields.text("path")
    guard let spot = column ?? path else {
      throw fields.place.fault("'rows.\(key)' needs a column or path", "Write column: NAME (csv) or path: PATH")
    }
    return [(Template(spot.text), fields)]
  }

  private enum DateForm: String, CaseIterable {
    case iso = "yyyy-MM-dd"
    case american = "MM/dd/yyyy"
    case british = "dd/MM/yyyy"
    case seconds = "epoch_s"
    case milliseconds = "epoch_ms"
    case microseconds = "epoch_us"
    case nanoseconds = "epoch_ns"
  }

  private mutating func readForm(_ fields: YAMLMapping) throws(DeclarationFault) {
    switch try fields.choice("format", as: DateForm.self) {
    case .american: order = .mdy
    case .british: order = .dmy
    case .seconds: epoch = .s
    case .milliseconds: epoch = .ms
    case .microseconds: epoch = .us
    case .nanoseconds: epoch = .ns
    case .iso, nil: break
    }
    if let name = try fields.text("zone") {
      try checkZone(name)
      zone = .named(name.text)
    }
    if let path = try fields.text("zone_from") { zone = .at(Template(path.text)) }
  }

  private static func layout(
    _ kind: Kind, _ format: YAMLMapping, _ rows: YAMLMapping
  ) throws(DeclarationFault) -> Layout {
    switch kind {
    case .csv:
      let section = CSVSection(
        skip: try format.integer("skip", in: 0...1_000_000) ?? 0, after: try format.text("after")?.text,
        until: try format.text("until")?.text)
      return .csv(section, key: try rows.text("key").map { Template($0.text) })
    case .xml:
      let row = try rows.required("row", "Name the elements that are rows: row: observation")
      var namespaces: [String: String] = [:]
      if let fields = try format.mapping("ns", keys: nil) {
        for key in fields.keys { namespaces[key] = try fields.text(key)?.text }
      }
      return .xml(row: Template(row.text), namespaces: namespaces)
    case .json:
      let (records, map) = (try rows.text("records"), try rows.text("map"))
      if let map, records != nil {
        throw map.fault(
          "'rows' has both 'records' and 'map'", "An array has records, an object whose keys are dates is a map")
      }
      if let records { return .jsonRecords(Template(records.text)) }
      return map.map { .jsonMap(Template($0.text)) } ?? .jsonColumns
    }
  }

  private static func byte(
    _ key: String, _ fields: YAMLMapping, among choices: String
  ) throws(DeclarationFault) -> UInt8? {
    guard let text = try fields.text(key) else { return nil }
    guard text.text.utf8.count == 1, let byte = text.text.utf8.first, choices.utf8.contains(byte) else {
      throw text.fault(
        "'\(fields.path(key))' is '\(text.text)'", "Write one of the characters \(choices), in quotes")
    }
    return byte
  }

  private func checkCompleteness(
    _ kind: Kind, _ rows: YAMLMapping, _ number: YAMLMapping?
  ) throws(DeclarationFault) {
    var isMap = false
    if case .jsonMap = layout { isMap = true }
    if date == nil, !isMap {
      throw rows.place.fault("the key 'date' is missing in 'rows'", "Write where the dates are: date: …")
    }
    if date != nil, isMap {
      throw rows.place(of: "date").fault("in a map the keys are the dates", "Leave 'date' out")
    }
    if values.isEmpty {
      throw rows.place.fault("the key 'value' is missing in 'rows'", "Write where the values are: value: …")
    }
    if let number, kind == .csv, group != nil || !strip.isEmpty {
      throw number.place.fault(
        "'number.group' and 'number.strip' have no meaning in csv",
        "Write decimal: point or comma; the other groups thousands")
    }
    if kind != .json, case .at = zone {
      throw rows.place(of: "date").fault("'zone_from' is a path of json", "Write zone: America/New_York")
    }
  }

  /// Checks that every path is valid, with a word for each parameter.
  private func checkPaths(_ rows: YAMLMapping) throws(DeclarationFault) {
    do throws(SourceError) {
      _ = try TableReading(self, request: "") { _ in "1" }
    } catch {
      guard case .request(_, let problem, let advice) = error else { return }
      throw rows.place.fault(problem, advice)
    }
  }
}

extension TableRecipe.Kind {
  fileprivate var rowKeys: [String] {
    switch self {
    case .csv: ["date", "value", "key"]
    case .xml: ["row", "date", "value"]
    case .json: ["records", "map", "date", "value"]
    }
  }

  fileprivate func refuseOthers(_ format: YAMLMapping) throws(DeclarationFault) {
    let own: [String: [Self]] = [
      "skip": [.csv], "after": [.csv], "until": [.csv], "delimiter": [.csv], "header": [.csv], "comment": [.csv],
      "ns": [.xml],
    ]
    for (key, _) in format.entries {
      if let kinds = own[key.text], !kinds.contains(self) {
        throw key.fault("'format.\(key.text)' has no meaning in \(rawValue)", "Leave it out")
      }
    }
  }
}
