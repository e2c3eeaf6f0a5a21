import ArgumentParser
import Engram
import Files

struct TrustCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust", abstract: "Let a study or a declaration run programs and use secrets.",
    discussion: """
      Studies, and declarations in ./sources, may have come from anywhere. Until they are trusted they run no program, use \
      no secret and replace no source. A file is trusted at its place and with its content, as are the programs that it \
      runs by a path: whatever changes must be trusted again. The list is ~/.config/engram/trusted.
      """
        + examples(
          "engram trust", "engram trust docs/sources/worldbank.yaml",
          "engram trust docs/sources/worldbank.yaml --forget"))

  @Argument(
    help: "The study or declaration. (default: print what is trusted)",
    completion: .file(extensions: ["yaml", "yml", "json"]))
  var file: String?
  @Flag(help: "Trust the file no longer.") var forget = false

  func validate() throws {
    if forget && file == nil { throw ValidationError("--forget needs the file that is to be trusted no longer") }
  }

  func run() throws {
    guard let list = Machine.this.trustList else {
      throw ValidationError("there is no place for the list, because neither XDG_CONFIG_HOME nor HOME is set")
    }
    var trusted = try TrustedFiles(reading: list)
    guard let file else { return print(trusted.text, terminator: "") }
    if forget {
      guard trusted.remove(file) else { throw CommandFault("\(file) was not trusted") }
      try trusted.write(to: list)
      return print("\(file) is trusted no longer")
    }
    let (sha256, demands) = try read(file)
    trusted.add(file, sha256: sha256)
    var lines = demands.map { "  It may \($0)." }
    for case .program(let path, _, _) in demands where path.contains("/") {
      guard let bytes = try Disk.read(path, limit: TrustedFiles.largestFile, followingLinks: true) else {
        lines.append("  There is no program \(path) yet: trust the file again when there is.")
        continue
      }
      trusted.add(path, sha256: sha256Text(of: bytes))
    }
    try trusted.write(to: list)
    if lines.isEmpty { lines = ["  It runs no program and uses no secret."] }
    print((["\(file) is trusted, as long as it does not change."] + lines).joined(separator: "\n"))
  }

  /// The digest of the file, and what it demands.
  private func read(_ file: String) throws -> (sha256: String, demands: [Demand]) {
    let text = try StudyText(readingFile: file)
    let (registry, _) = SourceRegistry.loading(folders: [], programs: Machine.this.programFolders)
    if text.text.split(separator: "\n").contains(where: { $0.hasPrefix("engram_source:") }) || file.hasSuffix(".json") {
      let declaration = try Declaration(bytes: Array(text.text.utf8), file: file)
      return (declaration.sha256, declaration.demands(asking: registry))
    }
    return (text.sha256, Demand.all(of: try requests(text), askedBy: file, registry))
  }

  /// The requests of a study, or of all points of a sweep.
  private func requests(_ file: StudyText) throws -> [String] {
    do {
      return try Study(yaml: file.text, path: file.path).sources
    } catch {
      guard let sweep = try? Sweep(yaml: file.text, path: file.path) else { throw error }
      return sweep.requests
    }
  }
}
