import DataSources
import Files
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

  @Test(
    "strikes out a value in any spelling",
    arguments: [
      "s3cr3t/+&=<Key\u{E9}", "S3CR3T/+&=<kEY\u{E9}", "s3cr3t%2F%2B%26%3D%3CKey%C3%A9",
      "s3cr3t%2f%2b%26%3d%3cKey%c3%a9",
      "s3cr3t/+&amp;=&lt;Key\u{E9}", "s3cr3t&#47;&#43;&#38;&#x3D;&#X3c;Key&#233;", "&#115;3cr3t/+&=<Key\u{E9}",
      "s3cr3t\\/+&=\\u003cKey\\u00e9", "s3cr3t\\x2F+&=<Key\u{E9}", "%73%33%63%72%33%74%2F%2B%26%3D%3C%4B%65%79%C3%A9",
      "czNjcjN0LysmPTxLZXnDqQ==", "7333637233742f2b263d3c4b6579c3a9", "7333637233742F2B263D3C4B6579C3A9",
    ])
  func spellings(text: String) {
    let redactor = Redactor(secret: "s3cr3t/+&=<Key\u{E9}")
    for (before, after) in [("", ""), ("told: ", " and more"), ("&", "%"), ("x", "\\u")] {
      let found = redactor.text(before + text + after)
      // The last characters of base64 hold bits of what follows, and stay.
      #expect(found.hasPrefix(before + "***") && found.hasSuffix(after) && found.utf8.count < text.utf8.count + 12)
      #expect(!found.lowercased().contains("s3cr3t") && !found.contains("czNj"))
    }
  }

  @Test("strikes out base64 of a longer text", arguments: ["a", "ab", "abc", "user:", "x-key: "])
  func base64(before: String) {
    let secret = "k9+/Zq7~longer"
    let text = Files.base64(Array((before + secret + " tail").utf8))
    for spelt in [text, text.replacing("+", with: "-").replacing("/", with: "_")] {
      let found = Redactor(secret: secret).text("Basic \(spelt)")
      #expect(found.contains("***") && found.utf8.count < spelt.utf8.count, "\(found)")
    }
    #expect(Redactor(secret: secret).text("a9+/Zq7~longeR, k9+/Zq7~longe") == "a9+/Zq7~longeR, k9+/Zq7~longe")
  }

  @Test(
    "strikes keys out of the URLs of a line",
    arguments: [
      ("a=https://h.example/x.csv?api_key=K#value=v", "a=https://h.example/x.csv?api_key=***#value=v"),
      ("cannot read 'https://u:p@h/?token=T': no", "cannot read 'https://***@h/?token=***': no"),
      ("first:https://h/%3Fapi_key=K%26b=1,random:ar1", "first:https://h/?api_key=***"),
      ("csv:a.csv?key=Close", "csv:a.csv?key=Close"),
      ("x: https://h/?a=1 http://h/?key=2", "x: https://h/?a=1 http://h/?key=***"),
    ])
  func lines(text: String, shown: String) {
    #expect(Redactor().line(text).hasPrefix(shown))
    #expect(!Redactor().line(text).contains("=K"))
  }
}
