import ArgumentParser
import Engram
import Glibc

/// How a command ends when it does not succeed.
enum ExitStatus: Int32 {
  case failed = 1
  case badUsage = 2
  case someSourcesFailed = 3
  case interrupted = 130
}

/// What stops a command, in a sentence.
struct CommandFault: Error, CustomStringConvertible {
  var description: String
  var status: ExitStatus

  init(_ description: String, status: ExitStatus = .failed) { (self.description, self.status) = (description, status) }
}

/// The message and exit status of an error: the only place that assigns one to the other.
struct Failure {
  var message: String
  var status: ExitStatus

  init(_ error: any Error) {
    switch error {
    case let error as CommandFault: (message, status) = (error.description, error.status)
    case let error as StudyError:
      (message, status) = (error.description, error.isOfSources ? .someSourcesFailed : .badUsage)
    case let error as SourcesFailed: (message, status) = (error.description, .someSourcesFailed)
    // Thrown by a command that runs; `Command.fullMessage` would add the usage of the whole program.
    case let error as ValidationError: (message, status) = (error.message, .badUsage)
    case is CancellationError: (message, status) = ("interrupted", .interrupted)
    case _ where Command.exitCode(for: error) == .validationFailure:
      (message, status) = (Command.fullMessage(for: error), .badUsage)
    default: (message, status) = ("\(error)", .failed)
    }
    if !message.hasPrefix("Error: ") { message = "Error: " + message }
  }

  func exit() -> Never {
    writeToStandardError(message + "\n")
    Glibc.exit(status.rawValue)
  }
}

extension StudyError {
  fileprivate var isOfSources: Bool { if case .sources = self { true } else { false } }
}
