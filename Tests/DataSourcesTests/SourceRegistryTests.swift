import DataSources
import Testing
import TimeSeries

@Suite("Every built-in source")
struct SourceRegistryTests {
  /// The folder of the project, from where the examples work.
  static let project = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  @Test(
    "has a manual: a name, a summary, an argument, options explained in one line each",
    arguments: SourceRegistry.builtIn.manuals)
  func manual(_ manual: Manual) {
    #expect(!manual.name.isEmpty && manual.name.allSatisfy { ($0.isLetter && $0.isLowercase) || $0 == "-" })
    for text in [manual.summary, manual.argument] { #expect(!text.isEmpty && !text.contains("\n")) }
    #expect(Set(manual.options.map { $0.name }).count == manual.options.count)
    for option in manual.options {
      #expect(!option.name.isEmpty && !option.help.isEmpty && !option.help.contains("\n"), "\(option.name)")
    }
  }

  /// Those that need Python are tried by TableProgramTests, where it has what they need.
  static let ownManuals = SourceRegistry.builtIn.manuals.filter { !["parquet", "excel"].contains($0.name) }

  @Test("has an example that works", arguments: ownManuals)
  func example(_ manual: Manual) async throws {
    let request = try SourceRequest(parsing: manual.example)
    #expect(request.adapter == manual.name)
    let source = try SourceRegistry.builtIn.source(for: request)
    let series = try await source.series(in: SourceEnvironment(folder: Self.project, fetcher: Sample.server()))
    #expect(!series.isEmpty)
    for one in series {
      #expect(!one.name.isEmpty && !one.values.isEmpty && one.origin.adapter == manual.name)
      #expect(one.values.contains { $0.isFinite })
    }
  }

  @Test("refuses an option that it does not have, by name", arguments: SourceRegistry.builtIn.manuals)
  func unknownOption(_ manual: Manual) throws {
    var request = try SourceRequest(parsing: manual.example)
    request.options.append(.init(name: "no-such-option", value: "1"))
    let found = message { _ = try SourceRegistry.builtIn.source(for: request) }
    #expect(found?.contains("there is no option 'no-such-option'") == true)
  }

  @Test("is found by name; another is refused with the nearest")
  func lookup() throws {
    _ = try SourceRegistry.builtIn.source("random:gaussian")
    let names = SourceRegistry.builtIn.manuals.map { $0.name }.joined(separator: ", ")
    #expect(
      message { _ = try SourceRegistry.builtIn.source("randon:gaussian") }
        == "the source 'randon:gaussian': there is no adapter 'randon'. Did you mean 'random'? There are: \(names)")
    #expect(
      message { _ = try SourceRegistry.builtIn.source("zebra:x") }
        == "the source 'zebra:x': there is no adapter 'zebra'. There are: \(names)")
  }

  @Test("can be joined by one's own")
  func own() throws {
    let registry = SourceRegistry(SourceRegistry.builtIn.adapters + [Adapter(Nothing.self)])
    #expect(try registry.source("nothing:at-all") is Nothing)
    #expect(registry.manuals.last?.name == "nothing")
  }
}

private struct Nothing: DescribedSource {
  static let manual = Manual(name: "nothing", summary: "nothing", argument: "X", options: [], example: "nothing:x")
  init(_ request: SourceRequest) throws(SourceError) { _ = try OptionReader(request, accepting: []) }
  func series(in environment: SourceEnvironment) async throws(SourceError) -> [Series] { [] }
}
