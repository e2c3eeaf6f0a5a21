import DataSources
import Dispatch
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("A cancelled request")
struct TransportCancellationTests {
  /// When it has ended after it was cancelled, and how.
  private func end(
    of request: FetchRequest, with transport: CurlTransport, when ready: () -> Bool
  ) async throws -> (error: FetchError?, duration: Duration) {
    let task = Task { await transport.failure(request) }
    while !ready() { try await Task.sleep(for: .milliseconds(2)) }
    let start = ContinuousClock.now
    task.cancel()
    return (await task.value, ContinuousClock.now - start)
  }

  @Test("ends while the server is silent")
  func hanging() async throws {
    try await withLoopbackServer { _ in
      .hang
    } _: { server in
      let end = try await end(of: quickRequest(server.url("/a")), with: loopbackTransport()) {
        !server.requests.isEmpty
      }
      #expect(end.error?.kind == .cancelled)
      #expect(
        end.error?.description == server.url("/a") + ": cancelled before it was done. Run it again; nothing was kept")
      #expect(server.requests.count == 1)
    }
  }

  @Test("ends while it waits to try again")
  func waiting() async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 503, headers: ["Retry-After": "50"])
    } _: { server in
      let transport = loopbackTransport(timing: .live(seed: 1))
      let task = Task { await transport.failure(quickRequest(server.url("/"))) }
      let asked = Mutex<ContinuousClock.Instant?>(nil)
      // From a thread of its own: all tests together keep every core busy, and a task that watched would wait for its turn
      // longer than the server wants to be waited for.
      DispatchQueue(label: "cancelling").async {
        while server.requests.isEmpty { usleep(2000) }
        usleep(100_000)
        asked.withLock { $0 = .now }
        task.cancel()
      }
      #expect(await task.value?.kind == .cancelled)
      #expect(server.requests.count == 1)
      // It must not have waited for as long as the server asked.
      let start = try #require(asked.withLock { $0 })
      #expect(ContinuousClock.now - start < .seconds(45))
    }
  }

  @Test("ends while it waits for its turn, and leaves the turn to the next")
  func inLine() async throws {
    try await withLoopbackServer { request in
      request.path == "/first" ? .answer("").after(milliseconds: 300) : .answer("here")
    } _: { server in
      let transport = loopbackTransport()
      async let first = transport.get(quickRequest(server.url("/first")))
      while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
      let end = try await end(of: quickRequest(server.url("/second")), with: transport) { true }
      #expect(end.error?.kind == .cancelled)
      let third = try await transport.get(quickRequest(server.url("/third")))
      #expect(third.text == "here")
      #expect(try await first.status == 200)
      #expect(server.requests.map(\.path) == ["/first", "/third"])
    }
  }

  @Test("is never sent if it was cancelled before")
  func before() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      let (url, transport) = (server.url("/"), loopbackTransport())
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await transport.failure(quickRequest(url))
      }
      #expect(await task.value?.kind == .cancelled)
      #expect(server.requests.isEmpty)
    }
  }
}
