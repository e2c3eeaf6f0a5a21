import Glibc

/// The names of unfinished files and folders. Who writes one holds a lock on it, so that the next run knows which were left
/// by a run that was killed, and removes them.
enum Draft {
  private static let prefix = ".engram-draft-"

  /// A name that no other process and no other thread uses.
  static func newName() -> String { "\(prefix)\(getpid())-\(UInt64.random(in: 0 ... .max))" }

  /// The name of the folder that will be called `name`: the same for every run, so that two cannot write to one place.
  static func name(for name: String) -> String { prefix + sha256Text(of: Array(name.utf8)).prefix(16) }

  /// Whether the program itself makes such names.
  static func isName(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let rest = name.dropFirst(prefix.count)
    if rest.utf8.count == 16, rest.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) {
      return true
    }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}

extension Disk {
  /// Removes what runs that were killed left unfinished in a folder. What another run is writing stays.
  package static func removeLeftovers(in path: String, under root: String? = nil) {
    guard let folder = try? OpenFolder(path.isEmpty ? "." : path, under: root) else { return }
    for name in folder.names() where Draft.isName(name) {
      let descriptor = openat(folder.descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      if descriptor < 0 { continue }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { continue }
      switch folder.kind(of: name) {
      case .plainFile: unlinkat(folder.descriptor, name, 0)
      case .folder: discard(draftFolder: path + "/" + name)
      default: break
      }
    }
  }

  /// Whether a name is that of an unfinished file or folder.
  package static func isDraft(_ name: String) -> Bool { Draft.isName(name) }
}
