import DataSources
import Testing

@Suite("The key of a document")
struct CacheKeyTests {
  @Test(
    "is the same for two ways to write one URL",
    arguments: [
      ("HTTPS://Data.Test/a", "https://data.test/a"),
      ("https://data.test:443/a", "https://data.test/a"),
      ("http://data.test:80/a", "http://data.test/a"),
      ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
      ("https://data.test", "https://data.test/"),
      ("https://data.test/a#part", "https://data.test/a"),
      ("https://data.test/a?b=2&a=1", "https://data.test/a?a=1&b=2"),
      ("https://data.test/a?x=%5egspc", "https://data.test/a?x=%5Egspc"),
      ("https://user:word@data.test/a", "https://data.test/a"),
      ("https://data.test/a?b=2&api_key=abc", "https://data.test/a?b=2"),
      ("https://data.test/a?", "https://data.test/a"),
    ])
  func same(_ one: String, _ other: String) throws {
    #expect(try CacheKey(request(one)).hash == CacheKey(request(other)).hash)
  }

  @Test(
    "differs where the document may",
    arguments: [
      ("https://data.test/a", "http://data.test/a"),
      ("https://data.test/a", "https://data.test/A"),
      ("https://data.test/a", "https://data.test:8443/a"),
      ("https://data.test/a?key=GDP", "https://data.test/a?key=CPI"),
      ("https://data.test/a?x=1&x=2", "https://data.test/a?x=2&x=1"),
      ("https://data.test/a?x", "https://data.test/a?x="),
    ])
  func differs(_ one: String, _ other: String) throws {
    #expect(try CacheKey(request(one)).hash != CacheKey(request(other)).hash)
  }

  @Test("holds every header the source sets, in any order and case, and the source's version; not the user agent")
  func ingredients() throws {
    let plain = try CacheKey(request()).hash
    let csv = try CacheKey(request(headers: [.init("Accept", "text/csv"), .init("X-Page", "1")])).hash
    #expect(csv != plain)
    #expect(try CacheKey(request(headers: [.init("x-page", "1"), .init("accept", "text/csv")])).hash == csv)
    #expect(try CacheKey(request(headers: [.init("Accept", "text/xml"), .init("X-Page", "1")])).hash != csv)
    #expect(try CacheKey(request(source: "test/2")).hash != plain)
    var named = request()
    named.userAgent = "somebody"
    named.secret = Secret(name: "KEY", place: .query("key"))
    #expect(try CacheKey(named).hash == plain)
    #expect(plain.count == 64)
  }

  @Test("shows no secret")
  func secrets() throws {
    let key = try CacheKey(
      request(
        "https://me:pass@data.test/a?x=1&apikey=S3CRET&Access-Token=S3CRET",
        headers: [.init("Authorization", "S3CRET"), .init("X-Api-Key", "S3CRET"), .init("Accept", "a/b")]))
    #expect(key.url == "https://data.test/a?x=1")
    #expect(key.headers == ["accept": "a/b"])
    // What may be a secret or a series tells documents apart, and is shown no more than the other.
    #expect(try CacheKey(request("https://data.test/a?key=S3CRET&x=1")).url == "https://data.test/a?key=***&x=1")
  }

  @Test(
    "is refused to what is no URL of a server",
    arguments: [
      ("data.test/a", FetchError.Kind.config), ("file:///etc/passwd", .unsafeURL), ("https:///a", .config),
      ("https://data.test/a b", .config), ("https://data.test/\r\nX: y", .config), ("", .config), ("://", .unsafeURL),
    ])
  func refused(_ url: String, _ kind: FetchError.Kind) {
    #expect {
      _ = try CacheKey(request(url))
    } throws: {
      ($0 as? FetchError)?.kind == kind
    }
  }
}
