/// A file or folder that could not be read or written, and why.
public struct FileFault: Error, Sendable, Equatable {
  /// The file or folder.
  public var path: String
  /// What was found, or the system's reason.
  public var reason: String
  /// What to do next; empty if that depends on the caller.
  public var advice: String

  package init(path: String, reason: String, advice: String = "") {
    (self.path, self.reason, self.advice) = (path, reason, advice)
  }
}

extension FileFault: CustomStringConvertible {
  /// The path, the reason and the advice.
  public var description: String { printable("\(path): \(reason)" + (advice.isEmpty ? "" : ". " + advice)) }
}
