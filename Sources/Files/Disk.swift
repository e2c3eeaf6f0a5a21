import Glibc

/// Reading and writing of files. A file or folder that is written appears whole and synced, or not at all.
package enum Disk {
  // MARK: - Reading

  /// The bytes of a plain file; nil if no file has that name. Never blocks on a pipe.
  ///
  /// - Parameters:
  ///   - limit: the most bytes that are read.
  ///   - followingLinks: for a file of the user's; files of engram's own are never links. The default is false.
  ///   - root: the part of the path that the user named: below it no link is followed. The default is the whole path.
  package static func read(
    _ path: String, limit: Int, followingLinks: Bool = false, under root: String? = nil
  ) throws(FileFault) -> [UInt8]? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
    let descriptor: Int32
    if let root {
      if look(at: parent(of: path)) == nil { return nil }
      let folder = try OpenFolder(parent(of: path), under: root)
      let (place, name) = (folder.descriptor, lastName(of: path))
      descriptor = retrying { openat(place, name, flags) }
    } else {
      descriptor = retrying { open(path, flags) }
    }
    if descriptor < 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw fault(path)
    }
    defer { _ = close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw fault(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFault(path: path, reason: "it is not a plain file") }
    guard status.st_size <= limit else {
      throw FileFault(path: path, reason: "it has \(status.st_size) bytes, more than the limit of \(limit)")
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

  /// The names in a folder, sorted; nil if the folder does not exist.
  package static func names(in folder: String, under root: String? = nil) throws(FileFault) -> [String]? {
    if let root, look(at: folder) != nil { return try OpenFolder(folder, under: root).names() }
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

  /// What is at a path, without following links; nil if nothing is.
  package static func look(at path: String) -> (isFolder: Bool, isPlainFile: Bool, changedAt: Int64)? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    return (kind == S_IFDIR, kind == S_IFREG, Int64(status.st_mtim.tv_sec) * 1000)
  }

  // MARK: - Names and reasons

  /// The path with every link resolved; unchanged if nothing is there.
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

  /// The last name of a path.
  package static func lastName(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// The system's message for the last failure, with a small first letter, to end a sentence with.
  package static func reason(_ code: Int32 = errno) -> String {
    let words = String(cString: strerror(code))
    return words.prefix(1).lowercased() + words.dropFirst()
  }

  static func fault(_ path: String) -> FileFault { FileFault(path: path, reason: reason()) }

  package static func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// read(2), which the method of the same name would hide.
private func readBlock(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

/// A file or folder that could not be read or written, and why.
public struct FileFault: Error, Sendable, Equatable {
  /// The file or folder.
  public var path: String
  /// What was found, or the system's reason.
  public var reason: String
  /// What to do next; empty if that depends on the caller.
  public var advice: String

  package init(path: String, reason: String, advice: String = "") {
    (self.path, self.reason, self.advice) = (path, reason, advice)
  }
}

extension FileFault: CustomStringConvertible {
  /// The path, the reason and the advice.
  public var description: String { printable("\(path): \(reason)" + (advice.isEmpty ? "" : ". " + advice)) }
}
