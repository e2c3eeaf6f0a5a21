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
      CompareCommand.self, FixtureCommand.self, TrustCommand.self, DemoCommand.self, CalibrateCommand.self,
      SweepCommand.self,
    ])

  static func main() async {
    endWithOwnCodeAtInterrupt()
    do {
      try StandardOutput.prepare()
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
      print(fullMessage(for: error))
      do { try StandardOutput.finish() } catch { Failure(error).exit() }
    }
  }
}
