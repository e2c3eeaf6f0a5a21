import Glibc

/// A folder for a program, in the folder for temporary files. It is removed with all that is in it when this ends; what a run
/// that was killed left is removed by the next one.
package final class TemporaryFolder: Sendable {
  /// The path.
  package let path: String
  /// The open folder, locked.
  package let descriptor: Int32

  private static let prefix = "engram-run-"

  deinit {
    Disk.discard(tree: path)
    close(descriptor)
  }

  package init() throws(FileFault) {
    let base = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    Self.removeLeftovers(in: base)
    while true {
      let path = "\(base)/\(Self.prefix)\(getpid())-\(UInt64.random(in: 0 ... .max))"
      guard mkdir(path, 0o700) == 0 else { throw Disk.fault(path) }
      let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if folder < 0 {
        // Another run may have taken it for a leftover already.
        if errno == ENOENT { continue }
        throw Disk.fault(path)
      }
      _ = Disk.retrying { flock(folder, LOCK_EX) }
      // Or before it was locked.
      if Disk.isSame(folder, path) {
        (self.path, descriptor) = (path, folder)
        return
      }
      close(folder)
    }
  }

  /// Removes the folders of this user that nobody holds any more.
  private static func removeLeftovers(in base: String) {
    guard let folder = try? OpenFolder(base, under: nil) else { return }
    for name in folder.names() where isName(name) {
      let descriptor = openat(folder.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if descriptor < 0 { continue }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0
      else {
        continue
      }
      Disk.discard(tree: base + "/" + name)
    }
  }

  private static func isName(_ name: String) -> Bool {
    guard name.hasPrefix(prefix) else { return false }
    let parts = name.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
