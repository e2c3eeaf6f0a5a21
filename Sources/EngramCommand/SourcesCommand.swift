import ArgumentParser
import Engram

struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "The adapters, their options, an example each.")

  @Argument(help: "Only this adapter, in full.") var name: String?

  func run() throws {
    let manuals = SourceRegistry.builtIn.manuals
    guard let name else {
      for manual in manuals { print(manual.inBrief) }
      print("engram sources NAME tells all about one.")
      return
    }
    guard let manual = manuals.first(where: { $0.name == name }) else {
      let names = manuals.map(\.name)
      throw ValidationError(
        "no source is called '\(name)'; there are " + names.joined(separator: ", ")
          + (nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""))
    }
    print(manual.inFull)
  }
}

extension Manual {
  fileprivate var inBrief: String { "\(name):\(argument)\n  \(summary)\n  e.g. \(example)\n" }

  fileprivate var inFull: String {
    let width = (options.map(\.name.count).max() ?? 0) + 3
    let lines = options.map { option in
      "  " + option.name + "=" + String(repeating: " ", count: width - option.name.count - 1) + option.help
    }
    return inBrief + (lines.isEmpty ? "" : "\nOptions\n" + lines.joined(separator: "\n") + "\n")
      + (details.isEmpty ? "" : "\n" + details)
  }
}
