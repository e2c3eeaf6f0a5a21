package import Files

/// The files that the user trusts: studies, declarations, and the programs that they run by a path.
///
/// A file is trusted at its place and with its content. The list has one line for each, SHA-256 and path, in the form
/// that sha256sum prints.
package struct TrustedFiles: Sendable, Equatable {
  private var lines: Set<String> = []
  /// The most bytes of a list.
  private static let largestList = 1 << 24
  /// The most bytes of a file in it.
  package static let largestFile = 1 << 30

  package init() {}

  /// Reads the list; it is empty where there is no such file.
  package init(reading list: String) throws(FileFault) {
    guard let bytes = try Disk.read(list, limit: Self.largestList) else { return }
    lines = Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) })
  }

  private static func line(_ path: String, _ sha256: String) -> String {
    sha256 + "  " + printable(Disk.resolved(path))
  }

  /// Whether a file of this place and content is trusted.
  package func hold(_ path: String, sha256: String) -> Bool { lines.contains(Self.line(path, sha256)) }

  /// Whether a file is trusted as it is now.
  package func hold(_ path: String) -> Bool {
    guard let bytes = try? Disk.read(path, limit: Self.largestFile, followingLinks: true) else { return false }
    return hold(path, sha256: sha256Text(of: bytes))
  }

  /// Adds a file, in place of what the list has for its path.
  package mutating func add(_ path: String, sha256: String) {
    remove(path)
    lines.insert(Self.line(path, sha256))
  }

  /// Removes a file. True if it was in the list.
  @discardableResult
  package mutating func remove(_ path: String) -> Bool {
    let end = "  " + printable(Disk.resolved(path))
    let before = lines.count
    lines = lines.filter { String($0.dropFirst(64)) != end }
    return lines.count < before
  }

  /// The list as text.
  package var text: String { lines.sorted { $0.dropFirst(64) < $1.dropFirst(64) }.map { $0 + "\n" }.joined() }

  /// Writes the list, which only its owner may read and write.
  package func write(to list: String) throws(FileFault) {
    let folder = Disk.parent(of: list)
    try Disk.makeFolder(folder)
    try Disk.write(Array(text.utf8), to: list, temporaries: folder, mode: 0o600)
  }
}
