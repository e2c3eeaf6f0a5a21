/// What is wrong with a file that declares a source, and where.
public struct DeclarationFault: Error, Sendable, Equatable {
  public var file: String
  /// From 1; 0 where the fault is of the file as a whole.
  public var line: Int
  /// From 1, in characters.
  public var column: Int
  public var problem: String
  public var advice: String

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
