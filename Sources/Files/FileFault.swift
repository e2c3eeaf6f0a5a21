/// Something that the file system refused, or that was found where it should not be.
public struct FileFault: Error, Sendable, Equatable {
  /// The file or folder.
  public var path: String
  /// What was found, or the system's reason.
  public var reason: String
  /// What to do next; empty where that depends on who asked.
  public var advice: String

  /// The parts as they are.
  public init(path: String, reason: String, advice: String = "") {
    (self.path, self.reason, self.advice) = (path, reason, advice)
  }
}

extension FileFault: CustomStringConvertible {
  /// The path, the reason and the advice.
  public var description: String { printable("\(path): \(reason)" + (advice.isEmpty ? "" : ". " + advice)) }
}
