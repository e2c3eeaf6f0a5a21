import CSystem
import Glibc

/// What the cache, and whatever else keeps files, asks of the file system. A file appears whole and synced or not at all.
package enum Disk {
  // MARK: - Reading

  /// The bytes of a plain file; nil where there is none of that name. Links are not followed, and nothing that could
  /// block is waited for.
  package static func read(_ path: String, limit: Int) throws(FileFault) -> [UInt8]? {
    let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw fault(path)
    }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw fault(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(path: path, reason: "it is not a plain file") }
    guard status.st_size <= limit else {
      throw FileFault(path: path, reason: "it has \(status.st_size) bytes, more than the \(limit) that are taken")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var count = 0
    while count < bytes.count {
      let room = bytes.count - count
      let read = bytes.withUnsafeMutableBytes { all in
        retrying { readBlock(descriptor, UnsafeMutableRawBufferPointer(rebasing: all[count..<count + room])) }
      }
      guard read >= 0 else { throw fault(path) }
      if read == 0 { break }
      count += read
    }
    guard count <= Int(status.st_size) else { throw FileFault(path: path, reason: "it grew while it was read") }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The names in a folder, sorted; nil where there is no such folder.
  package static func names(in folder: String) throws(FileFault) -> [String]? {
    guard let handle = opendir(folder) else {
      if errno == ENOENT { return nil }
      throw fault(folder)
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// What stands at a path, links not followed; nil where nothing does.
  package static func look(at path: String) -> (isFolder: Bool, isPlainFile: Bool, changedAt: Int64)? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return (kind == S_IFDIR, kind == S_IFREG, Int64(status.st_mtim.tv_sec) * 1000)
  }

  // MARK: - Writing

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileFault) {
    if mkdir(path, 0o777) == 0 { return sync(folder: parent(of: path)) }
    if errno == EEXIST {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
      throw FileFault(path: path, reason: "there is something there that is not a folder")
    }
    guard errno == ENOENT, parent(of: path) != path else { throw fault(path) }
    try makeFolder(parent(of: path))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw fault(path) }
    sync(folder: parent(of: path))
  }

  /// Writes a file whole: under a name of its own in `temporaries`, which is on the same file system; synced; then
  /// renamed to `path`, replacing what stands there in one step. Whatever fails, nothing half-written is left.
  package static func write(
    _ bytes: [UInt8], to path: String, temporaries: String, mode: UInt32 = 0o644
  ) throws(FileFault) {
    let draft = temporaries + "/\(getpid())-\(UInt64.random(in: 0 ... .max))"
    let descriptor = retrying { open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
    guard descriptor >= 0 else { throw fault(draft) }
    var problem = writeAll(bytes, to: descriptor)
    if problem == nil, fchmod(descriptor, mode) != 0 { problem = reason() }
    if problem == nil, fsync(descriptor) != 0 { problem = reason() }
    if close(descriptor) != 0, problem == nil { problem = reason() }
    if problem == nil, rename(draft, path) != 0 { problem = reason() }
    if let problem {
      unlink(draft)
      throw FileFault(path: path, reason: problem)
    }
    sync(folder: parent(of: path))
  }

  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> String? {
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

  /// Moves a file within one file system, replacing what stands at `target`.
  package static func move(_ path: String, to target: String) throws(FileFault) {
    guard rename(path, target) == 0 else { throw fault(path) }
    sync(folder: parent(of: target))
  }

  /// Two paths of one file system change places in one step.
  package static func exchange(_ path: String, with other: String) throws(FileFault) {
    guard engram_exchange_paths(path, other) == 0 else { throw fault(other) }
    sync(folder: parent(of: other))
  }

  /// Removes a file; true if it was there.
  @discardableResult
  package static func remove(_ path: String) throws(FileFault) -> Bool {
    if unlink(path) == 0 { return true }
    if errno == ENOENT { return false }
    throw fault(path)
  }

  /// Removes a folder, if it is empty.
  package static func removeFolder(_ path: String) { rmdir(path) }

  /// What was renamed in a folder is found there again after a power cut.
  package static func sync(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }

  // MARK: - Names and reasons

  /// The path with every link resolved; as it is, where nothing stands there.
  package static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The folder a path is in.
  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The system's words for the last failure, begun with a small letter as the rest of the sentence.
  package static func reason() -> String {
    let words = String(cString: strerror(errno))
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  private static func fault(_ path: String) -> FileFault { FileFault(path: path, reason: reason()) }

  package static func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// read(2) and write(2), which the methods of the same names would hide.
private func readBlock(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

private func writeBlock(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}
