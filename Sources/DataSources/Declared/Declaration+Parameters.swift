import TimeSeries

extension Declaration.Parameter {
  static func all(in top: YAMLMapping) throws(DeclarationFault) -> [Self] {
    guard let mapping = try top.mapping("parameters", keys: nil) else { return [] }
    var parameters: [Self] = []
    for (key, node) in mapping.entries {
      guard isParameterName(key.text) else {
        throw key.fault(
          "'\(key.text)' cannot be the name of a parameter",
          "Use lower-case letters, digits and underscores, a letter first")
      }
      if Declaration.Preset.ownKeys.contains(key.text) {
        throw key.fault(
          "a parameter may not be called '\(key.text)'", "It has a meaning in 'series'; choose another name")
      }
      let fields = try YAMLMapping(
        node, titled: "parameters." + key.text, in: top.place.file,
        keys: ["required", "default", "pattern", "allowed", "description", "keep", "format"])
      parameters.append(try Self(key.text, fields))
    }
    return parameters
  }

  private init(_ name: String, _ fields: YAMLMapping) throws(DeclarationFault) {
    self.name = name
    description = try fields.text("description")?.text ?? name
    allowed = try fields.texts("allowed").map { $0.text }
    let fallback = try fields.text("default")
    defaultValue = fallback?.text
    isOptional = try fields.boolean("required").map { !$0 && fallback == nil } ?? false
    if let fallback, try fields.boolean("required") == true {
      throw fallback.fault("'\(name)' is required and has a default", "Leave one of the two out")
    }
    pattern = nil
    if let text = try fields.text("pattern") {
      guard let glob = Glob(text.text) else {
        throw text.fault(
          "'\(text.text)' is not a pattern",
          "It is not a regular expression: ? is any character, * any number of them, "
            + "[A-Z0-9] one of a set, as in [A-Z][A-Z][A-Z]; the whole value must match")
      }
      pattern = glob
    }
    kept = try fields.text("keep")?.text ?? ""
    if let text = try fields.text("keep"), !kept.allSatisfy({ "/:,+;@!$'()*=".contains($0) }) {
      throw text.fault("'keep' is '\(text.text)'", "It may contain any of / : , + ; @ ! $ ' ( ) * =")
    }
    form = try fields.choice("format", as: Paging.Form.self)
    if let fallback, let problem = problem(with: fallback.text) {
      throw fallback.fault("the default '\(fallback.text)' \(problem)", "Correct it")
    }
  }

  /// What is wrong with a value; nil if it is right.
  func problem(with value: String) -> String? {
    if value.isEmpty { return "is empty" }
    if value.utf8.count > 200 { return "is longer than 200 bytes" }
    if value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
      return "contains a control character"
    }
    if !allowed.isEmpty, !allowed.contains(value) {
      return "is not one of " + allowed.joined(separator: ", ")
    }
    if form != nil, Timestamp(day: value) == nil { return "is not a day such as 2020-01-31" }
    if let pattern, !pattern.matches(value) { return "does not match \(pattern.text)" }
    return nil
  }
}

extension Declaration.Preset {
  /// Keys that are not parameters.
  static let ownKeys = ["caveats", "derive", "scale", "time", "title"]

  static func all(
    in top: YAMLMapping, _ parameters: [Declaration.Parameter]
  ) throws(DeclarationFault) -> [Self] {
    guard let mapping = try top.mapping("series", keys: nil) else { return [] }
    var presets: [Self] = []
    let names = parameters.map { $0.name }
    for (key, node) in mapping.entries {
      let fields = try YAMLMapping(node, titled: "series." + key.text, in: top.place.file, keys: ownKeys + names)
      var preset = Self(name: key.text, values: [:])
      preset.title = try fields.text("title")?.text
      preset.scale = try fields.number("scale")
      preset.observed = try ObservationRule(fields)?.time
      preset.derivation = try Derivation(fields)
      preset.caveats = try fields.texts("caveats").map { $0.text }
      if preset.derivation != nil, let caveat = try fields.texts("caveats").first {
        throw caveat.fault("a derived series has no caveats of its own", "Give them to the series it is derived from")
      }
      for parameter in parameters {
        guard let value = try fields.text(parameter.name) else { continue }
        if preset.derivation != nil {
          throw value.fault(
            "a derived series has no parameters of its own", "Give them to the series it is derived from")
        }
        if let problem = parameter.problem(with: value.text) {
          throw value.fault("'\(parameter.name)' is '\(value.text)', which \(problem)", "Correct it")
        }
        preset.values[parameter.name] = value.text
      }
      if let first = parameters.first, preset.derivation == nil, preset.values[first.name] == nil,
        first.defaultValue == nil, !first.isOptional
      {
        throw key.fault(
          "the series '\(key.text)' has no value of '\(first.name)'", "Write \(key.text): {\(first.name): VALUE}")
      }
      presets.append(preset)
    }
    try checkDerivations(presets, mapping, hasParameters: !parameters.isEmpty)
    return presets
  }

  /// Checks that a series is derived from series that exist and are not derived.
  private static func checkDerivations(
    _ presets: [Self], _ mapping: YAMLMapping, hasParameters: Bool
  ) throws(DeclarationFault) {
    let byName = Dictionary(presets.map { ($0.name, $0) }) { first, _ in first }
    for preset in presets {
      guard let derivation = preset.derivation else { continue }
      for side in [derivation.left, derivation.right] {
        if !hasParameters, byName[side] == nil {
          throw mapping.place(of: preset.name).fault(
            "'\(preset.name)' is derived from '\(side)', which does not exist",
            "There are: \(mapping.keys.joined(separator: ", "))")
        }
        // One level is enough for ratios of quotes, and cannot be circular.
        if byName[side]?.derivation != nil {
          throw mapping.place(of: preset.name).fault(
            "'\(preset.name)' is derived from '\(side)', which is derived itself",
            "Derive it from series that are not derived")
        }
      }
    }
  }
}

extension Derivation {
  fileprivate init?(_ fields: YAMLMapping) throws(DeclarationFault) {
    guard let derive = try fields.mapping("derive", keys: ["op", "left", "right"]) else { return nil }
    guard let operation = try derive.choice("op", as: Operation.self) else {
      throw derive.place.fault("the key 'op' is missing in '\(derive.title)'", "Write op: / for a ratio")
    }
    self.operation = operation
    left = try derive.required("left", "Name the left side: left: ARGUMENT").text
    right = try derive.required("right", "Name the right side: right: ARGUMENT").text
  }
}
