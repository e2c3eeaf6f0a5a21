import ArgumentParser
import CSystem
import Engram
import Files
import SeriesMemory
import Synchronization

struct TestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Ask many series whether they have memory at all; no network is trained.",
    discussion: """
      This is rung 0 of the report: does the past help to predict the next row, once the present row is known? The \
      sources are one panel, as in a report, or with --each every series is a study of its own, by itself. A list is \
      a file with a source on each line.

      Series are shown on standard error as they are done; the table, with the p-values corrected for all series, \
      comes at the end. With --out each source is kept as it is done, and the same command continues.
      """
        + examples(
          "engram test", "engram test --each fixtures/real/nile_yearly.csv fixtures/real/sunspots_yearly.csv",
          "ls fixtures/real/*_yearly.csv | engram test --list - --csv"))

  @OptionGroup var options: StudyOptions
  @Flag(help: "Every series is a study of its own, by itself.") var each = false
  @Option(
    help: ArgumentHelp(
      "Sources, one on each line, # before a comment; - reads standard input. Implies --each.", valueName: "file"),
    completion: .file())
  var list: String?
  @Flag(
    help:
      "Also measure the power of the test, and test series without memory that resemble the data. Takes up to ten times as long."
  )
  var full = false
  @Option(help: "Draws of the test; the smallest p is 1 / (draws + 1).") var draws = TestDepth.quick.draws
  @Flag(help: "Print the result as JSON (docs/test.schema.json).") var json = false
  @Flag(help: "Print the result as CSV.") var csv = false
  @Option(
    help: ArgumentHelp("Draw the p-values of all series in this file. Needs --each.", valueName: "file"),
    completion: .file())
  var svg: String?
  @Flag(help: "End with 4 if no series has memory, with 0 if any has.") var exitCode = false
  @Option(help: "Whether answers are coloured; auto means on a terminal only.") var colour = Colour.auto
  @Option(
    help: ArgumentHelp("Keep what is done in this folder, and write test.csv and test.json there. Needs --each."),
    completion: .directory)
  var out: String?
  @Option(
    help: ArgumentHelp("Test only every n-th source, from the i-th on. Needs --out.", valueName: "i/n"),
    transform: Shard.init(argument:))
  var shard: Shard?
  @Flag(help: "Merge the folders of shards that are named into --out.") var merge = false
  @Flag(help: "Test again the sources that failed.") var retryFailed = false
  @OptionGroup(title: "Slurm") var slurm: SlurmOptions
  @OptionGroup var fetch: FetchOptions
  @OptionGroup var log: LogOptions
  @OptionGroup var threads: ThreadOption
  @Flag(help: "No progress, no series on standard error.") var quiet = false

  private var isEach: Bool { each || list != nil }

  private var depth: TestDepth {
    var depth = full ? TestDepth.full : .quick
    depth.draws = draws
    return depth
  }

  func validate() throws {
    try require(draws, in: TestDepth.quick.draws...1_000_000, as: "draws")
    if json && csv { throw ValidationError("--json and --csv both print the result: choose one") }
    if full && draws != TestDepth.full.draws {
      throw ValidationError("--full has \(TestDepth.full.draws) draws: leave --draws out")
    }
    if svg?.isEmpty ?? false { throw ValidationError("--svg names no file") }
    if svg != nil && !isEach && !merge {
      throw ValidationError("--svg draws series that are tested one by one: give --each or --list")
    }
    if out?.isEmpty ?? false { throw ValidationError("--out names no folder") }
    if merge {
      if out == nil || options.sources.isEmpty {
        throw ValidationError("--merge needs the folders of the shards and --out")
      }
      if isEach || shard != nil || slurm.slurm || retryFailed || full {
        throw ValidationError(
          "--merge tests nothing: leave --each, --list, --shard, --slurm, --full and --retry-failed out")
      }
      return
    }
    if (shard != nil || slurm.slurm || retryFailed) && out == nil {
      throw ValidationError("--shard, --slurm and --retry-failed need the folder --out")
    }
    if out != nil && !isEach {
      throw ValidationError("--out keeps series that are tested one by one: give --each or --list")
    }
    if shard != nil && slurm.slurm { throw ValidationError("--slurm makes shards of its own: leave --shard out") }
    if slurm.slurm && list == "-" { throw ValidationError("--slurm needs a list that each task can read: name a file") }
    if isEach,
      let name = ["lag", "observed", "join", "tolerance", "as-of", "exact-matches"].first(where: {
        options.settings.values[$0] != nil
      })
    {
      throw ValidationError("--\(name) brings the columns of a panel together, and --each has panels of one column")
    }
  }

  func run() async throws {
    if merge { return try mergeShards() }
    // Returned to the system after each series, the pages of its arrays would cost a tenth of the time.
    engram_keep_freed_memory()
    var sources = options
    if let list { sources.sources += try SourceList(reading: list).sources }
    let asked = try sources.study(after: fetch.store(in: .this))
    // What is wrong in a list is a row of the result.
    let registry =
      list == nil ? try UserSources.registry(fetch, for: asked) : try UserSources.registry(fetch, asking: asked.file)
    let environment = try fetch.environment(for: asked.study, logger: log.logger)
    guard isEach else { return try await testPanel(asked.study, in: environment, registry) }
    let sweep = Sweep(testing: asked.study.sources, of: asked.study, depth)
    if let out { return try await test(sweep, in: environment, registry, SweepFolder(out)) }
    let rows = SeriesLog()
    let progress = SeriesProgress(quiet: quiet, isVerbose: log.verbose)
    try await interruptible(clearing: progress, consequence: "the series so far are lost; --out keeps them") {
      try await sweep.test(Array(1...sweep.count), in: environment, threads: threads.count, registry: registry) {
        rows.append($0.tested ?? [])
      } show: {
        progress.show($0, $1)
      }
    }
    try finish(TestTable(rows.all, name: asked.study.name, depth, isEach: true))
  }

  private func testPanel(
    _ study: Study, in environment: SourceEnvironment, _ registry: SourceRegistry
  ) async throws {
    let depth = depth
    let logger = quiet && !log.verbose ? Study.noLog : log.logger
    let tested = try await interruptible {
      try await study.tested(depth, in: environment, threads: threads.count, registry: registry, logger: logger) {
        if !quiet { writeToStandardError($0 + "\n") }
      }
    }
    try finish(TestTable(tested, name: study.name, depth, isEach: false))
  }
}

// MARK: - With a folder

extension TestCommand {
  private func test(
    _ sweep: Sweep, in environment: SourceEnvironment, _ registry: SourceRegistry, _ folder: SweepFolder
  ) async throws {
    let lock = try folder.lock(shared: shard != nil)
    defer { withExtendedLifetime(lock) {} }
    if slurm.slurm { return try slurm.submit(sweep, as: "test", words, in: folder) }
    try folder.begin(sweep)
    let known = try folder.outcomes(of: sweep)
    let points = (1...sweep.count).filter((shard ?? .all).holds)
    let missing = points.filter { known[$0] == nil || (retryFailed && known[$0]?.hasFailed ?? false) }
    let progress = SeriesProgress(
      quiet: quiet, isVerbose: log.verbose, from: 1 - Double(missing.count) / Double(max(1, points.count)))
    if !missing.isEmpty {
      try await interruptible(
        clearing: progress, consequence: "what is done is kept in \(folder.path); the same command continues from there"
      ) {
        try await sweep.test(missing, in: environment, threads: threads.count, registry: registry) {
          try folder.keep($0)
        } show: {
          progress.show($0, $1)
        }
      }
    }
    if shard == nil { return try finish(folder.finishTests(sweep, depth)) }
    if !quiet {
      writeToStandardError("\(counted(points.count, "source")) of \(sweep.count) are in \(folder.path)/points.\n")
    }
  }

  private func mergeShards() throws {
    guard let out else { return }
    let shards = options.sources.map { SweepFolder($0) }
    guard let depth = try shards[0].sweep().test else {
      throw ValidationError("these are shards of engram sweep: merge them with engram sweep --merge")
    }
    let folder = SweepFolder(out)
    let lock = try folder.lock(shared: false)
    defer { withExtendedLifetime(lock) {} }
    try finish(folder.finishTests(folder.gather(shards), depth))
  }

  /// The command as each shard of a job array has it.
  private var words: [String] {
    options.sources + options.settings.words + (options.latest ? ["--latest"] : []) + (each ? ["--each"] : [])
      + (list.map { ["--list", $0] } ?? []) + (full ? ["--full"] : ["--draws", "\(draws)"]) + fetch.words
  }

  /// Prints the result, then says by the exit code what became of it.
  private func finish(_ table: TestTable) throws {
    if json || csv {
      print(json ? table.json() : table.csv, terminator: "")
    } else {
      print(coloured: table.text(inColour: colour.isShown(in: Machine.this.environment)), terminator: "")
    }
    if let svg { try writeFile(table.pValueFigure.svg, to: svg) }
    if let out, !quiet { writeToStandardError("The result is in \(out)/: test.csv and test.json.\n") }
    let failed = table.failures.count
    if failed > 0 {
      throw CommandFault(
        "\(failed) of \(grouped(table.rows.count)) series could not be tested; the table has the reasons",
        status: .someSourcesFailed)
    }
    if exitCode, table.count(.yes) == 0 { throw Outcome(status: .noMemory) }
  }
}

/// Shows each series on standard error as it is done: on a line that changes where the table comes on the same terminal,
/// else on lines that stay.
private final class SeriesProgress: StatusLine {
  private let line: Progress
  private let keepsLines: Bool
  private let start: Double
  var isShown: Bool { line.isShown }

  init(quiet: Bool, isVerbose: Bool, from start: Double = 0) {
    keepsLines = isVerbose || (!quiet && Self.canBeShown && !StandardOutput.isTerminal)
    line = Progress(label: "testing", quiet: quiet || keepsLines)
    self.start = start
  }

  func show(_ tested: TestedSeries, _ share: Double) {
    if keepsLines { writeToStandardError(printable(tested.line) + "\n") }
    line.show(start + share * (1 - start))
  }
}

/// The series of all points, in order.
private final class SeriesLog: Sendable {
  private let rows = Mutex<[TestedSeries]>([])
  var all: [TestedSeries] { rows.withLock { $0 } }
  func append(_ some: [TestedSeries]) { rows.withLock { $0 += some } }
}
