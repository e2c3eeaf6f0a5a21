import ArgumentParser
import Engram
import Glibc

/// The command line: parses, wires, shows progress, prints. Exit codes: 0 done, 1 failed, 2 bad usage, 3 some
/// sources failed, 130 interrupted.
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
    } catch let error as StudyError {
      fail(error.description, code: error.exitCode)
    } catch let error as SourcesFailed {
      fail(error.description, code: 3)
    } catch let error as ValidationError {
      // Found by a command at its work: the usage would be that of the whole program.
      fail(error.message, code: 2)
    } catch let error as SweepError {
      fail(error.description, code: error.exitCode)
    } catch is CancellationError {
      fail("interrupted: nothing was written", code: 130)
    } catch {
      switch exitCode(for: error) {
      case .success: exit(withError: error)
      case .validationFailure: fail(fullMessage(for: error), code: 2)
      default: fail("\(error)", code: 1)
      }
    }
  }

  private static func fail(_ message: String, code: Int32) -> Never {
    let text = message.hasPrefix("Error: ") ? message : "Error: " + message
    writeToStandardError(text + "\n")
    Glibc.exit(code)
  }
}

extension StudyError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .unknown, .value, .file: 2
    case .sources: 3
    }
  }
}

extension SweepError {
  fileprivate var exitCode: Int32 { if case .cancelled = self { 130 } else { 1 } }
}

/// What a command found that stops it, in a sentence; exit code 1.
struct CommandFault: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) { self.description = description }
}

/// Standard error is for progress and messages, never for results.
func writeToStandardError(_ text: String) {
  // Results come first where both go to one place.
  fflush(nil)
  let bytes = Array(text.utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
