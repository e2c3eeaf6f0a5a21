import Files
import Formats
package import TimeSeries

/// Series from a program that prints a table.
package struct ExecSource: DescribedSource {
  private let request: SourceRequest
  private let run: ProgramRun
  private let format: CSVFormat

  /// Reads what is wanted, or says which part of the request is wrong.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    guard let words = commandWords(request.argument) else {
      throw .request(request.text, problem: "a quote in it is not closed", advice: "Close it")
    }
    guard let program = words.first, !program.isEmpty else {
      throw .request(request.text, problem: "it names no program", advice: "Write exec:./PROGRAM")
    }
    self.request = request
    format = try CSVFormat(reader, request)
    run = try ProgramRun(program, Array(words.dropFirst()), title: "exec:\(program)", reader, request)
  }

  /// The series that the program printed.
  package func series(in surroundings: SourceEnvironment) async throws -> [Series] {
    try await run.series(format, adapter: "exec", in: surroundings)
  }

  /// For `engram sources exec`.
  package static let manual = Manual(
    name: "exec",
    summary: "the table that a program prints on its standard output",
    argument: "PROGRAM [ARGUMENT …]",
    options: CSVFormat.options + ProgramRun.options,
    example: "exec:docs/sources/tap.sh --rows 60",
    details: """
      The program is started without a shell. Spaces part its arguments; quotes, '…' or "…", keep spaces together;
      nothing else has a meaning. A path with a / starts from the study's folder, a bare name is looked up in PATH.

      It runs in an empty temporary folder that is removed afterwards, with nothing in its environment but PATH, LANG=C,
      HOME and TMPDIR (that folder) and the secrets named in secret=. It prints UTF-8 text in the form that the adapter
      csv reads, a date first, and ends with 0. Other ends: 2 called wrongly, 69 unavailable, 75 failed for the time
      being, 77 a key is missing or refused. What it says on standard error is quoted when it fails. After 60 s
      (timeout=) or 64 MB of output it is stopped, with all that it started.

      Its output is not kept: every run of a study runs the program.
      """)
}

extension ProgramRun {
  func series(
    _ format: CSVFormat, adapter: String, in surroundings: SourceEnvironment
  ) async throws -> [Series] {
    let output = try await output(in: surroundings)
    let notes = ["the output of a program, \(output.count) bytes, SHA-256 \(sha256Text(of: output)); not kept"]
    let origin = Origin(request: request.text, adapter: adapter, notes: notes)
    do throws(FormatError) {
      return try format.series(
        from: ByteBlocks(output), file: "the output of \(program)", origin: origin, name: request.name)
    } catch {
      throw SourceError.format(error)
    }
  }
}
