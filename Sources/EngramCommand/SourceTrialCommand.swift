import ArgumentParser
import Engram

struct SourceTrialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Try a declared source and show every step; for its author.")

  @Argument(
    help: "A file that declares a source, or the name of a declared one.",
    completion: .file(extensions: ["yaml", "yml"])) var file: String
  @Argument(help: "The request after its colon, with options. (default: that of its example)")
  var argument: String?
  @OptionGroup var fetch: FetchOptions

  func run() async throws {
    let registry = try UserSources.registry(fetch, asking: nil)
    let declaration = try self.declaration(in: registry)
    let text = argument.map { declaration.name + ":" + $0 } ?? declaration.example
    var adapter = declaration.adapter(at: .file(declaration.file))
    let isBuiltIn = Declaration.builtIn(declaration.name)?.sha256 == declaration.sha256
    if !isBuiltIn, !UserSources.isOwn(declaration.file, on: .this) {
      adapter.limit(to: Asker(declaration.file, sha256: declaration.sha256, try fetch.consent(on: .this)))
    }
    let source = try adapter.source(for: SourceRequest(parsing: text))
    print("\(declaration.name): \(declaration.title)\nrequest   \(text)")
    guard let source = source as? DeclaredSource else {
      throw ValidationError("\(file) names other sources and asks nothing itself; test those")
    }
    let environment = try fetch.environment()
    let trials = try await interruptible { try await source.trials(in: environment) }
    for trial in trials {
      print(trial.inWords)
      if let failure = trial.failure { throw failure.error }
    }
  }

  /// The declaration that a request of this name would use; else that in the file of this name.
  private func declaration(in registry: SourceRegistry) throws -> Declaration {
    switch registry.adapters.first(where: { $0.manual.name == file })?.place {
    case .file(let path): return try Declaration(readingFile: path)
    case .builtInDeclaration: if let known = Declaration.builtIn(file) { return known }
    case .builtIn: throw ValidationError("'\(file)' is code, not a declaration: try it with engram fetch")
    case .program(let path): throw ValidationError("'\(file)' is the program \(path): try it with engram fetch")
    case nil: break
    }
    return try Declaration(readingFile: file)
  }
}

extension SourceTrial {
  fileprivate var inWords: String {
    var lines = ["asked     \(url)" + (secret.map { ", with the secret \($0)" } ?? "")]
    if let answer {
      let parts = [
        answer.status.map { "status \($0)" }, answer.contentType, "\(answer.size) bytes",
        answer.origin.map { "from the \($0.rawValue)" },
      ]
      lines.append("answer    " + parts.compactMap { $0 }.joined(separator: ", "))
      lines.append("begins    \(answer.beginning)")
      lines += answer.warnings.map { "warning   \($0)" }
    }
    for finding in findings {
      lines.append(finding.error.map { "FAILED    \(finding.check): \($0.problem)" } ?? "ok        " + finding.check)
    }
    for one in series { lines += words(about: one) }
    if let failure { lines.append("failed    while \(failure.step.rawValue)") }
    return lines.joined(separator: "\n")
  }

  private func words(about series: Series) -> [String] {
    let dates = series.times.map { $0.text(series.resolution) }
    let range = series.times.min().flatMap { first in
      series.times.max().map { "\(first.text(series.resolution)) to \($0.text(series.resolution))" }
    }
    let missing = series.values.count { $0.isNaN }
    let observed = series.observed.map { ", observed at \($0.text)" } ?? ""
    let first = zip(dates, series.values).prefix(3).map { "          \($0)  \($1.isNaN ? "missing" : String($1))" }
    return ["read      '\(series.name)': \(series.values.count) rows, \(range ?? ""), \(missing) missing\(observed)"]
      + first
  }
}
