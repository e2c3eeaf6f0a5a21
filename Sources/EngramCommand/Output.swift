import Engram
import Files

extension Encodable {
  /// As the program writes JSON everywhere: keys sorted, a line break at the end.
  func prettyJSON() throws -> String { try JSON(encoding: self).text }
}

/// Writes a file that the user named, whole or not at all.
func writeFile(_ text: String, to path: String) throws {
  do {
    try Disk.writeUserFile(Array(text.utf8), to: path)
  } catch {
    throw CommandFault("writing \(path): \(error.reason). Check that its folder exists and may be written to")
  }
}
