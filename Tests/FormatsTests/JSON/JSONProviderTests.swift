import Formats
import Testing

/// The shapes that providers send, with invented numbers.
@Suite("JSON of the providers")
struct JSONProviderTests {
  static let yahoo = """
    {"chart":{"result":[{"meta":{"currency":"USD","symbol":"^GSPC","firstTradeDate":-1325583000,"gmtoffset":-14400,\
    "exchangeTimezoneName":"America/New_York","dataGranularity":"1d","validRanges":["1d","max"]},\
    "timestamp":[1672756200,1672842600,1719581400],"indicators":{"quote":[{"close":[3824.139892578125,null,5460.5],\
    "open":[3853.25,null,5488.5],"volume":[3959140000,null,5199870000]}],\
    "adjclose":[{"adjclose":[3824.139892578125,NaN,5460.5]}]}}],"error":null}}
    """

  static func chart() throws -> JSONFormat {
    var cells = CellFormat()
    cells.epoch = .s
    var format = try JSONFormat.columns(
      date: "chart.result[0].timestamp", ("close", "chart.result[0].indicators.quote[0].close"),
      ("adjusted", "chart.result[0].indicators.adjclose[0].adjclose"), cells: cells)
    format.zone = try JSONPath("chart.result[0].meta.exchangeTimezoneName")
    return format
  }

  @Test("Yahoo, parallel arrays with nulls, and the zone of its times")
  func chart() throws {
    let format = try Self.chart()
    let rows = "2023-01-03T14:30:00Z=3824.139892578125 2023-01-04T14:30:00Z=- 2024-06-28T13:30:00Z=5460.5"
    #expect(format.outcome(Self.yahoo) == "close: \(rows)\nadjusted: \(rows)")
    let zone = try #require(format.zone)
    #expect(try JSONDocument(Array(Self.yahoo.utf8), file: "d").text(at: zone) == "America/New_York")
  }

  @Test("Yahoo, errors inside")
  func chartErrors() throws {
    let format = try Self.chart()
    #expect(
      format.outcome(#"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found"}}}"#)
        == "error: d.json:1: column 20: 'chart.result' should be an array and is null, found 'null'. Open the document: the "
        + "provider may have changed it, or sent an error instead")
    #expect(
      format.outcome(#"{"chart":{"result":[],"error":null}}"#).hasPrefix(
        "error: d.json:1: column 20: there is no element 0 in 'chart.result', found '[]'."))
    #expect(
      format.outcome(#"{"chart":{"result":[{"meta":{},"indicators":{"quote":[{}]}}]}}"#).hasPrefix(
        "error: d.json:1: column 21: there is no 'timestamp' in 'chart.result[0]', found "
          + #"'{"meta":{},"indicators":{"quote":[{}]}}'. There are: meta, indicators"#))
    #expect(format.outcome("Edge: Too Many Requests").contains("not JSON: a value expected, found 'Edge: Too"))
    #expect(
      format.outcome(Self.yahoo.replacing("[3824.139892578125,null,5460.5]", with: "[1,2]")).contains(
        "('close'): 'chart.result[0].indicators.quote[0].close' has 2 elements where 'chart.result[0].timestamp' has 3")
    )
  }

  @Test("FRED, numbers in strings, a point for what is missing")
  func fred() throws {
    let text = """
      {"realtime_start":"2023-11-25","observation_start":"1600-01-01","observation_end":"9999-12-31","count":3,"offset":0,\
      "observations":[{"realtime_start":"2023-11-25","date":"2013-11-25","value":"1802.48"},\
      {"realtime_start":"2023-11-25","date":"2013-11-28","value":"."},{"date":"2013-11-29"}]}
      """
    let format = try JSONFormat.records("observations", date: "date", ("SP500", "value"))
    #expect(format.outcome(text) == "SP500: 2013-11-25=1802.48 2013-11-28=- 2013-11-29=-")
  }

  @Test("Bank of Canada, values one object further in, a key that may be absent")
  func bankOfCanada() throws {
    let text = """
      {"terms":{"url":"https://example.org/"},"observations":[{"d":"2023-11-28","FXUSDCAD":{"v":"1.25"}},
      {"d":"2023-11-29"},{"d":"2023-11-30","FXUSDCAD":{"v":"1.5"}}]}
      """
    let format = try JSONFormat.records("observations", date: "d", ("USDCAD", "FXUSDCAD.v"))
    #expect(format.outcome(text) == "USDCAD: 2023-11-28=1.25 2023-11-29=- 2023-11-30=1.5")
    let wrong = try JSONFormat.records("observations", date: "d", ("EURCAD", "FXEURCAD.v"))
    #expect(
      wrong.outcome(text).contains(
        "('EURCAD'): there is no 'FXEURCAD.v' in any of the 3 rows, found '{\"d\":\"2023-11-28\",\"FXUSDCAD\":{\"v\":\"1.25\"…'. "
          + "In the first row there are: d, FXUSDCAD"), "\(wrong.outcome(text))")
  }

  @Test("Cboe, strings, ascending")
  func cboe() throws {
    let text = """
      {"timestamp":"2026-09-15 13:01:45","symbol":"_SPX","data":[{"date":"1990-01-02","open":"0.0000","close":"359.5000",\
      "volume":"0.0"},{"date":"1990-01-03","open":"360.2500","close":"358.7500","volume":"0.0"}]}
      """
    let format = try JSONFormat.records("data", date: "date", ("SPX", "close"))
    #expect(format.outcome(text) == "SPX: 1990-01-02=359.5 1990-01-03=358.75")
  }

  @Test("Nasdaq, thousands with commas, dashes for what is missing, month first, newest first")
  func nasdaq() throws {
    let text = """
      {"data":{"symbol":"COMP","totalRecords":2,"tradesTable":{"asOf":null,"headers":{"date":"Date"},"rows":[\
      {"date":"08/25/2026","close":"29,209.25","volume":"--"},{"date":"08/24/2026","close":"$9,000.5","volume":"--"}]}},\
      "message":null,"status":{"rCode":200,"bCodeMessage":null}}
      """
    var cells = CellFormat()
    cells.group = UInt8(ascii: ",")
    cells.strip = ["$"]
    let format = try JSONFormat.records(
      "data.tradesTable.rows", date: "date", ("COMP", "close"), ("volume", "volume"), cells: cells)
    #expect(
      format.outcome(text)
        == "COMP: 2026-08-25=29209.25 2026-08-24=9000.5\nvolume: 2026-08-25=- 2026-08-24=-")
    let refused = #"{"data":null,"message":null,"status":{"rCode":400}}"#
    #expect(
      format.outcome(refused)
        == "error: d.json:1: column 9: 'data' should be an object and is null, found 'null'. Open the document: the provider "
        + "may have changed it, or sent an error instead")
  }

  @Test("Alpha Vantage, an object keyed by dates, names with dots and spaces")
  func alphaVantage() throws {
    let text = """
      {"Meta Data":{"1. Information":"Forex Daily Prices","6. Time Zone":"UTC"},
       "Time Series FX (Daily)":{"2024-06-28":{"1. open":"1.0625","4. close":"1.0703"},
                                 "2024-06-27":{"1. open":"1.0675","4. close":"1.0700"}}}
      """
    let format = try JSONFormat.map("Time Series FX (Daily)", ("EURUSD", "'4. close'"))
    #expect(format.outcome(text) == "EURUSD: 2024-06-28=1.0703 2024-06-27=1.07")
    #expect(
      format.outcome(#"{"Note":"25 requests per day"}"#).contains(
        "there is no 'Time Series FX (Daily)' in the document, found '{\"Note\":\"25 requests per day\"}'. There are: Note"
      ))
    let document = try JSONDocument(Array(text.utf8), file: "d.json")
    #expect(document.text(at: try JSONPath("Meta Data.'6. Time Zone'")) == "UTC")
  }

  @Test("Nasdaq Data Link, rows that are arrays")
  func dataLink() throws {
    let text =
      #"{"dataset_data":{"column_names":["Date","A"],"data":[["2015-07-12",null],["2015-07-11",444.25]],"order":"desc"}}"#
    let format = try JSONFormat.records("dataset_data.data", date: "[0]", ("A", "[1]"))
    #expect(format.outcome(text) == "A: 2015-07-12=- 2015-07-11=444.25")
  }

  @Test("DBnomics, NA among the numbers")
  func dbnomics() throws {
    let text = """
      {"series":{"docs":[{"provider_code":"ECB","@frequency":"daily","period":["1999-01-04","1999-01-05","1999-01-06"],\
      "value":[1.125,"NA",1.25]}],"num_found":1}}
      """
    let format = try JSONFormat.columns(date: "series.docs[0].period", ("USD", "series.docs[0].value"))
    #expect(format.outcome(text) == "USD: 1999-01-04=1.125 1999-01-05=- 1999-01-06=1.25")
  }

  @Test("Frankfurter, dates for keys in no order; values that are the members themselves")
  func frankfurter() throws {
    let text =
      #"{"amount":1.0,"rates":{"2024-01-03":{"JPY":155.5,"USD":1.125},"2024-01-02":{"JPY":154.25,"USD":1.25}}}"#
    let format = try JSONFormat.map("rates", ("USD", "USD"), ("JPY", "JPY"))
    #expect(
      format.outcome(text) == "USD: 2024-01-03=1.125 2024-01-02=1.25\nJPY: 2024-01-03=155.5 2024-01-02=154.25")
    let bare = try JSONFormat.map("", ("x", ""))
    #expect(
      bare.outcome(#"{"2024-01-02":1,"2024-01-03":"N/A","2024-01-02":3}"#)
        == "x: 2024-01-02=1.0 2024-01-03=- 2024-01-02=3.0", "every member is a row")
  }

  @Test("World Bank, rows in the second element, a byte order mark")
  func worldBank() throws {
    let text = "\u{FEFF}" + #"[{"page":1,"pages":1},[{"date":"2018","value":null},{"date":"2017","value":18}]]"#
    let format = try JSONFormat.records("[1]", date: "date", ("GDP", "value"))
    #expect(format.outcome(text) == "GDP: 2018=- 2017=18.0")
    #expect(
      format.outcome(#"[{"message":[{"id":"120","key":"Invalid value"}]}]"#).contains(
        "there is no element 1 in the document"))
  }
}
