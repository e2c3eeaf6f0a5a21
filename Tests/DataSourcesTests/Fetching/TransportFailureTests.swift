import DataSources
import TestSupport
import Testing

@Suite("A server that is not there, or not well")
struct TransportFailureTests {
  @Test("refuses the connection")
  func refused() async throws {
    let url = "http://127.0.0.1:\(try unusedPort())/a"
    let error = try #require(await loopbackTransport().failure(quickRequest(url)))
    #expect(error.kind == .connect)
    #expect(error.description.hasPrefix("\(url): no connection to the server (Failed to connect to 127.0.0.1 port "))
    #expect(error.advice == "Check the network, or try again later")
  }

  @Test("has a name that nobody knows")
  func unknownName() async {
    let error = await loopbackTransport().failure(quickRequest("https://nowhere.invalid/a"))
    #expect(error?.kind == .dns)
    #expect(error?.problem == "the name of the server cannot be resolved")
  }

  @Test("never answers")
  func hangs() async throws {
    try await withLoopbackServer { _ in
      .hang
    } _: { server in
      let start = ContinuousClock.now
      let error = await loopbackTransport { $0.totalSeconds = 0.3 }.failure(quickRequest(server.url("/")))
      #expect(error?.kind == .timeout)
      #expect(error?.problem.hasPrefix("the server took too long (") == true)
      #expect(server.requests.count == 4)
      #expect(ContinuousClock.now - start > .milliseconds(1200))
    }
  }

  @Test("answers byte by byte")
  func slow() async throws {
    try await withLoopbackServer { _ in
      .slowly(Array("slowly".utf8), pause: 500)
    } _: { server in
      #expect(
        await loopbackTransport { $0.totalSeconds = 0.3 }.failure(quickRequest(server.url("/")))?.kind == .timeout)
    }
  }

  @Test("falls silent before the body")
  func stalls() async throws {
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".utf8)
    try await withLoopbackServer { request in
      request.count == 1 ? LoopbackScript([.send(head), .hang]) : .answer("here")
    } _: { server in
      let response = try await loopbackTransport { $0.stallSeconds = 1 }.get(quickRequest(server.url("/")))
      #expect(response.text == "here")
    }
  }

  @Test("speaks something else than HTTP")
  func otherLanguage() async throws {
    try await withLoopbackServer { _ in
      LoopbackScript([.send(Array("220 mail ready\r\n".utf8))])
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/")))
      #expect(error?.kind == .notData)
      #expect(error?.problem.hasPrefix("the server does not use HTTP") == true)
    }
  }

  @Test("does not speak TLS where it should")
  func noTLS() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest("https://127.0.0.1:\(server.port)/"))
      #expect(error?.kind == .tls)
      #expect(error?.description.contains("error:") == false)
    }
  }

  @Test("is trusted with the right certificate only")
  func certificates() async throws {
    let answers = ["rates": "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere"]
    try await withTLSServer(certificateFor: "IP:127.0.0.1", answers: answers) { server in
      let trusting = loopbackTransport { $0.certificateFile = server.certificate }
      let response = try await trusting.get(quickRequest(server.url("/rates")))
      #expect(response.text == "here")

      let error = await loopbackTransport().failure(quickRequest(server.url("/rates")))
      #expect(error?.kind == .tls)
      #expect(error?.problem.hasPrefix("the server's certificate cannot be trusted (SSL certificate problem: ") == true)
      #expect(error?.advice.contains("CURL_CA_BUNDLE") == true)

      let lost = loopbackTransport { $0.certificateFile = "/nowhere/authorities.pem" }
      let other = await lost.failure(quickRequest(server.url("/rates")))
      #expect(other?.kind == .tls)
      #expect(other?.problem.contains("/nowhere/authorities.pem") == true)
    }
    try await withTLSServer(certificateFor: "DNS:elsewhere.example", answers: answers) { server in
      let error = await loopbackTransport { $0.certificateFile = server.certificate }
        .failure(quickRequest(server.url("/rates")))
      #expect(error?.kind == .tls)
      #expect(
        error?.problem.hasPrefix("the server's certificate cannot be trusted (SSL: no alternative certificate") == true)
    }
  }
}
