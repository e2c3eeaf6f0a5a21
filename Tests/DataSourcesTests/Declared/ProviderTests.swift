import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("Every provider, on bytes of its own form")
struct ProviderTests {
  /// A request, what is asked for it, and what comes of the sample.
  struct Case: Sendable, CustomTestStringConvertible {
    var request: String
    var url: String
    var dates: [String]
    var values: [Double?]
    var observed: String?
    var testDescription: String { request }
  }

  static let cases: [Case] = [
    Case(
      request: "fred:NASDAQCOM", url: "https://fred.stlouisfed.org/graph/fredgraph.csv?id=NASDAQCOM",
      dates: ["2025-01-17", "2025-01-20", "2025-01-21"], values: [19630.2, nil, 19756.78],
      observed: "16:00 America/New_York"),
    Case(
      request: "fred:DEXUSEU?start=2016-01-01&end=2026-01-01",
      url: "https://fred.stlouisfed.org/graph/fredgraph.csv?id=DEXUSEU&cosd=2016-01-01&coed=2026-01-01",
      dates: ["2025-01-17", "2025-01-20", "2025-01-21"], values: [19630.2, nil, 19756.78],
      observed: "12:00 America/New_York"),
    Case(
      request: "fred:UNRATE", url: "https://fred.stlouisfed.org/graph/fredgraph.csv?id=UNRATE",
      dates: ["2025-01-17", "2025-01-20", "2025-01-21"], values: [19630.2, nil, 19756.78], observed: nil),
    Case(
      request: "fred-api:SP500?end=2026-01-01",
      url:
        "https://api.stlouisfed.org/fred/series/observations?series_id=SP500&observation_end=2026-01-01&limit=100000",
      dates: ["2025-01-17", "2025-01-20", "2025-01-21"], values: [19630.2, nil, 19756.78],
      observed: "16:00 America/New_York"),
    Case(
      request: "ecb:USD", url: "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
      dates: ["2026-10-30", "2026-10-29", "1999-01-04"], values: [1.25, 1.2, 1.1], observed: "14:15 Europe/Berlin"),
    Case(
      request: "ecb:GBP", url: "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
      dates: ["2026-10-30", "2026-10-29", "1999-01-04"], values: [0.8, 0.8, nil], observed: "14:15 Europe/Berlin"),
    Case(
      request: "ecb:USDJPY", url: "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
      dates: ["2026-10-30", "2026-10-29", "1999-01-04"], values: [120, 150.6 / 1.2, 132 / 1.1],
      observed: "14:15 Europe/Berlin"),
    Case(
      request: "ecb-xml:USD", url: "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.xml",
      dates: ["2026-10-30", "2026-10-29"], values: [1.25, 1.2], observed: "14:15 Europe/Berlin"),
    Case(
      request: "ecb-sdmx:USD?start=2024-06-03",
      url: "https://data-api.ecb.europa.eu/service/data/EXR/D.USD.EUR.SP00.A?format=csvdata&detail=dataonly"
        + "&startPeriod=2024-06-03",
      dates: ["2024-06-03", "2024-06-04"], values: [1.25, nil], observed: "14:15 Europe/Berlin"),
    Case(
      request: "cboe:SPX", url: "https://cdn.cboe.com/api/global/us_indices/daily_prices/SPX_History.csv",
      dates: ["2026-03-12", "2026-03-13"], values: [5990, 6000.5], observed: "16:00 America/New_York"),
    Case(
      request: "cboe:DJX", url: "https://cdn.cboe.com/api/global/us_indices/daily_prices/DJX_History.csv",
      dates: ["2026-03-12", "2026-03-13"], values: [40125, 40200], observed: "16:00 America/New_York"),
    Case(
      request: "nasdaq:COMP?start=2019-12-31",
      url: "https://api.nasdaq.com/api/quote/COMP/historical?assetclass=index&fromdate=2019-12-31&todate=2099-12-31"
        + "&limit=9999",
      dates: ["2026-08-25", "2026-08-24"], values: [29000.25, nil], observed: "16:00 America/New_York"),
    Case(
      request: "dbnomics:ECB/EXR/D.USD.EUR.SP00.A",
      url: "https://api.db.nomics.world/v22/series/ECB/EXR/D.USD.EUR.SP00.A?observations=1",
      dates: ["1999-01-04", "1999-01-05", "1999-01-06"], values: [1.25, nil, 1.5], observed: nil),
    Case(
      request: "boc:FXUSDCAD?start=2020-01-01",
      url: "https://www.bankofcanada.ca/valet/observations/FXUSDCAD/csv?start_date=2020-01-01",
      dates: ["2023-11-28", "2023-11-29"], values: [1.25, 1.5], observed: "16:30 America/Toronto"),
    Case(
      request: "treasury:10YEAR?year=2023",
      url: "https://home.treasury.gov/resource-center/data-chart-center/interest-rates/pages/xml"
        + "?data=daily_treasury_yield_curve&field_tdr_date_value=2023",
      dates: ["2023-10-02", "2023-10-03"], values: [4.75, nil], observed: "15:30 America/New_York"),
    Case(
      request: "yahoo:^GSPC",
      url:
        "https://query2.finance.yahoo.com/v8/finance/chart/%5EGSPC?period1=-2208988800&period2=9999999999&interval=1d"
        + "&includePrePost=false",
      dates: ["2023-01-03", "2023-01-04", "2023-07-03"], values: [3824.139892578125, nil, 4455.58984375], observed: nil),
    Case(
      request: "stooq:^spx", url: "https://stooq.com/q/d/l/?s=%5Espx&i=d", dates: ["2010-01-04"], values: [1132.5],
      observed: nil),
    Case(
      request: "alpha-vantage:eurusd",
      url: "https://www.alphavantage.co/query?function=FX_DAILY&from_symbol=EUR&to_symbol=USD&outputsize=full"
        + "&datatype=csv",
      dates: ["2024-06-28", "2024-06-27"], values: [1.0725, 1.0625], observed: nil),
    Case(
      request: "worldbank:SP.POP.TOTL?country=FR",
      url: "https://api.worldbank.org/v2/country/FR/indicator/SP.POP.TOTL?per_page=20000", dates: ["2018", "2017"],
      values: [nil, 66_000_000], observed: nil),
    Case(
      request: "eurostat:ert_bil_eur_m/M.AVG.NAC.USD?start=2024-11",
      url: "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/ert_bil_eur_m/M.AVG.NAC.USD?format=SDMX-CSV"
        + "&startPeriod=2024-11",
      dates: ["2024-11", "2024-12", "2025-01", "2025-02"], values: [1.25, nil, nil, 1.5], observed: nil),
  ]

  @Test("asks one URL and reads what comes", arguments: cases)
  func reads(_ one: Case) async throws {
    let server = Sample.server()
    let series = try #require(try await read(one.request, from: server).first)
    #expect(server.urls == [one.url])
    #expect(series.dates == one.dates)
    #expect(series.cells == one.values)
    #expect(series.observed?.text == one.observed)
    let request = try SourceRequest(parsing: one.request)
    #expect(series.name == request.argument && series.origin.adapter == request.adapter)
    #expect(series.origin.request == one.request)
    #expect(series.origin.documents.map { $0.url } == [one.url])
    #expect(series.origin.documents.first?.fetched == "2026-10-30T16:02:11Z")
    #expect(series.origin.documents.first?.sha256.utf8.count == 64)
  }

  @Test("FRED's heading may be the old one, with points for missing values")
  func oldHeading() async throws {
    let new = try await read("fred:NASDAQCOM", from: ServedAnswers(Sample.fred))
    let old = try await read("fred:NASDAQCOM", from: ServedAnswers(Sample.fredOld))
    #expect(new[0].cells == old[0].cells && new[0].times == old[0].times)
  }

  @Test("a name that was given is the name of the column")
  func name() async throws {
    #expect(try await read("dollar=ecb:USD", from: Sample.server()).map(\.name) == ["dollar"])
    #expect(try await read("yen=ecb:USDJPY", from: Sample.server()).map(\.name) == ["yen"])
  }

  @Test("Yahoo's bars of a currency open at midnight in London, which in summer is the day before in UTC")
  func londonMidnight() async throws {
    let body = Sample.yahoo(zone: "Europe/London", times: "1688338800,1704153600", close: "1.5,1.25")
    let series = try await read("yahoo:EURUSD=X", from: ServedAnswers(body))
    #expect(series[0].dates == ["2023-07-03", "2024-01-02"])
  }

  @Test("what is asked carries its secret by name alone, its rate, its headers and how long it is fresh")
  func request() async throws {
    let server = Sample.server()
    _ = try await read("fred-api:SP500", from: server, secrets: ["FRED_API_KEY": "k"])
    _ = try await read("nasdaq:COMP", from: server)
    let (fred, nasdaq) = (server.requests[0], server.requests[1])
    #expect(fred.source == "fred-api/1" && fred.secret == Secret(name: "FRED_API_KEY", place: .query("api_key")))
    #expect(fred.requestsPerSecond == 2 && fred.freshSeconds == 43200 && fred.staleIfErrorSeconds == 2_592_000)
    #expect(nasdaq.headers == [.init("Accept", "application/json, text/plain, */*")])
    #expect(nasdaq.userAgent?.hasPrefix("Mozilla/5.0") == true && nasdaq.secret == nil)
  }

  @Test("a Dow in hundredths is scaled, and the notes say so")
  func scaled() async throws {
    let notes = try await read("cboe:DJX", from: Sample.server())[0].origin.notes
    #expect(notes.contains("every value is that of the source times 100"))
    #expect(notes.contains { $0.contains("exact to one point") })
    // What is to be known of one series is no note of another.
    #expect(try await read("cboe:SPX", from: Sample.server())[0].origin.notes.isEmpty)
  }

  @Test("warnings about a document are notes of the series")
  func warnings() async throws {
    let server = ServedAnswers(warnings: ["served stale by 3 d"]) { _ in response(Sample.cboe) }
    #expect(try await read("cboe:SPX", from: server)[0].origin.notes.contains("served stale by 3 d"))
  }
}
