import DataSources
import Testing

@Suite("Validators of a copy") struct HeaderValueTests {
  private func entry(_ etag: String?, _ date: String?) throws -> CacheEntry {
    var headers: [FetchRequest.Header] = []
    if let etag { headers.append(.init("etag", etag)) }
    if let date { headers.append(.init("last-modified", date)) }
    let response = FetchResponse(status: 200, headers: headers, body: [], url: "https://a.example/")
    let key = try CacheKey(FetchRequest(source: "s/1", url: "https://a.example/"))
    return CacheEntry(response, to: key, sha256: String(repeating: "0", count: 64), now: 0)
  }

  @Test(
    "are sent only where they can be",
    arguments: ["", " ", "\t \t", "a\nb", "a\u{0}", "\u{7F}", String(repeating: "x", count: 2000)])
  func unusable(value: String) throws {
    for one in [try entry(value, nil), try entry(nil, value), try entry(value, value)] {
      #expect(one.validators == [])
      // As an earlier version kept it.
      var kept = one
      (kept.etag, kept.lastModified) = (value, value)
      #expect(try CacheEntry(json: kept.json()).validators == [])
    }
    var confirmed = try entry("\"a\"", "then")
    let headers = [FetchRequest.Header("etag", value), .init("last-modified", value)]
    confirmed.confirm(FetchResponse(status: 304, headers: headers, body: [], url: ""), now: 1000)
    #expect(confirmed.validators == [.init("if-none-match", "\"a\""), .init("if-modified-since", "then")])
  }

  @Test("have no spaces around them")
  func trimmed() throws {
    #expect(try entry(" \"a b\"\t", nil).validators == [.init("if-none-match", "\"a b\"")])
  }
}
