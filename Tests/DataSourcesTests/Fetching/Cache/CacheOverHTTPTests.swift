import DataSources
import TestSupport
import TimeSeries
import Testing

@Suite("A cache in front of a real server")
struct CacheOverHTTPTests {
  /// A run at a moment, as the command makes one; nothing is tried twice.
  func fetcher(_ folder: String, at now: Int64, _ log: WarningLog) -> CachingFetcher {
    var options = CurlTransport.Options()
    options.allowsPrivateAddresses = true
    options.totalSeconds = 10
    var timing = TransportTiming.live()
    timing.sleep = { _ in }
    return CachingFetcher(
      transport: CurlTransport(options: options, timing: timing), store: CacheStore(folder: folder), now: now
    ) { log.append($0) }
  }

  func asked(_ url: String) -> FetchRequest {
    var asked = request(url, fresh: hour)
    asked.requestsPerSecond = 1000
    return asked
  }

  static let body = Array("date,value\n".utf8) + Array(repeatElement("2026-10-30,1.5\n", count: 50).joined().utf8)

  @Test("sends the server's own tag back and takes its 304 for the same bytes")
  func revalidation() async throws {
    try await withTemporaryFolder { folder in
      try await withLoopbackServer { request in
        request.header("if-none-match") == "\"one\""
          ? .answer([], status: 304, headers: ["ETag": "\"one\""])
          : .answer(CacheOverHTTPTests.body, headers: ["ETag": "\"one\"", "Content-Type": "text/csv"])
      } _: { server in
        let log = WarningLog()
        for hours in [0, 2, 4] {
          let now = october + Int64(hours) * 3600_000
          let document = try await fetcher(folder, at: now, log).document(
            for: asked(server.url("/a.csv")), accepting: beginsWithDate)
          #expect(document.body == CacheOverHTTPTests.body && document.fetchedAt == october)
        }
        #expect(log.kinds == [.downloaded, .revalidated, .revalidated])
        #expect(server.requests.map { $0.header("if-none-match") } == [nil, "\"one\"", "\"one\""])
      }
    }
  }

  @Test("keeps the whole copy when a connection that says no length breaks half-way, and when the server is gone")
  func broken() async throws {
    try await withTemporaryFolder { folder in
      let log = WarningLog()
      var url = ""
      try await withLoopbackServer { request in
        request.count == 1
          ? .answer(CacheOverHTTPTests.body) : .untilClosed(Array(CacheOverHTTPTests.body.prefix(300)))
      } _: { server in
        url = server.url("/a.csv")
        for hours in [0, 2] {
          let now = october + Int64(hours) * 3600_000
          let document = try await fetcher(folder, at: now, log).document(
            for: asked(url), accepting: beginsWithDate)
          #expect(document.body == CacheOverHTTPTests.body)
        }
      }
      let last = try await fetcher(folder, at: october + 4 * 3600_000, log).document(
        for: asked(url), accepting: beginsWithDate)
      #expect(last.body == CacheOverHTTPTests.body)
      #expect(log.kinds == [.downloaded, .stale, .stale])
      #expect(log.warnings.count == 2)
      #expect(log.warnings.first?.contains("the answer has 300 bytes, the previous copy had 761") == true)
      #expect(log.warnings.last?.contains("served from the copy of 2026-10-30, because") == true)
    }
  }

  @Test("keeps the copy when an answer has not its columns, or ends inside a number without a stated length")
  func unlikeTheCopy() async throws {
    try await withTemporaryFolder { folder in
      let log = WarningLog()
      let text = "Date,Close\n" + (1...9).map { "2019-01-0\($0),\($0).25\n" }.joined()
      let cut = "Date,Close\n" + (1...9).map { "2019-01-0\($0),\($0).2500\n" }.joined() + "2019-01-10,1"
      try await withLoopbackServer { request in
        switch request.count {
        case 1: .answer(Array(text.utf8))
        case 2: .answer("Warning: undefined index\nx\ny\n")
        default: .untilClosed(Array(cut.utf8))
        }
      } _: { server in
        for hours in [0, 2, 4] {
          let fetcher = fetcher(folder, at: october + Int64(hours) * 3600_000, log)
          let series = try await SourceRegistry.builtIn.source(server.url("/a.csv")).series(
            in: SourceEnvironment(fetcher: fetcher))
          #expect(series.first?.values.count == 9 && series.first?.values.last == 9.25)
        }
      }
      #expect(log.kinds == [.downloaded, .stale, .stale])
      #expect(log.warnings.first?.contains("holds numbers") == true)
      #expect(log.warnings.last?.contains("its last line has no end") == true)
    }
  }

  @Test("leaves a host alone that forbids, for every document of the run")
  func forbidden() async throws {
    try await withTemporaryFolder { folder in
      try await withLoopbackServer { _ in
        .answer("<html>Access Denied</html>", status: 403)
      } _: { server in
        let one = fetcher(folder, at: october, WarningLog())
        for path in ["/a", "/b", "/c"] {
          await #expect(throws: FetchError.self) {
            try await one.document(for: asked(server.url(path)), accepting: beginsWithDate)
          }
        }
        #expect(server.requests.map { $0.path } == ["/a"])
        let kept = try CacheStore(folder: folder).list().items
        #expect(kept == [])
      }
    }
  }
}
