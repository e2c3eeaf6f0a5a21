import ArgumentParser
import Engram

/// The command line: parses, runs the library, shows progress, prints.
@main
struct Command: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engram", abstract: "When does a latent state become memory?",
    discussion: """
      Trains a recurrent network and its memory-less twin on the same series and says whether the past pays.
      Results go to standard output, progress and messages to standard error.
      Exit codes: 0 done, 1 failed, 2 bad usage, 3 some sources failed, 130 interrupted; 4 is that of test --exit-code.
      """ + examples("engram report", "engram test --each fixtures/real/*.csv", "engram report --help"),
    version: engramVersion,
    groupedSubcommands: [
      CommandGroup(
        name: "Is there memory",
        subcommands: [ReportCommand.self, TestCommand.self, CompareCommand.self, ProbeCommand.self]),
      CommandGroup(name: "Many studies", subcommands: [SweepCommand.self]),
      CommandGroup(name: "Data", subcommands: [SourcesCommand.self, AlignCommand.self, FetchCommand.self]),
      CommandGroup(
        name: "Recorded and trusted", subcommands: [CacheCommand.self, FixtureCommand.self, TrustCommand.self]),
      CommandGroup(name: "How often it errs", subcommands: [CalibrateCommand.self, DemoCommand.self]),
    ])

  /// What is typed first.
  func run() {
    print(
      """
      engram says whether a time series needs memory. To begin:
        engram report                       five market series, in about a minute
        engram report mine=csv:prices.csv   a table of your own
        engram test --each *.csv            many series, without any network
        engram --help                       all commands
      """)
  }

  static func main() async {
    endWithOwnCodeAtInterrupt()
    do {
      try StandardOutput.prepare()
      try checkCommands(Array(CommandLine.arguments.dropFirst()))
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      try StandardOutput.finish()
    } catch {
      // Help, the version and completions are errors of the parser, too.
      guard exitCode(for: error) == .success else { Failure(error).exit() }
      print(fullMessage(for: error).replacing(" SUBCOMMANDS:\n", with: ":\n"))
      do { try StandardOutput.finish() } catch { Failure(error).exit() }
    }
  }

  /// Refuses an unknown command with the nearest one that exists; the parser calls it an unexpected argument.
  private static func checkCommands(_ words: [String]) throws {
    var command: any ParsableCommand.Type = Command.self
    var path = "engram"
    for word in words {
      let known = command.configuration.subcommands
      if known.isEmpty || word.hasPrefix("-") { return }
      guard let next = known.first(where: { $0._commandName == word }) else {
        if word == "help" || command.configuration.defaultSubcommand != nil { return }
        let names = known.map { $0._commandName }
        throw CommandFault(
          "there is no command '\(path) \(word)'"
            + (nearest(to: word, among: names).map { "; did you mean '\($0)'?" } ?? ".")
            + " There are: \(names.joined(separator: ", ")). See '\(path) --help'", status: .badUsage)
      }
      (command, path) = (next, path + " " + word)
    }
  }
}

/// Examples at the end of a command's help; Tests/end-to-end runs them in engram's own folder.
func examples(_ lines: String...) -> String { "\n\nExamples:\n" + lines.map { "  " + $0 }.joined(separator: "\n") }
