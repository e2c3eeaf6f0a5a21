import DataSources
import Testing

@Suite("The status of an answer")
struct StatusTests {
  private func judged(_ status: Int, _ body: String = "") -> FetchError? {
    let response = FetchResponse(status: status, headers: [], body: Array(body.utf8), url: "https://a.example/")
    return FetchError(judging: response, url: "https://a.example/?key=K")
  }

  @Test(
    "says what kind of failure it is",
    arguments: [
      (400, FetchError.Kind.notFound), (404, .notFound), (410, .notFound), (422, .notFound), (401, .auth), (407, .auth),
      (402, .quota), (403, .blocked), (451, .blocked), (429, .rateLimited), (408, .unavailable), (425, .unavailable),
      (500, .unavailable), (503, .unavailable), (599, .unavailable), (204, .empty), (206, .notData), (302, .notData),
      (304, .notData), (777, .notData),
    ])
  func kinds(status: Int, kind: FetchError.Kind) {
    #expect(judged(status)?.kind == kind)
    #expect(judged(status)?.url == "https://a.example/?key=***")
    #expect(judged(status)?.problem.hasPrefix("the server answered with status \(status), ") == true)
  }

  @Test("200 is none")
  func fine() { #expect(judged(200, "anything") == nil) }

  @Test("makes a sentence with the server's own words")
  func sentence() {
    #expect(
      judged(400, "<?xml version=\"1.0\" ?>\n<error code=\"400\" message=\"Bad Request.  No such series.\" />\n\n\n")?
        .description
        == "https://a.example/?key=***: the server answered with status 400, a bad request: "
        + "'Bad Request. No such series.'. Check the name of the series and the options of the source")
  }

  @Test(
    "has words in XML, JSON, HTML and plain text",
    arguments: [
      ("<error code='400' message='a &amp; &quot;b&quot;'/>", "a & \"b\""),
      ("{\"error_code\":400,\"error_message\":\"Bad Request. Gone.\"}", "Bad Request. Gone."),
      (
        "{\"chart\":{\"result\":null,\"error\":{\"code\":\"Not Found\",\"description\":\"No data found\"}}}",
        "No data found"
      ),
      ("{\"error\" : \"a \\\"b\\\"\\n\\u00e9 \\/\"}", "a \"b\" é /"),
      ("{\"message\":{\"text\":\"x\"},\"error\":\"y\"}", "y"),
      ("[{\"message\":\"in a list\"}]", "in a list"),
      ("<!doctype html><html><head><title>Access\n  Denied</title></head><body>long</body></html>", "Access Denied"),
      ("<html><body>Go <b>away</b></body></html>", "Go away"),
      ("Edge: Too Many Requests\r\n", "Edge: Too Many Requests"),
      ("\u{FEFF}  plain\tand\u{1B}[31m red", "plain and [31m red"),
      ("", nil), ("   \n", nil), ("{}", nil), ("{\"message\":\"unended", nil), ("<", nil),
      (String(repeating: "long ", count: 100), nil),
      (
        "{\"message\":\"" + String(repeating: "word ", count: 100) + "\"}",
        String(repeating: "word ", count: 39) + "word…"
      ),
    ])
  func words(body: String, words: String?) {
    let plain = "the server answered with status 404, not found"
    #expect(judged(404, body)?.problem == plain + (words.map { ": '\($0)'" } ?? ""))
  }

  @Test("has no words in bytes that are no text")
  func bytes() {
    let response = FetchResponse(status: 404, headers: [], body: [0xFF, 0xFE, 0], url: "https://a.example/")
    #expect(FetchError(judging: response, url: "https://a.example/")?.problem.hasSuffix("not found") == true)
  }
}
