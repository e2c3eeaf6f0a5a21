package import Files

/// Documents kept on disk, in files that a person can read:
///
///     CACHEDIR.TAG                    tells backup programs to pass the folder over
///     v1/blobs/sha256/ab/abcdef…      a body, decoded, under its SHA-256; never written to again
///     v1/entries/<key>.json           what is known of it: `CacheEntry`
///     v1/locks/<key>.lock             one process at a time fetches a document
///     v1/tmp/<pid>-<random>           a file that is not whole yet
///     v1/quarantine/                  files that were found damaged
///
/// A file is written under a name of its own in `tmp`, synced, and renamed into place: whoever reads sees all of it or
/// none, at whatever moment a process is killed. A body is verified by its SHA-256 whenever it is read.
public struct CacheStore: Sendable {
  /// The folder that holds it.
  public let folder: String
  /// The largest entry file that is read.
  static let largestEntry = 1 << 20

  /// - Parameter folder: made when the first document is kept.
  public init(folder: String) { self.folder = folder }

  var version: String { folder + "/v1" }
  package var temporaries: String { version + "/tmp" }
  var entries: String { version + "/entries" }
  var blobs: String { version + "/blobs/sha256" }
  package var quarantine: String { version + "/quarantine" }

  package func entryPath(_ hash: String) -> String { entries + "/" + hash + ".json" }
  package func blobPath(_ sha256: String) -> String { blobs + "/" + sha256.prefix(2) + "/" + sha256 }

  // MARK: - Reading

  /// What there is for a key.
  package enum Holding: Equatable {
    case nothing
    case copy(CacheEntry, [UInt8])
    /// A file that cannot be what was written: what was found, and where it is now.
    case damaged(String)
    /// An entry of a later engram, left as it is.
    case newer(String)
  }

  /// Reads the copy for a key and verifies it; what is damaged is set aside.
  package func holding(for key: CacheKey) -> Holding { holding(hash: key.hash) }

  func holding(hash: String) -> Holding {
    let path = entryPath(hash)
    let entry: CacheEntry
    do {
      guard let json = try Disk.read(path, limit: CacheStore.largestEntry) else { return .nothing }
      entry = try CacheEntry(json: json)
    } catch let fault as EntryFault {
      switch fault {
      case .newer(let version):
        return .newer("\(path) was written by a later engram (version \(version) of the cache)")
      case .damaged(let problem): return .damaged("\(path): \(problem)" + setAside(path))
      }
    } catch {
      let fault = error as? FileFault
      return .damaged("\(path): \(fault?.reason ?? "it cannot be read")" + setAside(path))
    }
    let blob = blobPath(entry.sha256)
    do throws(FileFault) {
      guard let body = try Disk.read(blob, limit: entry.size) else {
        return .damaged("\(blob), which \(path) names, is not there")
      }
      guard body.count == entry.size, sha256Text(of: body) == entry.sha256 else {
        return .damaged("\(blob): its SHA-256 is not the one it is called by" + setAside(blob))
      }
      return .copy(entry, body)
    } catch {
      return .damaged("\(blob): \(error.reason)" + setAside(blob))
    }
  }

  /// Moves a damaged file out of the way, for somebody to look at; says where it went.
  private func setAside(_ path: String) -> String {
    let name = path.split(separator: "/").last.map { String($0) } ?? "file"
    let target = quarantine + "/" + name
    do throws(FileFault) {
      try Disk.makeFolder(quarantine)
      try Disk.move(path, to: target)
      return "; it was moved to \(target)"
    } catch {
      return ""
    }
  }

  // MARK: - Writing

  /// Keeps a body and what is known of it; the body first, so that no entry names one that is not there.
  package func keep(_ body: [UInt8], _ entry: CacheEntry, for key: CacheKey) throws(FileFault) {
    precondition(entry.size == body.count, "an entry states the size of its body")
    try prepare()
    let path = blobPath(entry.sha256)
    if !isWhole(path, entry) {
      try Disk.makeFolder(Disk.parent(of: path))
      try Disk.write(body, to: path, temporaries: temporaries, mode: 0o444)
    }
    try write(entry, hash: key.hash)
  }

  /// Replaces what is known of a body that is there already.
  func update(_ entry: CacheEntry, hash: String) throws(FileFault) {
    try prepare()
    try write(entry, hash: hash)
  }

  private func write(_ entry: CacheEntry, hash: String) throws(FileFault) {
    let path = entryPath(hash)
    if let json = try Disk.read(path, limit: CacheStore.largestEntry), isOfLaterEngram(json) {
      throw FileFault(path: path, reason: "a later engram wrote it, and this one does not replace it")
    }
    try Disk.write(entry.json(), to: path, temporaries: temporaries)
  }

  private func isOfLaterEngram(_ json: [UInt8]) -> Bool {
    do throws(EntryFault) {
      _ = try CacheEntry(json: json)
      return false
    } catch {
      if case .newer = error { return true }
      return false
    }
  }

  /// Whether the same body is there already. One that cannot be read is written again.
  private func isWhole(_ path: String, _ entry: CacheEntry) -> Bool {
    guard let body = try? Disk.read(path, limit: entry.size) else { return false }
    return body.count == entry.size && sha256Text(of: body) == entry.sha256
  }

  private func prepare() throws(FileFault) {
    for folder in [temporaries, entries, blobs, version + "/locks"] { try Disk.makeFolder(folder) }
    if Disk.look(at: folder + "/CACHEDIR.TAG") == nil {
      try Disk.write(Array(CacheStore.tag.utf8), to: folder + "/CACHEDIR.TAG", temporaries: temporaries)
    }
  }

  /// By the Cache Directory Tagging Specification; also what tells a cache of ours from any other folder.
  package static let tag = """
    Signature: 8a477f597d28d172789f06886806bc55
    # This folder is a cache of engram: what `engram fetch` brings is kept here. See `engram cache`.

    """

  // MARK: - Waiting

  /// Waits for whoever is fetching the same document; see `FileLock`.
  package func lock(_ key: CacheKey, patience: Duration) async throws -> LockOutcome {
    try? Disk.makeFolder(version + "/locks")
    return try await LockOutcome.acquire(version + "/locks/" + key.hash + ".lock", patience: patience)
  }
}
