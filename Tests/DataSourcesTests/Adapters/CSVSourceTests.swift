import Glibc
import TestSupport
import Testing
import TimeSeries

import DataSources

@Suite("The csv source")
struct CSVSourceTests {
  /// A folder that goes away with the test.
  final class Folder: Sendable {
    let path: String

    init() throws {
      var template = Array("/tmp/engram-csv-XXXXXX".utf8CString)
      path = String(cString: try #require(mkdtemp(&template)))
    }

    deinit { _ = system("rm -rf '\(path)'") }

    func write(_ text: String, as name: String) throws {
      let file = try #require(fopen(path + "/" + name, "w"))
      defer { fclose(file) }
      #expect(fputs(text, file) >= 0)
    }
  }

  private func series(_ request: String, in folder: Folder) async throws -> [Series] {
    try await SourceRegistry.builtIn.source(request).series(in: SourceEnvironment(folder: folder.path))
  }

  @Test("reads a file in the folder of the study, and says where it came from")
  func file() async throws {
    let folder = try Folder()
    try folder.write("Date,Close\n2018-12-28,1\n2018-12-31,2\n", as: "p.csv")
    for request in ["spx=csv:p.csv?value=Close", "spx=p.csv", "spx=csv:\(folder.path)/p.csv"] {
      let read = try await series(request, in: folder)
      #expect(read.map(\.name) == ["spx"] && read[0].values == [1, 2])
      #expect(read[0].origin.request == request && read[0].origin.adapter == "csv")
    }
  }

  @Test("a cross rate divides two columns of one row")
  func cross() async throws {
    let folder = try Folder()
    try folder.write("Date,USD,JPY\n2026-10-30,1.1172,175.68\n2026-10-29,N/A,175\n2026-10-28,0,175\n", as: "fx.csv")
    let read = try await series("usdjpy=csv:fx.csv?value=JPY&per=USD", in: folder)
    #expect(read.map(\.name) == ["usdjpy"])
    #expect(read[0].cells == [175.68 / 1.1172, nil, nil])
    let plain = try await series("csv:fx.csv?value=JPY&per=USD", in: folder)
    #expect(plain.map(\.name) == ["JPY/USD"])
    await #expect(throws: SourceError.self) { try await series("csv:fx.csv?value=JPY|USD&per=USD", in: folder) }
    await #expect(throws: SourceError.self) { try await series("csv:fx.csv?per=USD", in: folder) }
  }

  @Test("a file that cannot be read is named, with the reason")
  func unreadable() async throws {
    let folder = try Folder()
    for (request, words) in [("csv:no.csv", "no such file"), ("csv:.", "is a directory")] {
      do {
        _ = try await series(request, in: folder)
        Issue.record("\(request) was read")
      } catch let error as SourceError {
        #expect("\(error)".lowercased().contains(words), "\(error)")
      }
    }
  }

  @Test(
    "the committed tables are read as they were published",
    arguments: [
      ("sp500_daily.csv?value=Close", 5_031, "1999-01-04", "2018-12-31"),
      ("melbourne_max_temp_daily.csv", 3_650, "1981-01-01", "1990-12-31"),
    ])
  func fixtures(request: String, atLeast: Int, first: String, last: String) async throws {
    let root = #filePath.prefix(#filePath.count - "/Tests/DataSourcesTests/Adapters/CSVSourceTests.swift".count)
    let source = try SourceRegistry.builtIn.source("csv:\(root)/fixtures/real/\(request)")
    let read = try #require(try await source.series(in: SourceEnvironment()).first)
    #expect(read.values.count >= atLeast)
    #expect(read.dates.contains(first) && read.dates.contains(last))
  }

  @Test("reads the files of a pattern as one table, in the order of their names")
  func pattern() async throws {
    let folder = try Folder()
    try folder.write("Date,Close\n2018-12-28,1\n2018-12-31,2\n", as: "p-2018.csv")
    try folder.write("Date,Close\n2019-01-02,3\n", as: "p-2019.csv")
    try folder.write("Date,Open\n2019-01-02,3\n", as: "q-2019.csv")
    let whole = try await series("spx=csv:p-*.csv", in: folder)
    #expect(whole.map(\.values) == [[1, 2, 3]])
    #expect(whole[0].origin.notes.contains("read from 2 files, one after another"))
    await #expect(throws: SourceError.self) { try await series("csv:*.csv", in: folder) }
    await #expect(throws: SourceError.self) { try await series("csv:z-*.csv", in: folder) }
  }

  @Test("is read no further in a cancelled task, and gives neither rows nor an error of its own")
  func cancelled() async throws {
    let folder = try Folder()
    let rows = String(repeating: "2020-01-01,1\n", count: 50_000)
    try folder.write("date,x\n" + rows, as: "whole.csv")
    try folder.write("date,x\n" + rows + "2020-01-02,nonsense\n", as: "bad.csv")
    await #expect(throws: SourceError.self) { try await series("csv:bad.csv?value=x", in: folder) }
    for name in ["whole.csv", "bad.csv"] {
      let work = Task {
        while !Task.isCancelled { await Task.yield() }
        return try await series("csv:\(name)?value=x", in: folder)
      }
      work.cancel()
      await #expect(throws: CancellationError.self) { try await work.value }
    }
  }

  @Test("two tables are joined by row number only if each says that it has no dates")
  func rowNumbers() async throws {
    let folder = try Folder()
    try folder.write("x\n1\n2\n", as: "a.csv")
    func errors(_ requests: [String]) async throws -> [String] {
      var readings = try await SourceRegistry.builtIn.read(requests, in: SourceEnvironment(folder: folder.path))
      readings.refuseUnsaidRowNumbers()
      return readings.compactMap { $0.error?.description }
    }
    #expect(try await errors(["csv:a.csv"]).isEmpty)
    #expect(try await errors(["csv:a.csv?date=none", "b=csv:a.csv?date=none"]).isEmpty)
    let found = try await errors(["csv:a.csv?date=none", "b=csv:a.csv"])
    #expect(found.count == 1 && found[0].contains("date=none"))
  }
}
