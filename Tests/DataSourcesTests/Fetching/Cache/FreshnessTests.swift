import DataSources
import Testing

@Suite("Freshness")
struct FreshnessTests {
  /// An answer that came at `october`, after so many seconds.
  func freshness(
    _ headers: [String: String], after seconds: Double, sourceSays: Double? = nil
  ) throws -> Freshness {
    let entry = CacheEntry(
      response("date", headers), to: try CacheKey(request()), sha256: String(repeating: "0", count: 64), now: october)
    return Freshness(of: entry, sourceSays: sourceSays, now: october + Int64(seconds * 1000))
  }

  static let came = "Fri, 30 Oct 2026 16:02:11 GMT"
  static let table: [(headers: [String: String], lifetime: Double)] = [
    ([:], 0),
    (["cache-control": "max-age=300"], 300),
    (["cache-control": "public, MAX-AGE=\"300\", must-revalidate"], 300),
    (["cache-control": "max-age=300, max-age=60"], 60),
    (["cache-control": "max-age=soon"], 0),
    (["cache-control": "max-age=99999999999999999999"], 2_147_483_648),
    (["cache-control": "s-maxage=300, private"], 0),
    (["cache-control": "no-cache, max-age=300"], 0),
    (["cache-control": "no-store"], 0),
    (["cache-control": "max-age=10", "expires": "Fri, 30 Oct 2026 17:02:11 GMT", "date": came], 10),
    (["expires": "Fri, 30 Oct 2026 17:02:11 GMT", "date": came], 3600),
    (["expires": "Fri, 30 Oct 2026 17:02:11 GMT"], 3600),
    (["expires": "Fri, 30 Oct 2026 15:02:11 GMT", "date": came], 0),
    (["expires": "0", "last-modified": "Thu, 29 Oct 2026 16:02:11 GMT"], 0),
    (["last-modified": "Thu, 29 Oct 2026 16:02:11 GMT"], 8640),
    (["last-modified": "Sun, 01 Jan 1995 00:00:00 GMT"], 7 * 86400),
    (["last-modified": "Sat, 31 Oct 2026 16:02:11 GMT"], 0),
    (["last-modified": "yesterday"], 0),
  ]

  @Test("lasts as long as the server says, or a tenth of the document's age", arguments: table.indices)
  func lifetime(_ row: Int) throws {
    let (headers, lifetime) = FreshnessTests.table[row]
    let found = try freshness(headers, after: 5)
    #expect(found.lifetime == lifetime, "\(headers)")
    #expect(found.sinceConfirmed == 5)
  }

  @Test("counts the time an answer was on its way")
  func age() throws {
    #expect(try freshness(["cache-control": "max-age=300"], after: 299).isFresh)
    #expect(try !freshness(["cache-control": "max-age=300"], after: 300).isFresh)
    #expect(try !freshness(["cache-control": "max-age=300", "age": "100"], after: 200).isFresh)
    #expect(try freshness(["cache-control": "max-age=300", "age": "x"], after: 200).isFresh)
    let late = ["cache-control": "max-age=300", "date": "Fri, 30 Oct 2026 16:00:11 GMT"]
    #expect(try freshness(late, after: 0).age == 120)
    let ahead = ["cache-control": "max-age=300", "date": "Fri, 30 Oct 2026 17:00:11 GMT"]
    #expect(try freshness(ahead, after: 7).age == 7)
  }

  @Test("is first of all what the source says")
  func source() throws {
    #expect(try freshness(["cache-control": "no-store"], after: 100, sourceSays: 101).isFresh)
    #expect(try !freshness(["cache-control": "max-age=9999", "age": "5"], after: 100, sourceSays: 100).isFresh)
    #expect(try !freshness([:], after: 0, sourceSays: 0).isFresh)
  }

  @Test("is not granted to a copy from the future")
  func future() throws {
    #expect(try !freshness([:], after: -10, sourceSays: 100).isFresh)
  }

  @Test(
    "reads every form of an HTTP date",
    arguments: [
      ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777_000),
      ("Sun Nov  6 08:49:37 1994", 784_111_777_000), ("Thursday, 01-Jan-70 00:00:00 GMT", nil),
      ("Tue, 29 Feb 2028 00:00:00 GMT", 1_835_395_200_000), ("Sun, 30 Feb 2025 00:00:00 GMT", nil),
      ("Sun, 06 Nov 1994 24:00:00 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("", nil), ("-1", nil),
      ("Sun, 06 Nov 1994 08:49 GMT", nil), ("Sun, 6 Nov 19940 08:49:37 GMT", nil),
    ] as [(String, Int64?)])
  func dates(_ text: String, _ expected: Int64?) {
    // Two digits: within 50 years of 2026, 70 is 2070.
    let wanted = text.hasSuffix("70 00:00:00 GMT") ? 3_155_760_000_000 : expected
    #expect(HTTPDate.milliseconds(text, now: october) == wanted)
  }

  @Test("writes its own moments to the second, and reads nothing else")
  func moments() {
    #expect(UTCText.text(october + 999) == "2026-10-30T16:02:11Z")
    #expect(UTCText.text(-1) == "1969-12-31T23:59:59Z")
    #expect(UTCText.milliseconds("2026-10-30T16:02:11Z") == october)
    for text in ["2026-10-30", "2026-10-30T16:02:11", "2026-13-30T16:02:11Z", "2026-10-30T25:02:11Z", "é"] {
      #expect(UTCText.milliseconds(text) == nil)
    }
  }
}
