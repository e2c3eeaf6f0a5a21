package import Files
package import TimeSeries

/// The commands of `engram cache`.
extension CacheStore {
  /// An entry with its key.
  package struct Item: Sendable, Equatable {
    /// The hash of the key.
    package var key: String
    /// The metadata of the body.
    package var entry: CacheEntry
  }

  /// All entries by source and URL, and a sentence for each that cannot be read. Bodies are not read.
  package func list() throws(FileFault) -> (items: [Item], problems: [String]) {
    var items: [Item] = []
    var problems: [String] = []
    for name in try Disk.names(in: entries, under: folder) ?? [] {
      let path = entries + "/" + name
      do {
        guard name.hasSuffix(".json"), let json = try Disk.read(path, limit: CacheStore.largestEntry, under: folder)
        else { continue }
        items.append(Item(key: String(name.dropLast(5)), entry: try CacheEntry(json: json)))
      } catch let EntryFault.newer(version) {
        problems.append(
          "\(path) was written by a later version of engram (version \(version) of the cache); it was left unchanged")
      } catch let EntryFault.damaged(problem) {
        problems.append("\(path): \(problem)")
      } catch {
        problems.append("\(path): \((error as? FileFault)?.reason ?? "it cannot be read")")
      }
    }
    items.sort { ($0.entry.source, $0.entry.url, $0.key) < ($1.entry.source, $1.entry.url, $1.key) }
    return (items, problems)
  }

  /// The result of checking every file.
  package struct Verification: Sendable, Equatable {
    /// Entries whose body exists and has the right SHA-256.
    package var sound = 0
    /// Bytes of the bodies that were read.
    package var bytes = 0
    /// A sentence for each damaged file.
    package var problems: [String] = []
    /// Bodies without an entry and unfinished files, which are harmless; `clear` removes them.
    package var leftovers = 0

    package init(sound: Int = 0, bytes: Int = 0, leftovers: Int = 0) {
      (self.sound, self.bytes, self.leftovers) = (sound, bytes, leftovers)
    }
  }

  /// Checks every entry and the SHA-256 of every body, and sets aside what is damaged.
  package func verify() throws(FileFault) -> Verification {
    var result = Verification()
    var known: Set<String> = []
    for name in try Disk.names(in: entries, under: folder) ?? [] where name.hasSuffix(".json") {
      let hash = String(name.dropLast(5))
      switch holding(hash: hash) {
      case .nothing: break
      case .copy(let entry, let body):
        known.insert(entry.sha256)
        result.bytes += body.count
        if let key = entry.key, key.hash == hash || key.isRedacted {
          result.sound += 1
        } else {
          result.problems.append(
            "\(entryPath(hash)): its name is not that of its request; `engram cache clear` removes it")
        }
      case .damaged(let problem), .newer(let problem): result.problems.append(problem)
      }
    }
    for sha256 in try bodies() where !known.contains(sha256) {
      result.leftovers += 1
      let path = blobPath(sha256)
      if let body = try Disk.read(path, limit: .max - 1, under: folder), sha256Text(of: body) != sha256 {
        result.problems.append("\(path): its SHA-256 is not the one it is called by")
      }
    }
    result.leftovers += (try Disk.names(in: temporaries, under: folder) ?? []).count
    return result
  }

  /// Removes entries, and all bodies without an entry.
  ///
  /// A document that another process stores at the same moment may lose its body; it is then fetched again.
  ///
  /// - Parameters:
  ///   - source: whose entries are removed, with or without a version; nil for all.
  ///   - now: unfinished files older than an hour are removed.
  /// - Returns: the number of removed entries.
  package func clear(source: String? = nil, now: Int64) throws(FileFault) -> Int {
    var dropped = 0
    for item in try list().items {
      guard isDigest(item.key) else { continue }
      let name = item.entry.source.prefix { $0 != "/" }
      guard source == nil || source == item.entry.source || source == String(name) else { continue }
      if try Disk.remove(entryPath(item.key), under: folder) { dropped += 1 }
    }
    let left = try list()
    // An entry that cannot be read may belong to any body.
    if left.problems.isEmpty {
      let named = Set(left.items.map { $0.entry.sha256 })
      for sha256 in try bodies() where !named.contains(sha256) { try Disk.remove(blobPath(sha256), under: folder) }
    }
    try sweep(now: now)
    return dropped
  }

  /// Removes the unfinished files of processes that were killed. Those of earlier versions of engram, `<pid>-<random>`,
  /// have no lock that tells whether they are still written, and go after an hour.
  func sweep(now: Int64) throws(FileFault) {
    Disk.removeLeftovers(in: temporaries, under: folder)
    for name in try Disk.names(in: temporaries, under: folder) ?? []
    where name.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "-") }) {
      let path = temporaries + "/" + name
      if let found = Disk.look(at: path), now - found.changedAt > 3600_000 { try Disk.remove(path, under: folder) }
    }
  }

  /// The names of all bodies.
  private func bodies() throws(FileFault) -> [String] {
    var names: [String] = []
    for part in try Disk.names(in: blobs, under: folder) ?? [] {
      names += try (Disk.names(in: blobs + "/" + part, under: folder) ?? []).filter {
        isDigest($0) && $0.hasPrefix(part)
      }
    }
    return names
  }

  /// Notes in the entries of documents which rows and dates were read from them.
  ///
  /// - Parameter keys: the hashes of the documents that were asked for. No other entry is looked at, however many there are.
  package func note(_ series: [Series], in keys: Set<String>) throws(FileFault) {
    let extents = DocumentExtents(series)
    if extents.isEmpty { return }
    for key in keys.sorted() {
      guard let json = try Disk.read(entryPath(key), limit: CacheStore.largestEntry, under: folder),
        let before = try? CacheEntry(json: json), let extent = extents[before.url, before.sha256]
      else { continue }
      var entry = before
      entry.rows = max(extent.rows, before.rows ?? 0)
      entry.first = [extent.first, before.first].compactMap { $0 }.min()
      entry.last = [extent.last, before.last].compactMap { $0 }.max()
      if entry != before { try update(entry, hash: key) }
    }
  }
}

/// By document: how many rows were read from it, and their first and last date.
package struct DocumentExtents {
  package typealias Extent = (rows: Int, first: String?, last: String?)
  private var extents: [String: Extent] = [:]

  package init(_ series: [Series]) {
    for one in series {
      let dates = one.times.map { $0.text(one.resolution) }
      for document in one.origin.documents {
        let key = Self.key(document.url, document.sha256)
        let before = extents[key]
        extents[key] = (
          max(dates.count, before?.rows ?? 0), [dates.min(), before?.first].compactMap { $0 }.min(),
          [dates.max(), before?.last].compactMap { $0 }.max()
        )
      }
    }
  }

  package var isEmpty: Bool { extents.isEmpty }

  package subscript(url: String, sha256: String) -> Extent? { extents[Self.key(url, sha256)] }

  private static func key(_ url: String, _ sha256: String) -> String { sha256 + " " + url }
}

extension CacheStore {
  /// All valid copies as recordings for a folder of fixtures, and a sentence for each that is not valid.
  package func recordings() throws(FileFault) -> (recordings: [Recording], problems: [String]) {
    let (items, problems) = try list()
    var (recordings, faults) = ([Recording](), problems)
    for item in items {
      switch holding(hash: item.key) {
      case .nothing: break
      case .damaged(let problem), .newer(let problem): faults.append(problem)
      case .copy(let entry, let body):
        let document = FixtureDocument(
          sha256: entry.sha256, url: entry.url, source: entry.source, headers: entry.requestHeaders,
          contentType: entry.headers["content-type"], retrievedAt: entry.fetchedAt, rows: entry.rows,
          first: entry.first, last: entry.last, keyHash: entry.key?.isRedacted == true ? item.key : nil)
        recordings.append(Recording(document, body: body))
      }
    }
    return (recordings, faults)
  }
}
