import Files
import DataSources
import TestSupport
import Testing

import Glibc
import TimeSeries

@Suite("A cache on disk")
struct CacheStoreTests {
  /// A cache with one copy, good for a day.
  func withCopy(_ check: (String, CacheStore) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      let headers = ["etag": "\"a\"", "content-type": "text/csv", "x-other": "1", "set-cookie": "S3CRET"]
      let asked = request("https://data.test/a.csv?x=1&apikey=S3CRET", fresh: day)
      _ = try await TestRun(ScriptedServer([answer("date,1\n", headers)]), in: folder).get(asked)
      try await check(folder, CacheStore(folder: folder))
    }
  }

  let asked = request("https://data.test/a.csv?x=1", fresh: day)

  func key() throws -> String { try CacheKey(asked).hash }

  func mode(of path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test("is files that a person can read, without secrets")
  func layout() async throws {
    try await withCopy { (folder: String, _: CacheStore) async throws in
      let sha256 = sha256Text(of: Array("date,1\n".utf8))
      let blob = folder + "/v1/blobs/sha256/\(sha256.prefix(2))/\(sha256)"
      #expect(try TestFiles.text(of: blob) == "date,1\n")
      #expect(mode(of: blob) == 0o444)
      #expect(
        try TestFiles.text(of: folder + "/CACHEDIR.TAG").hasPrefix("Signature: 8a477f597d28d172789f06886806bc55\n"))
      #expect(
        try TestFiles.text(of: folder + "/v1/entries/\(key()).json") == """
          {
            "confirmed_at" : "2026-10-30T16:02:11Z",
            "engram_cache" : 1,
            "etag" : "\\"a\\"",
            "fetched_at" : "2026-10-30T16:02:11Z",
            "headers" : {
              "content-type" : "text/csv"
            },
            "request_headers" : {

            },
            "sha256" : "\(sha256)",
            "size" : 7,
            "source" : "test/1",
            "status" : 200,
            "url" : "https://data.test/a.csv?x=1"
          }

          """)
      #expect(try TestFiles.names(in: folder + "/v1/tmp") == [])
    }
  }

  @Test("knows what was fetched last, and stores no key of an address")
  func lastFetch() async throws {
    try await withTemporaryFolder { folder in
      let store = CacheStore(folder: folder + "/c")
      #expect(store.lastRequests == nil)
      let requests = ["x=ecb:USD", "long=csv:f.csv?key=shop", "https://data.test/a.csv?id=1#value=x"]
      try store.keep(requests: requests)
      #expect(store.lastRequests == requests && mode(of: folder + "/c/v1/last-fetch.json") == 0o600)
      #expect(throws: FileFault.self) { try store.keep(requests: ["https://data.test/a.csv?apikey=S3CRET"]) }
      #expect(throws: FileFault.self) { try store.keep(requests: ["x=exec:./tap"]) }
      #expect(store.lastRequests == requests)
      for planted in ["exec:./tap", "first:csv:a.csv,e%2578ec:./tap"] {
        try TestFiles.write("{\"sources\":[\"\(planted)\"]}", to: folder + "/c/v1/last-fetch.json")
        #expect(store.lastRequests == nil)
      }
      try TestFiles.write("{", to: folder + "/c/v1/last-fetch.json")
      #expect(store.lastRequests == nil)
    }
  }

  @Test("finds a flipped bit, sets the body aside and fetches it again, with a warning")
  func flippedBit() async throws {
    try await withCopy { folder, store in
      let blob = store.blobPath(sha256Text(of: Array("date,1\n".utf8)))
      unlink(blob)
      try TestFiles.write("date,3\n", to: blob)
      let server = ScriptedServer([answer("date,1\n")])
      let run = TestRun(server, in: folder)
      let document = try await run.get(asked)
      #expect(document.body == Array("date,1\n".utf8) && document.origin == .network)
      #expect(document.warnings.count == 1)
      #expect(document.warnings.first?.contains("the copy is damaged: \(blob): its SHA-256") == true)
      #expect(document.warnings.first?.contains("it was moved to \(store.quarantine)/") == true)
      // No validators of a copy that is not there.
      #expect(server.asked.first?.validators == [])
      #expect(try TestFiles.names(in: store.quarantine).count == 1)
      #expect(try store.verify().problems == [])
    }
  }

  @Test("says offline which file is damaged")
  func damagedOffline() async throws {
    try await withCopy { folder, store in
      let blob = store.blobPath(sha256Text(of: Array("date,1\n".utf8)))
      unlink(blob)
      try TestFiles.write("date,1", to: blob)
      let first = await TestRun(nil, in: folder, mode: .offline).failure(asked)
      #expect(first?.kind == .cacheCorrupt && first?.problem.contains(blob) == true)
      let second = await TestRun(nil, in: folder, mode: .offline).failure(asked)
      #expect(second?.kind == .cacheCorrupt && second?.problem.contains("is not there") == true)
    }
  }

  @Test("adds the damage to the error where the document cannot be fetched again either")
  func damagedAndUnreachable() async throws {
    try await withCopy { folder, store in
      unlink(store.blobPath(sha256Text(of: Array("date,1\n".utf8))))
      let failure = await TestRun(ScriptedServer([.failure(.dns)]), in: folder).failure(asked)
      #expect(failure?.kind == .dns && failure?.problem.contains("; and the copy is damaged: ") == true)
    }
  }

  @Test(
    "takes a damaged entry for none and sets it aside",
    arguments: [
      "", "{", "{\"engram_cache\": 1}", "{\"engram_cache\": \"1\"}", "[]", String(repeating: "[", count: 100_000),
    ])
  func damagedEntry(_ text: String) async throws {
    try await withCopy { folder, store in
      try TestFiles.write(text, to: store.entryPath(key()))
      let run = TestRun(ScriptedServer([answer("date,2\n")]), in: folder)
      let document = try await run.get(asked)
      #expect(document.body == Array("date,2\n".utf8) && document.warnings.count == 1)
      #expect(try TestFiles.text(of: store.quarantine + "/\(key()).json") == text)
      #expect(try await TestRun(nil, in: folder, mode: .offline).text(asked) == "date,2\n")
    }
  }

  @Test("tells of a damaged entry also when it had to wait for the lock after it had set it aside")
  func damagedBeforeWaiting() async throws {
    try await withCopy { folder, store in
      try TestFiles.write("", to: store.entryPath(key()))
      let lock = try await store.lock(CacheKey(asked), patience: .zero)
      let run = TestRun(ScriptedServer([answer("date,2\n")]), in: folder)
      async let document = run.get(asked)
      for _ in 0..<2000 where (try? TestFiles.names(in: store.quarantine)) == nil {
        try await Task.sleep(for: .milliseconds(5))
      }
      try await Task.sleep(for: .milliseconds(50))
      release(lock)
      let warnings = try await document.warnings
      #expect(warnings.count == 1 && warnings.first?.contains("it was moved to \(store.quarantine)/") == true)
    }
  }

  private func release(_ lock: consuming LockOutcome) {}

  @Test("takes an entry cut off anywhere for none")
  func truncatedEntry() async throws {
    try await withCopy { folder, store in
      let whole = Array(try TestFiles.text(of: store.entryPath(key())).utf8)
      // The last two bytes are the closing brace and the line end.
      for length in 0...whole.count - 2 {
        #expect(throws: EntryFault.damaged("it is not an entry in JSON")) {
          try CacheEntry(json: Array(whole[..<length]))
        }
      }
    }
  }

  @Test("refuses an entry that names a body outside, is of an absurd size or has no time")
  func tampered() async throws {
    try await withCopy { folder, store in
      let whole = try TestFiles.text(of: store.entryPath(key()))
      let sha256 = sha256Text(of: Array("date,1\n".utf8))
      for (old, new) in [
        (sha256, "../../../../etc/passwd"), ("\"size\" : 7", "\"size\" : -7"), ("2026-10-30T", "2026-13-30T"),
      ] {
        let changed = whole.replacing(old, with: new)
        #expect(changed != whole)
        #expect { try CacheEntry(json: Array(changed.utf8)) } throws: { error in
          if case EntryFault.damaged = error { true } else { false }
        }
      }
      try TestFiles.write(
        whole.replacing("\"size\" : 7", with: "\"size\" : 4611686018427387904"), to: store.entryPath(key()))
      #expect(await TestRun(nil, in: folder, mode: .offline).failure(asked)?.kind == .cacheCorrupt)
      try TestFiles.write(String(repeating: " ", count: 2 << 20), to: store.entryPath(key()))
      #expect(
        await TestRun(nil, in: folder, mode: .offline).failure(asked)?.problem.contains(
          "more than the limit of 1048576") == true
      )
    }
  }

  @Test("leaves an entry of a later engram as it is: absent to readers, never overwritten")
  func newerEntry() async throws {
    try await withCopy { folder, store in
      let text = "{\"engram_cache\": 2, \"body\": \"elsewhere\"}"
      try TestFiles.write(text, to: store.entryPath(key()))
      let run = TestRun(ScriptedServer([answer("date,2\n")]), in: folder)
      let document = try await run.get(asked)
      #expect(document.body == Array("date,2\n".utf8))
      #expect(
        document.warnings.contains { $0.contains("it could not be stored") && $0.contains("later version of engram") })
      // The same run still has what it fetched.
      #expect(try await run.text(asked) == "date,2\n")
      #expect(try TestFiles.text(of: store.entryPath(key())) == text)
      let failure = await TestRun(nil, in: folder, mode: .offline).failure(asked)
      #expect(failure?.kind == .offlineMiss && failure?.problem.contains("version 2 of the cache") == true)
      #expect(try store.list().problems.count == 1)
      #expect(try store.clear(now: october) == 0)
      #expect(try TestFiles.text(of: store.entryPath(key())) == text)
    }
  }

  @Test("hands on what it has no permission to keep, and says so", arguments: ["file/cache", "/proc/engram", "locked"])
  func noPermission(_ place: String) async throws {
    try await withTemporaryFolder { folder in
      try TestFiles.write("", to: folder + "/file")
      mkdir(folder + "/locked", 0o500)
      // Root writes wherever it likes; for root this place is one that nobody can write to.
      let isRoot = getuid() == 0
      let path = place == "locked" && isRoot ? "/sys/engram" : place.hasPrefix("/") ? place : folder + "/" + place
      let server = ScriptedServer([answer("date,1\n")])
      let run = TestRun(server, in: path)
      let document = try await run.get(asked)
      #expect(document.body == Array("date,1\n".utf8) && document.origin == .network)
      #expect(document.warnings.count == 1)
      #expect(document.warnings.first?.hasPrefix("https://data.test/a.csv?x=1: it could not be stored: ") == true)
      #expect(try await run.text(asked) == "date,1\n")
      #expect(server.asked.count == 1)
    }
  }

  @Test("hands on what the disk has no room for, leaves nothing half-written and keeps the old", .enabled(if: canMount))
  func fullDisk() async throws {
    try await withTemporaryFolder { folder in
      guard mount("tmpfs", folder, "tmpfs", 0, "size=256k") == 0 else {
        Issue.record("a small disk could not be made: \(String(cString: strerror(errno)))")
        return
      }
      defer { umount2(folder, Int32(MNT_DETACH)) }
      let large = "date," + String(repeating: "1", count: 400_000)
      let run = TestRun(ScriptedServer([answer("date,1\n"), answer(large)]), in: folder, mode: .refresh)
      _ = try await run.get(asked)
      let other = request("https://data.test/large")
      let document = try await run.get(other)
      #expect(document.body.count == large.utf8.count)
      #expect(document.warnings.first?.contains("no space left on device") == true)
      #expect(try TestFiles.names(in: folder + "/v1/tmp") == [])
      let found = try CacheStore(folder: folder).verify()
      #expect(found == CacheStore.Verification(sound: 1, bytes: 7))
      #expect(try await TestRun(nil, in: folder, mode: .offline).text(asked) == "date,1\n")
    }
  }

  static var canMount: Bool {
    #if os(Linux)
      guard getuid() == 0 else { return false }
      let folder = "/tmp/engram-mount-\(UInt64.random(in: 0 ... .max))"
      mkdir(folder, 0o700)
      defer { rmdir(folder) }
      guard mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else { return false }
      return umount(folder) == 0
    #else
      return false
    #endif
  }

  @Test("lists, verifies and clears, all or by source; what entries share stays")
  func upkeep() async throws {
    try await withTemporaryFolder { folder in
      let store = CacheStore(folder: folder)
      #expect(try store.list().items == [] && store.verify() == .init() && store.clear(now: october) == 0)
      let run = TestRun(ScriptedServer([answer("date,1\n"), answer("date,1\n"), answer("date,2\n")]), in: folder)
      for source in ["a/1", "b/1", "b/2"] { _ = try await run.get(request(source: source)) }
      #expect(try store.list().items.map { $0.entry.source } == ["a/1", "b/1", "b/2"])
      #expect(try store.verify() == CacheStore.Verification(sound: 3, bytes: 21))
      try TestFiles.write("half", to: store.temporaries + "/1-2")
      #expect(try store.verify().leftovers == 1)
      #expect(try store.clear(source: "b/2", now: 0) == 1)
      #expect(try store.verify() == CacheStore.Verification(sound: 2, bytes: 14, leftovers: 1))
      #expect(try store.clear(source: "b", now: .max / 2) == 1)
      #expect(try store.verify() == CacheStore.Verification(sound: 1, bytes: 7))
      let blob = store.blobPath(sha256Text(of: Array("date,1\n".utf8)))
      unlink(blob)
      try TestFiles.write("date,7\n", to: blob)
      let found = try store.verify()
      #expect(found.sound == 0 && found.problems.count == 1)
      #expect(try store.clear(now: october) == 1 && store.list().items == [])
    }
  }

  @Test("notes what a document was read as, and tells it to whoever misses a document like it")
  func notes() async throws {
    try await withCopy { folder, store in
      let sha256 = sha256Text(of: Array("date,1\n".utf8))
      func read(_ days: ClosedRange<Int64>) -> Series {
        var origin = Origin(request: "r", adapter: "test")
        origin.documents = [Origin.Document(url: asked.url, sha256: sha256, fetched: "")]
        // Days since 1970-01-01.
        let times = days.map { Timestamp(ticks: $0 * Timestamp.millisecondsPerDay) }
        return Series(name: "x", resolution: .day, times: times, values: times.map { _ in 0 }, origin: origin)
      }
      let key = try #require(try store.list().items.first?.key)
      // A document that was not asked for is not looked at.
      try store.note([read(18262...18264)], in: [])
      #expect(try store.list().items.first?.entry.rows == nil)
      try store.note([read(18262...18264)], in: [key])
      try store.note([read(18263...18263), read(18264...18265)], in: [key])
      let entry = try #require(try store.list().items.first?.entry)
      #expect(entry.rows == 3 && entry.first == "2020-01-01" && entry.last == "2020-01-04")
      let run = TestRun(nil, in: folder, mode: .offline)
      let failure = await run.failure(request("https://data.test/a.csv?x=2&y=3"))
      #expect(failure?.kind == .offlineMiss)
      #expect(
        failure?.problem == "it is not in the cache, and engram is offline. Nearest: test/1"
          + " (https://data.test/a.csv?x=1, 3 rows from 2020-01-01 to 2020-01-04, fetched 2026-10-30T16:02:11Z):"
          + " the parameter x is '1' there, '2' in the request; the parameter y is missing there, '3' in the request")
      let other = await run.failure(request("https://nowhere.test/", source: "none/1"))
      #expect(other?.problem == "it is not in the cache, and engram is offline; nor is anything like it")
      // The run has listed the folder once, for the first document that was missing.
      try TestFiles.remove(folder + "/v1/entries")
      #expect(await run.failure(request("https://data.test/a.csv?x=3"))?.problem.contains("Nearest: test/1") == true)
    }
  }

  @Test("is in ./cache where that is one, else where the XDG specification says, else nowhere")
  func place() {
    let home = ["HOME": "/home/me"]
    #expect(CachePlace.folder(tag: CacheStore.tag, environment: home) == "cache")
    #expect(
      CachePlace.folder(tag: "Signature: 8a477f597d28d172789f06886806bc55\n# cargo", environment: home)
        == "/home/me/.cache/engram")
    #expect(CachePlace.folder(tag: nil, environment: home) == "/home/me/.cache/engram")
    #expect(CachePlace.folder(tag: nil, environment: ["HOME": "/h", "XDG_CACHE_HOME": "/x"]) == "/x/engram")
    #expect(CachePlace.folder(tag: nil, environment: ["HOME": "/h", "XDG_CACHE_HOME": "x"]) == "/h/.cache/engram")
    #expect(CachePlace.folder(tag: nil, environment: [:]) == nil)
  }
}
