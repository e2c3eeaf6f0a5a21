import FoundationEssentials

/// Files as tests write and read them.
package enum TestFiles {
  package static func text(of path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  /// What stood there is overwritten in place.
  package static func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: false, encoding: .utf8)
  }

  /// The names in a folder, sorted.
  package static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  package static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
