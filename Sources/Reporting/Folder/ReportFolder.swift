import CSystem
import Glibc

/// A folder that appears whole or not at all: it is written beside its place, synced, and put there in one step. Where
/// an older report stands, the two change places in one step and the old one is removed.
public enum ReportFolder {
  /// One file of the folder.
  public struct File: Sendable {
    /// A plain name, no path.
    public var name: String
    /// What is in it.
    public var content: [UInt8]

    /// The parts as they are.
    public init(name: String, content: [UInt8]) { (self.name, self.content) = (name, content) }

    /// A file of text, in UTF-8.
    public init(name: String, content: String) { self.init(name: name, content: Array(content.utf8)) }
  }

  /// What can be told before there is a report: that the folder at `path` can be made, and that nothing but an earlier
  /// report would be lost. Leaves nothing behind.
  public static func check(_ path: String) throws(ReportError) {
    let place = try Place(path)
    try place.checkContent()
    Place.remove(try place.makeDraft())
  }

  /// Writes the files to the folder at `path`, which must not exist, or be empty, or hold a report of engram.
  ///
  /// - Parameters:
  ///   - files: all that the folder is to hold.
  ///   - path: the folder.
  ///   - isCancelled: asked before every file; true stops the work and leaves nothing behind. The default asks
  ///     the task.
  public static func write(
    _ files: [File], to path: String, isCancelled: () -> Bool = { Task.isCancelled }
  ) throws(ReportError) {
    let place = try Place(path)
    try place.check(for: files)
    let draft = try place.makeDraft()
    do throws(ReportError) {
      for file in files {
        if isCancelled() { throw .cancelled(path) }
        try place.write(file, into: draft)
      }
      if isCancelled() { throw .cancelled(path) }
      try place.put(draft)
    } catch {
      Place.remove(draft)
      throw error
    }
  }
}

extension Report {
  /// All files of the report: index.html, report.txt, results.json, the figures, and the data that others go on with.
  public func files(states: StatesKept = .shown) throws(ReportError) -> [ReportFolder.File] {
    let results: String
    do { results = try json() } catch { throw .study("\(error)") }
    let figures = figures
    return [
      .init(name: "index.html", content: try page(with: figures)), .init(name: "report.txt", content: text),
      .init(name: "results.json", content: results),
    ] + figures.map { .init(name: $0.file, content: $0.svg) } + dataFiles(states: states)
  }

  /// Writes the report folder, whole or not at all.
  ///
  /// - Parameters:
  ///   - path: of the folder, which must not exist, or be empty, or hold a report of engram.
  ///   - states: whose hidden states are kept in it.
  public func write(to path: String, states: StatesKept = .shown) throws(ReportError) {
    try ReportFolder.write(files(states: states), to: path)
  }
}

/// Where a report goes: the path as it was given, and the folder around it with links resolved.
private struct Place {
  let given: String
  let parent: String
  let name: String
  var target: String { parent + "/" + name }

  init(_ path: String) throws(ReportError) {
    given = path
    var trimmed = path
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    // What exists is taken by its real name: a link to a folder keeps pointing to it.
    let full = Place.real(trimmed) ?? trimmed
    guard let slash = full.lastIndex(of: "/") else {
      (parent, name) = (Place.real(".") ?? ".", full)
      try checkName()
      return
    }
    let above = slash == full.startIndex ? "/" : String(full[..<slash])
    name = String(full[full.index(after: slash)...])
    guard let real = Place.real(above) else {
      throw .noPlace(path, parent: above, reason: Place.reason)
    }
    parent = real == "/" ? "" : real
    try checkName()
  }

  private func checkName() throws(ReportError) {
    if name.isEmpty || name == "." || name == ".." {
      throw .noPlace(given, parent: parent.isEmpty ? "/" : parent, reason: "the path names no new folder")
    }
  }

  // MARK: - Before

  /// Refuses everything that must not be replaced.
  func check(for files: [ReportFolder.File]) throws(ReportError) {
    let found = try content()
    if found.isEmpty { return }
    let known = Set(files.map(\.name) + ["report.txt", "results.json", "index.html"])
    if let foreign = found.first(where: {
      !(known.contains($0) || Place.isFigure($0)) || !isPlainFile($0)
    }) {
      throw .foreignFolder(given, found: foreign)
    }
    guard holdsOurResults else { throw .foreignFolder(given, found: found[0]) }
  }

  /// Refuses what is no report, whatever its files will be called.
  func checkContent() throws(ReportError) {
    if let first = try content().first, !holdsOurResults { throw .foreignFolder(given, found: first) }
  }

  /// The names in the folder, sorted; none where there is none yet.
  private func content() throws(ReportError) -> [String] {
    var status = stat()
    guard lstat(target, &status) == 0 else { return [] }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw .notAFolder(given) }
    guard let folder = opendir(target) else { throw .noPlace(given, parent: target, reason: Place.reason) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func isPlainFile(_ entry: String) -> Bool {
    var status = stat()
    return lstat(target + "/" + entry, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func isFigure(_ name: String) -> Bool {
    name.hasSuffix(".svg") && name.prefix(2).allSatisfy { ("0"..."9").contains($0) } && name.dropFirst(2).hasPrefix("-")
  }

  /// A report of ours says so in its results.json.
  private var holdsOurResults: Bool {
    guard let file = fopen(target + "/results.json", "r") else { return false }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < 1 << 28 {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { break }
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self).contains("\n  \"schema\": \"engram.results/")
  }

  // MARK: - Writing

  /// A new, hidden folder beside the target.
  func makeDraft() throws(ReportError) -> String {
    for attempt in 0..<100 {
      let draft = parent + "/.engram-draft-\(getpid())-\(attempt)"
      if mkdir(draft, 0o777) == 0 { return draft }
      if errno != EEXIST { break }
    }
    throw .noPlace(given, parent: parent.isEmpty ? "/" : parent, reason: Place.reason)
  }

  func write(_ file: ReportFolder.File, into draft: String) throws(ReportError) {
    precondition(!file.name.isEmpty && !file.name.contains("/"), "a file of a report has a plain name")
    let descriptor = open(draft + "/" + file.name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritten(given, file: file.name, reason: Place.reason) }
    var failure = file.content.withUnsafeBytes { bytes -> String? in
      var rest = bytes
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(descriptor, start, rest.count)
        if count < 0 && errno == EINTR { continue }
        if count < 0 { return Place.reason }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return nil
    }
    if failure == nil, fsync(descriptor) != 0 { failure = Place.reason }
    if close(descriptor) != 0, failure == nil { failure = Place.reason }
    if let failure { throw .unwritten(given, file: file.name, reason: failure) }
  }

  /// The finished draft takes its place; what stood there is removed afterwards.
  func put(_ draft: String) throws(ReportError) {
    Place.sync(draft)
    var old = false
    // An empty folder is replaced by the renaming itself.
    if rename(draft, target) != 0 {
      guard errno == ENOTEMPTY || errno == EEXIST else { throw .notMoved(given, reason: Place.reason) }
      guard engram_exchange_paths(draft, target) == 0 else { throw .notMoved(given, reason: Place.reason) }
      old = true
    }
    Place.sync(parent.isEmpty ? "/" : parent)
    if old { Place.remove(draft) }
  }

  private static func sync(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// A folder of plain files, with what is in it.
  static func remove(_ folder: String) {
    if let handle = opendir(folder) {
      while let entry = readdir(handle) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name != "." && name != ".." { unlink(folder + "/" + name) }
      }
      closedir(handle)
    }
    rmdir(folder)
  }

  // MARK: - The system

  private static func real(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Why the last call failed.
  private static var reason: String { String(cString: strerror(errno)) }
}
