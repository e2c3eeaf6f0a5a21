import TestSupport
import Testing
import TimeSeries

import DataSources

/// Answers in the exact form of each service; the numbers are invented.
@Suite("Services that answer in SDMX-CSV")
struct SDMXSourceTests {
  static let ecb = """
    KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,TITLE_COMPL,UNIT
    EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2024-05,1.25,A,F,"Reference rate, US dollar/Euro",USD
    EXR.M.USD.EUR.SP00.A,M,USD,EUR,SP00,A,2024-06,NaN,H,F,"Reference rate, US dollar/Euro",USD
    EXR.M.GBP.EUR.SP00.A,M,GBP,EUR,SP00,A,2024-05,0.5,A,F,"Reference rate, Pound/Euro",GBP

    """
  static let bis = """
    FREQ,REF_AREA,TIME_FORMAT,COMPILATION,DECIMALS,SOURCE_REF,SUPP_INFO_BREAKS,TITLE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,OBS_PRE_BREAK
    M,US,,,4,,,"Central bank policy rates, US",2024-05,5.375,A,F,
    M,US,,,4,,,"Central bank policy rates, US",2024-06,5.25,A,F,

    """
  static let oecd = """
    DATAFLOW,REF_AREA,FREQ,MEASURE,UNIT_MEASURE,ACTIVITY,ADJUSTMENT,TRANSFORMATION,TIME_HORIZ,METHODOLOGY,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,DECIMALS,BASE_PER
    OECD.SDD.STES:DSD_STES@DF_CLI(4.1),USA,M,LI,IX,_Z,AA,IX,_Z,H,2024-05,99.5,A,0,2,
    OECD.SDD.STES:DSD_STES@DF_CLI(4.1),USA,M,LI,IX,_Z,AA,IX,_Z,H,2024-06,99.75,A,0,2,
    OECD.SDD.STES:DSD_STES@DF_CLI(4.1),DEU,M,LI,IX,_Z,AA,IX,_Z,H,2024-05,98.5,A,0,2,

    """
  static let imf = """
    DATAFLOW,COUNTRY,INDEX_TYPE,COICOP_1999,TYPE_OF_TRANSFORMATION,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,DECIMALS_DISPLAYED
    IMF.STA:CPI(5.0.0),USA,CPI,_T,IX,M,2024-M05,140.5,0,2
    IMF.STA:CPI(5.0.0),USA,CPI,_T,IX,M,2024-M06,140.75,0,2

    """
  static let eurostat =
    "DATAFLOW,LAST UPDATE,freq,unit,s_adj,na_item,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"
    + "ESTAT:NAMQ_10_GDP(1.0),26/08/26 11:00:00,Q,CLV10_MEUR,SCA,B1GQ,DE,2024-Q1,700.5,,\r\n"
    + "ESTAT:NAMQ_10_GDP(1.0),26/08/26 11:00:00,Q,CLV10_MEUR,SCA,B1GQ,DE,2024-Q2,:,,\r\n"
    + "ESTAT:NAMQ_10_GDP(1.0),26/08/26 11:00:00,Q,CLV10_MEUR,SCA,B1GQ,FR,2024-Q1,600.25,p,\r\n"

  struct Case: Sendable, CustomTestStringConvertible {
    var request: String
    var url: String
    var body: String
    var names: [String]
    var dates: [String]
    var values: [Double?]
    var testDescription: String { request }
  }

  static let cases = [
    Case(
      request: "sdmx:ECB/EXR/M.USD+GBP.EUR.SP00.A?start=2024-05",
      url: "https://data-api.ecb.europa.eu/service/data/EXR/M.USD+GBP.EUR.SP00.A?format=csvdata&startPeriod=2024-05",
      body: ecb, names: ["USD", "GBP"], dates: ["2024-05", "2024-06"], values: [1.25, nil]),
    Case(
      request: "rate=sdmx:bis/WS_CBPOL/M.US", url: "https://stats.bis.org/api/v1/data/WS_CBPOL/M.US/all?format=csv",
      body: bis, names: ["rate"], dates: ["2024-05", "2024-06"], values: [5.375, 5.25]),
    Case(
      request: "cli=sdmx:OECD/OECD.SDD.STES,DSD_STES@DF_CLI,4.1/USA+DEU.M.LI...AA...H?start=2024&end=2024-Q2",
      url: "https://sdmx.oecd.org/public/rest/data/OECD.SDD.STES,DSD_STES@DF_CLI,4.1/USA+DEU.M.LI...AA...H"
        + "?dimensionAtObservation=AllDimensions&format=csvfile&startPeriod=2024&endPeriod=2024-Q2",
      body: oecd, names: ["cli-USA", "cli-DEU"], dates: ["2024-05", "2024-06"], values: [99.5, 99.75]),
    Case(
      request: "sdmx:IMF/CPI/USA.CPI._T.IX.M", url: "https://api.imf.org/external/sdmx/2.1/data/CPI/USA.CPI._T.IX.M",
      body: imf, names: ["USA.CPI._T.IX.M"], dates: ["2024-05", "2024-06"], values: [140.5, 140.75]),
    Case(
      request: "sdmx:EUROSTAT/namq_10_gdp/Q.CLV10_MEUR.SCA.B1GQ.",
      url:
        "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1/data/namq_10_gdp/Q.CLV10_MEUR.SCA.B1GQ.?format=SDMX-CSV",
      body: eurostat, names: ["DE", "FR"], dates: ["2024-Q1", "2024-Q2"], values: [700.5, nil]),
    Case(
      request: "sdmx:https://stats.example.org/rest/data/F/K%3Fformat=csv?start=2020",
      url: "https://stats.example.org/rest/data/F/K?format=csv&startPeriod=2020", body: bis,
      names: ["M.US...4...Central bank policy rates, US"],
      dates: ["2024-05", "2024-06"], values: [5.375, 5.25]),
  ]

  @Test("are asked for a flow and a key, and give each combination of dimensions as a series", arguments: cases)
  func reads(_ one: Case) async throws {
    let server = ServedAnswers(one.body)
    let series = try await read(one.request, from: server)
    #expect(server.urls == [one.url] && server.requests[0].headers[0].value.contains("sdmx.data+csv"))
    #expect(series.map(\.name) == one.names, "\(series.map(\.name))")
    #expect(series[0].times.map { $0.text(series[0].resolution) } == one.dates && series[0].cells == one.values)
  }

  @Test(
    "write periods in many forms",
    arguments: [
      (["2024-S1", "2024-S2"], ["2024-06", "2024-12"]), (["2024-W01", "2024-W02"], ["2024-01-01", "2024-01-08"]),
      (["2024-A1", "2025-A1"], ["2024", "2025"]), (["2024", "2025"], ["2024", "2025"]),
      (["2024-01-31", "2024-02-01"], ["2024-01-31", "2024-02-01"]), (["2024-Q4", "2025-Q1"], ["2024-Q4", "2025-Q1"]),
      (["2024M11", "2024M12"], ["2024-11", "2024-12"]),
    ])
  func periods(written: [String], right: [String]) async throws {
    let rows = written.enumerated().map { "F,X,\($1),\($0)\n" }.joined()
    let series = try await read("sdmx:ECB/F/X", from: ServedAnswers("DATAFLOW,GEO,TIME_PERIOD,OBS_VALUE\n" + rows))[0]
    #expect(series.times.map { $0.text(series.resolution) } == right)
  }

  @Test("are named by their whole keys where the only dimension that differs is empty in one")
  func emptyCode() async throws {
    let table = "FREQ,GEO,TIME_PERIOD,OBS_VALUE\nM,,2024-05,1\nM,US,2024-05,2\n"
    #expect(try await read("sdmx:ECB/F/X", from: ServedAnswers(table)).map(\.name) == ["M.", "M.US"])
  }

  @Test("are refused by name where they send something else, or the request is wrong")
  func refused() async {
    let text = await failure("sdmx:ECB/EXR/x", from: ServedAnswers("a,b\n1,2\n"))
    #expect(text.kind == .notData && text.sentence.contains("no columns TIME_PERIOD and OBS_VALUE"))
    let none = await failure("sdmx:ECB/EXR/x", from: ServedAnswers("No results found.", status: 404))
    #expect(none.kind == .notFound)
    #expect(await failure("sdmx:OCED/a/b", from: ServedAnswers("")).sentence.contains("Did you mean OECD?"))
    #expect(await failure("sdmx:ECB", from: ServedAnswers("")).sentence.contains("it names no flow"))
    #expect(
      await failure("sdmx:ECB/EXR/x?start=last%20year", from: ServedAnswers("")).sentence.contains("is not a period"))
  }
}
