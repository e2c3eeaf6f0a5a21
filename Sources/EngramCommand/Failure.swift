import ArgumentParser
import Engram
import Glibc

/// How a command ends when it does not succeed.
enum ExitStatus: Int32 {
  case failed = 1
  case badUsage = 2
  case someSourcesFailed = 3
  /// Of `engram test --exit-code`.
  case noMemory = 4
  case interrupted = 130
}

/// What stops a command, in a sentence.
struct CommandFault: Error, CustomStringConvertible {
  var description: String
  var status: ExitStatus

  init(_ description: String, status: ExitStatus = .failed) { (self.description, self.status) = (description, status) }
}

/// What ends a command that has done its work, without a message: its exit status is the answer.
struct Outcome: Error {
  var status: ExitStatus
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
    case let error as PanelError: (message, status) = (error.description, error.fault.isOfOptions ? .badUsage : .failed)
    case let error as TrainingError: (message, status) = (error.description, error.isOfOptions ? .badUsage : .failed)
    case let error as ProbeError: (message, status) = (error.description, error.isOfOptions ? .badUsage : .failed)
    case let error as Outcome: (message, status) = ("", error.status)
    // Thrown by a command that runs; `Command.fullMessage` would add the usage of the whole program.
    case let error as ValidationError: (message, status) = (error.message, .badUsage)
    case is CancellationError: (message, status) = ("interrupted", .interrupted)
    case _ where Command.exitCode(for: error) == .validationFailure:
      (message, status) = (Command.fullMessage(for: error), .badUsage)
    default: (message, status) = ("\(error)", .failed)
    }
    if !message.isEmpty, !message.hasPrefix("Error: ") { message = "Error: " + message }
  }

  func exit() -> Never {
    StandardOutput.flush()
    if !message.isEmpty { writeToStandardError(message + "\n") }
    Glibc.exit(status.rawValue)
  }
}

extension PanelError.Fault {
  /// What was asked for is wrong, and not the data.
  fileprivate var isOfOptions: Bool {
    switch self {
    case .option, .noTolerance, .unknownZone, .unknownColumn, .noSeries: true
    default: false
    }
  }
}

extension TrainingError {
  fileprivate var isOfOptions: Bool { if case .option = self { true } else { false } }
}

extension StudyError {
  fileprivate var isOfSources: Bool { if case .sources = self { true } else { false } }
}
