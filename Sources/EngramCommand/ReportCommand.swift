import ArgumentParser
import Engram
import Logging
import Glibc

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Train both models, print the findings, write the report folder.")

  @OptionGroup var options: StudyOptions
  @OptionGroup var fetch: FetchOptions
  @OptionGroup var log: LogOptions
  @Option(help: "Copies that differ in their seed alone. (default: 16)") var networks: String?
  @Option(help: "Hidden units. (default: 16)") var hidden: String?
  @Option(
    help:
      "What the hidden layer is made of: elman, gru, lstm, reservoir (not trained, for reference). (default: elman)",
    completion: .list(["elman", "gru", "lstm", "reservoir"])) var cell: String?
  @Option(
    help: "tanh, sigmoid, relu; tanh alone with gru and lstm. (default: tanh)",
    completion: .list(["tanh", "sigmoid", "relu"])) var activation: String?
  @Option(help: "Steps of Adam. (default: 300)") var epochs: String?
  @Option(help: "Rows that an error goes back through, with a step of Adam each. (default: all, one step an epoch)")
  var window: String?
  @Option(help: "Adam's step size. (default: 0.01)") var learningRate: String?
  @Option(help: "Length of the free run. (default: 200)") var rolloutSteps: String?
  @Option(help: "Surrogates of each kind, data where the answer is known; 0 for none. (default: 79)")
  var surrogates: String?
  @Flag(help: "Leave out the bias of the hidden layer.") var noBias = false
  @Flag(help: "Leave out the noise that runs beside the data.") var noControl = false
  @Option(help: "Threads to use; the result is the same with any number.") var threads = 2
  @Option(help: "The folder to write; an older report there is replaced.", completion: .directory) var out = "report"
  @Option(help: "Whose hidden states the folder keeps: shown, the network of the figures, or all.")
  var states = StatesKept.shown.rawValue
  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "Open the page of the report when it is written.") var open = false
  @Option(help: "Whether headings and verdicts are coloured: auto, on a terminal only, always, never.")
  var colour = Colour.auto
  @Flag(help: "No progress, no closing line.") var quiet = false

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads is '\(threads)': it must be a whole number from 1 to 1024")
    }
    if StatesKept(rawValue: states) == nil {
      throw ValidationError("--states is '\(states)': it must be shown or all")
    }
  }

  func run() async throws {
    let study = try options.study([
      ("networks", networks), ("hidden", hidden), ("cell", cell), ("activation", activation),
      ("epochs", epochs), ("window", window), ("learning-rate", learningRate), ("rollout-steps", rolloutSteps),
      ("surrogates", surrogates),
      ("bias", noBias ? "false" : nil),
      ("control", noControl ? "false" : nil),
    ])
    // Not after minutes of work.
    try ReportFolder.check(out)
    let logger = log.logger
    let surroundings = try fetch.surroundings(for: study, logger: logger)
    // One or the other: a line that comes and goes, or lines that stay.
    let progress = Progress(quiet: quiet || log.verbose)
    let registry = UserSources.registry()
    let work = Task {
      let report = try await study.run(in: surroundings, threads: threads, registry: registry, logger: logger) {
        progress.show($0, $1)
        if $1 == 0 { logger.info("\($0.rawValue)") }
      }
      try Task.checkCancellation()
      progress.show(.writing, 0)
      logger.info("\(Stage.writing.rawValue)")
      let files = try report.files(states: StatesKept(rawValue: states) ?? .shown)
      try ReportFolder.write(files, to: out)
      for file in files { logger.info("wrote \(out)/\(file.name): \(file.content.count) bytes") }
      return report
    }
    let interruption = Interruption { work.cancel() }
    let result = await work.result
    progress.clear()
    withExtendedLifetime(interruption) {}
    let report = try result.get()
    print(json ? try report.json() : report.text(inColour: colour.isShown(in: Machine.this.environment)))
    if !quiet {
      writeToStandardError(
        "The report is \(out)/index.html; beside it are report.txt, results.json, the figures and the data behind them.\n"
      )
    }
    if open { await openPage() }
  }

  /// Says where the page is, and shows it where it can be shown; the report is done either way.
  private func openPage() async {
    let place = realpath(out, nil)
    defer { free(place) }
    let page = (place.map { String(cString: $0) } ?? out) + "/index.html"
    writeToStandardError("\(page)\n")
    let problem =
      access(page, R_OK) == 0 ? await Browser.open(page, on: .this) : "the report has no such page"
    if let problem { writeToStandardError("The page was not opened: \(problem).\n") }
  }
}
