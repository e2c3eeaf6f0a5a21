import Formats
import Numbers
import TimeSeries

/// Applies a request to a declaration.
struct PlanResolver {
  private let declaration: Declaration
  private let recipe: Declaration.DocumentRecipe
  private let presets: [Declaration.Preset]
  private let request: SourceRequest
  private let options: OptionReader

  init(_ declaration: Declaration, _ request: SourceRequest) throws(SourceError) {
    guard case .document(let recipe, let presets) = declaration.kind else {
      throw .request(
        request.text, problem: "'\(declaration.name)' has no document", advice: "Use its series")
    }
    (self.declaration, self.recipe, self.presets, self.request) = (declaration, recipe, presets, request)
    options = try OptionReader(request, accepting: declaration.optionNames)
  }

  func plan() throws(SourceError) -> DeclaredSource.Plan {
    let preset = presets.first { $0.name == request.argument }
    guard let preset, let derivation = preset.derivation else { return .document(try document(request.argument)) }
    return .derived(
      derivation, left: try document(derivation.left), right: try document(derivation.right),
      observed: preset.observed)
  }

  private func document(_ argument: String) throws(SourceError) -> DocumentPlan {
    let preset = presets.first { $0.name == argument }
    let values = try values(argument, preset)
    let value = { (name: String) in values[name] }
    let url = url(values)
    var fetch = FetchRequest(source: "\(declaration.name)/\(declaration.version)", url: url)
    fetch.headers = recipe.headers.map { .init($0.name, $0.value.filled(value) ?? "") }
    (fetch.userAgent, fetch.secret, fetch.allowsPlainHTTP) = (recipe.userAgent, recipe.secret, recipe.allowsPlainHTTP)
    if let limit = recipe.maximumBytes { fetch.maximumBytes = limit }
    if let rate = recipe.requestsPerSecond { fetch.requestsPerSecond = rate }
    fetch.freshSeconds = recipe.freshSeconds
    if let stale = recipe.staleIfErrorSeconds { fetch.staleIfErrorSeconds = stale }
    let rule = ValueRule(
      isInverted: recipe.isInverted, scale: recipe.scale * (preset?.scale ?? 1),
      observed: preset?.observed ?? recipe.observed, caveats: preset?.caveats ?? [])
    let reading = try TableReading(
      recipe.reading, request: request.text, maximumBytes: fetch.maximumBytes, value)
    var plan = DocumentPlan(fetch, checks: recipe.checks) { (body, origin, name) throws(FormatError) in
      var series = try reading.series(in: body, file: url, origin: origin, name: name)
      rule.apply(to: &series)
      return series
    }
    if let paging = recipe.paging {
      var limit: Timestamp?
      if case .before(_, _, _, let until) = paging.step { limit = until?.filled(value).flatMap { Timestamp(day: $0) } }
      plan.paging = (paging, limit)
    }
    return plan
  }

  // MARK: - Values

  private func values(_ argument: String, _ preset: Declaration.Preset?) throws(SourceError) -> [String: String] {
    var values = preset?.values ?? [:]
    if preset == nil { try takeArgument(argument, &values) }
    for parameter in declaration.parameters {
      // The first parameter is the argument, not an option.
      if declaration.optionNames.contains(parameter.name), let given = options.string(parameter.name) {
        if values[parameter.name] != nil {
          throw refused("\(parameter.name)=\(given) is fixed by '\(argument)'", "Leave the option out")
        }
        values[parameter.name] = given
      }
      if values[parameter.name] == nil { values[parameter.name] = parameter.defaultValue }
      guard let value = values[parameter.name] else {
        if parameter.isOptional { continue }
        throw refused("\(parameter.name)= is missing", "\(parameter.name): \(parameter.description)")
      }
      if let problem = parameter.problem(with: value) {
        throw refused("\(parameter.name)=\(value) \(problem)", suggestion(for: value, parameter))
      }
    }
    return values
  }

  /// The argument, if it is not the name of a series: the value of the first parameter.
  private func takeArgument(_ argument: String, _ values: inout [String: String]) throws(SourceError) {
    if let first = declaration.parameters.first {
      values[first.name] = argument
      return
    }
    let names = presets.isEmpty ? [Declaration.soleArgument] : presets.map { $0.name }
    if presets.isEmpty, names.contains(argument) { return }
    let meant = nearest(to: argument, among: names).map { "Did you mean '\($0)'? " } ?? ""
    throw refused("there is no series '\(argument)'", meant + "There are: \(names.joined(separator: ", "))")
  }

  private func suggestion(for value: String, _ parameter: Declaration.Parameter) -> String {
    let names = presets.map { $0.name } + parameter.allowed
    return (nearest(to: value, among: names).map { "Did you mean '\($0)'? " } ?? "")
      + "\(parameter.name): \(parameter.description)"
  }

  /// The URL, without items of the query whose parameter has no value.
  private func url(_ values: [String: String]) -> String {
    let kept = Dictionary(declaration.parameters.map { ($0.name, $0.kept) }) { first, _ in first }
    let forms = Dictionary(declaration.parameters.map { ($0.name, $0.form) }) { first, _ in first }
    func filled(_ piece: Substring) -> String? {
      Template(String(piece)).filled { name in
        guard var value = values[name] else { return nil }
        if let form = forms[name] ?? nil, let day = Timestamp(day: value) { value = form.text(day) }
        return urlEncoded(value, keeping: kept[name] ?? "")
      }
    }
    let parts = recipe.url.text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let address = filled(parts[0]) ?? ""
    guard parts.count == 2 else { return address }
    let items = parts[1].split(separator: "&").compactMap { filled($0) }
    return items.isEmpty ? address : address + "?" + items.joined(separator: "&")
  }

  private func refused(_ problem: String, _ advice: String) -> SourceError {
    .request(request.text, problem: problem, advice: advice)
  }
}

extension Timestamp {
  /// Midnight UTC of a day as 2020-01-31.
  init?(day text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
      let day = Int(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension Declaration {
  /// The parameters that are options: all but the first, which is the argument.
  var optionNames: [String] { parameters.dropFirst().map { $0.name } }
}
