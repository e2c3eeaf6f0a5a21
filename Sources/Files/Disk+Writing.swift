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
  ///   - root: the part of the paths that the user named: below it no link is followed. The default is the whole path.
  /// - Throws: also if there is a link, a device or anything else but a plain file at `path`.
  package static func write(
    _ bytes: [UInt8], to path: String, temporaries: String, mode: UInt32 = 0o666, under root: String? = nil
  ) throws(FileFault) {
    let folder = try OpenFolder(parent(of: path), under: root)
    let name = lastName(of: path)
    switch folder.kind(of: name) {
    case .nothing, .plainFile: break
    case .folder: throw FileFault(path: path, reason: "is a directory")
    case .link: throw FileFault(path: path, reason: "it is a link, which is not replaced")
    case .other: throw FileFault(path: path, reason: "it is not a plain file, and is not replaced")
    }
    let drafts = try OpenFolder(temporaries, under: root)
    let (descriptor, draft) = try newDraft(in: drafts, temporaries, mode)
    // Closed when it has its name, since the lock ends then.
    defer { close(descriptor) }
    var problem = writeAll(bytes, to: descriptor) ?? syncing(descriptor)
    if problem == nil, renameat(drafts.descriptor, draft, folder.descriptor, name) != 0 { problem = reason() }
    if let problem {
      unlinkat(drafts.descriptor, draft, 0)
      throw FileFault(path: path, reason: problem)
    }
    folder.sync()
  }

  /// A new file that is locked.
  private static func newDraft(
    in folder: borrowing OpenFolder, _ path: String, _ mode: UInt32
  ) throws(FileFault) -> (descriptor: Int32, name: String) {
    while true {
      let name = Draft.newName()
      let place = folder.descriptor
      let descriptor = retrying { openat(place, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode) }
      guard descriptor >= 0 else { throw fault(path + "/" + name) }
      var status = stat()
      let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      // Another run may have taken it for a leftover before it was locked.
      if isLocked, fstat(descriptor, &status) == 0, status.st_nlink > 0 { return (descriptor, name) }
      close(descriptor)
    }
  }

  /// Writes a file that the user named: replaces a plain file whole or not at all, keeping its permissions, and writes
  /// through a link, a pipe or a device.
  package static func writeUserFile(_ bytes: [UInt8], to path: String) throws(FileFault) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard look(at: path) == nil else { throw FileFault(path: path, reason: "it is a link to nothing") }
      removeLeftovers(in: parent(of: path))
      return try write(bytes, to: path, temporaries: parent(of: path))
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw FileFault(path: path, reason: "is a directory")
    case S_IFREG:
      guard access(path, W_OK) == 0, status.st_mode & 0o222 != 0 else {
        throw FileFault(path: path, reason: "it may only be read")
      }
      let target = resolved(path)
      removeLeftovers(in: parent(of: target))
      try write(bytes, to: target, temporaries: parent(of: target))
      chmod(target, status.st_mode & 0o7777)
    default:
      let descriptor = retrying { open(path, O_WRONLY | O_CLOEXEC) }
      guard descriptor >= 0 else { throw fault(path) }
      let problem = writeAll(bytes, to: descriptor)
      if close(descriptor) != 0, problem == nil { throw fault(path) }
      if let problem { throw FileFault(path: path, reason: problem) }
    }
  }

  /// Appends a line to a file, which is created if needed, and syncs it. Processes that append to one file take turns.
  /// A line that an interrupted append left without its end is cut off; so is this one, if it cannot be written whole.
  package static func append(line: String, to path: String) throws(FileFault) {
    let descriptor = retrying { open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666) }
    guard descriptor >= 0 else { throw fault(path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw FileFault(path: path, reason: "it is not a plain file")
    }
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

  /// Moves a file within one file system; replaces a plain file at `target`.
  package static func move(_ path: String, to target: String, under root: String? = nil) throws(FileFault) {
    let from = try OpenFolder(parent(of: path), under: root)
    let to = try OpenFolder(parent(of: target), under: root)
    guard from.kind(of: lastName(of: path)) == .plainFile,
      [.nothing, .plainFile].contains(to.kind(of: lastName(of: target)))
    else { throw FileFault(path: path, reason: "it is not a plain file, and is not moved") }
    guard renameat(from.descriptor, lastName(of: path), to.descriptor, lastName(of: target)) == 0 else {
      throw fault(path)
    }
    to.sync()
  }

  /// Removes a plain file; true if it was there.
  @discardableResult
  package static func remove(_ path: String, under root: String? = nil) throws(FileFault) -> Bool {
    let folder: OpenFolder
    do throws(FileFault) { folder = try OpenFolder(parent(of: path), under: root) } catch {
      if look(at: parent(of: path)) == nil { return false }
      throw error
    }
    switch folder.kind(of: lastName(of: path)) {
    case .nothing: return false
    case .plainFile: break
    default: throw FileFault(path: path, reason: "it is not a plain file, and is not removed")
    }
    if unlinkat(folder.descriptor, lastName(of: path), 0) == 0 { return true }
    if errno == ENOENT { return false }
    throw fault(path)
  }

  // MARK: - Folders

  /// Makes a folder and those above it.
  ///
  /// - Parameter root: the part of the path that the user named: below it no link is followed.
  package static func makeFolder(_ path: String, under root: String? = nil) throws(FileFault) {
    if let root, path.hasPrefix(root + "/") {
      try makeFolder(root)
      var place = root
      for name in path.dropFirst(root.count).split(separator: "/") {
        let above = try OpenFolder(place, under: root)
        place += "/" + name
        if mkdirat(above.descriptor, String(name), 0o777) == 0 {
          above.sync()
        } else if errno != EEXIST {
          throw fault(place)
        }
      }
      // Also refuses a file or a link of its name.
      _ = try OpenFolder(path, under: root)
      return
    }
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

  /// Removes a folder of plain files. Anything else in it stays, and the folder with it; links are not followed.
  package static func discard(draftFolder path: String) {
    guard let above = try? OpenFolder(parent(of: path), under: nil), above.kind(of: lastName(of: path)) == .folder,
      let folder = try? OpenFolder(path, under: parent(of: path))
    else { return }
    folder.removeFiles(folder.names())
    unlinkat(above.descriptor, lastName(of: path), AT_REMOVEDIR)
  }

  /// Removes a folder that the program made for others to write in, with all that is in it; no link is followed.
  package static func discard(tree path: String) {
    guard let folder = try? OpenFolder(path, under: parent(of: path)) else { return }
    folder.empty()
    rmdir(path)
  }

  /// Whether something is mounted at a path.
  package static func isMountPoint(_ path: String) -> Bool {
    guard let folder = try? OpenFolder(path, under: nil) else { return false }
    return engram_is_mount_point(folder.descriptor) == 1
  }

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
