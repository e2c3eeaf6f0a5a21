import Files

/// Why bytes could not be read as series: the fact here, the sentence in `description`.
public enum FormatError: Error, Equatable {
  /// What was asked of the bytes, such as a column that the table does not have.
  case request(String, problem: String, advice: String)
  /// A file that cannot be read: its path, and the system's reason.
  case unreadable(String, reason: String)
  /// A place in a file that cannot be read as what it should hold.
  case badData(Place, problem: String, advice: String)
  /// A file without rows or values.
  case empty(String, problem: String, advice: String)
  /// A file of another kind than expected: a page instead of XML, an archive without the member.
  case unusable(String, problem: String, advice: String)

  /// A place in a file: lines and columns are counted from 1; columns are fields in a table, bytes in JSON and in XML
  /// that is not well formed.
  public struct Place: Sendable, Equatable {
    /// The path or address.
    public var file: String
    /// From 1.
    public var line: Int
    /// From 1; 0 for the whole line.
    public var column: Int
    /// The name of the column, if the file has a header.
    public var header: String?
    /// The offending text, at most 40 characters, control characters escaped.
    public var text: String

    package init(file: String, line: Int, column: Int, header: String? = nil, text: String) {
      (self.file, self.line, self.column) = (file, line, column)
      (self.header, self.text) = (header, text)
    }
  }
}

extension FormatError: CustomStringConvertible {
  /// One line; control characters are escaped, since a file may hold any.
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
    }
  }
}
