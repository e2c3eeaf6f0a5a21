import CSystem
import Glibc

extension Disk {
  // MARK: - Files

  /// Writes a file whole or not at all: writes a draft in `temporaries`, syncs it, and renames it to `path`, which
  /// replaces an older file in one step. After a failure no draft is left.
  ///
  /// - Parameters:
  ///   - temporaries: a folder on the same file system.
  ///   - mode: the permissions, less the umask. The default lets everybody read and write.
  package static func write(
    _ bytes: [UInt8], to path: String, temporaries: String, mode: UInt32 = 0o666
  ) throws(FileFault) {
    let draft = temporaries + "/\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let descriptor = retrying { open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
    guard descriptor >= 0 else { throw fault(draft) }
    var problem = writeAll(bytes, to: descriptor) ?? syncing(descriptor)
    if close(descriptor) != 0, problem == nil { problem = reason() }
    if problem == nil, rename(draft, path) != 0 { problem = reason() }
    if let problem {
      unlink(draft)
      throw FileFault(path: path, reason: problem)
    }
    sync(folder: parent(of: path))
  }

  /// Appends a line to a file, which is created if needed, and syncs it. Processes that append to one file take turns.
  /// A line that an interrupted append left without its end is cut off; so is this one, if it cannot be written whole.
  package static func append(line: String, to path: String) throws(FileFault) {
    let descriptor = retrying { open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard descriptor >= 0 else { throw fault(path) }
    defer { close(descriptor) }
    // Where the file system has no locks, a line is still appended by one call.
    _ = retrying { flock(descriptor, LOCK_EX) }
    let size = try endOfLines(descriptor, path)
    if let problem = writeAll(Array((line + "\n").utf8), to: descriptor) ?? syncing(descriptor) {
      _ = ftruncate(descriptor, size)
      throw FileFault(path: path, reason: problem)
    }
    if size == 0 { sync(folder: parent(of: path)) }
  }

  /// Where the last whole line ends; cuts off what follows it.
  private static func endOfLines(_ descriptor: Int32, _ path: String) throws(FileFault) -> off_t {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size >= 0 else { throw fault(path) }
    var end = size
    var byte: UInt8 = 0
    while end > 0 {
      guard retrying({ pread(descriptor, &byte, 1, end - 1) }) == 1 else { throw fault(path) }
      if byte == UInt8(ascii: "\n") { break }
      end -= 1
    }
    if end < size, ftruncate(descriptor, end) != 0 { throw fault(path) }
    return end
  }

  /// Writes all bytes; the reason, if that failed.
  package static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
    bytes.withUnsafeBytes { all in
      var rest = all
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = retrying { writeBlock(descriptor, start, rest.count) }
        if count < 0 { return reason() }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return nil
    }
  }

  private static func syncing(_ descriptor: Int32) -> String? { fsync(descriptor) == 0 ? nil : reason() }

  /// Moves a file within one file system; replaces a file at `target`.
  package static func move(_ path: String, to target: String) throws(FileFault) {
    guard rename(path, target) == 0 else { throw fault(path) }
    sync(folder: parent(of: target))
  }

  /// Removes a file; true if it was there.
  @discardableResult
  package static func remove(_ path: String) throws(FileFault) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw fault(path)
  }

  // MARK: - Folders

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileFault) {
    if mkdir(path, 0o777) == 0 { return sync(folder: parent(of: path)) }
    if errno == EEXIST {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
      throw FileFault(path: path, reason: "it exists and is not a folder")
    }
    guard errno == ENOENT, parent(of: path) != path else { throw fault(path) }
    try makeFolder(parent(of: path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw fault(path) }
    sync(folder: parent(of: path))
  }

  /// Makes a new hidden folder beside `path`, to be filled and then given to `put(draftFolder:at:)`.
  package static func makeDraftFolder(beside path: String) throws(FileFault) -> String {
    let draft = parent(of: path) + "/.engram-draft-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    guard mkdir(draft, 0o777) == 0 else { throw fault(draft) }
    return draft
  }

  /// Puts a finished folder of plain files in its place in one step: renames it or, where a folder is at `path`,
  /// exchanges the two and removes the old one. The caller checks first that the old one may go.
  ///
  /// - Throws: if the old folder holds anything but plain files, or the disk refuses; nothing is changed then.
  package static func put(draftFolder draft: String, at path: String) throws(FileFault) {
    sync(folder: draft)
    if let old = look(at: path) {
      guard old.isFolder else { throw FileFault(path: path, reason: "it exists and is not a folder") }
      for name in try names(in: path) ?? [] where look(at: path + "/" + name)?.isPlainFile == false {
        throw FileFault(path: path + "/" + name, reason: "it is not a plain file, so the folder is not replaced")
      }
      guard engram_exchange_paths(draft, path) == 0 else { throw fault(path) }
    } else if rename(draft, path) != 0 {
      throw fault(path)
    }
    sync(folder: parent(of: path))
    discard(draftFolder: draft)
  }

  /// Removes a folder of plain files. Anything else in it stays, and the folder with it; links are not followed.
  package static func discard(draftFolder folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    if descriptor < 0 { return }
    defer { close(descriptor) }
    for name in (try? names(in: folder)) ?? [] {
      var status = stat()
      guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG else {
        continue
      }
      unlinkat(descriptor, name, 0)
    }
    rmdir(folder)
  }

  /// Removes a folder, if it is empty.
  package static func removeFolder(_ path: String) { rmdir(path) }

  /// Makes sure that the names in a folder survive a power cut.
  package static func sync(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }
}

/// write(2), which the method of the same name would hide.
private func writeBlock(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
