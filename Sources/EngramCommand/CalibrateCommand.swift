import ArgumentParser
import Engram
import Files

struct CalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measure how often the verdict errs: false alarms and power on processes whose answer is known.",
    discussion: """
      Outcomes are kept in the folder as they come; the same command continues after an interruption. The folder then \
      holds outcomes.jsonl and, over all outcomes in it, calibration.txt, calibration.json, calibration.csv and the figure \
      calibration.svg.

      With --on, series of order 1 are made after the data of a study, without memory and with memory of each form, and \
      rung 0 is asked of them. The folder then holds own-calibration.txt and own-calibration.json; nothing is kept of an \
      interrupted run.
      """
        + examples(
          "engram calibrate --realisations 5 --rows 500 --processes uniform,ar1 --out calibration-small",
          "engram calibrate --on nile=csv:fixtures/real/nile_yearly.csv --realisations 5 --out calibration-nile",
          "engram calibrate"))

  @Option(
    help: ArgumentHelp(
      "A study file (.yaml) or a source, after whose data the series are made.", valueName: "study-or-source"),
    completion: .file(extensions: ["yaml", "yml"]))
  var on: String?

  @Option(help: "Realisations of each process at each length.") var realisations = 200
  @Option(help: "Lengths, with commas between.") var rows = "500,1000,2000"
  @Option(help: "Processes, with commas between, by the first words of their names. (default: all)")
  var processes: String?
  @Flag(
    inversion: .prefixedNo,
    help: "Train networks where memory is found, for the whole verdict; without, rung 0 alone is measured.")
  var train = true
  @Option(help: "Where all randomness starts.") var seed: UInt64 = 1
  @OptionGroup var threads: ThreadOption
  @Option(help: "The folder.", completion: .directory) var out = "calibration"
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "No progress.") var quiet = false

  @OptionGroup var fetch: FetchOptions

  func validate() throws {
    _ = try calibration()
    if on != nil, rows != "500,1000,2000" || processes != nil || !train {
      throw ValidationError(
        "--on takes the rows of the study and trains nothing: leave out --rows, --processes, --no-train")
    }
  }

  func run() async throws {
    // Wrong usage makes no folder.
    let asked = try on.map { try AskedStudy(of: [$0]) }
    let registry = try asked.map { try UserSources.registry(fetch, for: $0) }
    do {
      try Disk.makeFolder(out)
    } catch {
      throw CommandFault("making the folder \(out): \(error.reason). Name another with --out")
    }
    let lock = try FolderLock(out)
    defer { withExtendedLifetime(lock) {} }
    Disk.removeLeftovers(in: out)
    if let asked, let registry {
      try await calibrate(on: asked.study, registry)
    } else {
      try await calibrate()
    }
  }

  private func calibrate() async throws {
    let calibration = try calibration()
    let outcomes = out + "/outcomes.jsonl"
    // Without outcomes of engram's, files of these names are somebody else's.
    if Disk.look(at: outcomes) == nil, let foreign = results.first(where: { Disk.look(at: out + "/" + $0) != nil }) {
      throw CommandFault(
        "keeping the outcomes in \(out): the folder holds \(foreign) and no outcomes of engram. Name a new folder with --out"
      )
    }
    let log = try CalibrationLog(path: outcomes, for: calibration, version: engramVersion)
    let done = try log.read()
    let progress = Progress(label: "calibrating", quiet: quiet)
    _ = try await interruptible(
      clearing: progress, consequence: "the outcomes so far are kept in \(out); the same command continues from there"
    ) {
      try await calibration.run(done: done, threads: threads.count) {
        try log.append($0)
      } progress: {
        progress.show($0)
      }
    }
    let table = CalibrationTable(of: try log.read(), calibration.training, version: engramVersion)
    let text = try table.prettyJSON()
    for (name, content) in zip(results, [table.text, text, table.csv, table.figure.svg]) {
      try Disk.write(Array(content.utf8), to: out + "/" + name, temporaries: out)
    }
    print(json ? text : table.text, terminator: "")
  }

  private func calibrate(on study: Study, _ registry: SourceRegistry) async throws {
    let environment = try fetch.environment(for: study)
    let progress = Progress(label: "calibrating", quiet: quiet)
    let table = try await interruptible(clearing: progress, consequence: "nothing was kept") {
      let panel = try await study.readPanel(in: environment, registry: registry)
      try panel.requireNoGaps()
      return try await OwnCalibrationTable(
        on: panel, series: realisations, seed: seed, threads: threads.count, progress: { progress.show($0) })
    }
    guard let table else {
      throw CommandFault(
        "calibrating on \(study.name): rung 0 cannot be asked of these data, there are too few rows or a column does not"
          + " vary; engram report says which")
    }
    let json = try table.prettyJSON()
    for (name, content) in [("txt", table.text), ("json", json)] {
      try Disk.write(Array(content.utf8), to: "\(out)/own-calibration.\(name)", temporaries: out)
    }
    print(self.json ? json : table.text, terminator: "")
  }

  /// The files of the result.
  private var results: [String] { ["txt", "json", "csv", "svg"].map { "calibration." + $0 } }

  private func calibration() throws -> Calibration {
    var calibration = Calibration()
    try require(realisations, in: 1...100_000, as: "realisations")
    calibration.realisations = realisations
    calibration.training.seed = seed
    calibration.trains = train
    calibration.rows = try rows.split(separator: ",").map {
      guard let count = Int($0), (60...1_000_000).contains(count) else {
        throw ValidationError("--rows has '\($0)': lengths are whole numbers from 60 to 1000000")
      }
      return count
    }
    if let processes {
      let words = processes.split(separator: ",").map { String($0) }
      // `random-walk` also means its differences, but `ar1` does not mean `ar1-noise`.
      func isMeant(_ one: CalibrationCase, by word: String) -> Bool {
        one.name == word || one.name.hasPrefix(word + " ") || one.name.hasPrefix(word + ",")
      }
      calibration.cases = CalibrationCase.all.filter { one in words.contains { isMeant(one, by: $0) } }
      if let unknown = words.first(where: { word in !CalibrationCase.all.contains { isMeant($0, by: word) } }) {
        throw ValidationError(
          "--processes has '\(unknown)'; there are " + CalibrationCase.all.map(\.name).joined(separator: "; "))
      }
    }
    return calibration
  }
}
