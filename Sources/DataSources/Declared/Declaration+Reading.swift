import Files
import Yams

extension Declaration {
  /// The most bytes of a declaration.
  static let largestFile = 1 << 20

  /// Reads a file that declares a source, in YAML or JSON.
  package init(readingFile path: String) throws(DeclarationFault) {
    let bytes: [UInt8]?
    do throws(FileFault) {
      bytes = try Disk.read(path, limit: Self.largestFile, followingLinks: true)
    } catch {
      throw DeclarationFault(
        file: path, problem: "it cannot be read: \(error.reason)",
        advice: "The declaration of a source is a file of at most 1 MB that may be read")
    }
    guard let bytes else {
      throw DeclarationFault(
        file: path, problem: "it cannot be read", advice: "Check that the file exists and may be read")
    }
    try self.init(bytes: bytes, file: path)
  }

  /// Reads the bytes of a declaration; `path` is its name in errors.
  package init(bytes: [UInt8], file path: String) throws(DeclarationFault) {
    guard bytes.count <= Self.largestFile else {
      throw DeclarationFault(
        file: path, problem: "it has \(bytes.count) bytes", advice: "The declaration of a source has at most 1 MB")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DeclarationFault(file: path, problem: "it is not UTF-8 text", advice: "Convert it, e.g. with iconv")
    }
    try self.init(yaml: text, file: path)
  }

  /// Reads the text of a declaration; `file` is its name in errors.
  package init(yaml text: String, file: String) throws(DeclarationFault) {
    let root = try Self.root(of: text, file)
    var keys = [
      "engram_source", "name", "title", "version", "licence", "caveats", "example", "parameters", "request", "checks",
      "format", "rows", "pages", "number", "scale", "invert", "time", "cache", "series",
    ]
    if root.mapping?["first_of"] != nil {
      keys = ["engram_source", "name", "title", "version", "licence", "caveats", "example", "first_of"]
    } else {
      keys.append("first_of")
    }
    let top = try YAMLMapping(root, titled: "", in: file, keys: keys)
    try Self.checkLanguage(top)
    let name = try top.required("name", "Give the source a name: name: WORD")
    guard isSourceName(name.text) else {
      throw name.fault(
        "'\(name.text)' cannot be the name of a source", "Use lower-case letters, digits and hyphens, a letter first")
    }
    self.name = name.text
    self.file = file
    sha256 = sha256Text(of: Array(text.utf8))
    title = try top.required("title", "Describe it in one line: title: …").text
    version = try top.integer("version", in: 1...1_000_000) ?? 1
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
      if let node = try plainYAML(text) { return node }
    } catch let part as NamedPart {
      throw YAMLPlace(file: file, part.mark).fault(part.problem, part.advice)
    } catch let error as YamlError {
      switch error {
      case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        throw fault(mark, (context.map { $0.text + ", " } ?? "") + problem)
      case .duplicatedKeysInMapping(let keys, let context):
        throw YAMLPlace(file: file, context.mark).fault(
          "the key '\(keys.first ?? "")' occurs twice", "Leave one of them out")
      case .reader(let problem, _, _, _): throw fault(nil, problem)
      default: throw fault(nil, "\(error)")
      }
    } catch {
      throw fault(nil, "\(error)")
    }
    throw DeclarationFault(file: file, problem: "it is empty", advice: "See docs/writing-a-source.md")
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

  /// The example of the file, or one made from the first series.
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

  /// Names that may follow the colon, as far as they can be listed.
  var arguments: [String] {
    switch kind {
    case .firstOf(let fallbacks): fallbacks.map { $0.name }
    case .document(_, let presets):
      presets.map { $0.name }
        + (parameters.first.map { $0.allowed.isEmpty ? [$0.defaultValue].compactMap { $0 } : $0.allowed } ?? [])
    }
  }

  /// What follows the colon if a source has neither parameters nor named series.
  static let soleArgument = "all"
}

// MARK: - Places for parameters

extension Declaration {
  /// Checks that every place in a template is a parameter, that every parameter has a place, and that an optional one is
  /// used only in the query of the URL.
  private func checkParameters(in top: YAMLMapping, _ recipe: DocumentRecipe) throws(DeclarationFault) {
    let names = parameters.map { $0.name }
    var used: Set<String> = []
    for (template, key, isURL) in recipe.templates {
      let place = top.place(at: key)
      for name in template.parameters {
        used.insert(name)
        guard let parameter = parameters.first(where: { $0.name == name }) else {
          throw place.fault(
            "'\(template.text)' uses '{\(name)}', which is not a parameter",
            names.isEmpty ? "Declare it under 'parameters'" : "There are: \(names.joined(separator: ", "))")
        }
        let fixed = isURL ? template.text.prefix { $0 != "?" } : template.text[...]
        if parameter.isOptional, fixed.contains("{\(name)}") {
          throw place.fault(
            "'{\(name)}' is optional, and '\(template.text)' needs it",
            "Give it a default, or use it in the query of the URL")
        }
      }
    }
    if let idle = parameters.first(where: { !used.contains($0.name) }) {
      throw top.place(of: "parameters").fault(
        "the parameter '\(idle.name)' is not used", "Write {\(idle.name)} where its value belongs, or remove it")
    }
  }
}
