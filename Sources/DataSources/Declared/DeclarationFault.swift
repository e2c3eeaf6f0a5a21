import Files

/// What is wrong with a file that declares a source, and where.
package struct DeclarationFault: Error, Sendable, Equatable {
  /// The declaration.
  package var file: String
  /// From 1; 0 where the fault is of the file as a whole.
  package var line = 0
  /// From 1, in characters.
  package var column = 0
  /// What is wrong with it.
  package var problem: String
  /// What to do about it.
  package var advice: String
}

extension DeclarationFault: CustomStringConvertible {
  /// `sources/ecb.yaml:12:5: …`, on one line.
  package var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return printable("\(place): \(problem). \(advice)")
  }
}
