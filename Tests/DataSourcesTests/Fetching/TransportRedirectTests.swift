import DataSources
import TestSupport
import Testing

@Suite("A redirect")
struct TransportRedirectTests {
  @Test("is followed, on the same host and to another one")
  func followed() async throws {
    try await withLoopbackServer(at: "127.0.0.2") { _ in
      .answer("there")
    } _: { other in
      let away = other.url("/data?x=1")
      try await withLoopbackServer(routes: [
        "/near": { _ in .redirect(to: "/far", status: 301) },
        "/far": { _ in .redirect(to: away, status: 307) },
      ]) { server in
        let response = try await loopbackTransport().get(quickRequest(server.url("/near")))
        #expect(response.text == "there")
        #expect(response.url == away)
        #expect(server.requests.map(\.path) == ["/near", "/far"])
      }
    }
  }

  @Test("takes no validators with it, and to another host no header that may be a secret")
  func leavesBehind() async throws {
    try await withLoopbackServer(at: "127.0.0.2") { _ in
      .answer("there")
    } _: { other in
      let away = other.url("/")
      try await withLoopbackServer { _ in
        .redirect(to: away)
      } _: { server in
        var request = quickRequest(server.url("/"))
        request.headers = [.init("Accept", "text/csv"), .init("X-Api-Key", "typed into the declaration")]
        let validators = [FetchRequest.Header("if-none-match", "\"a\"")]
        _ = try await loopbackTransport().response(to: request, validators: validators)
        #expect(server.requests.first?.header("if-none-match") == "\"a\"")
        #expect(server.requests.first?.header("x-api-key") != nil)
        let there = try #require(other.requests.first)
        #expect(there.header("if-none-match") == nil)
        #expect(there.header("x-api-key") == nil)
        #expect(there.header("accept") == "text/csv")
      }
    }
  }

  @Test("into another protocol is refused", arguments: ["file:///etc/hostname", "ftp://127.0.0.1/x", "gopher://a/"])
  func otherProtocols(target: String) async throws {
    try await withLoopbackServer { _ in
      .redirect(to: target)
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/")))
      #expect(error?.kind == .unsafeURL)
      #expect(error?.problem.hasPrefix("it redirects to '\(target)': the scheme") == true)
      #expect(server.requests.count == 1)
    }
  }

  @Test("that never ends is given up after five")
  func loop() async throws {
    try await withLoopbackServer { _ in
      .redirect(to: "/loop")
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/loop")))
      #expect(error?.kind == .unsafeURL)
      #expect(error?.problem == "it redirects more than 5 times")
      #expect(server.requests.count == 6)
    }
  }

  @Test("is not followed with a key, not even at home", arguments: [Secret.Place.query("k"), .header("X-Token")])
  func withSecret(place: Secret.Place) async throws {
    try await withLoopbackServer(at: "127.0.0.2") { _ in
      .answer("")
    } _: { echo in
      let away = echo.url("/echo")
      try await withLoopbackServer(routes: [
        "/away": { _ in .redirect(to: away) }, "/home": { _ in .redirect(to: "/echo") },
      ]) { server in
        let transport = loopbackTransport(secrets: ["KEY": "s3cr3t-value"])
        for path in ["/away", "/home"] {
          let request = quickRequest(server.url(path), secret: Secret(name: "KEY", place: place))
          let error = await transport.failure(request)
          #expect(error?.kind == .unsafeURL)
          #expect(error?.problem.hasSuffix("and a key is not sent to another URL") == true)
        }
        #expect(echo.requests.isEmpty)
        #expect(server.requests.map(\.path) == ["/away", "/home"])
      }
    }
  }

  @Test("without a place to go is an answer like any other")
  func nowhere() async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 302)
    } _: { server in
      let response = try await loopbackTransport().get(quickRequest(server.url("/")))
      #expect(response.status == 302)
    }
  }

  @Test("to a place that is not a URL is an error")
  func nonsense() async throws {
    try await withLoopbackServer { _ in
      .redirect(to: "http://[::z]/")
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/")))
      #expect(error?.kind == .unsafeURL)
      #expect(error?.problem.hasPrefix("it redirects to 'http://[::z]/': ") == true)
    }
  }

  @Test(
    "to an address of this machine's surroundings is refused",
    arguments: [
      "http://169.254.169.254/latest/meta-data/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
      "https://0x7f000001/", "//192.168.1.1/",
    ])
  func privateTarget(target: String) throws {
    var request = FetchRequest(source: "test/1", url: "http://data.example/rates")
    request.allowsPlainHTTP = true
    var journey = try RedirectChain(request, validators: [], transport: CurlTransport())
    let error = #expect(throws: FetchError.self) { try journey.follow(target) }
    #expect(error?.kind == .unsafeURL)
    #expect(error?.problem.hasPrefix("it leads to ") == true)
  }

  @Test("to plain http is refused from https, and where the source is not for it")
  func downgrade() async throws {
    let answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    try await withTLSServer(certificateFor: "IP:127.0.0.1", answers: ["away": answer]) { server in
      let transport = loopbackTransport { $0.certificateFile = server.certificate }
      var request = quickRequest(server.url("/away"))
      request.allowsPlainHTTP = true
      let error = await transport.failure(request)
      #expect(error?.kind == .unsafeURL)
      #expect(error?.problem == "it redirects to http://127.0.0.1:9/, which is not secure")
    }
    try await withLoopbackServer { _ in
      .redirect(to: "http://data.example/")
    } _: { server in
      let error = await loopbackTransport().failure(quickRequest(server.url("/")))
      #expect(error?.kind == .unsafeURL)
      #expect(error?.problem == "it redirects to http://data.example/, which is not secure")
    }
  }
}
