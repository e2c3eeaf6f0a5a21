import Files

/// What is wrong with a file that declares a source, and where.
public struct DeclarationFault: Error, Sendable, Equatable {
  /// The declaration.
  public var file: String
  /// From 1; 0 where the fault is of the file as a whole.
  public var line: Int
  /// From 1, in characters.
  public var column: Int
  /// What is wrong with it.
  public var problem: String
  /// What to do about it.
  public var advice: String

  /// The parts as they are.
  public init(file: String, line: Int = 0, column: Int = 0, problem: String, advice: String) {
    (self.file, self.line, self.column) = (file, line, column)
    (self.problem, self.advice) = (problem, advice)
  }
}

extension DeclarationFault: CustomStringConvertible {
  /// `sources/ecb.yaml:12:5: …`, on one line.
  public var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return printable("\(place): \(problem). \(advice)")
  }
}
