import Glibc

/// A lock on a folder that one process works in, held until this ends.
package final class FolderLock: Sendable {
  private let descriptor: Int32

  deinit { close(descriptor) }

  /// - Parameters:
  ///   - path: the folder, which exists.
  ///   - shared: whether others may hold such a lock at the same time.
  /// - Throws: if another process holds it.
  package init(_ path: String, shared: Bool = false) throws(FileFault) {
    let folder = Disk.retrying { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard folder >= 0 else { throw Disk.fault(path) }
    descriptor = folder
    // Where the file system has no locks, nothing can be known.
    guard Disk.retrying({ flock(folder, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) }) != 0, errno == EWOULDBLOCK else {
      return
    }
    throw FileFault(
      path: path, reason: "another run of engram is writing to this folder; wait for it to end, or name another")
  }
}
