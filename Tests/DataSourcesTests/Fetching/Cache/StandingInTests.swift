import DataSources
import TestSupport
import Testing

@Suite("A copy stands in")
struct StandingInTests {
  /// A cache with one copy of October 30, and what a run some days later makes of an answer.
  func later(
    _ days: Double, _ script: [ScriptedServer.Answer], mode: CachingFetcher.Mode = .auto,
    body: String = "date,1\n", _ check: (TestRun, ScriptedServer) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      _ = try await TestRun(ScriptedServer([answer(body)]), in: folder).get(request(fresh: hour))
      let server = ScriptedServer(script)
      let now = october + Int64(days * day * 1000)
      try await check(TestRun(server, in: folder, at: now, mode: mode), server)
    }
  }

  @Test(
    "for an answer that could not be had, loudly",
    arguments: [
      FetchError.Kind.timeout, .dns, .connect, .tls, .unavailable, .quota, .blocked, .rateLimited, .tooLarge,
      .truncated, .auth, .notFound,
    ])
  func transport(_ kind: FetchError.Kind) async throws {
    try await later(3, [.failure(kind)]) { (run: TestRun, _: ScriptedServer) async throws in
      let document = try await run.get(request(fresh: hour))
      #expect(document.origin == .cache && document.fetchedAt == october)
      #expect(
        document.warnings == [
          "https://data.test/a.csv: served from the copy of 2026-10-30, because it did not work:"
            + " \(kind.rawValue)"
        ])
      #expect(run.kinds == [.stale] && run.events.first?.warnings == document.warnings)
    }
  }

  @Test("for an answer that fails the checks, and is not replaced by it", arguments: [200, 503])
  func checks(_ status: Int) async throws {
    try await later(1, [answer("<html>", status: status), .failure(.timeout)]) {
      (run: TestRun, _: ScriptedServer) async throws in
      #expect(try await run.text(request(fresh: hour)) == "date,1\n")
      #expect(run.kinds == [.stale])
    }
  }

  @Test("not for what the user got wrong or stopped", arguments: [FetchError.Kind.config, .unsafeURL, .cancelled])
  func user(_ kind: FetchError.Kind) async throws {
    try await later(1, [.failure(kind)]) { (run: TestRun, _: ScriptedServer) async throws in
      #expect(await run.failure(request(fresh: hour))?.kind == kind)
    }
  }

  @Test("for 30 days after it went stale, or as its source says; then the error remains, and says so")
  func limit() async throws {
    try await later(30, [.failure(.timeout)]) { (run: TestRun, _: ScriptedServer) async throws in
      #expect(try await run.text(request(fresh: hour)) == "date,1\n")
    }
    try await later(31, [.failure(.timeout)]) { (run: TestRun, _: ScriptedServer) async throws in
      let failure = await run.failure(request(fresh: hour))
      #expect(failure?.kind == .timeout)
      #expect(
        failure?.problem
          == "it did not work: timeout; the copy of 2026-10-30 is too old to use (31 days)")
      #expect(failure?.advice.contains("--offline") == true)
    }
    try await later(2, [.failure(.timeout)]) { (run: TestRun, _: ScriptedServer) async throws in
      var short = request(fresh: hour)
      short.staleIfErrorSeconds = day
      #expect(await run.failure(short)?.kind == .timeout)
    }
  }

  @Test("when asked to refresh in vain, even while it is fresh")
  func refresh() async throws {
    try await later(0.01, [.failure(.dns)], mode: .refresh) { (run: TestRun, _: ScriptedServer) async throws in
      let document = try await run.get(request(fresh: hour))
      #expect(document.warnings.count == 1 && run.kinds == [.stale])
      #expect(document.warnings.first?.contains("served from the copy of 2026-10-30, because") == true)
    }
  }

  @Test("at any age when nobody may be asked, and says how old it is once it is not fresh")
  func offline() async throws {
    try await later(400, [], mode: .offline) { (run: TestRun, server: ScriptedServer) async throws in
      let document = try await run.get(request(fresh: hour))
      #expect(
        document.warnings
          == ["https://data.test/a.csv: offline, and the copy of 2026-10-30 is no longer fresh"])
      #expect(server.asked.isEmpty && run.kinds == [.stale])
    }
    try await later(0.01, [], mode: .offline) { (run: TestRun, server: ScriptedServer) async throws in
      #expect(try await run.get(request(fresh: hour)).warnings == [])
      #expect(server.asked.isEmpty && run.kinds == [.fresh])
    }
  }

  @Test(
    "for every other document of a host that refused, which is not asked again in the run",
    arguments: [FetchError.Kind.quota, .blocked, .rateLimited])
  func circuit(_ kind: FetchError.Kind) async throws {
    try await later(1, [.failure(kind), answer("date,9\n")]) { (run: TestRun, server: ScriptedServer) async throws in
      #expect(await run.failure(request("https://data.test/other"))?.kind == kind)
      let document = try await run.get(request(fresh: hour))
      #expect(document.warnings.first?.contains("data.test refused an earlier request of this run") == true)
      let failure = await run.failure(request("https://data.test/third"))
      #expect(failure?.kind == kind)
      #expect(
        failure?.problem == "data.test refused an earlier request of this run and was not asked again: it did not"
          + " work: \(kind.rawValue)")
      #expect(server.asked.count == 1)
      // Another host is another matter.
      #expect(try await run.text(request("https://elsewhere.test/")) == "date,9\n")
    }
  }

  @Test("and of one whose name is not known, in the same words")
  func unknownName() async throws {
    try await later(1, [.failure(.dns), answer("date,9\n")]) { (run: TestRun, server: ScriptedServer) async throws in
      let first = await run.failure(request("https://data.test/other"))
      let second = await run.failure(request("https://data.test/third"))
      #expect(second?.kind == .dns && second?.problem == first?.problem && second?.url == "https://data.test/third")
      #expect(server.asked.count == 1)
    }
  }

  @Test("but a host that merely failed is asked for the next document")
  func noCircuit() async throws {
    try await later(1, [.failure(.timeout), answer("date,9\n")]) { (run: TestRun, _: ScriptedServer) async throws in
      #expect(await run.failure(request("https://data.test/other"))?.kind == .timeout)
      #expect(try await run.text(request(fresh: hour)) == "date,9\n")
    }
  }

  static let long = "date\n" + String(repeating: "2026-10-30,1.5\n", count: 100)

  @Test("for a body that shrank by more than a hundredth with nothing to vouch for it")
  func shrunk() async throws {
    let cut = String(StandingInTests.long.dropLast(20))
    try await later(1, [answer(cut)], body: StandingInTests.long) { (run: TestRun, _: ScriptedServer) async throws in
      let document = try await run.get(request(fresh: hour))
      #expect(document.body.count == StandingInTests.long.utf8.count)
      #expect(
        document.warnings.first?.hasSuffix(
          "because the answer has 1485 bytes, the previous copy had 1505, and the answer does not state its length")
          == true)
    }
  }

  @Test(
    "not for one that is framed, hardly shorter, or longer",
    arguments: [
      (20, ["content-length": "1485"]), (20, ["transfer-encoding": "Chunked"]), (15, [:]), (0, [:]),
    ] as [(Int, [String: String])])
  func believed(_ cut: Int, _ headers: [String: String]) async throws {
    let body = String(StandingInTests.long.dropLast(cut))
    try await later(1, [answer(body, headers)], body: StandingInTests.long) {
      (run: TestRun, _: ScriptedServer) async throws in
      let document = try await run.get(request(fresh: hour))
      #expect(document.body.count == body.utf8.count && document.warnings == [])
    }
  }
}
