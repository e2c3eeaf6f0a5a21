import DataSources
import TestSupport
import Testing

@Suite("A failure that may pass")
struct TransportRetryTests {
  @Test("is tried again until it has passed")
  func flaky() async throws {
    try await withLoopbackServer { request in
      request.count < 3 ? .answer("busy", status: 503) : .answer("here")
    } _: { server in
      let time = VirtualTime()
      let response = try await loopbackTransport(timing: time.timing(jitter: 0.5)).get(quickRequest(server.url("/")))
      #expect(response.text == "here")
      #expect(server.requests.count == 3)
      // Half of 0.5 · 2, then of 0.5 · 4.
      #expect(time.waits == [0.5, 1])
    }
  }

  @Test("is given up after four tries, in the server's words", arguments: [408, 425, 429, 500, 502, 503, 504])
  func givenUp(status: Int) async throws {
    try await withLoopbackServer { _ in
      .answer("<html><title>Come  back\nlater</title><p>…</p></html>", status: status)
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/a")))
      #expect(error?.kind == (status == 429 ? .rateLimited : .unavailable))
      #expect(error?.url == server.url("/a"))
      let problem = try #require(error?.problem)
      #expect(problem.hasPrefix("the server answered with status \(status), "))
      #expect(problem.hasSuffix(": 'Come back later', the last of 4 tries"))
      #expect(server.requests.count == 4)
    }
  }

  @Test("is not what these are: they are the caller's to judge", arguments: [204, 304, 400, 401, 403, 404, 410, 451])
  func handedOn(status: Int) async throws {
    try await withLoopbackServer { _ in
      .answer(status == 304 ? "" : "words", status: status)
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/")))
      #expect(response.status == status)
      #expect(server.requests.count == 1)
    }
  }

  @Test("is not what a server lacks for good: that is an error at once", arguments: [501, 505, 511])
  func forGood(status: Int) async throws {
    try await withLoopbackServer { _ in
      .answer("", status: status)
    } _: { server in
      #expect(await loopbackTransport().failure(quickRequest(server.url("/")))?.kind == .unavailable)
      #expect(server.requests.count == 1)
    }
  }

  /// The clock of the tests stands at 03:04:05.
  @Test(
    "waits as long as the server asks",
    arguments: [
      ("7", [7.0]), ("Fri, 02 Jan 2026 03:04:17 GMT", [12.0]), ("0", []), ("Fri, 02 Jan 2026 02:04:05 GMT", []),
      ("soon", []), ("-3", []),
    ])
  func retryAfter(value: String, waits: [Double]) async throws {
    for status in [429, 503] {
      try await withLoopbackServer { request in
        request.count == 1 ? .answer("", status: status, headers: ["Retry-After": value]) : .answer("here")
      } _: { server in
        let time = VirtualTime()
        let response = try await loopbackTransport(timing: time.timing()).get(quickRequest(server.url("/")))
        #expect(response.text == "here")
        #expect(time.waits == waits)
      }
    }
  }

  @Test(
    "is given up at once if the server asks for more than a minute",
    arguments: [
      ("61", "2 min"), ("10800", "3 h"), ("10801", "4 h"), ("99999999999999999999999", "1000000000000000 d"),
      ("Sun, 04 Jan 2026 03:04:06 GMT", "3 d"),
    ])
  func asksForMore(value: String, words: String) async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 503, headers: ["Retry-After": value])
    } _: { server in
      let time = VirtualTime()
      let error = await loopbackTransport(timing: time.timing()).failure(quickRequest(server.url("/")))
      #expect(error?.kind == .unavailable)
      #expect(error?.problem.hasSuffix("; it asks to wait \(words)") == true)
      #expect(time.waits.isEmpty)
      #expect(server.requests.count == 1)
    }
  }

  @Test("is given up when a minute would be over")
  func patience() async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 429, headers: ["Retry-After": "25"])
    } _: { server in
      let time = VirtualTime()
      let error = await loopbackTransport(timing: time.timing()).failure(quickRequest(server.url("/")))
      #expect(error?.kind == .rateLimited)
      #expect(error?.problem.hasSuffix("the last of 3 tries; it asks to wait 25 s") == true)
      #expect(time.waits == [25, 25])
    }
  }

  @Test("on the way is one too: a broken connection, and none at all", arguments: ["/reset", "/nothing"])
  func broken(path: String) async throws {
    try await withLoopbackServer { request in
      if request.count == 3 { return .answer("here") }
      return request.path == "/reset" ? .reset : .nothing
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url(path)))
      #expect(response.text == "here")
    }
    try await withLoopbackServer {
      $0.path == "/reset" ? .reset : .nothing
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url(path)))
      #expect(error?.kind == .connect)
      #expect(server.requests.count == 4)
    }
  }
}
