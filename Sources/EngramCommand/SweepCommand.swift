import ArgumentParser
import Engram
import Files

struct SweepCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep", abstract: "Run a grid of studies, in shards if need be, and merge what the shards left.",
    discussion: """
      The file is a study file with one more key, grid: {hidden: [4, 8], seed: [1, 2, 3]}. Control and surrogates are off \
      unless the file asks for them. Points are kept in the folder as they are done, and the same command continues after \
      an interruption; at the end the folder holds sweep.csv, sweep.json and index.html.
      """
        + examples(
          "engram sweep docs/sweep.yaml --list", "engram sweep docs/sweep.yaml",
          "engram sweep docs/sweep.yaml --shard 1/2 --out shards/1"))

  @Argument(help: ArgumentHelp("The sweep; with --merge, folders of shards.", valueName: "file"))
  var files: [String] = []
  @OptionGroup var fetch: FetchOptions
  @Option(
    help: ArgumentHelp("Run only every n-th point, from the i-th on.", valueName: "i/n"),
    transform: Shard.init(argument:))
  var shard: Shard?
  @Flag(help: "Merge the folders of shards that are named.") var merge = false
  @Flag(help: "Run again what failed.") var retryFailed = false
  @Flag(help: "List the points and run none.") var list = false
  @OptionGroup(title: "Slurm") var slurm: SlurmOptions
  @OptionGroup var threads: ThreadOption
  @Option(help: "The folder.", completion: .directory) var out = "sweep"
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "No progress.") var quiet = false

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out names no folder") }
    if merge {
      if files.isEmpty { throw ValidationError("--merge needs the folders of the shards") }
      if shard != nil || slurm.slurm || list || retryFailed {
        throw ValidationError("--merge runs no points: leave --shard, --slurm, --list and --retry-failed out")
      }
    } else if files.count != 1 {
      throw ValidationError("a sweep needs one file, a study file with a grid; there are \(files.count)")
    }
    if shard != nil && slurm.slurm { throw ValidationError("--slurm makes shards of its own: leave --shard out") }
  }

  func run() async throws {
    let folder = SweepFolder(out)
    if list { return try show(pointsOf: StudyText(readingFile: files[0])) }
    if merge { return try mergeShards(in: folder) }
    // Wrong usage makes no folder.
    let file = try StudyText(readingFile: files[0])
    let registry = try UserSources.registry(fetch, asking: file)
    let sweep = try Sweep(yaml: file.text, path: file.path, registry: registry)
    try file.requireSources()
    let points = (1...sweep.count).filter((shard ?? .all).holds)
    let lock = try folder.lock(shared: shard != nil)
    defer { withExtendedLifetime(lock) {} }
    if slurm.slurm { return try slurm.submit(sweep, as: "sweep", files + fetch.words, in: folder) }

    try folder.begin(sweep)
    let known = try folder.outcomes(of: sweep)
    let missing = points.filter { known[$0] == nil || (retryFailed && known[$0]?.finding == nil) }
    try await run(missing, of: points, sweep, registry, folder)
    if shard == nil { return try show(folder.finish(sweep)) }
    if !quiet { writeToStandardError("\(counted(points.count, "point")) of \(sweep.count) are in \(out)/points.\n") }
  }

  private func mergeShards(in folder: SweepFolder) throws {
    let shards = files.map { SweepFolder($0) }
    guard try shards[0].sweep().test == nil else {
      throw ValidationError("these are shards of engram test: merge them with engram test --merge")
    }
    let lock = try folder.lock(shared: false)
    defer { withExtendedLifetime(lock) {} }
    try show(folder.merge(shards))
  }

  private func show(pointsOf file: StudyText) throws {
    let registry = try UserSources.registry(fetch, asking: file)
    let sweep = try Sweep(yaml: file.text, path: file.path, registry: registry).shown
    for number in (1...sweep.count).filter((shard ?? .all).holds) { print("\(number) \(sweep.point(number).name)") }
  }

  private func run(
    _ missing: [Int], of points: [Int], _ sweep: Sweep, _ registry: SourceRegistry, _ folder: SweepFolder
  ) async throws {
    if missing.isEmpty { return }
    let environment = try fetch.environment(for: sweep.study)
    let progress = Progress(label: "sweeping", quiet: quiet)
    let share = Double(missing.count) / Double(points.count)
    func kept() throws -> String {
      let done = try folder.outcomes(of: sweep)
      let count = points.count { done[$0] != nil }
      return "\(count) of \(points.count) points are kept in \(out); the same command continues from there"
    }
    try await interruptible(clearing: progress, consequence: try kept()) {
      try await sweep.run(missing, in: environment, threads: threads.count, registry: registry) {
        try folder.keep($0)
      } progress: {
        progress.show(1 - share + $0 * share)
      }
    }
  }

  private func show(_ table: SweepTable) throws {
    print(json ? try table.json() : table.text, terminator: "")
    if table.failures.count == table.rows.count {
      throw CommandFault(
        "none of the \(counted(table.rows.count, "point")) could be run; the reasons are in \(out)/sweep.csv")
    }
    if !quiet { writeToStandardError("The sweep is in \(out)/: sweep.csv, sweep.json and index.html.\n") }
  }
}

extension Shard {
  init(argument text: String) throws {
    guard let shard = Shard(text) else {
      throw ValidationError("it must be a shard and how many there are, from 1/4 to 4/4")
    }
    self = shard
  }
}

extension FetchOptions {
  /// The options as they are typed.
  var words: [String] {
    let flags = [
      ("--offline", offline), ("--refresh", refresh), ("--allow-private", allowPrivate), ("--allow-exec", allowExec),
    ]
    var values: [(String, String)] = allowSecret.map { ("--allow-secret", $0) }
    values += (cache.map { [("--cache", $0)] } ?? []) + fixtures.map { ("--fixtures", $0) }
    return flags.filter(\.1).map(\.0) + values.flatMap { [$0.0, $0.1] }
  }
}
