import Files
public import Formats

/// Every way a source can fail. Cancellation is not one of them: it is a `CancellationError`.
public enum SourceError: Error, Equatable {
  /// The request itself: what was typed, and what is wrong with it.
  case request(String, problem: String, advice: String)
  /// Bytes that could not be read as series.
  case format(FormatError)
  /// A document that could not be fetched.
  case fetch(FetchError)
}

extension SourceError {
  /// The kind of failure, as `engram fetch --json` reports it.
  package var kind: FetchError.Kind {
    switch self {
    case .fetch(let error): error.kind
    case .request, .format(.request): .config
    case .format(.unreadable): .notFound
    case .format(.badData): .parse
    case .format(.empty): .empty
    case .format(.unusable): .notData
    }
  }
}

extension SourceError: CustomStringConvertible {
  /// One line; control characters are escaped, since a name from a file may hold any.
  public var description: String {
    let text =
      switch self {
      case .request(let text, let problem, let advice): printable("the source '\(text)': \(problem). \(advice)")
      case .format(let error): error.description
      case .fetch(let error): printable(error.description)
      }
    return Redactor().line(text)
  }
}
