import Synchronization
import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("A source that answers in pages")
struct PagingTests {
  private func registry(
    _ pages: String, type: String = "json", url: String = "https://h.example/d?x=1",
    key: String = ", secret: {env: K, query: api_key}"
  ) throws
    -> SourceRegistry
  {
    let rows =
      type == "json" ? "rows: {records: rows, date: d, value: v}" : "rows: {date: d, value: v}"
    let text = """
      engram_source: 1
      name: paged
      title: a source of pages
      request: {url: "\(url)", rate: 1000/s\(key)}
      format: {type: \(type)}
      \(rows)
      pages: \(pages)
      """
    return SourceRegistry([try Declaration(yaml: text, file: "paged.yaml").adapter(at: .builtIn)])
  }

  /// Days from 2020-01-01 with their number as value.
  private static func rows(_ days: Range<Int>) -> String {
    days.map { day in
      let date = Timestamp(ticks: (18_262 + Int64(day)) * Timestamp.millisecondsPerDay).text(.day)
      return #"{"d":"\#(date)","v":\#(day)}"#
    }.joined(separator: ",")
  }

  private static func item(_ name: String, of url: String) -> String? {
    url.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix(name + "=") }
      .map { String($0.dropFirst(name.count + 1)) }
  }

  /// Twenty-five rows in pages of ten.
  private static func answer(_ request: FetchRequest, _ start: Int, _ more: String = "") -> FetchResponse {
    let end = min(25, start + 10)
    return response(#"{"rows":[\#(rows(start..<max(start, end)))]\#(more)}"#)
  }

  private func expectWhole(_ pages: String, asks urls: [String], _ server: ServedAnswers) async throws {
    let series = try await read("paged:all", from: server, registry: try registry(pages))
    #expect(series[0].values == (0..<25).map(Double.init) && server.urls == urls)
    #expect(series[0].origin.documents.count == 3 && series[0].origin.notes.contains("read from 3 pages"))
  }

  @Test("is followed by the links of its answers, absolute or relative")
  func links() async throws {
    let server = ServedAnswers { request in
      switch Self.item("p", of: request.url) {
      case nil: Self.answer(request, 0, #","links":{"next":"/d?x=1&p=2"}"#)
      case "2": Self.answer(request, 10, #","links":{"next":"https://h.example/d?x=1&p=3&api_key=echoed"}"#)
      default: Self.answer(request, 20, #","links":{"next":null}"#)
      }
    }
    // A key in a link is not kept.
    try await expectWhole(
      "{next: links.next}",
      asks: ["https://h.example/d?x=1", "https://h.example/d?x=1&p=2", "https://h.example/d?x=1&p=3"], server)
  }

  @Test("is asked with the cursor of the answer before")
  func cursors() async throws {
    let server = ServedAnswers { request in
      switch Self.item("cursor", of: request.url) {
      case nil: Self.answer(request, 0, #","meta":{"next":"a/b"}"#)
      case "a%2Fb": Self.answer(request, 10, #","meta":{"next":20}"#)
      default: Self.answer(request, 20, #","meta":{"next":""}"#)
      }
    }
    try await expectWhole(
      "{cursor: {path: meta.next, query: cursor}}",
      asks: [
        "https://h.example/d?x=1", "https://h.example/d?x=1&cursor=a%2Fb", "https://h.example/d?x=1&cursor=20",
      ], server)
  }

  @Test(
    "is asked by number or by rows, until a page has fewer rows, or none",
    arguments: [
      ("{number: {query: page}, rows: 10}", "page", ["2", "3"]),
      ("{number: {query: page, first: 0}, rows: 10}", "page", ["1", "2"]),
      ("{offset: {query: skip}, rows: 10}", "skip", ["10", "20"]),
      ("{offset: {query: skip}}", "skip", ["10", "20", "25"]),
    ])
  func counted(pages: String, name: String, asked: [String]) async throws {
    let server = ServedAnswers { request in
      let place = Self.item(name, of: request.url).flatMap { Int($0) }
      let start = name == "skip" ? place ?? 0 : (place.map { $0 - (asked[0] == "2" ? 1 : 0) } ?? 0) * 10
      return Self.answer(request, start)
    }
    let series = try await read("paged:all", from: server, registry: try registry(pages))
    #expect(series[0].values == (0..<25).map(Double.init))
    #expect(server.urls.dropFirst().map { Self.item(name, of: $0) } == asked)
  }

  @Test(
    "is asked for what follows the last time, in the form of the server",
    arguments: [
      ("epoch_ms", ["1578614400001", "1579478400001"]), ("epoch_s", ["1578614401", "1579478401"]),
      ("iso", ["2020-01-10T00:00:01Z", "2020-01-20T00:00:01Z"]), ("yyyy-MM-dd", ["2020-01-11", "2020-01-21"]),
    ])
  func after(form: String, asked: [String]) async throws {
    let server = ServedAnswers { request in
      Self.answer(
        request, 10 * (Self.item("from", of: request.url).flatMap { asked.firstIndex(of: $0) }.map { $0 + 1 } ?? 0))
    }
    let series = try await read(
      "paged:all", from: server, registry: try registry("{after: {query: from, format: \(form)}, rows: 10}"))
    #expect(series[0].values == (0..<25).map(Double.init))
    #expect(server.urls.dropFirst().map { Self.item("from", of: $0) } == asked)
  }

  @Test("is asked for what precedes the first time, until there is nothing or the wanted day is reached")
  func before() async throws {
    let server = ServedAnswers { request in
      let starts = ["2020-01-15": 5, "2020-01-05": -5]
      guard let start = Self.item("to", of: request.url).map({ starts[$0] }) ?? 15 else {
        return response(#"{"rows":[]}"#)
      }
      return response(#"{"rows":[\#(Self.rows(start..<start + 10))]}"#)
    }
    func values(_ more: String) async throws -> [Double] {
      let pages = "{before: {query: to, format: yyyy-MM-dd, from: since\(more)}}"
      return try await read("paged:all", from: server, registry: try registry(pages))[0].values
    }
    // 2020-01-16 has number 15.
    #expect(try await values("") == (Array(15..<25) + Array(5..<15) + Array(-5..<5)).map(Double.init))
    #expect(server.urls[1] == "https://h.example/d?x=1&to=2020-01-15&since=2020-01-06" && server.urls.count == 4)
    #expect(try await values(", until: 2020-01-08") == (Array(15..<25) + Array(5..<15)).map(Double.init))
    #expect(server.urls.count == 6)
  }

  @Test(
    "that is not whole is refused",
    arguments: [
      ("{number: {query: page}, most: 3}", "there are more than 3 pages"),
      ("{next: n}", "page 2 repeats an earlier one"),
    ])
  func bounds(pages: String, problem: String) async throws {
    let server = ServedAnswers { request in
      if pages.contains("next") { return response(#"{"rows":[\#(Self.rows(0..<5))],"n":"/d?y=2"}"#) }
      let page = Self.item("page", of: request.url).flatMap { Int($0) } ?? 1
      return response(#"{"rows":[\#(Self.rows(page * 10..<page * 10 + 10))]}"#)
    }
    let fault = await failure("paged:all", from: server, registry: try registry(pages))
    #expect(fault.sentence.contains(problem), "\(fault.sentence)")
  }

  @Test("is not followed to another server, and a server that ignores the question is found out")
  func refused() async throws {
    let elsewhere = ServedAnswers(#"{"rows":[{"d":"2020-01-01","v":1}],"n":"https://other.example/d"}"#)
    let fault = await failure("paged:all", from: elsewhere, registry: try registry("{next: n}"))
    #expect(fault.kind == .unsafeURL && elsewhere.urls.count == 1)
    let count = Counter()
    let deaf = ServedAnswers { _ in
      response(#"{"rows":[\#(Self.rows(0..<10))],"request":\#(count.next())}"#)
    }
    let same = await failure(
      "paged:all", from: deaf, registry: try registry("{after: {query: from, format: epoch_ms}, rows: 10}"))
    #expect(same.sentence.contains("page 2 repeats an earlier one") && deaf.urls.count == 2)
  }

  @Test("has all its pages within max_bytes")
  func bytes() async throws {
    let server = ServedAnswers { request in
      let page = Self.item("page", of: request.url).flatMap { Int($0) } ?? 1
      return response(#"{"rows":[\#(Self.rows(page * 10..<page * 10 + 10))]}"#)
    }
    let text = """
      engram_source: 1
      name: paged
      title: t
      request: {url: "https://h.example/d", max_bytes: 1 kB}
      format: {type: json}
      rows: {records: rows, date: d, value: v}
      pages: {number: {query: page}}
      """
    let registry = SourceRegistry([try Declaration(yaml: text, file: "p.yaml").adapter(at: .builtIn)])
    let fault = await failure("paged:all", from: server, registry: registry)
    #expect(fault.kind == .tooLarge && fault.sentence.contains("its pages have more than 1024 bytes"))
  }

  @Test(
    "is declared in one way, with all it needs",
    arguments: [
      ("{}", "does not say how the next page is asked for"), ("{rows: 10}", "does not say how"),
      ("{next: a, offset: {query: b}}", "'pages' has both next and offset"),
      ("{after: {query: a}}", "the key 'format' is missing"), ("{number: {first: 2, query: p}}", "from 0 to 1"),
      ("{next: 'a['}", "the number of an element"), ("{most: 1, next: a}", "from 2 to 10000"),
    ])
  func declared(pages: String, problem: String) {
    let text = """
      engram_source: 1
      name: p
      title: t
      request: {url: "https://h.example/d"}
      format: {type: json}
      rows: {records: rows, date: d, value: v}
      pages: \(pages)
      """
    #expect(declarationFault(text).contains(problem), "\(declarationFault(text))")
    #expect(
      declarationFault(
        text.replacing("json", with: "csv").replacing("records: rows, ", with: "").replacing(pages, with: "{next: a}")
      )
      .contains("is a path of JSON"))
  }

  @Test("comes over a real connection, page by page, and again from the cache")
  func loopback() async throws {
    try await withTemporaryFolder { folder in
      try await withLoopbackServer { request in
        let page = request.target.split(separator: "=").last.flatMap { Int($0) } ?? 1
        let start = (page - 1) * 10
        return .answer(#"{"rows":[\#(Self.rows(start..<min(25, start + 10)))]}"#)
      } _: { server in
        let registry = try registry("{number: {query: page}, rows: 10}", url: server.url("/d?x=1"), key: "")
        func series(_ mode: CachingFetcher.Mode) async throws -> [Series] {
          var options = CurlTransport.Options()
          options.allowsPrivateAddresses = true
          let fetcher = CachingFetcher(
            transport: mode == .offline ? nil : CurlTransport(options: options),
            store: CacheStore(folder: folder + "/c"),
            mode: mode, now: 1_793_376_131_250)
          return try await registry.source("paged:all").series(in: SourceEnvironment(fetcher: fetcher))
        }
        #expect(try await series(.auto)[0].values == (0..<25).map(Double.init))
        #expect(try await series(.offline)[0].values == (0..<25).map(Double.init) && server.requests.count == 3)
      }
    }
  }
}

/// Counts calls.
private final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
