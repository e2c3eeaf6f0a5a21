import FoundationEssentials
import Yams

extension Declaration {
  /// Bytes of the largest file that is taken for a declaration.
  static let largestFile = 1 << 20

  /// Reads a file that declares a source, in YAML or JSON.
  public init(readingFile path: String) throws(DeclarationFault) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DeclarationFault(
        file: path, problem: "it cannot be read", advice: "Check that there is such a file and that it may be read")
    }
    guard bytes.count <= Self.largestFile else {
      throw DeclarationFault(
        file: path, problem: "it has \(bytes.count) bytes", advice: "The declaration of a source has no more than 1 MB")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DeclarationFault(file: path, problem: "it is not UTF-8 text", advice: "Convert it, e.g. with iconv")
    }
    try self.init(yaml: text, file: path)
  }

  /// Reads the text of such a file; `file` is what faults call it.
  public init(yaml text: String, file: String) throws(DeclarationFault) {
    let root = try Self.root(of: text, file)
    var keys = [
      "engram_source", "name", "title", "version", "licence", "caveats", "example", "parameters", "request", "checks",
      "format", "rows", "number", "scale", "invert", "time", "cache", "series",
    ]
    if root.mapping?["first_of"] != nil {
      keys = ["engram_source", "name", "title", "version", "licence", "caveats", "example", "first_of"]
    } else {
      keys.append("first_of")
    }
    let top = try YAMLMapping(root, titled: "", in: file, keys: keys)
    try Self.checkLanguage(top)
    let name = try top.required("name", "Say what the source is called: name: WORD")
    guard isSourceName(name.text) else {
      throw name.fault("'\(name.text)' is no name of a source", "Use small letters, digits and hyphens, a letter first")
    }
    self.name = name.text
    self.file = file
    title = try top.required("title", "Say in one line what it gives: title: …").text
    version = Int(try top.number("version") ?? 1)
    licence = try top.text("licence")?.text
    caveats = try top.texts("caveats").map { $0.text }
    example = ""
    parameters = []
    if top.node("first_of") != nil {
      kind = .firstOf(try Self.fallbacks(top))
    } else {
      parameters = try Parameter.all(in: top)
      let recipe = try DocumentRecipe(top)
      kind = .document(recipe, presets: try Preset.all(in: top, parameters))
      try checkParameters(in: top, recipe)
    }
    example = try exampleText(top)
  }

  private static func root(of text: String, _ file: String) throws(DeclarationFault) -> Node {
    func fault(_ mark: Mark?, _ problem: String) -> DeclarationFault {
      YAMLPlace(file: file, mark).fault("it is not YAML: \(problem)", "Compare it with docs/writing-a-source.md")
    }
    do {
      if let node = try Yams.compose(yaml: text) { return node }
    } catch let error as YamlError {
      switch error {
      case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        throw fault(mark, (context.map { $0.text + ", " } ?? "") + problem)
      case .duplicatedKeysInMapping(let keys, let context):
        throw YAMLPlace(file: file, context.mark).fault(
          "the key '\(keys.first ?? "")' stands there twice", "Leave one of them out")
      case .reader(let problem, _, _, _): throw fault(nil, problem)
      default: throw fault(nil, "\(error)")
      }
    } catch {
      throw fault(nil, "\(error)")
    }
    throw DeclarationFault(file: file, problem: "there is nothing in it", advice: "See docs/writing-a-source.md")
  }

  private static func checkLanguage(_ top: YAMLMapping) throws(DeclarationFault) {
    let version = try top.required("engram_source", "A declaration begins with engram_source: 1")
    if version.text != "1" {
      throw version.fault(
        "engram_source is '\(version.text)'", "This version of engram reads declarations of version 1")
    }
  }

  private static func fallbacks(_ top: YAMLMapping) throws(DeclarationFault) -> [Fallback] {
    guard let lists = try top.mapping("first_of", keys: nil) else { return [] }
    var fallbacks: [Fallback] = []
    for (key, _) in lists.entries {
      let requests = try lists.texts(key.text)
      if requests.isEmpty { throw key.fault("'\(key.text)' names no source", "Write a list: [cboe:SPX, fred:SP500]") }
      for request in requests {
        do {
          _ = try SourceRequest(parsing: request.text)
        } catch {
          throw request.fault(error.description, "Write ADAPTER:ARGUMENT")
        }
      }
      fallbacks.append(Fallback(name: key.text, requests: requests.map { $0.text }))
    }
    return fallbacks
  }

  /// A request out of the file, or one made of the first series there is.
  private func exampleText(_ top: YAMLMapping) throws(DeclarationFault) -> String {
    guard let example = try top.text("example") else { return "\(name):\(arguments.first ?? Self.soleArgument)" }
    do {
      let request = try SourceRequest(parsing: example.text)
      guard request.adapter == name else {
        throw example.fault("the example asks '\(request.adapter)', not '\(name)'", "Begin it with \(name):")
      }
      if case .document = kind { _ = try DeclaredSource(self, request) }
      return example.text
    } catch let error as SourceError {
      throw example.fault("the example does not work: \(error)", "Correct it, or leave it out")
    } catch let error as DeclarationFault {
      throw error
    } catch {
      throw example.fault("\(error)", "Correct it")
    }
  }

  /// Names that may stand after the colon, as far as they can be listed.
  var arguments: [String] {
    switch kind {
    case .firstOf(let fallbacks): fallbacks.map { $0.name }
    case .document(_, let presets):
      presets.map { $0.name }
        + (parameters.first.map { $0.allowed.isEmpty ? [$0.defaultValue].compactMap { $0 } : $0.allowed } ?? [])
    }
  }

  /// What stands after the colon of a source that has no parameter and no series by name.
  static let soleArgument = "all"
}

// MARK: - Parameters and series

extension Declaration.Parameter {
  fileprivate static func all(in top: YAMLMapping) throws(DeclarationFault) -> [Self] {
    guard let mapping = try top.mapping("parameters", keys: nil) else { return [] }
    var parameters: [Self] = []
    for (key, node) in mapping.entries {
      guard isParameterName(key.text) else {
        throw key.fault(
          "'\(key.text)' is no name of a parameter", "Use small letters, digits and underscores, a letter first")
      }
      if Declaration.Preset.ownKeys.contains(key.text) {
        throw key.fault(
          "a parameter may not be called '\(key.text)'", "It has a meaning in 'series'; choose another name")
      }
      let fields = try YAMLMapping(
        node, titled: "parameters." + key.text, in: top.place.file,
        keys: ["required", "default", "pattern", "allowed", "description", "keep"])
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
          "'\(text.text)' is no pattern",
          "It is not a regular expression: ? is any character, * any number of them, "
            + "[A-Z0-9] one of a set, as in [A-Z][A-Z][A-Z]; the whole value must match")
      }
      pattern = glob
    }
    kept = try fields.text("keep")?.text ?? ""
    if let text = try fields.text("keep"), !kept.allSatisfy({ "/:,+;@!$'()*=".contains($0) }) {
      throw text.fault("'keep' is '\(text.text)'", "It may hold any of / : , + ; @ ! $ ' ( ) * =")
    }
    if let fallback, let problem = problem(with: fallback.text) {
      throw fallback.fault("the default '\(fallback.text)' \(problem)", "Correct it")
    }
  }

  /// What is wrong with a value, if anything is.
  func problem(with value: String) -> String? {
    if value.isEmpty { return "is empty" }
    if value.utf8.count > 200 { return "is longer than 200 bytes" }
    if value.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) { return "holds a control character" }
    if !allowed.isEmpty, !allowed.contains(value) {
      return "is not one of " + allowed.joined(separator: ", ")
    }
    if let pattern, !pattern.matches(value) { return "does not match \(pattern.text)" }
    return nil
  }
}

extension Declaration.Preset {
  /// Keys that are not parameters.
  static let ownKeys = ["derive", "scale", "time", "title"]

  fileprivate static func all(
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
      for parameter in parameters {
        guard let value = try fields.text(parameter.name) else { continue }
        if preset.derivation != nil {
          throw value.fault("a derived series has no parameters of its own", "Give them to what it is derived from")
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
          "the series '\(key.text)' does not say what '\(first.name)' is", "Write \(key.text): {\(first.name): VALUE}")
      }
      presets.append(preset)
    }
    try checkDerivations(presets, mapping, hasParameters: !parameters.isEmpty)
    return presets
  }

  /// What a series is derived from must exist, and not lead back to it.
  private static func checkDerivations(
    _ presets: [Self], _ mapping: YAMLMapping, hasParameters: Bool
  ) throws(DeclarationFault) {
    let byName = Dictionary(presets.map { ($0.name, $0) }) { first, _ in first }
    for preset in presets {
      guard let derivation = preset.derivation else { continue }
      for side in [derivation.left, derivation.right] {
        if !hasParameters, byName[side] == nil {
          throw mapping.place(of: preset.name).fault(
            "'\(preset.name)' is derived from '\(side)', which there is not",
            "There are: \(mapping.keys.joined(separator: ", "))")
        }
        // One level is enough for ratios of quotes, and cannot run in circles.
        if byName[side]?.derivation != nil {
          throw mapping.place(of: preset.name).fault(
            "'\(preset.name)' is derived from '\(side)', which is derived itself",
            "Derive it from series that are asked for")
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
    left = try derive.required("left", "Say what stands on the left: left: ARGUMENT").text
    right = try derive.required("right", "Say what stands on the right: right: ARGUMENT").text
  }
}

// MARK: - Places for parameters

extension Declaration {
  /// Every place in a template is a parameter, every parameter has a place, and one that may be absent stands in the
  /// query of the URL alone.
  private func checkParameters(in top: YAMLMapping, _ recipe: DocumentRecipe) throws(DeclarationFault) {
    let names = parameters.map { $0.name }
    var used: Set<String> = []
    for (template, key, isURL) in recipe.templates {
      let place = top.place(at: key)
      for name in template.parameters {
        used.insert(name)
        guard let parameter = parameters.first(where: { $0.name == name }) else {
          throw place.fault(
            "'\(template.text)' has a place for '{\(name)}', which is no parameter",
            names.isEmpty ? "Declare it under 'parameters'" : "There are: \(names.joined(separator: ", "))")
        }
        let fixed = isURL ? template.text.prefix { $0 != "?" } : template.text[...]
        if parameter.isOptional, fixed.contains("{\(name)}") {
          throw place.fault(
            "'{\(name)}' may be absent, and '\(template.text)' cannot do without",
            "Give it a default, or let it stand in the query of the URL")
        }
      }
    }
    if let idle = parameters.first(where: { !used.contains($0.name) }) {
      throw top.place(of: "parameters").fault(
        "the parameter '\(idle.name)' has no place", "Write {\(idle.name)} where its value belongs, or leave it out")
    }
  }
}
