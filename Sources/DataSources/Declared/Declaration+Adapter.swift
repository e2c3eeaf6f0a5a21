import Numbers
import TimeSeries

extension Declaration {
  /// The adapter of the declaration.
  package func adapter(at place: Adapter.Place) -> Adapter {
    Adapter(manual, place: place) { (request, registry) throws(SourceError) in
      guard case .firstOf(let fallbacks) = kind else { return try DeclaredSource(self, request) }
      _ = try OptionReader(request, accepting: [])
      if let found = fallbacks.first(where: { $0.name == request.argument }) {
        // The column has the requested name, whichever source serves it.
        var request = request
        request.name = request.name ?? found.name
        return try FirstSource(found.requests, for: request, among: registry)
      }
      let names = fallbacks.map { $0.name }
      let meant = nearest(to: request.argument, among: names).map { "Did you mean '\($0)'? " } ?? ""
      throw .request(
        request.text, problem: "there is no series '\(request.argument)'",
        advice: meant + "There are: \(names.joined(separator: ", "))")
    }
  }

  /// For `engram sources`.
  package var manual: Manual {
    let options = parameters.dropFirst().map { Manual.Option($0.name, $0.help) }
    return Manual(
      name: name, summary: title, argument: argumentWord, options: options, example: example,
      details: details.joined(separator: "\n\n"))
  }

  private var argumentWord: String {
    if let first = parameters.first { return first.name.uppercased() }
    return arguments.isEmpty ? Self.soleArgument : "SERIES"
  }

  private var details: [String] {
    var parts: [String] = []
    if let first = parameters.first { parts.append("\(first.name.uppercased()): \(first.help)") }
    switch kind {
    case .firstOf(let fallbacks):
      parts.append("The first source that gives data serves a series:")
      parts[parts.count - 1] += fallbacks.map { "\n  \($0.name): \($0.requests.joined(separator: ", "))" }.joined()
    case .document(let recipe, let presets):
      if !presets.isEmpty {
        parts.append("Series:" + presets.map { "\n  \($0.name)\($0.words)" }.joined())
      }
      parts.append(recipe.words)
    }
    if !caveats.isEmpty { parts.append(caveats.joined(separator: "\n")) }
    if let licence { parts.append("Licence: \(licence)") }
    return parts
  }
}

extension Declaration.Parameter {
  /// Its values and the default.
  fileprivate var help: String {
    var text = description
    if !allowed.isEmpty { text += "; one of " + allowed.joined(separator: ", ") }
    if let defaultValue { text += "; the default is \(defaultValue)" }
    if isOptional { text += "; optional" }
    return text
  }
}

extension Declaration.Preset {
  fileprivate var words: String {
    var words = title.map { ": \($0)" } ?? ""
    if let derivation { words += " = \(derivation.text)" }
    if let scale { words += ", times \(plain(scale))" }
    if let observed { words += ", observed at \(observed.text)" }
    return words + caveats.map { "\n    \($0)" }.joined()
  }
}

extension Declaration.DocumentRecipe {
  fileprivate var words: String {
    var lines = ["Asks: \(url.text)"]
    if let secret {
      let place =
        switch secret.place {
        case .query(let name): "in the query, as \(name)"
        case .header(let name): "in the header \(name)"
        }
      lines.append("Key: the secret \(secret.name), sent \(place)")
    }
    if let paging { lines.append("Pages: asked for one after another, at most \(paging.most)") }
    if let observed { lines.append("Observed: at \(observed.text)" + (calendar.map { ", on days of \($0)" } ?? "")) }
    return lines.joined(separator: "\n")
  }
}
