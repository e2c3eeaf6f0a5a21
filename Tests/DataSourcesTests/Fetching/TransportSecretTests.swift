import DataSources
import Synchronization
import TestSupport
import Testing

/// With everything in it that is written in another way somewhere.
private let value = "s3cr3t /+&=\"<\\ü"
private let places = [Secret.Place.query("api_key"), .header("X-Api-Token")]

@Suite("A key")
struct TransportSecretTests {
  /// Everything that a caller gets to see, in one text.
  private func observed(_ request: FetchRequest) async -> String {
    final class Log: Sendable {
      let text = Mutex("")
    }
    let log = Log()
    let transport = loopbackTransport(
      secrets: ["KEY": value], progress: { step in log.text.withLock { $0 += "\(step)" } })
    let seen: String
    do {
      let response = try await transport.response(to: request, validators: [])
      let judged = FetchError(judging: response, url: request.url).map { "\($0) \($0.url)" } ?? ""
      seen = "\(response.status) \(response.url) \(response.headers) \(response.text) \(judged)"
    } catch {
      seen = "\(error) \(error.url) \(error.problem) \(error.advice)"
    }
    return seen + log.text.withLock { $0 }
  }

  private func request(_ url: String, _ place: Secret.Place) -> FetchRequest {
    quickRequest(url, secret: Secret(name: "KEY", place: place))
  }

  @Test("is sent in the query, at its end and encoded, or in its header")
  func sent() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      _ = await observed(request(server.url("/a?b=c"), places[0]))
      _ = await observed(request(server.url("/a"), places[0]))
      _ = await observed(request(server.url("/a?b=c"), places[1]))
      let encoded = "s3cr3t%20%2F%2B%26%3D%22%3C%5C%C3%BC"
      #expect(
        server.requests.map(\.target) == ["/a?b=c&api_key=\(encoded)", "/a?api_key=\(encoded)", "/a?b=c"])
      #expect(server.requests.map { $0.header("x-api-token") } == [nil, nil, value])
    }
  }

  @Test("is struck out of whatever the server sends back", arguments: places, [200, 400, 503])
  func echoed(place: Secret.Place, status: Int) async throws {
    try await withLoopbackServer { request in
      let told = request.header("x-api-token") ?? ""
      let encoded = request.target.split(separator: "api_key=").last.map(String.init) ?? ""
      let body = """
        {"message":"We have detected your API key as s3cr3t \\/+&=\\"<\\\\ü", "raw":"\(value)", "told":"\(told)", \
        "encoded":"\(encoded)", "lower":"\(encoded.lowercased())", "xml":"s3cr3t /+&amp;=&quot;&lt;\\ü",
        "form":"\(encoded.split(separator: "%20").joined(separator: "+"))"}
        """
      return .answer(
        body, status: status, headers: ["X-Echo": encoded, "Set-Cookie": "id=\(encoded)", "X-Api-Token": told])
    } _: { server in
      let text = await observed(request(server.url("/a"), place))
      #expect(!text.contains("s3cr3t"), "\(text)")
      #expect(text.contains("We have detected your API key as ***"))
      #expect(!text.contains("set-cookie"))
    }
  }

  @Test("is in no error of any kind", arguments: places)
  func errors(place: Secret.Place) async throws {
    try await withLoopbackServer(routes: [
      "/redirect": { .redirect(to: "/b?" + $0.target) }, "/reset": { _ in .reset },
      "/large": { _ in .chunked([[UInt8](repeating: 65, count: 2 << 20)]) },
      "/garbage": { LoopbackScript([.send(Array("s3cr3t \($0.target)\r\n".utf8))]) },
    ]) { server in
      let closed = "http://127.0.0.1:\(try unusedPort())/"
      let secure = "https://127.0.0.1:\(server.port)/"
      let urls =
        ["/redirect", "/reset", "/large", "/garbage"].map(server.url) + [
          closed, secure, "https://nowhere.invalid/", "ftp://a.example/", "http://a.example/", "http://[::z]/",
        ]
      for url in urls {
        let text = await observed(request(url, place))
        #expect(!text.contains("s3cr3t"), "\(text)")
        #expect(text.contains(url.split(separator: "/")[1]))
      }
    }
  }

  @Test("that is not set is missed by name, and nothing is sent")
  func missing() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      for secrets in [[:], ["KEY": ""]] {
        let request = request(server.url("/a"), places[0])
        let error = await loopbackTransport(secrets: secrets).failure(request)
        #expect(error?.kind == .auth)
        #expect(
          error?.description
            == "\(server.url("/a")): it needs a key, and KEY is not set. "
            + "Set the environment variable KEY, or add it to ~/.config/engram/secrets.json")
      }
      #expect(server.requests.isEmpty)
    }
  }

  @Test("that cannot be one is refused", arguments: ["abc", "1234567", "12.45", "two\nlines", "two\r\nX: y"])
  func unfit(value: String) async {
    let request = request("https://a.example/", places[1])
    let error = await loopbackTransport(secrets: ["KEY": value]).failure(request)
    #expect(error?.kind == .config)
    #expect(error?.problem.hasPrefix("the key KEY ") == true)
    #expect(error?.description.contains(value) == false)
  }

  @Test("is not sent in the clear, not even where plain http is allowed")
  func inTheClear() async {
    var request = request("http://a.example/", places[0])
    request.allowsPlainHTTP = true
    let error = await loopbackTransport(secrets: ["KEY": value]).failure(request)
    #expect(error?.kind == .unsafeURL)
    #expect(error?.problem == "it is not secure, and a key is not sent unencrypted")
  }

  @Test("typed into a URL is shown nowhere")
  func typed() async throws {
    try await withLoopbackServer { _ in
      .answer("", status: 404)
    } _: { server in
      let url = server.url("/a?series=X&apikey=s3cr3t&Token=s3cr3t&k%65y=s3cr3t")
      let response = try await loopbackTransport().get(quickRequest(url))
      #expect(response.url == server.url("/a?series=X&apikey=***&Token=***&k%65y=***"))
      #expect(FetchError(judging: response, url: url)?.url == response.url)
    }
  }
}
