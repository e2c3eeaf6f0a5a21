import DataSources
import Files
import TestSupport
import Testing

@Suite("A fetcher with a cache")
struct CachingFetcherTests {
  @Test("keeps what passes the checks, and serves it without asking while it is fresh")
  func fresh() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("date,1\n")])
      let first = TestRun(server, in: folder)
      let document = try await first.get(request(fresh: hour))
      #expect(document.origin == .network && document.fetchedAt == october && document.warnings == [])
      #expect(first.kinds == [.downloaded])
      let later = TestRun(server, in: folder, at: october + 3_599_000)
      let copy = try await later.get(request(fresh: hour))
      #expect(copy.origin == .cache && copy.body == document.body && copy.sha256 == document.sha256)
      #expect(copy.fetchedAt == october && copy.warnings == [])
      #expect(later.kinds == [.fresh] && later.events.first?.age == 3599)
      #expect(server.asked.count == 1)
    }
  }

  @Test("asks with the copy's validators once it is stale; 304 makes it fresh again and keeps the bytes")
  func notModified() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let headers = ["etag": "\"v1\"", "last-modified": "Thu, 29 Oct 2026 16:02:11 GMT", "cache-control": "max-age=60"]
      let server = ScriptedServer([
        answer("date,1\n", headers.merging(["age": "59"]) { $1 }),
        answer("", ["etag": "W/\"v1\"", "cache-control": "max-age=600"], status: 304),
      ])
      _ = try await TestRun(server, in: folder).get()
      let second = TestRun(server, in: folder, at: october + 100_000)
      #expect(try await second.text() == "date,1\n")
      #expect(second.kinds == [.revalidated])
      #expect(
        server.asked.last?.validators == [
          .init("if-none-match", "\"v1\""), .init("if-modified-since", "Thu, 29 Oct 2026 16:02:11 GMT"),
        ])
      // The new max-age counts from the new time, and the age of the old answer is gone.
      let third = TestRun(server, in: folder, at: october + 650_000)
      #expect(try await third.get().fetchedAt == october)
      #expect(third.kinds == [.fresh] && server.asked.count == 2)
    }
  }

  @Test("asks again in full where 304 speaks of another version than the copy")
  func otherTag() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([
        answer("date,1\n", ["etag": "\"v1\""]), answer("", ["etag": "\"v2\""], status: 304), answer("date,2\n"),
      ])
      _ = try await TestRun(server, in: folder).get()
      let second = TestRun(server, in: folder, at: october + 1000)
      #expect(try await second.text() == "date,2\n")
      #expect(second.kinds == [.changed] && server.asked.last?.validators == [])
    }
  }

  @Test("refuses a 304 that nobody asked for")
  func unasked() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let run = TestRun(ScriptedServer([answer("", status: 304)]), in: folder)
      let failure = await run.failure()
      #expect(failure?.kind == .notData)
      #expect(failure?.problem == "the server answered 304 (not modified) to a request without a condition")
      #expect(run.kinds == [.failed] && run.events.first?.error == failure)
    }
  }

  @Test("tells new bytes from the same bytes sent again")
  func changed() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("date,1\n"), answer("date,1\n"), answer("date,2\n")])
      for (index, kind) in [FetchEvent.Kind.downloaded, .revalidated, .changed].enumerated() {
        let run = TestRun(server, in: folder, at: october + Int64(index) * 1000)
        let document = try await run.get()
        #expect(run.kinds == [kind])
        #expect(document.fetchedAt == (kind == .changed ? october + 2000 : october))
      }
    }
  }

  @Test("asks whatever is fresh when told to refresh, and each document once a run")
  func refresh() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("date,1\n", ["etag": "\"a\""]), answer("", status: 304)])
      _ = try await TestRun(server, in: folder).get(request(fresh: day))
      let run = TestRun(server, in: folder, mode: .refresh)
      for _ in 0..<3 { #expect(try await run.text(request(fresh: day)) == "date,1\n") }
      #expect(run.kinds == [.revalidated, .fresh, .fresh])
      #expect(server.asked.count == 2)
    }
  }

  @Test(
    "stores nothing that fails the checks, and goes by the status where that says more",
    arguments: [
      (200, "expected 'date'"), (404, "the server answered with status 404, not found"),
      (500, "the server answered with status 500, a server error"),
    ])
  func failedChecks(_ status: Int, _ problem: String) async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("<html>", status: status), answer("date,1\n")])
      #expect(await TestRun(server, in: folder).failure()?.problem.hasPrefix(problem) == true)
      #expect(try CacheStore(folder: folder).list().items == [])
      #expect(await TestRun(nil, in: folder, mode: .offline).failure()?.kind == .offlineMiss)
      #expect(try await TestRun(server, in: folder).text() == "date,1\n")
    }
  }

  @Test(
    "stores no answer of another status, even one that its source lets pass",
    arguments: [
      (404, FetchError.Kind.notFound), (410, .notFound), (401, .auth), (403, .blocked), (429, .rateLimited),
      (503, .unavailable), (301, .notData), (206, .notData), (203, .notData), (204, .empty), (400, .notFound),
    ])
  func status(_ status: Int, _ kind: FetchError.Kind) async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let run = TestRun(ScriptedServer([answer("date,1\n", status: status)]), in: folder)
      #expect(await run.failure()?.kind == kind)
      #expect(try CacheStore(folder: folder).list().items == [])
    }
  }

  @Test("checks a copy again: one that a newer check refuses is fetched anew, and missing offline")
  func newCheck() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("date,1\n"), answer("date,22\n")])
      _ = try await TestRun(server, in: folder).get(request(fresh: day))
      let offline = TestRun(nil, in: folder, mode: .offline)
      let strict: @Sendable (FetchResponse) throws(FetchError) -> Void = { (response) throws(FetchError) in
        if response.body.count < 8 { throw FetchError(.empty, url: response.url, problem: "short", advice: "Look") }
      }
      await #expect(throws: FetchError.self) {
        try await offline.fetcher.document(for: request(fresh: day), accepting: strict)
      }
      let run = TestRun(server, in: folder)
      let document = try await run.fetcher.document(for: request(fresh: day), accepting: strict)
      #expect(String(decoding: document.body, as: UTF8.self) == "date,22\n")
    }
  }

  @Test("shares one download among tasks that want the same document")
  func shared() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([answer("date,1\n")], pause: .milliseconds(30))
      let run = TestRun(server, in: folder)
      let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
        for _ in 0..<20 { group.addTask { try await run.get().body } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(bodies == Array(repeating: Array("date,1\n".utf8), count: 20))
      #expect(server.asked.count == 1)
    }
  }

  @Test("shares one failure too, and does not ask for it again in the same run")
  func sharedFailure() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([.failure(.timeout), answer("date,1\n")], pause: .milliseconds(30))
      let run = TestRun(server, in: folder)
      let kinds = await withTaskGroup(of: FetchError.Kind?.self) { group in
        for _ in 0..<5 { group.addTask { await run.failure()?.kind } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(kinds == Array(repeating: .timeout, count: 5))
      #expect(await run.failure()?.kind == .timeout)
      #expect(server.asked.count == 1)
    }
  }

  @Test("lets the next task take over from one that was cancelled, and lets a waiting task go at once")
  func cancelled() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let server = ScriptedServer([.silence, answer("date,1\n")])
      let run = TestRun(server, in: folder)
      let leader = Task { await run.failure()?.kind }
      while server.asked.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
      let gone = Task { await run.failure()?.kind }
      let next = Task { try await run.text() }
      try await Task.sleep(for: .milliseconds(20))
      gone.cancel()
      #expect(await gone.value == .cancelled)
      leader.cancel()
      #expect(await leader.value == .cancelled)
      #expect(try await next.value == "date,1\n")
      #expect(server.asked.count == 2)
    }
  }

  @Test("works without a place to keep anything: each document is asked for once a run")
  func noStore() async throws {
    let server = ScriptedServer([answer("date,1\n")])
    let run = TestRun(server, in: nil)
    #expect(try await run.text() == "date,1\n")
    #expect(try await run.text() == "date,1\n")
    #expect(server.asked.count == 1)
  }

  @Test("is stopped while it waits for another process, and stops waiting when its patience ends")
  func locked() async throws {
    try await withTemporaryFolder { (folder: String) async throws in
      let store = CacheStore(folder: folder)
      let other = try await store.lock(CacheKey(request()), patience: .zero)
      let server = ScriptedServer([answer("date,1\n")])
      let stopped = Task { [run = TestRun(server, in: folder)] in await run.failure()?.kind }
      try await Task.sleep(for: .milliseconds(20))
      stopped.cancel()
      #expect(await stopped.value == .cancelled)
      #expect(server.asked.isEmpty)
      let impatient = CachingFetcher(transport: server, store: store, now: october, lockPatience: .milliseconds(20))
      _ = try await impatient.document(for: request(), accepting: beginsWithDate)
      #expect(server.asked.count == 1)
      #expect(other.hasWaited == false)
    }
  }
}
