package import Files
import Synchronization

/// An answer to record.
package struct Recording: Sendable, Equatable {
  /// Its entry in the manifest.
  package var document: FixtureDocument
  /// The decoded body.
  package var body: [UInt8]

  package init(_ document: FixtureDocument, body: [UInt8]) { (self.document, self.body) = (document, body) }
}

extension FixtureFolder {
  /// Writes answers to a folder, whole or not at all. The folder is new, empty or was recorded earlier; then new answers
  /// replace those to the same requests, and the others stay.
  ///
  /// - Throws: if the folder holds anything but recorded answers, README, licence and files of git, or the disk refuses.
  ///   Nothing is changed then.
  @discardableResult
  package static func record(_ recordings: [Recording], to path: String) throws(FileFault) -> FixtureFolder {
    // A link to a folder stays a link.
    var path = Disk.resolved(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    try Disk.makeFolder(Disk.parent(of: path))
    // Before the look, so that two runs do not lose each other's answers.
    let draft = try DraftFolder(beside: path)
    let before = try existing(path)
    var merged = before.recordings
    for recording in recordings {
      let hash = recording.document.key?.hash
      merged.removeAll { $0.document.key?.hash == hash }
      merged.append(recording)
    }
    FixtureNames.settle(&merged)
    merged.sort { $0.document.file < $1.document.file }
    for file in before.companions {
      guard let bytes = try Disk.read(path + "/" + file, limit: 1 << 26) else { continue }
      try Disk.write(bytes, to: draft.path + "/" + file, temporaries: draft.path)
    }
    for recording in merged where Disk.look(at: draft.path + "/" + recording.document.file) == nil {
      try Disk.write(recording.body, to: draft.path + "/" + recording.document.file, temporaries: draft.path)
    }
    let json = FixtureManifest.json(merged.map { $0.document })
    try Disk.write(json, to: draft.path + "/" + manifest, temporaries: draft.path)
    let ours = Set(before.companions + before.recordings.map { $0.document.file } + [manifest])
    try draft.put { ours.contains($0) }
    do throws(EntryFault) {
      return try FixtureFolder(path: path, documents: merged.map { $0.document })
    } catch {
      throw FileFault(path: path, reason: "the recorded answers conflict: \(error)")
    }
  }

  /// The recorded answers of a folder, and its other allowed files.
  private static func existing(_ path: String) throws(FileFault) -> (recordings: [Recording], companions: [String]) {
    let names = try Disk.names(in: path) ?? []
    if names.isEmpty { return ([], []) }
    func foreign(_ found: String) -> FileFault {
      FileFault(
        path: path, reason: "the folder holds \(found), which is not a recorded answer",
        advice: "Choose a new or empty folder, or move that file away")
    }
    guard names.contains(manifest) else { throw foreign(names[0]) }
    let folder: FixtureFolder
    do throws(FetchError) { folder = try FixtureFolder(reading: path) } catch {
      throw FileFault(path: error.url, reason: error.problem, advice: "Choose a new or empty folder")
    }
    let files = Set(folder.documents.map { $0.file })
    let companions = names.filter { isCompanion($0) && Disk.look(at: path + "/" + $0)?.isPlainFile == true }
    if let found = names.first(where: { $0 != manifest && !files.contains($0) && !companions.contains($0) }) {
      throw foreign(found)
    }
    var recordings: [Recording] = []
    for document in folder.documents {
      do throws(FetchError) { recordings.append(Recording(document, body: try folder.body(of: document))) } catch {
        throw FileFault(path: path, reason: error.problem, advice: error.advice)
      }
    }
    return (recordings, companions)
  }

  private static func isCompanion(_ name: String) -> Bool {
    name.hasPrefix("README") || name.hasPrefix("LICENSE") || name.hasPrefix("LICENCE") || name.hasPrefix(".git")
  }
}

/// Readable file names, such as `cboe-SPX_History.csv`.
enum FixtureNames {
  /// Gives every recording a name. Equal bodies share a file, and given names are kept.
  static func settle(_ recordings: inout [Recording]) {
    // Some file systems do not distinguish upper and lower case.
    var taken: [String: String] = [:]
    var files: [String: String] = [:]
    for index in recordings.indices {
      let document = recordings[index].document
      if let file = files[document.sha256] {
        recordings[index].document.file = file
        continue
      }
      let wanted = FixtureManifest.isPlainName(document.file) ? document.file : name(for: document)
      let (stem, ending) = split(wanted)
      var file = wanted
      var number = 2
      while let holder = taken[file.lowercased()], holder != document.sha256 {
        file = stem + "-\(number)" + ending
        number += 1
      }
      taken[file.lowercased()] = document.sha256
      files[document.sha256] = file
      recordings[index].document.file = file
    }
  }

  /// The source, the last part of the path, and the values of the parameters.
  private static func name(for document: FixtureDocument) -> String {
    let source = String(document.source.prefix { $0 != "/" })
    let address = document.url.prefix { $0 != "?" }
    let (stem, ending) = split(address.split(separator: "/").dropFirst(2).last.map { String($0) } ?? "")
    let parameters = document.url.dropFirst(address.count + 1).split(separator: "&")
    let values = parameters.map { $0.drop { $0 != "=" }.dropFirst() }.filter { !$0.isEmpty && $0.count <= 24 }
    let pieces = ([source, stem] + values.map { String($0) }).map { plain($0) }.filter { !$0.isEmpty }
    var name = ""
    for piece in pieces where name.isEmpty || name.count + piece.count < 80 {
      name += (name.isEmpty ? "" : "-") + piece
    }
    return (name.isEmpty ? "document" : name)
      + (self.ending(of: document.contentType) ?? (ending.isEmpty ? ".txt" : ending))
  }

  private static func split(_ name: String) -> (stem: String, ending: String) {
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex, name.distance(from: dot, to: name.endIndex) <= 5,
      name[dot...].dropFirst().allSatisfy({ $0.isASCII && $0.isLetter })
    else { return (name, "") }
    return (String(name[..<dot]), String(name[dot...]))
  }

  private static func ending(of type: String?) -> String? {
    let type = type?.lowercased() ?? ""
    return [("csv", ".csv"), ("json", ".json"), ("xml", ".xml"), ("zip", ".zip"), ("html", ".html")]
      .first { type.contains($0.0) }?.1
  }

  /// The text with hyphens for everything but letters, digits, dots and underscores.
  private static func plain(_ text: String) -> String {
    let hyphens = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") ? $0 : "-" }
    return String(hyphens).split(separator: "-").joined(separator: "-").drop { $0 == "." || $0 == "-" }.description
  }
}

/// Remembers every document that another fetcher fetches, to record it.
package final class RecordingFetcher: Fetching {
  private let fetcher: any Fetching
  private let passed = Mutex<[String: Recording]>([:])

  /// Remembers the documents of a fetcher.
  package init(_ fetcher: any Fetching) { self.fetcher = fetcher }

  /// The document, which is also remembered.
  package func document(
    for request: FetchRequest, accepting check: @Sendable (FetchResponse) throws(FetchError) -> Void
  ) async throws(FetchError) -> FetchedDocument {
    let key = try CacheKey(request)
    let type = Mutex<String?>(nil)
    let document = try await fetcher.document(for: request) { (response) throws(FetchError) in
      try check(response)
      type.withLock { $0 = response.header("content-type") }
    }
    let recorded = FixtureDocument(
      sha256: document.sha256, url: key.url, source: key.source, headers: key.headers,
      contentType: type.withLock { $0 }, retrievedAt: document.fetchedAt, keyHash: key.isRedacted ? key.hash : nil)
    passed.withLock { $0[key.hash] = Recording(recorded, body: document.body) }
    return document
  }

  /// The documents so far, by source and URL.
  package var recordings: [Recording] {
    passed.withLock {
      $0.values.sorted { ($0.document.source, $0.document.url) < ($1.document.source, $1.document.url) }
    }
  }
}
