import CSystem
import Glibc

/// A folder that is open, so that nobody can put another in its place, or a link.
///
/// Everything that the program writes, replaces or removes is reached through one of these: links are followed in the part
/// of a path that the user named, never below it.
struct OpenFolder: ~Copyable {
  let descriptor: Int32

  deinit { close(descriptor) }

  private init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// - Parameters:
  ///   - path: the folder.
  ///   - root: the part of the path that the user named; nil for all of it.
  init(_ path: String, under root: String?) throws(FileFault) {
    let root = root.flatMap { path == $0 || path.hasPrefix($0 + "/") ? $0 : nil } ?? path
    let start = Disk.retrying { open(root.isEmpty ? "." : root, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard start >= 0 else { throw Disk.fault(path) }
    var folder = OpenFolder(start)
    var place = root
    for name in path.dropFirst(root.count).split(separator: "/") {
      place += "/" + name
      folder = try folder.subfolder(String(name), at: place)
    }
    self = folder
  }

  private func subfolder(_ name: String, at path: String) throws(FileFault) -> OpenFolder {
    let inner = Disk.retrying { openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
    if inner >= 0 { return OpenFolder(inner) }
    let reason = Disk.reason()
    throw FileFault(path: path, reason: kind(of: name) == .link ? "it is a link, which is not followed" : reason)
  }

  enum Kind { case nothing, plainFile, folder, link, other }

  /// What has a name, without following links.
  func kind(of name: String) -> Kind {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .nothing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .plainFile
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// The names in it, sorted.
  func names() -> [String] {
    // The stream has a descriptor of its own, which it closes.
    let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard own >= 0, let stream = fdopendir(own) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes its names survive a power cut.
  func sync() { fsync(descriptor) }

  /// Removes plain files; anything else stays.
  func removeFiles(_ names: some Sequence<String>) {
    for name in names where kind(of: name) == .plainFile { unlinkat(descriptor, name, 0) }
  }

  /// Removes everything in it, following no link and staying on one file system.
  func empty(depth: Int = 0) {
    for name in names() {
      if unlinkat(descriptor, name, 0) == 0 { continue }
      let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      if inner < 0 { continue }
      let folder = OpenFolder(inner)
      if depth < 100, engram_is_mount_point(inner) == 0 { folder.empty(depth: depth + 1) }
      unlinkat(descriptor, name, AT_REMOVEDIR)
    }
  }
}
