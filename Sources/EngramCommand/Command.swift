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
      Exit codes: 0 done, 1 failed, 2 bad usage, 3 some sources failed, 130 interrupted.
      """,
    version: engramVersion,
    subcommands: [
      ReportCommand.self, FetchCommand.self, AlignCommand.self, SourcesCommand.self, CacheCommand.self,
      CompareCommand.self, FixtureCommand.self, DemoCommand.self, CalibrateCommand.self, SweepCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      // Help and the version are errors of the parser, too.
      if exitCode(for: error) == .success { exit(withError: error) }
      Failure(error).exit()
    }
  }
}
