package import Files
import FoundationEssentials

/// What `engram fetch` was asked for last, so that it can be studied without being typed again.
extension CacheStore {
  private var lastFetch: String { version + "/last-fetch.json" }

  /// Keeps the requests of a fetch, as they were typed; none for the default study.
  ///
  /// - Throws: also where an address has a key in its query, since keys are stored nowhere, and where a source is a program,
  ///   since those run only where they are named.
  package func keep(requests: [String]) throws(FileFault) {
    if requests.contains(where: Self.runsProgram) {
      throw FileFault(path: lastFetch, reason: "a source is a program, which runs only where it is named")
    }
    for request in requests {
      guard let parsed = try? SourceRequest(parsing: request), parsed.argument.contains("://") else { continue }
      if Redactor().url(parsed.argument) != parsed.argument {
        throw FileFault(path: lastFetch, reason: "an address has a key in it, and keys are not stored")
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(LastFetch(sources: requests)) else { return }
    try Disk.makeFolder(temporaries, under: folder)
    try Disk.write(
      Array(json) + [UInt8(ascii: "\n")], to: lastFetch, temporaries: temporaries, mode: 0o600, under: folder)
  }

  /// Nil if nothing was fetched, or the file cannot be read: the default study is then meant.
  package var lastRequests: [String]? {
    guard let json = try? Disk.read(lastFetch, limit: CacheStore.largestEntry, under: folder) else { return nil }
    guard let requests = try? JSONDecoder().decode(LastFetch.self, from: Data(json)).sources else { return nil }
    // A cache may come with a folder from elsewhere.
    return requests.contains(where: Self.runsProgram) ? nil : requests
  }

  /// Also inside `first:`, however it is escaped.
  private static func runsProgram(_ request: String) -> Bool {
    var text = request.lowercased()
    while let plain = try? percentDecoded(text[...]), plain != text { text = plain }
    return text.contains("exec:")
  }

  private struct LastFetch: Codable { var sources: [String] }
}
