import Files
import Formats
import FoundationEssentials
import TimeSeries

import Glibc

/// A program that prints a table, with its time limit and its secrets.
struct ProgramRun: Sendable {
  /// As in the request: a path with a `/`, or a name to look up.
  var program: String
  var arguments: [String]
  /// Its name in errors: `exec:./mytap`.
  var title: String
  var request: SourceRequest
  var timeLimit: Duration
  /// The names of the secrets that it gets.
  var secrets: [String]
  /// What it reads, for errors about its output; nil for its own name.
  var file: String?

  static let outputLimit = 64 << 20
  static let options: [Manual.Option] = [
    .init("timeout", "seconds the program may run, from 1 to 3600; the default is 60"),
    .init("secret", "names of secrets for the environment of the program, | between two; by default none"),
  ]

  init(
    _ program: String, _ arguments: [String], title: String, _ reader: OptionReader, _ request: SourceRequest
  ) throws(SourceError) {
    (self.program, self.arguments, self.title, self.request) = (program, arguments, title, request)
    timeLimit = .seconds(try reader.integer("timeout", in: 1...3600) ?? 60)
    secrets =
      (reader.accepts("secret") ? reader.string("secret") : nil).map { $0.split(separator: "|").map { String($0) } }
      ?? []
  }

  var demand: Demand {
    .program(program, command: ([program] + arguments).joined(separator: " "), secrets: secrets)
  }

  /// The standard output of the program, if it succeeded.
  ///
  /// - Throws: `SourceError`; `CancellationError` if the task is cancelled.
  func output(in environment: SourceEnvironment) async throws -> [UInt8] {
    let path = try path(in: environment)
    let secrets = try secretValues(in: environment)
    let variables = variables(secrets, in: environment)
    let folder: TemporaryFolder
    do throws(FileFault) {
      folder = try TemporaryFolder()
    } catch {
      throw SourceError.format(
        .unreadable(error.path, reason: "the temporary folder of the program cannot be made: \(error.reason)"))
    }
    let process = ChildProcess(
      program: path, arguments: arguments,
      environment: variables + [("HOME", folder.path), ("TMPDIR", folder.path)], folder: folder,
      timeLimit: timeLimit, outputLimit: Self.outputLimit)
    let result = await process.run()
    if result.ending == .cancelled { throw CancellationError() }
    if let failure = failure(result, hiding: secrets) { throw failure }
    return result.output
  }

  // MARK: - Before

  /// The full path of the program: a path with a `/` starts from the folder of the study, a name is looked up.
  private func path(in environment: SourceEnvironment) throws(SourceError) -> String {
    if program.contains("/") {
      let isWhole = program.hasPrefix("/")
      let start = environment.folder.isEmpty ? "." : environment.folder
      let path = wholePath(isWhole ? program : start + "/" + program)
      try check(path)
      return path
    }
    for folder in environment.programFolders {
      let path = wholePath(folder + "/" + program)
      if isProgram(path) { return path }
    }
    let folders = environment.programFolders
    throw .request(
      request.text, problem: "there is no program '\(program)'",
      advice: (folders.isEmpty ? "No folder of programs is known" : "Looked for in \(folders.joined(separator: ", "))")
        + ". Write a program of your own with its path: exec:./\(program)")
  }

  private func check(_ path: String) throws(SourceError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw .request(
        request.text, problem: "there is no program \(path)",
        advice: "Check the path; it starts from the study's folder")
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw .request(request.text, problem: "\(path) is a folder, not a program", advice: "Name the program in it")
    }
    if access(path, X_OK) != 0 {
      throw .request(
        request.text, problem: "\(path) may not be run",
        advice: "If it is a program, make it executable: chmod +x \(path)")
    }
  }

  /// The secrets it is given, in the order in which they are named.
  private func secretValues(in environment: SourceEnvironment) throws(SourceError) -> [(name: String, value: String)] {
    var values: [(name: String, value: String)] = []
    for name in secrets {
      if name.isEmpty || name.contains("=") || values.contains(where: { $0.name == name }) || ownNames.contains(name) {
        throw .request(
          request.text, problem: "'\(name)' in secret= cannot be a secret", advice: "Write secret=A|B, each name once")
      }
      guard let value = try environment.value(of: Secret(name: name, place: .header(name))) else {
        throw .fetch(
          FetchError(
            .auth, url: title, problem: "the secret \(name), which the program needs, is not set",
            advice: "Set it: export \(name)=…"))
      }
      values.append((name, value))
    }
    return values
  }

  /// The variables that every program gets.
  private var ownNames: [String] { ["PATH", "LANG"] }

  private func variables(
    _ secrets: [(name: String, value: String)], in environment: SourceEnvironment
  ) -> [(name: String, value: String)] {
    let folders =
      environment.programFolders.isEmpty ? ["/usr/local/bin", "/usr/bin", "/bin"] : environment.programFolders
    return [(name: "PATH", value: folders.joined(separator: ":")), (name: "LANG", value: "C")] + secrets
  }

  // MARK: - After

  private func failure(
    _ result: ChildProcess.Result, hiding secrets: [(name: String, value: String)]
  ) -> SourceError? {
    func failure(_ kind: FetchError.Kind, _ problem: String, _ advice: String) -> SourceError {
      var words = lastWords(result.complaint)
      for secret in secrets { words = words.hiding(secret.value) }
      let said = words.isEmpty ? "" : "; it reported: \(words)"
      return .fetch(FetchError(kind, url: title, problem: problem + said, advice: advice))
    }
    switch result.ending {
    case .exited(0):
      guard result.output.isEmpty else { return nil }
      return failure(.empty, "the program printed nothing", "It must print a table, a header line first")
    case .exited(2): return failure(.config, "the program does not accept its arguments (2)", "See its help")
    case .exited(69):
      return failure(.unavailable, "a service that the program needs is unavailable (69)", "Try again later")
    case .exited(75): return failure(.unavailable, "the program reported a temporary failure (75)", "Try again soon")
    case .exited(78): return failure(.config, "the program cannot do it (78)", "Do what it reports")
    case .exited(77):
      return failure(.auth, "the program needs a key, or its key was refused (77)", "Name the key: secret=NAME")
    case .exited(let code):
      return failure(.unavailable, "the program ended with \(code)", "Run it by hand to see why: \(commandLine)")
    case .killed(let signal):
      return failure(.unavailable, "signal \(signal) ended the program", "Run it by hand to see why: \(commandLine)")
    case .ranTooLong:
      return failure(
        .timeout, "the program did not end within \(timeLimit.components.seconds) s and was stopped",
        "Give it more time: timeout=SECONDS")
    case .printedTooMuch:
      return failure(
        .tooLarge, "the program printed more than \(Self.outputLimit >> 20) MB and was stopped",
        "Let it print only the rows that are needed")
    case .cancelled: return nil
    case .notStarted(ENOEXEC):
      return failure(.config, "the file is not an executable program", "Begin a script with a line such as #!/bin/sh")
    case .notStarted(let number):
      return failure(
        .config, "the program could not be started: \(Disk.reason(number))", "Run it by hand: \(commandLine)")
    }
  }

  private var commandLine: String { file == nil ? ([program] + arguments).joined(separator: " ") : program }
}

/// The last line that is not blank, at most 200 characters of it.
private func lastWords(_ bytes: [UInt8]) -> String {
  let lines = bytes.split { $0 == 10 || $0 == 13 }
  guard let last = lines.last(where: { $0.contains { $0 > 32 } }) else { return "" }
  let text = String(decoding: last, as: UTF8.self)
  return text.count > 200 ? text.prefix(200) + "…" : text
}

/// The absolute path, whether or not it exists.
func wholePath(_ path: String) -> String {
  let plain = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  return plain.hasPrefix("/") ? plain : FileManager.default.currentDirectoryPath + "/" + plain
}

/// Whether a path is a file that may be executed.
func isProgram(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
}
