import DataSources
import TestSupport
import Testing

@Suite("An address")
struct TransportAddressTests {
  @Test(
    "that not everybody can reach is told from one that everybody can",
    arguments: [
      ("127.0.0.1", "a loopback address"), ("127.255.1.2", "a loopback address"), ("::1", "a loopback address"),
      ("[::1]", "a loopback address"), ("::ffff:127.0.0.1", "a loopback address"),
      ("0.0.0.0", "an address for no particular host"), ("::", "an address for no particular host"),
      ("10.1.2.3", "an address of a private network"), ("172.16.0.1", "an address of a private network"),
      ("172.31.255.255", "an address of a private network"), ("192.168.0.1", "an address of a private network"),
      ("::ffff:192.168.0.1", "an address of a private network"), ("fd00::1", "an address of a private network"),
      ("fc00::1", "an address of a private network"), ("fec0::1", "an address of a private network"),
      ("64:ff9b::10.0.0.1", "an address of a private network"),
      ("2002:c0a8:0001::1", "an address of a private network"),
      ("169.254.169.254", "a link-local address"), ("fe80::1", "a link-local address"),
      ("::ffff:169.254.169.254", "a link-local address"),
      ("100.64.0.1", "an address that a provider shares among its customers"),
      ("224.0.0.1", "a multicast address"), ("ff02::1", "a multicast address"),
      ("255.255.255.255", "a reserved address"), ("198.18.0.1", "a reserved address"),
      ("203.0.113.7", "a reserved address"), ("2001:db8::1", "a reserved address"), ("2001::1", "a reserved address"),
      ("100::1", "a reserved address"), ("64:ff9b:1::1", "a reserved address"),
      ("1.1.1.1", nil), ("172.32.0.1", nil), ("172.15.0.1", nil), ("100.63.0.1", nil), ("100.128.0.1", nil),
      ("169.253.1.1", nil), ("192.169.0.1", nil), ("223.255.255.255", nil), ("2606:4700::1111", nil),
      ("2001:4860:4860::8888", nil), ("::ffff:8.8.8.8", nil), ("64:ff9b::8.8.8.8", nil), ("2a00:1450::1", nil),
    ])
  func reasons(text: String, reason: String?) throws {
    #expect(try #require(NetworkAddress(text)).reasonToRefuse == reason)
  }

  @Test("is not a name, and a name is none", arguments: ["localhost", "1.2.3", "", "[", "[::1", "256.0.0.1"])
  func names(text: String) {
    #expect(NetworkAddress(text) == nil)
  }

  @Test("of this machine is refused unless it is allowed, by number and by name, before anything is sent")
  func guarded() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      for host in ["127.0.0.1", "localhost"] {
        let transport = loopbackTransport { $0.allowsPrivateAddresses = false }
        let error = await transport.failure(quickRequest("http://\(host):\(server.port)/"))
        #expect(error?.kind == .unsafeURL)
        // A name may lead to the one or the other.
        let problems = ["127.0.0.1", "::1"].map { "it leads to \($0), a loopback address" }
        #expect(problems.contains(error?.problem ?? ""))
        #expect(error?.advice.contains("--allow-private") == true)
      }
      #expect(server.requests.isEmpty)
      let response = try await loopbackTransport().get(quickRequest("http://localhost:\(server.port)/"))
      #expect(response.status == 200)
    }
  }

  /// What the guard sees is the proxy; what the URL says itself is refused all the same.
  @Test("behind a proxy is the proxy's affair, unless the URL names it")
  func proxy() async throws {
    try await withLoopbackServer { _ in
      .answer("from the proxy")
    } _: { server in
      let proxy = "http://127.0.0.1:\(server.port)"
      var request = quickRequest("http://data.invalid/rates")
      request.allowsPlainHTTP = true
      let response = try await loopbackTransport { $0.proxy = proxy }.get(request)
      #expect(response.text == "from the proxy")
      #expect(server.requests.map(\.target) == ["http://data.invalid/rates"])

      let guarded = loopbackTransport {
        $0.proxy = proxy
        $0.allowsPrivateAddresses = false
      }
      #expect(await guarded.failure(request)?.problem == "it leads to 127.0.0.1, a loopback address")
      request.url = "http://169.254.169.254/latest/"
      #expect(await guarded.failure(request)?.problem == "it leads to 169.254.169.254, a link-local address")
      #expect(server.requests.count == 1)
    }
  }

  @Test(
    "in a URL that must not be asked is refused with a reason",
    arguments: [
      ("file:///etc/hostname", FetchError.Kind.unsafeURL, "the scheme 'file' is not supported, only https and http"),
      ("ftp://a.example/", .unsafeURL, "the scheme 'ftp' is not supported, only https and http"),
      ("http://a.example/", .unsafeURL, "it is not secure"),
      ("rates.csv", .config, "the URL is not valid: it does not begin with https://"),
      ("", .config, "the URL is not valid: it does not begin with https://"),
      ("https://", .config, "the URL is not valid: its host is neither a name nor an address"),
      ("https://a.example:99999/", .config, "the URL is not valid: its port is not a number from 0 to 65535"),
      ("https://user:s3cr3t@a.example/", .config, "it contains a user name or a password"),
    ])
  func refusedURLs(url: String, kind: FetchError.Kind, problem: String) async {
    let error = await CurlTransport().failure(FetchRequest(source: "test/1", url: url))
    #expect(error?.kind == kind)
    #expect(error?.problem == problem)
    #expect(error?.description.contains("s3cr3t") == false)
  }

  @Test("and headers hold no line break that would begin another header")
  func injection() async throws {
    try await withLoopbackServer { _ in
      .answer("")
    } _: { server in
      for header in [
        FetchRequest.Header("Accept", "text/csv\r\nX-Other: 1"), .init("Acc\r\nept", "text/csv"), .init("", "x"),
        .init("A:b", "x"),
      ] {
        var request = quickRequest(server.url("/"))
        request.headers = [header]
        #expect(await loopbackTransport().failure(request)?.kind == .config)
      }
      var request = quickRequest(server.url("/"))
      request.userAgent = "engram\nX-Other: 1"
      #expect(await loopbackTransport().failure(request)?.kind == .config)
      request = quickRequest(server.url("/\r\nX-Other: 1"))
      #expect(await loopbackTransport().failure(request)?.kind == .config)
      request = quickRequest(server.url("/"))
      request.requestsPerSecond = 0
      #expect(await loopbackTransport().failure(request)?.kind == .config)
      #expect(server.requests.isEmpty)
    }
  }
}
