import DataSources
import TestSupport
import Testing

@Suite("Many requests")
struct TransportPoliteTests {
  @Test("go to one host one at a time, in the order they came in")
  func oneAtATime() async throws {
    try await withLoopbackServer { _ in
      .answer("").after(milliseconds: 10)
    } _: { server in
      let transport = loopbackTransport()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<8 {
          group.addTask { _ = try await transport.get(quickRequest(server.url("/\(number)"))) }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count == 8)
      #expect(server.mostAtOnce == 1)
    }
  }

  @Test("go to several hosts at the same time")
  func severalHosts() async throws {
    let servers = try (1...5).map { number in
      try LoopbackServer(at: "127.0.0.\(number)") { _ in .answer("here").after(milliseconds: 50) }
    }
    defer { for server in servers { server.stop() } }
    let transport = loopbackTransport()
    let clock = ContinuousClock()
    let one = try await clock.measure { _ = try await transport.get(quickRequest(servers[0].url("/"))) }
    let all = try await clock.measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<50 {
          let server = servers[number % servers.count]
          group.addTask { _ = try await transport.get(quickRequest(server.url("/\(number)"))) }
        }
        try await group.waitForAll()
      }
    }
    #expect(all < one * 15, "50 took \(all), one took \(one)")
    #expect(servers.map(\.mostAtOnce) == [1, 1, 1, 1, 1])
    #expect(servers.map(\.requests.count) == [11, 10, 10, 10, 10])
  }

  @Test("go no faster than the source allows, to each host by itself")
  func pace() async throws {
    try await withLoopbackServer(at: "127.0.0.2") { _ in
      .answer("")
    } _: { other in
      try await withLoopbackServer { _ in
        .answer("")
      } _: { server in
        let time = VirtualTime()
        let transport = loopbackTransport(timing: time.timing())
        var request = quickRequest(server.url("/"))
        request.requestsPerSecond = 2
        for _ in 0..<3 { _ = try await transport.get(request) }
        #expect(time.waits == [0.5, 0.5])
        request.url = other.url("/")
        _ = try await transport.get(request)
        #expect(time.waits == [0.5, 0.5])
        // The default.
        request = FetchRequest(source: "test/1", url: other.url("/"))
        for _ in 0..<2 { _ = try await transport.get(request) }
        #expect(time.waits == [0.5, 0.5, 0.5, 1])
      }
    }
  }

  @Test("take no more connections at a time than the options say")
  func limit() async throws {
    let servers = try (1...4).map { number in
      try LoopbackServer(at: "127.0.0.\(number)") { _ in .answer("").after(milliseconds: 100) }
    }
    defer { for server in servers { server.stop() } }
    let transport = loopbackTransport { $0.simultaneousTransfers = 1 }
    let duration = try await ContinuousClock().measure {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for server in servers { group.addTask { _ = try await transport.get(quickRequest(server.url("/"))) } }
        try await group.waitForAll()
      }
    }
    #expect(duration >= Duration.milliseconds(400))
  }
}
