import CSystem
import Glibc
import Synchronization

/// A hidden folder beside a place, to be filled with plain files and then put there in one step. It keeps the place: another
/// run that would write there is refused. It is discarded when this ends, unless it was put in its place.
package final class DraftFolder: Sendable {
  /// The path.
  package let path: String
  private let target: String
  private let descriptor: Int32
  private let isPut = Mutex(false)

  deinit {
    if !isPut.withLock({ $0 }) { Disk.discard(draftFolder: path) }
    close(descriptor)
  }

  /// Makes the folder beside `target`, where it also removes what killed runs left.
  package init(beside target: String) throws(FileFault) {
    let parent = Disk.parent(of: target)
    Disk.removeLeftovers(in: parent)
    path = parent + "/" + Draft.name(for: Disk.lastName(of: target))
    self.target = target
    while true {
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw Disk.fault(path) }
      let folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if folder < 0 {
        if errno == ENOENT { continue }
        throw Disk.fault(path)
      }
      if flock(folder, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        close(folder)
        throw FileFault(path: target, reason: "another run of engram is writing there")
      }
      // Another run may have removed it as a leftover before it was locked.
      if Disk.isSame(folder, path) {
        descriptor = folder
        return
      }
      close(folder)
    }
  }

  /// Puts the finished folder in its place in one step: renames it or, where a folder is there, exchanges the two and
  /// removes the files of the old one.
  ///
  /// - Parameter isOurs: whether the old folder may lose a file of this name.
  /// - Throws: if the old folder holds anything else, or the disk refuses; nothing is changed then.
  package func put(replacing isOurs: (String) -> Bool) throws(FileFault) {
    fsync(descriptor)
    if let old = Disk.look(at: target) {
      guard old.isFolder else { throw FileFault(path: target, reason: "it exists and is not a folder") }
      // Locked, so that no other run takes it for a draft of its own when it has that name.
      let lock = try FolderLock(target)
      try refuseForeign(in: target, isOurs)
      guard engram_exchange_paths(path, target) == 0 else { throw Disk.fault(target) }
      // Somebody may have put a file there after the look.
      do throws(FileFault) { try refuseForeign(in: path, isOurs) } catch {
        _ = engram_exchange_paths(path, target)
        throw FileFault(path: target + "/" + Disk.lastName(of: error.path), reason: error.reason)
      }
      Disk.discard(draftFolder: path)
      withExtendedLifetime(lock) {}
    } else if rename(path, target) != 0 {
      throw Disk.fault(target)
    }
    isPut.withLock { $0 = true }
    Disk.sync(folder: Disk.parent(of: target))
  }

  private func refuseForeign(in path: String, _ isOurs: (String) -> Bool) throws(FileFault) {
    let folder = try OpenFolder(path, under: nil)
    for name in folder.names() {
      let isPlain = folder.kind(of: name) == .plainFile
      if isPlain && isOurs(name) { continue }
      throw FileFault(
        path: path + "/" + name,
        reason: isPlain
          ? "it is not a file of engram's, so the folder is not replaced"
          : "it is not a plain file, so the folder is not replaced")
    }
  }
}

extension Disk {
  /// Whether an open folder is the one at a path.
  static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
    var (one, other) = (stat(), stat())
    return fstat(descriptor, &one) == 0 && lstat(path, &other) == 0 && one.st_dev == other.st_dev
      && one.st_ino == other.st_ino
  }
}
