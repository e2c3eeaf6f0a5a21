import Files
import DataSources
import Dispatch
import TestSupport
import Testing

import Glibc

@Suite("A cache that several processes share")
struct CacheProcessTests {
  /// The program beside the tests; see Tests/cache-writer.
  static let writer: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let own = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return own.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/CacheWriter"
  }()

  /// Keeps three documents and returns their keys with what they hold.
  func fill(_ store: CacheStore) throws -> [(CacheKey, [UInt8])] {
    try (0..<3).map { number in
      let key = try CacheKey(request("https://old.test/\(number)"))
      let body = Array(repeatElement("old \(number)\n", count: 1000 * number + 1).joined().utf8)
      let response = FetchResponse(status: 200, headers: [], body: body, url: key.url)
      try store.keep(body, CacheEntry(response, to: key, sha256: sha256Text(of: body), now: october), for: key)
      return (key, body)
    }
  }

  @Test("is whole however a writer dies: 200 of them are killed at random moments", arguments: 0..<2)
  func killed(_ half: Int) async throws {
    try await withTemporaryFolder { folder in
      let store = CacheStore(folder: folder)
      let old = try fill(store)
      let found = try await apart {
        try (0..<100).flatMap { round in
          let writer = try ChildProgram([CacheProcessTests.writer, "write", folder, String(1000 * round + half)])
          let words = writer.output(until: "writing")
          usleep(UInt32.random(in: 0...4000))
          writer.kill()
          return (words.contains("writing") ? [] : ["it did not write: \(words)"])
            + (try faults(of: store, still: old)).map { "after killing writer \(round): \($0)" }
        }
      }
      #expect(found == [])
    }
  }

  /// What is wrong with a cache that still has to hold some documents.
  func faults(of store: CacheStore, still old: [(CacheKey, [UInt8])]) throws -> [String] {
    let found = try store.verify()
    var faults = found.problems
    if found.sound <= old.count { faults.append("nothing new was kept") }
    for (key, body) in old {
      if case .copy(_, let kept) = store.holding(for: key), kept == body { continue }
      faults.append("\(key.url) is lost")
    }
    // The bodies of entries that were replaced since.
    _ = try store.clear(source: "nobody", now: october)
    return faults
  }

  @Test("is filled once: of two processes that want the same document one asks and the other waits, 20 times")
  func two() async throws {
    try await withTemporaryFolder { folder in
      let programs = try (0..<2).map { _ in try ChildProgram([CacheProcessTests.writer, "fetch", folder, "20"]) }
      let words = try await apart { programs.map { ($0.output(until: "asked"), $0.wait()) } }
      let asked = words.map { Int($0.0.split(separator: " ").last?.prefix { $0.isNumber } ?? "") }
      #expect(words.allSatisfy { $0.1 == 0 } && asked.allSatisfy { $0 != nil }, "\(words)")
      #expect(asked.compactMap { $0 }.reduce(0, +) == 20, "\(words)")
      #expect(try CacheStore(folder: folder).verify().sound == 20)
    }
  }

  /// Work that blocks, away from the threads that all tests share.
  func apart<Outcome: Sendable>(_ work: @escaping @Sendable () throws -> Outcome) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "apart").async { continuation.resume(with: Result { try work() }) }
    }
  }
}
