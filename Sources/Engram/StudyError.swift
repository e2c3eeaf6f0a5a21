/// Why a study cannot be read or run.
public enum StudyError: Error, Equatable, CustomStringConvertible {
  case unknown(String, nearest: String?)
  case value(String, given: String, allowed: String)
  case file(String, found: String)
  /// One sentence for each source that failed, of how many.
  case sources([String], of: Int)

  /// In a sentence, for a person.
  public var description: String {
    switch self {
    case .unknown(let name, let nearest):
      "a study has no setting '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .value(let name, let given, let allowed): "\(name) is '\(given)': it must be \(allowed)"
    case .file(let path, let found): "cannot read the study \(path): \(found)"
    case .sources(let messages, let count):
      messages.joined(separator: "\n")
        + (count > 1 ? "\n\(messages.count) of \(count) sources failed; no report was written" : "")
    }
  }
}
