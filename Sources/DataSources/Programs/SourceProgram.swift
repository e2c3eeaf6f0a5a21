import Formats
import FoundationEssentials
import TimeSeries

/// Series from a program called `engram-source-NAME`, for requests `NAME:SERIES`.
package struct SourceProgram: Sendable {
  /// The name before the colon.
  package let name: String
  /// The path of the program.
  package let path: String

  package init(name: String, path: String) { (self.name, self.path) = (name, path) }

  static let prefix = "engram-source-"

  /// The programs in the folders whose names begin with the prefix, by name; of two with one name, that of the first
  /// folder. Folders of PATH that cannot be read are skipped, as a shell does.
  package static func all(in folders: [String]) -> [SourceProgram] {
    var programs: [String: SourceProgram] = [:]
    for folder in folders {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where file.hasPrefix(prefix) {
        let name = String(file.dropFirst(prefix.count))
        guard isSourceName(name), programs[name] == nil, isProgram(folder + "/" + file) else { continue }
        programs[name] = SourceProgram(name: name, path: folder + "/" + file)
      }
    }
    return programs.values.sorted { $0.name < $1.name }
  }

  /// For `engram sources`.
  package var manual: Manual {
    Manual(
      name: name,
      summary: "the output of the program \(path)",
      argument: "SERIES",
      options: [
        .init("start", "the first date, passed to the program as --start"),
        .init("end", "the last date, passed to the program as --end"),
      ] + CSVFormat.options + ProgramRun.options,
      example: "\(name):SERIES",
      details: """
        The program is called with: fetch --series SERIES [--start DATE] [--end DATE]. It runs with the limits of the adapter
        exec, and its output is not cached.
        """)
  }

  /// The program as one adapter among others.
  package var adapter: Adapter {
    Adapter(manual, place: .program(path)) { (request) throws(SourceError) in try Reading(self, request) }
  }

  private struct Reading: DemandingSource {
    let run: ProgramRun
    let format: CSVFormat
    let adapter: String

    init(_ program: SourceProgram, _ request: SourceRequest) throws(SourceError) {
      let reader = try OptionReader(request, accepting: program.manual.options.map(\.name))
      var arguments = ["fetch", "--series", request.argument]
      for name in ["start", "end"] {
        if let value = reader.string(name) { arguments += ["--" + name, value] }
      }
      adapter = program.name
      format = try CSVFormat(reader, request)
      run = try ProgramRun(program.path, arguments, title: "\(program.name):\(request.argument)", reader, request)
    }

    var demands: [Demand] { [run.demand] }

    func series(in environment: SourceEnvironment) async throws -> [Series] {
      try await run.series(format, adapter: adapter, in: environment)
    }
  }
}

extension SourceProgram {
  /// The answer of the program to `describe`.
  package struct Description: Sendable, Equatable, Decodable {
    /// The name before the colon.
    package var name: String
    /// The version of the program; nil if it does not state one.
    package var version: String?
    /// The version of the protocol; 1.
    package var `protocol`: Int
    /// The series it has; nil or empty if there are too many to list.
    package var series: [String]?
  }

  /// Asks the program what it offers.
  package func description(in environment: SourceEnvironment) async throws -> Description {
    let request = SourceRequest(adapter: name, argument: "describe")
    let reader = try OptionReader(request, accepting: ProgramRun.options.map(\.name))
    var run = try ProgramRun(path, ["describe"], title: path, reader, request)
    run.timeLimit = .seconds(10)
    let output = try await run.output(in: environment)
    guard let description = try? JSONDecoder().decode(Description.self, from: Data(output)) else {
      throw SourceError.fetch(
        FetchError(
          .notData, url: path, problem: "its answer to 'describe' is '\(excerpt(output, output.indices))'",
          advice: #"It must be a JSON object such as {"name": "\#(name)", "protocol": 1}"#))
    }
    guard description.protocol == 1 else {
      throw SourceError.fetch(
        FetchError(
          .config, url: path, problem: "it uses protocol \(description.protocol)",
          advice: "This version of engram uses protocol 1"))
    }
    return description
  }
}

/// Whether a text may be the name of a source: lower-case letters, digits and hyphens, a letter first.
func isSourceName(_ text: String) -> Bool {
  guard let first = text.utf8.first, (97...122).contains(first) else { return false }
  return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
}
