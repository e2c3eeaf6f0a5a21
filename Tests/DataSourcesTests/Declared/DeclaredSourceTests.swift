import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("A declared source")
struct DeclaredSourceTests {
  /// A registry with one declaration more.
  private func registry(_ text: String) throws -> SourceRegistry {
    let declaration = try Declaration(yaml: text, file: "s.yaml")
    return SourceRegistry(SourceRegistry.builtIn.adapters + [declaration.adapter(at: .file("s.yaml"))])
  }

  private func head(_ name: String = "mine") -> String { "engram_source: 1\nname: \(name)\ntitle: t\n" }

  @Test("fills values into the URL, whatever is in them, and leaves out the items that have none")
  func url() async throws {
    let registry = try registry(
      head() + """
        parameters:
          id: {keep: "/"}
          from: {required: false}
          lines: {default: "5"}
        request: {url: "https://example.com/{id}?a=1&from={from}&lines={lines}#x"}
        format: {type: csv}
        rows: {date: date, value: v}
        """)
    let server = ServedAnswers("date,v\n2020-01-01,1\n")
    _ = try await read("mine:a b/ü&c=%25%3Fd?lines=7", from: server, registry: registry)
    _ = try await read("mine:X?from=2%261", from: server, registry: registry)
    #expect(
      server.urls == [
        "https://example.com/a%20b/%C3%BC%26c%3D%25%3Fd?a=1&lines=7#x",
        "https://example.com/X?a=1&from=2%261&lines=5#x",
      ])
  }

  @Test("refuses a value, an option and a series that it does not have")
  func requests() async throws {
    let server = Sample.server()
    let expected = [
      "ecb:usd": "the source 'ecb:usd': currency=usd does not match [A-Z][A-Z][A-Z]. currency: the currency, in three "
        + "letters, as USD; or the name of a series",
      "ecb:USDJPX": "the source 'ecb:USDJPX': currency=USDJPX does not match [A-Z][A-Z][A-Z]. Did you mean 'USDJPY'? "
        + "currency: the currency, in three letters, as USD; or the name of a series",
      "treasury:10YEAR": "the source 'treasury:10YEAR': year= is missing. year: the year, from 1990 on",
      "treasury:11YEAR?year=2020":
        "the source 'treasury:11YEAR?year=2020': tenor=11YEAR is not one of 1MONTH, 2MONTH, "
        + "3MONTH, 4MONTH, 6MONTH, 1YEAR, 2YEAR, 3YEAR, 5YEAR, 7YEAR, 10YEAR, 20YEAR, 30YEAR. Did you mean '1YEAR'? "
        + "tenor: time to maturity",
      "fred:SP500?begin=2020": "the source 'fred:SP500?begin=2020': there is no option 'begin'. There are: start, end",
      "market:sp50": "the source 'market:sp50': there is no series 'sp50'. Did you mean 'sp500'? There are: sp500, "
        + "nasdaq, dow, eurusd, usdjpy",
    ]
    for (request, sentence) in expected {
      #expect(await failure(request, from: server).sentence == sentence)
    }
    #expect(server.requests.isEmpty)
  }

  @Test("without a network says so")
  func noNetwork() async throws {
    await #expect(throws: SourceError.self) {
      try await SourceRegistry.builtIn.source("ecb:USD").series(in: SourceEnvironment())
    }
  }

  @Test("derives a series from two documents, date by date, and says which dates it left out")
  func derived() async throws {
    let server = ServedAnswers { request in
      request.url.contains("FXUSDCAD")
        ? response(Sample.bankOfCanada("FXUSDCAD", ["1.25", "1.5"]))
        : response(Sample.bankOfCanada("FXJPYCAD", ["0.0125", ""]).replacing("2023-11-29", with: "2023-11-30"))
    }
    let series = try #require(try await read("yen=boc:USDJPY", from: server).first)
    #expect(series.name == "yen" && series.dates == ["2023-11-28"] && series.values == [100])
    #expect(series.origin.documents.count == 2 && series.observed?.text == "16:30 America/Toronto")
    #expect(series.origin.notes.contains("derived: FXUSDCAD / FXJPYCAD"))
    #expect(
      series.origin.notes.contains(
        "dates left out because only one of the two has them: 1 of FXUSDCAD, 1 of FXJPYCAD"))
  }

  @Test("asks once for the one document of both sides")
  func oneDocument() async throws {
    let server = Sample.server()
    let series = try await read("ecb:USDJPY", from: server)
    #expect(server.requests.count == 1 && series[0].origin.documents.count == 1)
  }

  @Test("inverts before it scales; one over nothing is missing")
  func inverted() async throws {
    let registry = try registry(
      head() + """
        request: {url: "https://example.com/x"}
        format: {type: csv, delimiter: semicolon, header: first, missing: ["-999"]}
        rows: {date: {column: d, format: dd/MM/yyyy}, value: v}
        number: {decimal: comma}
        scale: 100
        invert: true
        """)
    let server = ServedAnswers("d;v\n03/04/2020;2,5\n04/04/2020;0\n05/04/2020;-999\n")
    let series = try await read("mine:all", from: server, registry: registry)[0]
    #expect(series.dates == ["2020-04-03", "2020-04-04", "2020-04-05"] && series.cells == [40, nil, nil])
    #expect(await failure("mine:some", from: server, registry: registry).sentence.contains("There are: all"))
  }

  @Test("reads records, columns and maps of JSON")
  func json() async throws {
    let bodies = [
      "records: rows, date: d, value: v.x": #"{"rows":[{"d":"2020-01-01","v":{"x":"1.5"}},{"d":"2020-01-02","v":{}}]}"#,
      "date: days, value: levels": #"{"days":["2020-01-01","2020-01-02"],"levels":[1.5,null]}"#,
      "map: rates, value: USD": #"{"rates":{"2020-01-01":{"USD":1.5},"2020-01-02":{"JPY":7}}}"#,
    ]
    for (rows, body) in bodies {
      let registry = try registry(
        head() + "request: {url: 'https://example.com/x'}\nformat: {type: json}\nrows: {\(rows)}\n")
      let series = try await read("mine:all", from: ServedAnswers(body), registry: registry)[0]
      #expect(series.dates == ["2020-01-01", "2020-01-02"] && series.cells == [1.5, nil])
    }
  }

  @Test("gives several series where several values are named")
  func several() async throws {
    let registry = try registry(
      head() + "request: {url: 'https://example.com/x'}\nformat: {type: csv}\nrows: {date: date, value: [a, b]}\n")
    let series = try await read("m=mine:all", from: ServedAnswers("date,a,b,c\n2020-01-01,1,2,3\n"), registry: registry)
    #expect(series.map { $0.name } == ["m-a", "m-b"] && series.map { $0.values } == [[1], [2]])
  }
}

@Suite("The first of several sources")
struct FirstSourceTests {
  @Test("serves the series, and the notes say which it is and why those before it failed")
  func served() async throws {
    let server = ServedAnswers { request in
      request.url.contains("cboe") ? response("", status: 200) : response(Sample.fred)
    }
    let series = try await read("sp500=first:cboe:SPX,fred:SP500", from: server)[0]
    #expect(series.name == "sp500" && series.values.count == 3 && series.origin.adapter == "first")
    #expect(series.origin.request == "sp500=first:cboe:SPX,fred:SP500")
    #expect(series.origin.servedBy == "fred:SP500")
    #expect(series.origin.notes[0] == "served by fred:SP500")
    #expect(series.origin.notes[1].hasPrefix("not served by cboe:SPX: https://cdn.cboe.com/"))
    #expect(series.origin.documents.map { $0.url } == ["https://fred.stlouisfed.org/graph/fredgraph.csv?id=SP500"])
  }

  @Test("asks no further than it must; a failure of all gives every reason")
  func order() async throws {
    let server = Sample.server()
    let series = try await read("market:sp500", from: server)[0]
    #expect(server.requests.count == 1 && series.origin.notes[0] == "served by cboe:SPX")
    #expect(series.name == "sp500" && series.origin.request == "market:sp500")
    let (kind, sentence) = await failure("first:cboe:SPX,fred:SP500", from: ServedAnswers("", status: 429))
    #expect(
      kind == .rateLimited && sentence.contains("cboe:SPX: https://") && sentence.contains("; fred:SP500: https://"))
  }

  @Test("cannot ask itself, nor what is misspelt")
  func circles() async throws {
    let a = try Declaration(yaml: "engram_source: 1\nname: a\ntitle: t\nfirst_of: {x: [b:x]}\n", file: "a.yaml")
    let b = try Declaration(yaml: "engram_source: 1\nname: b\ntitle: t\nfirst_of: {x: ['a:x']}\n", file: "b.yaml")
    let registry = SourceRegistry([a.adapter(at: .builtIn), b.adapter(at: .builtIn), FirstSource.adapter])
    let server = Sample.server()
    #expect(await failure("a:x", from: server, registry: registry).sentence.contains("there is no adapter 'a'"))
    #expect(await failure("first:first:a", from: server).sentence.contains("there is no adapter 'first'"))
    #expect(await failure("first:cboe:SPX,,fred:X", from: server).sentence.contains("a source in its list is empty"))
    #expect(await failure("first:cbo:SPX", from: server).sentence.contains("Did you mean 'cboe'?"))
  }
}

@Suite("A table at an address of the web")
struct HTTPSourceTests {
  @Test("is read with the options after the #")
  func table() async throws {
    let server = ServedAnswers("day;x;y\n2020-01-01;1,5;2\n")
    let series = try await read("https://example.com/get?id=1#value=x&decimal=comma", from: server)
    #expect(server.urls == ["https://example.com/get?id=1"] && server.requests[0].allowsPlainHTTP)
    #expect(series.map { $0.name } == ["x"] && series[0].values == [1.5])
    #expect(series[0].origin.documents.count == 1)
  }

  @Test("is refused if a page comes instead, or a status that is no data, or nothing")
  func refused() async throws {
    let page = await failure("https://example.com/a.csv", from: ServedAnswers(Sample.page))
    #expect(page.kind == .parse && page.sentence.contains("the file is HTML or XML"))
    #expect(await failure("https://example.com/a.csv", from: ServedAnswers("no", status: 404)).kind == .notFound)
    #expect(await failure("https://example.com/a.csv", from: ServedAnswers("")).kind == .empty)
  }
}
