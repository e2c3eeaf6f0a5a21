import ArgumentParser
import Engram

struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "List adapters with their options and examples; try a declared source.",
    discussion: examples(
      "engram sources", "engram sources csv", "engram sources random"),
    subcommands: [List.self, SourceTrialCommand.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the adapters, or explain one in full. (default)")

    @Argument(help: "Explain this adapter in full.") var name: String?

    func run() async throws {
      let adapters = try UserSources.registry(nil, asking: nil).adapters
      guard let name else { return print(brief(adapters)) }
      guard let adapter = adapters.first(where: { $0.manual.name == name }) else {
        let names = adapters.map(\.manual.name)
        throw ValidationError(
          "no source is called '\(name)'; there are " + names.joined(separator: ", ")
            + (nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""))
      }
      print(adapter.manual.inFull + (adapter.places.map { "\n\n" + $0 } ?? ""))
      if case .program(let path) = adapter.place {
        print(try await interruptible { await description(of: name, path) })
      }
    }

    private func brief(_ adapters: [Adapter]) -> String {
      let groups: [(title: String, holds: (Adapter.Place) -> Bool)] = [
        ("Built in", { $0 == .builtIn }),
        ("Built in, declared", { $0 == .builtInDeclaration }),
        ("Declared in files", { if case .file = $0 { true } else { false } }),
        ("Programs", { if case .program = $0 { true } else { false } }),
      ]
      var parts: [String] = []
      for group in groups {
        let own = adapters.filter { group.holds($0.place) }
        if own.isEmpty { continue }
        let lines = own.map { $0.manual.inBrief + ($0.places.map { "\n  " + $0 } ?? "") }
        parts.append(group.title + "\n\n" + lines.joined(separator: "\n"))
      }
      return parts.joined(separator: "\n\n") + "\n\nengram sources NAME explains one in full."
    }

    private func description(of name: String, _ path: String) async -> String {
      do {
        let program = SourceProgram(name: name, path: path)
        let found = try await program.description(in: SourceEnvironment(programFolders: Machine.this.programFolders))
        let series = found.series.map { "Series: " + $0.joined(separator: ", ") } ?? "It lists no series."
        return "\n\(found.name)\(found.version.map { ", version " + $0 } ?? "")\n\(series)"
      } catch {
        return "\nIt does not describe itself: \(error)"
      }
    }
  }
}

extension Adapter {
  /// Where it was found and what it hides; nil for a built-in adapter that hides nothing.
  fileprivate var places: String? {
    let own =
      switch place {
      case .builtIn, .builtInDeclaration: ""
      case .file(let path): "declared in \(path)"
      case .program(let path): "the program \(path)"
      }
    let others = shadowed.map { place in
      switch place {
      case .builtIn, .builtInDeclaration: "the built-in one"
      case .file(let path): path
      case .program(let path): path
      }
    }
    let parts = [own, others.isEmpty ? "" : "used in place of " + others.joined(separator: ", ")].filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}

extension Manual {
  /// An address is a request without the name of an adapter.
  private var form: String { argument.hasPrefix("https://") ? argument : name + ":" + argument }

  fileprivate var inBrief: String { "\(form)\n  \(summary)\n  e.g. \(example)" }

  fileprivate var inFull: String {
    let width = (options.map(\.name.count).max() ?? 0) + 3
    let lines = options.map { option in
      "  " + option.name + "=" + String(repeating: " ", count: width - option.name.count - 1) + option.help
    }
    return inBrief + (lines.isEmpty ? "" : "\n\nOptions\n" + lines.joined(separator: "\n"))
      + (details.isEmpty ? "" : "\n\n" + details)
  }
}
