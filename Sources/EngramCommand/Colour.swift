import ArgumentParser
import Glibc

/// Whether results are coloured.
enum Colour: String, ExpressibleByArgument, CaseIterable {
  /// If standard output is a terminal with colours and NO_COLOR is not set (https://no-color.org).
  case auto
  case always, never

  /// - Parameter environment: NO_COLOR and TERM matter.
  func isShown(in environment: [String: String]) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
        && !["", "dumb"].contains(environment["TERM"] ?? "")
    }
  }
}
