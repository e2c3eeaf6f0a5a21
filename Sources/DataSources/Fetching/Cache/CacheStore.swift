package import Files

/// Documents on disk, in readable files:
///
///     CACHEDIR.TAG                    makes backup programs skip the folder
///     v1/blobs/sha256/ab/abcdef…      a decoded body, named by its SHA-256; never changed
///     v1/entries/<key>.json           its metadata, `CacheEntry`
///     v1/locks/<key>.lock             lets one process at a time fetch a document
///     v1/tmp/.engram-draft-…          an unfinished file
///     v1/quarantine/                  damaged files
///     v1/last-fetch.json              what `engram fetch` was asked for last
///
/// Files are written by `Disk.write`, so that a reader sees a whole file or none, even if a process is killed. The SHA-256
/// of a body is verified whenever it is read.
public struct CacheStore: Sendable {
  /// The folder that holds it.
  public let folder: String
  /// Whether it was found in the working folder, which may have come from anywhere. What it serves says so.
  package var isFound = false
  /// The most bytes of an entry.
  static let largestEntry = 1 << 20

  /// - Parameter folder: made when the first document is stored.
  public init(folder: String) { self.folder = folder }

  var version: String { folder + "/v1" }
  package var temporaries: String { version + "/tmp" }
  var entries: String { version + "/entries" }
  var blobs: String { version + "/blobs/sha256" }
  package var quarantine: String { version + "/quarantine" }

  package func entryPath(_ hash: String) -> String { entries + "/" + hash + ".json" }
  package func blobPath(_ sha256: String) -> String { blobs + "/" + sha256.prefix(2) + "/" + sha256 }

  // MARK: - Reading

  /// What the store has for a key.
  package enum Holding: Equatable {
    case nothing
    case copy(CacheEntry, [UInt8])
    /// A damaged file: what is wrong, and where it was moved.
    case damaged(String)
    /// An entry of a later version of engram, which is left unchanged.
    case newer(String)
  }

  /// Reads and verifies the copy for a key; sets damaged files aside, and an entry that is of another request.
  package func holding(for key: CacheKey) -> Holding {
    let holding = holding(hash: key.hash)
    guard case .copy(let entry, _) = holding else { return holding }
    if entry.url == key.url, entry.source == key.source, entry.requestHeaders == key.headers { return holding }
    let path = entryPath(key.hash)
    return .damaged("\(path): it is the entry of another request, \(entry.source) \(entry.url)" + setAside(path))
  }

  func holding(hash: String) -> Holding {
    let path = entryPath(hash)
    let entry: CacheEntry
    do {
      guard let json = try Disk.read(path, limit: CacheStore.largestEntry, under: folder) else { return .nothing }
      entry = try CacheEntry(json: json)
    } catch let fault as EntryFault {
      switch fault {
      case .newer(let version):
        return .newer("\(path) was written by a later version of engram (version \(version) of the cache)")
      case .damaged(let problem): return .damaged("\(path): \(problem)" + setAside(path))
      }
    } catch {
      let fault = error as? FileFault
      return .damaged("\(path): \(fault?.reason ?? "it cannot be read")" + setAside(path))
    }
    let blob = blobPath(entry.sha256)
    do throws(FileFault) {
      guard let body = try Disk.read(blob, limit: entry.size, under: folder) else {
        return .damaged("\(blob), which \(path) names, is not there")
      }
      guard body.count == entry.size, sha256Text(of: body) == entry.sha256 else {
        return .damaged("\(blob): its SHA-256 is not its name" + setAside(blob))
      }
      return .copy(entry, body)
    } catch {
      return .damaged("\(blob): \(error.reason)" + setAside(blob))
    }
  }

  /// Moves a damaged file to the quarantine; returns the end of a sentence that names the place.
  private func setAside(_ path: String) -> String {
    let name = path.split(separator: "/").last.map { String($0) } ?? "file"
    let target = quarantine + "/" + name
    do throws(FileFault) {
      try Disk.makeFolder(quarantine, under: folder)
      try Disk.move(path, to: target, under: folder)
      return "; it was moved to \(target)"
    } catch {
      return ""
    }
  }

  // MARK: - Writing

  /// Stores a body, then its entry, so that no entry names a missing body.
  package func keep(_ body: [UInt8], _ entry: CacheEntry, for key: CacheKey) throws(FileFault) {
    precondition(entry.size == body.count, "an entry states the size of its body")
    try prepare()
    let path = blobPath(entry.sha256)
    if !isWhole(path, entry) {
      try Disk.makeFolder(Disk.parent(of: path), under: folder)
      try Disk.write(body, to: path, temporaries: temporaries, mode: 0o444, under: folder)
    }
    try write(entry, hash: key.hash)
  }

  /// Replaces the entry of a stored body.
  func update(_ entry: CacheEntry, hash: String) throws(FileFault) {
    try prepare()
    try write(entry, hash: hash)
  }

  private func write(_ entry: CacheEntry, hash: String) throws(FileFault) {
    let path = entryPath(hash)
    if let json = try Disk.read(path, limit: CacheStore.largestEntry, under: folder), isOfLaterEngram(json) {
      throw FileFault(path: path, reason: "a later version of engram wrote it, and this one does not replace it")
    }
    try Disk.write(entry.json(), to: path, temporaries: temporaries, under: folder)
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
    guard let body = try? Disk.read(path, limit: entry.size, under: folder) else { return false }
    return body.count == entry.size && sha256Text(of: body) == entry.sha256
  }

  private func prepare() throws(FileFault) {
    for own in [temporaries, entries, blobs, version + "/locks"] { try Disk.makeFolder(own, under: folder) }
    if Disk.look(at: folder + "/CACHEDIR.TAG") == nil {
      try Disk.write(Array(CacheStore.tag.utf8), to: folder + "/CACHEDIR.TAG", temporaries: temporaries, under: folder)
    }
  }

  /// As in the Cache Directory Tagging Specification; it also identifies a cache of engram.
  package static let tag = """
    Signature: 8a477f597d28d172789f06886806bc55
    # This folder is a cache of engram: what `engram fetch` brings is kept here. See `engram cache`.

    """

  // MARK: - Waiting

  /// Waits while another process fetches the same document. Without a lock a document may be fetched twice.
  package func lock(_ key: CacheKey, patience: Duration) async throws -> LockOutcome {
    try? Disk.makeFolder(version + "/locks", under: folder)
    return try await LockOutcome.acquire(version + "/locks/" + key.hash + ".lock", patience: patience, under: folder)
  }
}

/// The default place of the cache.
package enum CachePlace {
  /// `./cache`, where that is a cache of engram; else `$XDG_CACHE_HOME/engram`; else `~/.cache/engram`.
  ///
  /// A folder is a cache of engram if its CACHEDIR.TAG says so. Any other folder called `cache` is left alone.
  ///
  /// - Parameters:
  ///   - tag: the content of `./cache/CACHEDIR.TAG`; nil if there is no such file.
  ///   - environment: with `XDG_CACHE_HOME` and `HOME`.
  /// - Returns: nil if the environment names no home.
  package static func folder(tag: String?, environment: [String: String]) -> String? {
    if let tag, tag.hasPrefix("Signature: 8a477f597d28d172789f06886806bc55"), tag.contains("engram") { return "cache" }
    // Relative paths are ignored, as the XDG Base Directory Specification demands.
    if let base = environment["XDG_CACHE_HOME"], base.hasPrefix("/") { return base + "/engram" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.cache/engram" }
    return nil
  }

  /// The content of the tag of a folder; nil if there is none that can be read.
  package static func tag(of folder: String) -> String? {
    (try? Disk.read(folder + "/CACHEDIR.TAG", limit: 4096)).map { String(decoding: $0, as: UTF8.self) }
  }
}
