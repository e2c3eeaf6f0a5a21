import DataSources
import Synchronization
import TestSupport
import Testing

@Suite("A cancelled request")
struct TransportCancellationTests {
  /// How it ends when it is cancelled.
  private func end(
    of request: FetchRequest, with transport: CurlTransport, when ready: () -> Bool
  ) async throws -> FetchError? {
    let task = Task { await transport.failure(request) }
    while !ready() { try await Task.sleep(for: .milliseconds(2)) }
    task.cancel()
    return await task.value
  }

  @Test("ends while the server is silent")
  func hanging() async throws {
    try await withLoopbackServer { _ in
      .hang
    } _: { server in
      let end = try await end(of: quickRequest(server.url("/a")), with: loopbackTransport()) {
        !server.requests.isEmpty
      }
      #expect(end?.kind == .cancelled)
      #expect(
        end?.description == server.url("/a") + ": cancelled. Run it again")
      #expect(server.requests.count == 1)
    }
  }

  @Test("ends while it waits to try again")
  func waiting() async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 503, headers: ["Retry-After": "50"])
    } _: { server in
      let waits = Mutex<[Double]>([])
      var timing = VirtualTime().timing()
      // A wait that only a cancellation ends.
      timing.sleep = { seconds in
        waits.withLock { $0.append(seconds) }
        while true { try await Task.sleep(for: .seconds(3600)) }
      }
      let transport = loopbackTransport(timing: timing)
      let task = Task { await transport.failure(quickRequest(server.url("/"))) }
      while waits.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(2)) }
      task.cancel()
      #expect(await task.value?.kind == .cancelled)
      #expect(waits.withLock { $0 } == [50])
      #expect(server.requests.count == 1)
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
      #expect(end?.kind == .cancelled)
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
