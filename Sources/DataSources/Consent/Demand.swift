/// What a source does beyond reading files and asking for public documents.
package enum Demand: Sendable, Hashable {
  /// Runs a program: its path or name, the command line, and the names of the secrets that it gets.
  case program(String, command: String, secrets: [String])
  /// Sends a secret to a host. A request chooses the host if it is a parameter of the declaration.
  case secret(String, host: String, isHostChosen: Bool)
}

/// A source that runs programs or sends secrets, and says so before it is read.
package protocol DemandingSource: DataSource {
  var demands: [Demand] { get }
}

extension Demand: CustomStringConvertible {
  /// Completes "it would".
  package var description: String {
    switch self {
    case .program(_, let command, []): "run the program '\(command)'"
    case .program(_, let command, let secrets):
      "run the program '\(command)' with \(named(secrets))"
    case .secret(let name, let host, _): "send \(named([name])) to \(host)"
    }
  }

  /// The names of the secrets that are read.
  var secrets: [String] {
    switch self {
    case .program(_, _, let secrets): secrets
    case .secret(let name, _, _): [name]
    }
  }
}

private func named(_ secrets: [String]) -> String {
  (secrets.count == 1 ? "the secret " : "the secrets ") + secrets.joined(separator: ", ")
}
