import Files
import Formats
package import TimeSeries

/// Series from a program that prints a table.
package struct ExecSource: DescribedSource, DemandingSource {
  private let request: SourceRequest
  private let run: ProgramRun
  private let format: CSVFormat

  /// Reads the request.
  package init(_ request: SourceRequest) throws(SourceError) {
    let reader = try OptionReader(request, accepting: Self.manual.options.map(\.name))
    guard let words = commandWords(request.argument) else {
      throw .request(request.text, problem: "a quote in it is not closed", advice: "Close the quote")
    }
    guard let program = words.first, !program.isEmpty else {
      throw .request(request.text, problem: "it names no program", advice: "Write exec:./PROGRAM")
    }
    self.request = request
    format = try CSVFormat(reader, request)
    run = try ProgramRun(program, Array(words.dropFirst()), title: "exec:\(program)", reader, request)
  }

  /// The program that is run.
  package var demands: [Demand] { [run.demand] }

  /// The series that the program prints.
  package func series(in environment: SourceEnvironment) async throws -> [Series] {
    try await run.series(format, adapter: "exec", in: environment)
  }

  /// For `engram sources exec`.
  package static let manual = Manual(
    name: "exec",
    summary: "the table that a program prints on its standard output",
    argument: "PROGRAM [ARGUMENT …]",
    options: CSVFormat.options + ProgramRun.options,
    example: "exec:docs/sources/tap.sh --rows 60",
    details: """
      The program runs without a shell. Spaces separate its arguments; '…' and "…" quote them; no other character is special.
      A path with a / starts from the study's folder, a bare name is looked up in PATH.

      It runs in an empty temporary folder, which is removed afterwards. Its environment has PATH, LANG=C, HOME and TMPDIR
      (that folder) and the secrets named in secret=. It prints UTF-8 text as the adapter csv reads it, a date first, and
      exits with 0. Other exit codes: 2 wrong arguments, 69 unavailable, 75 temporary failure, 77 a key is missing or
      refused, 78 something else is missing. If it fails, the error quotes its standard error. After 60 s (timeout=) or 64 MB of output it is stopped with
      all processes that it started.

      Its output is not cached: every run of a study runs the program.
      """)
}

extension ProgramRun {
  func series(
    _ format: CSVFormat, adapter: String, in environment: SourceEnvironment
  ) async throws -> [Series] {
    let output = try await output(in: environment)
    let notes = ["the output of a program, \(output.count) bytes, SHA-256 \(sha256Text(of: output)); not cached"]
    let origin = Origin(request: request.text, adapter: adapter, notes: notes)
    do throws(FormatError) {
      return try format.series(
        from: ByteBlocks(output), file: file ?? "the output of \(program)", origin: origin, name: request.name)
    } catch {
      throw SourceError.format(error)
    }
  }
}

/// The words of a command line, without a shell: spaces separate them, and `'…'` or `"…"` quotes spaces; `$`, `*` and `\` are
/// ordinary characters. Nil if a quote is not closed.
package func commandWords(_ text: String) -> [String]? {
  var words: [String] = []
  var word: String?
  var quote: Character?
  for character in text {
    if let open = quote {
      if character == open { quote = nil } else { word?.append(character) }
    } else if character == "'" || character == "\"" {
      quote = character
      word = word ?? ""
    } else if character == " " || character == "\t" {
      if let ended = word { words.append(ended) }
      word = nil
    } else {
      word = (word ?? "") + String(character)
    }
  }
  if quote != nil { return nil }
  if let word { words.append(word) }
  return words
}
