import Testing

import DataSources

@Suite("An answer that is no data")
struct RefusedAnswerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var request: String
    var body: String
    var status = 200
    var kind: FetchError.Kind
    /// What the sentence says.
    var words: String
    var testDescription: String { "\(request) \(kind.rawValue): \(words)" }
  }

  static let cases: [Case] = [
    Case(
      request: "stooq:^spx", body: "Exceeded the daily hits limit", kind: .quota,
      words: "the quota is used up; the server says: 'Exceeded the daily hits limit'"),
    Case(request: "stooq:^spx", body: Sample.stooqKey, kind: .auth, words: "the key is missing or was refused"),
    Case(
      request: "stooq:^spx", body: Sample.stooqPage, kind: .blocked,
      words: "the server asks for a check that only a browser can do; the server says: 'Checking your browser'"),
    Case(request: "stooq:zzz", body: "No data", kind: .notFound, words: "there is no such series"),
    Case(
      request: "alpha-vantage:eurusd", body: Sample.alphaVantageNote, kind: .quota,
      words: "We have detected your API key as … and our standard"),
    Case(
      request: "alpha-vantage:eurusd", body: #"{"Error Message":"Invalid API call."}"#, kind: .notFound,
      words: "'Invalid API call.'"),
    Case(
      request: "alpha-vantage:eurusd", body: #"{"Note":"Thank you for using it! 25 requests per day."}"#, kind: .quota,
      words: "25 requests per day"),
    Case(request: "cboe:SPX", body: "", kind: .empty, words: "the server sent an empty body, with status 200"),
    Case(request: "cboe:SPX", body: "DATE,SPX\n", kind: .empty, words: "it has a header and no rows"),
    Case(
      request: "cboe:SPX", body: Sample.page, kind: .notData,
      words: "expected a body that begins with 'DATE,', found a page titled 'Access Denied'"),
    Case(
      request: "yahoo:ZZZ",
      body:
        #"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}"#,
      status: 404, kind: .notFound, words: "'No data found, symbol may be delisted'"),
    Case(
      request: "yahoo:^GSPC",
      body: #"{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}"#, status: 401,
      kind: .auth, words: "'Invalid Crumb'"),
    Case(
      request: "yahoo:^GSPC", body: "Edge: Too Many Requests", status: 429, kind: .rateLimited,
      words: "'Edge: Too Many Requests'"),
    Case(
      request: "yahoo:^GSPC", body: #"{"chart":{"result":[],"error":null}}"#, kind: .empty,
      words: "chart.result[0].timestamp of the answer is empty"),
    Case(
      request: "yahoo:^GSPC", body: Sample.yahoo(granularity: "3mo"), kind: .notData,
      words: "expected JSON whose chart.result[0].meta.dataGranularity is '1d', which is '3mo' here"),
    Case(
      request: "yahoo:^GSPC",
      body: #"{"chart":{"result":[{"meta":{"dataGranularity":"1d"},"indicators":{"quote":[{}]}}],"error":null}}"#,
      kind: .empty, words: "there are no rows"),
    Case(
      request: "worldbank:NO", body: Sample.worldBankError, kind: .notFound,
      words: "the server says: 'The provided parameter value is not valid'"),
    Case(
      request: "eurostat:no/A", body: Sample.eurostatError, status: 404, kind: .notFound,
      words: "Eurostat has no such data set"),
    Case(
      request: "eurostat:no/A", body: Sample.page, kind: .notData,
      words: "expected a body that begins with 'DATAFLOW,', found a page titled 'Access Denied'"),
    Case(
      request: "eurostat:namq_10_gdp/Q.DE",
      body: Sample.eurostat.replacing("2024-11", with: "2024-Q4"), kind: .parse,
      words: "a date of another form than the first one, '2024-Q4'"),
    Case(
      request: "fred-api:NO", body: Sample.fredXMLError, status: 400, kind: .notFound,
      words: "FRED refuses the request; the server says: 'Bad Request. The series does not exist.'"),
    Case(
      request: "fred:SP500", body: Sample.page, status: 403, kind: .blocked, words: "the server refuses programs"),
    Case(request: "fred:NO", body: Sample.page, status: 404, kind: .notFound, words: "FRED has no such series"),
    Case(request: "fred:SP500", body: "slow", status: 504, kind: .unavailable, words: "status 504"),
    Case(
      request: "nasdaq:NO", body: Sample.nasdaqError, kind: .notFound,
      words: "nasdaq.com refuses the request; the server says: 'Symbol not exists.'"),
    Case(
      request: "dbnomics:ECB/EXR/NO", body: Sample.dbnomicsError, status: 404, kind: .notFound,
      words: "'Series ECB/EXR/D.ZZZ.EUR.SP00.A not found'"),
    Case(
      request: "treasury:10YEAR?year=2023", body: Sample.treasuryEmpty, kind: .empty,
      words: "there is no 'm:properties' in its <feed>"),
    Case(
      request: "ecb:USD", body: "Too busy", kind: .notData,
      words: "expected a body that begins with 'PK', found 'Too busy'"),
    Case(
      request: "ecb-xml:USD", body: String(Sample.ecbXML.dropLast(60)), kind: .parse, words: "line "),
    Case(
      request: "dbnomics:ECB/EXR/X", body: String(Sample.dbnomics("1,2,3").dropLast(20)), kind: .notData,
      words: "expected JSON with series.docs[0].period"),
    Case(
      request: "cboe:SPX", body: "DATE,SPX\n03/12/2026,5990\n03/13/2026,n.a.\n", kind: .parse,
      words: "line 3, column 2 ('SPX'): not a number, found 'n.a.'"),
  ]

  @Test("is refused with its kind and the server's words, and nothing of it is kept", arguments: cases)
  func refused(_ one: Case) async throws {
    let server = ServedAnswers(one.body, status: one.status)
    let found = await failure(one.request, from: server, secrets: ["ALPHAVANTAGE_API_KEY": "ABC123"])
    #expect(found.kind == one.kind, "\(found.sentence)")
    #expect(found.sentence.contains(one.words), "\(found.sentence)")
    #expect(!found.sentence.contains("ABC123") && server.kept == 0)
    #expect(!found.sentence.contains("\n"))
  }

  @Test("what is wrong with the request is not held against the answer")
  func request() async throws {
    let server = Sample.server()
    let found = await failure("ecb:USX", from: server)
    #expect(found.kind == nil && found.sentence.contains("value=USX names no column"))
    #expect(found.sentence.contains("Did you mean 'USD'?"))
    #expect(server.kept == 1)
  }
}
