import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("A declared source over a real connection")
struct DeclaredOverHTTPTests {
  private func registry(_ server: LoopbackServer) throws -> SourceRegistry {
    let text = """
      engram_source: 1
      name: local
      title: a server of the test
      parameters: {id: {}}
      request:
        url: \(server.url("/{id}"))
        headers: {Accept: text/csv}
        user_agent: tester/1
        secret: {env: LOCAL_KEY, query: api_key}
        rate: 1000/s
      checks:
        must_start: "date,"
        fail_if: [{contains: limit, kind: quota}]
      format: {type: csv}
      rows: {date: date, value: v}
      cache: {fresh: 12h, stale_if_error: 30d}
      """
    return SourceRegistry([try Declaration(yaml: text, file: "local.yaml").adapter(at: .builtIn)])
  }

  @Test("sends its key, keeps what passes, and nothing that does not")
  func cached() async throws {
    let secret = "s3cret-k3y"
    try await withTemporaryFolder { folder in
      try await withLoopbackServer { request in
        request.path == "/good" ? .answer("date,v\n2020-01-01,1\n") : .answer("limit of key \(secret) reached")
      } _: { server in
        let registry = try registry(server)
        func environment(_ mode: CachingFetcher.Mode) -> SourceEnvironment {
          var options = CurlTransport.Options()
          options.allowsPrivateAddresses = true
          let transport = CurlTransport(options: options, secrets: { (_) throws(FetchError) in secret })
          let fetcher = CachingFetcher(
            transport: mode == .offline ? nil : transport, store: CacheStore(folder: folder + "/cache"), mode: mode,
            now: 1_793_376_131_250)
          return SourceEnvironment(fetcher: fetcher, secret: { _ in secret })
        }
        let series = try await registry.source("local:good").series(in: environment(.auto))
        #expect(series[0].values == [1] && series[0].name == "good")
        let asked = try #require(server.requests.first)
        #expect(asked.target == "/good?api_key=\(secret)" && asked.header("user-agent") == "tester/1")
        #expect(asked.header("accept") == "text/csv")
        #expect(series[0].origin.documents.map { $0.url } == [server.url("/good")])

        let again = try await registry.source("local:good").series(in: environment(.offline))
        #expect(again[0].values == [1] && server.requests.count == 1)

        for mode in [CachingFetcher.Mode.auto, .offline] {
          do {
            _ = try await registry.source("local:bad").series(in: environment(mode))
            Issue.record("it was read")
          } catch let error as SourceError {
            #expect(!error.description.contains(secret))
            guard case .fetch(let fault) = error else { throw error }
            #expect(fault.kind == (mode == .auto ? .quota : .offlineMiss))
          }
        }
      }
    }
  }
}

@Suite("A trial of a declared source")
struct SourceTrialTests {
  private func trials(_ request: String, _ server: ServedAnswers) async throws -> [SourceTrial] {
    let source = try #require(try SourceRegistry.builtIn.source(request) as? DeclaredSource)
    return try await source.trials(in: SourceEnvironment(fetcher: server))
  }

  @Test("shows the answer, every check and what was read")
  func sound() async throws {
    let trials = try await trials("ecb:USDJPY", Sample.server())
    #expect(trials.count == 2 && trials.allSatisfy { $0.failure == nil })
    let first = try #require(trials.first)
    #expect(first.answer?.status == 200 && first.answer?.beginning.hasPrefix("PK\\x03\\x04") == true)
    #expect(first.findings.map { $0.check } == ["status is 200", "body is not empty", "begins with 'PK'"])
    #expect(first.series.first?.values == [150, 150.6, 132])
  }

  @Test("says which step failed, and shows the answer all the same")
  func failed() async throws {
    let page = try #require(try await trials("cboe:SPX", ServedAnswers(Sample.page)).first)
    #expect(page.failure?.step == .checking && page.answer?.size == Sample.page.utf8.count)
    #expect(page.findings.filter { $0.error != nil }.map { $0.check } == ["begins with 'DATE,'"])
    let rows = try #require(try await trials("cboe:SPX", ServedAnswers("DATE,SPX\n03/13/2026,x\n")).first)
    #expect(rows.failure?.step == .reading && rows.answer?.beginning == "DATE,SPX\\x0A03/13/2026,x\\x0A")
    let none = try #require(try await trials("cboe:SPX", ServedAnswers { _ in nil }).first)
    #expect(none.failure?.step == .asking && none.answer == nil)
  }
}
