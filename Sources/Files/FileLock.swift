import Glibc

/// A lock that one process at a time holds, by flock(2); let go at the end of its life, or of the process.
///
/// It spares a download that another process is making anyway. Nothing is wrong without it: on a file system that
/// grants it to everybody, as some network file systems do, a document is fetched twice and each copy is whole.
package struct FileLock: ~Copyable {
  private let descriptor: Int32

  deinit { close(descriptor) }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  package enum Attempt: ~Copyable {
    case got(FileLock)
    case busy
    /// There can be no lock here.
    case impossible
  }

  /// Asks once, and does not wait.
  ///
  /// - Parameter root: the part of the path that the user named: below it no link is followed.
  package static func attempt(_ path: String, under root: String? = nil) -> Attempt {
    guard let folder = try? OpenFolder(Disk.parent(of: path), under: root) else { return .impossible }
    let (place, name) = (folder.descriptor, Disk.lastName(of: path))
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let descriptor = Disk.retrying { openat(place, name, flags, 0o666) }
    guard descriptor >= 0 else { return .impossible }
    if Disk.retrying({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return .got(FileLock(descriptor)) }
    let isBusy = errno == EWOULDBLOCK
    close(descriptor)
    return isBusy ? .busy : .impossible
  }
}

/// How asking for a lock ended.
package struct LockOutcome: ~Copyable {
  /// Nil where there can be none, or the patience ran out.
  package var lock: FileLock?
  /// Somebody else held it for a while: what was read before may be old.
  package var hasWaited: Bool

  package init(lock: consuming FileLock?, hasWaited: Bool) {
    self.lock = lock
    self.hasWaited = hasWaited
  }

  /// Asks until the lock is there, the patience has run out or the task is cancelled.
  ///
  /// - Throws: `CancellationError` at once when the task is cancelled.
  package static func acquire(
    _ path: String, patience: Duration, under root: String? = nil
  ) async throws -> LockOutcome {
    let end = ContinuousClock.now + patience
    var pause = Duration.milliseconds(5)
    var hasWaited = false
    while true {
      switch FileLock.attempt(path, under: root) {
      case .got(let lock): return LockOutcome(lock: lock, hasWaited: hasWaited)
      case .impossible: return LockOutcome(lock: nil, hasWaited: hasWaited)
      case .busy:
        hasWaited = true
        if ContinuousClock.now >= end { return LockOutcome(lock: nil, hasWaited: true) }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(200))
      }
    }
  }
}
