package import Files

/// An answer to be recorded.
package struct Recording: Sendable, Equatable {
  /// What is written about it.
  package var document: FixtureDocument
  /// The bytes as they came, decoded.
  package var body: [UInt8]

  package init(_ document: FixtureDocument, body: [UInt8]) { (self.document, self.body) = (document, body) }
}

extension FixtureFolder {
  /// Writes answers to a folder, whole or not at all: one that is new, empty, or was recorded earlier. In the last an
  /// answer to a request that it holds takes the old one's place, and the others stay.
  ///
  /// - Throws: where the folder holds anything else than recorded answers (a README, a licence and the files of git
  ///   may stand beside them), or the disk refuses. Nothing is changed then.
  @discardableResult
  package static func record(_ recordings: [Recording], to path: String) throws(FileFault) -> FixtureFolder {
    // A link to a folder keeps pointing to it.
    var path = Disk.resolved(path)
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    let before = try existing(path)
    var merged = before.recordings
    for recording in recordings {
      let hash = recording.document.key?.hash
      merged.removeAll { $0.document.key?.hash == hash }
      merged.append(recording)
    }
    FixtureNames.settle(&merged)
    merged.sort { $0.document.file < $1.document.file }
    try Disk.makeFolder(Disk.parent(of: path))
    let draft = try Disk.makeDraftFolder(beside: path)
    do throws(FileFault) {
      for file in before.companions {
        guard let bytes = try Disk.read(path + "/" + file, limit: 1 << 26) else { continue }
        try Disk.write(bytes, to: draft + "/" + file, temporaries: draft)
      }
      for recording in merged where Disk.look(at: draft + "/" + recording.document.file) == nil {
        try Disk.write(recording.body, to: draft + "/" + recording.document.file, temporaries: draft)
      }
      let json = FixtureManifest.json(merged.map { $0.document })
      try Disk.write(json, to: draft + "/" + manifest, temporaries: draft)
      try Disk.put(draftFolder: draft, at: path)
    } catch {
      Disk.discard(draftFolder: draft)
      throw error
    }
    do throws(EntryFault) {
      return try FixtureFolder(path: path, documents: merged.map { $0.document })
    } catch {
      throw FileFault(path: path, reason: "what was recorded cannot be told apart: \(error)")
    }
  }

  /// What is recorded in a folder, and the files that may stand beside it.
  private static func existing(_ path: String) throws(FileFault) -> (recordings: [Recording], companions: [String]) {
    let names = try Disk.names(in: path) ?? []
    if names.isEmpty { return ([], []) }
    func foreign(_ found: String) -> FileFault {
      FileFault(
        path: path, reason: "the folder holds \(found), which is no recorded answer",
        advice: "Choose a new or empty folder, or move that away")
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

/// File names that say what is in them: `cboe-SPX_History.csv`.
enum FixtureNames {
  /// Gives every recording a name of its own; equal bodies share a file, and names that were given are kept.
  static func settle(_ recordings: inout [Recording]) {
    // Upper and lower case are one on some disks.
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

  /// The source, the last piece of the path, and what the parameters are set to.
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

  /// Letters, digits, dots and underscores; the rest becomes hyphens.
  private static func plain(_ text: String) -> String {
    let hyphens = text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") ? $0 : "-" }
    return String(hyphens).split(separator: "-").joined(separator: "-").drop { $0 == "." || $0 == "-" }.description
  }
}
