import Files

/// Every way a source can fail: the fact here, the sentence in `description`.
public enum SourceError: Error, Equatable {
  /// The request itself: what was typed, and what is wrong with it.
  case request(String, problem: String, advice: String)
  /// A file that cannot be read: its path, and the system's reason.
  case unreadable(String, reason: String)
  /// A place in a file that is not what it should be.
  case badData(Place, problem: String, advice: String)
  /// A source that gave nothing to work with: no rows, no values.
  case empty(String, problem: String, advice: String)
  /// A document that as a whole is not what it should be: a page instead of XML, an archive without the member.
  case unusable(String, problem: String, advice: String)
  /// A document that could not be had.
  case fetch(FetchError)

  /// A place in a file: lines and columns are counted from 1; columns in fields where there are rows of them, in bytes
  /// in JSON and where XML is not well formed.
  public struct Place: Sendable, Equatable {
    /// The path, or what stands for it.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1; 0 where the whole line is meant.
    public var column: Int
    /// The name of the column, where the file has a header.
    public var header: String?
    /// The offending text, at most 40 characters, control characters escaped.
    public var text: String

    /// The parts as they are.
    public init(file: String, line: Int, column: Int, header: String? = nil, text: String) {
      (self.file, self.line, self.column) = (file, line, column)
      (self.header, self.text) = (header, text)
    }
  }
}

extension SourceError: CustomStringConvertible {
  /// On one line: a name out of a file may hold anything, and none of it moves the cursor of a terminal.
  public var description: String { printable(sentence) }

  private var sentence: String {
    switch self {
    case .request(let text, let problem, let advice):
      return "the source '\(text)': \(problem). \(advice)"
    case .unreadable(let path, let reason):
      return "reading \(path): \(reason). Check the path and that the file may be read"
    case .badData(let place, let problem, let advice):
      let header = place.header.map { " ('\($0)')" } ?? ""
      let spot = "\(place.file):\(place.line): column \(place.column)\(header)"
      return "\(spot): \(problem), found '\(place.text)'. \(advice)"
    case .empty(let source, let problem, let advice), .unusable(let source, let problem, let advice):
      return "\(source): \(problem). \(advice)"
    case .fetch(let error):
      return error.description
    }
  }
}
