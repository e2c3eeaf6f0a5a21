import DataSources
import Testing

@Suite("A redactor")
struct RedactorTests {
  @Test(
    "strikes out what stands under a telling name",
    arguments: [
      ("https://a.example/b?x=1&api_key=K&y=2#z", "https://a.example/b?x=1&api_key=***&y=2#z"),
      ("https://a.example/?token=", "https://a.example/?token=***"),
      ("https://a.example/?key", "https://a.example/?key"),
      ("https://a.example/?monkey=1&keys=2", "https://a.example/?monkey=1&keys=2"),
      ("https://u:p@a.example/c@d?e=f@g", "https://***@a.example/c@d?e=f@g"),
      ("https://a.example/?CRUMB=a=b;access_token=c#sig=d", "https://a.example/?CRUMB=***;access_token=***#sig=***"),
      ("no url at all", "no url at all"), ("", ""),
    ])
  func urls(url: String, shown: String) {
    #expect(Redactor().url(url) == shown)
  }

  @Test("strikes out a value wherever it stands, and a name of its own")
  func values() {
    let redactor = Redactor(secret: "aab", name: "Pass")
    #expect(redactor.text("aaab aab aaabaab") == "a*** *** a******")
    #expect(redactor.url("https://a.example/aab?pass=x&other=aab") == "https://a.example/***?pass=***&other=***")
    var bytes: [UInt8] = [0xFF] + "aab".utf8 + [0xFE]
    #expect(redactor.strike(&bytes))
    #expect(bytes == [0xFF] + "***".utf8 + [0xFE])
    #expect(!redactor.strike(&bytes))
  }

  @Test("keeps the headers that tell nothing")
  func headers() {
    let headers = [
      FetchRequest.Header("etag", "\"aab1\""), .init("set-cookie", "a"), .init("authorization", "b"),
      .init("location", "/c?key=d"), .init("pass", "e"),
    ]
    #expect(
      Redactor(secret: "aab1", name: "Pass").headers(headers) == [
        .init("etag", "\"***\""), .init("location", "/c?key=***"),
      ])
  }
}
