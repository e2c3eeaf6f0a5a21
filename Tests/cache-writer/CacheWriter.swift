import Files
import DataSources
import Glibc

/// Does to a cache what only a process of its own can: `write FOLDER SEED` replaces documents until it is killed;
/// `fetch FOLDER COUNT` gets so many documents, one after the other, and prints how often it had to ask for one.
@main
struct CacheWriter {
  static func main() async throws {
    let words = CommandLine.arguments
    guard words.count == 4, let number = Int(words[3]) else {
      print("CacheWriter write FOLDER SEED | fetch FOLDER COUNT")
      exit(2)
    }
    let store = CacheStore(folder: words[2])
    if words[1] == "write" { try write(to: store, seed: number) }
    try await fetch(number, through: store)
  }

  /// A document of a length and a content that differ each time, under one of four keys.
  private static func write(to store: CacheStore, seed: Int) throws -> Never {
    var version = seed
    while true {
      version += 1
      let key = try CacheKey(FetchRequest(source: "writer/1", url: "https://writer.test/\(version % 4)"))
      let body = Array(repeatElement("version \(version)\n", count: 1 + version % 4096).joined().utf8)
      let response = FetchResponse(status: 200, headers: [], body: body, url: key.url)
      let entry = CacheEntry(response, to: key, sha256: sha256Text(of: body), now: Int64(version) * 1000)
      try store.keep(body, entry, for: key)
      if version == seed + 1 { report("writing") }
    }
  }

  private static func fetch(_ count: Int, through store: CacheStore) async throws {
    let server = SlowServer()
    let fetcher = CachingFetcher(transport: server, store: store, now: 0)
    var asked = 0
    for number in 0..<count {
      var request = FetchRequest(source: "slow/1", url: "https://slow.test/\(number)")
      request.freshSeconds = 3600
      let document = try await fetcher.document(for: request) { (_) throws(FetchError) in }
      guard document.body == Array(request.url.utf8) else { report("torn: \(request.url)"); exit(1) }
      if document.origin == .network { asked += 1 }
    }
    report("asked \(asked)")
  }

  private static func report(_ line: String) {
    print(line)
    fflush(nil)
  }
}

/// Answers every request with its URL, after a while.
private struct SlowServer: Transport {
  func response(
    to request: FetchRequest, validators: [FetchRequest.Header]
  ) async throws(FetchError) -> FetchResponse {
    try? await Task.sleep(for: .milliseconds(10))
    return FetchResponse(status: 200, headers: [], body: Array(request.url.utf8), url: request.url)
  }
}
