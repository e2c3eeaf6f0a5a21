import Engram
import Testing

@Suite("The default study")
struct DefaultStudyTests {
  private static let root = String(#filePath.dropLast("/Tests/EngramTests/DefaultStudyTests.swift".count))

  @Test("reads real providers' layouts from the recorded documents, with no network")
  func panel() async throws {
    let study = Study()
    let folders = try study.fixtures.map { try FixtureFolder(reading: Self.root + "/" + $0) }
    let world = SourceEnvironment(fetcher: CachingFetcher(fixtures: folders, now: 0))
    let panel = try await study.readPanel(in: world)
    #expect(panel.columns == ["sp500", "nasdaq", "dow", "eurusd", "usdjpy"])
    #expect(panel.rows == 4_984 && panel.times.first?.text(.day) == "1999-01-04")
    // Yen for a dollar on the first day: 133.73 / 1.1789.
    #expect(
      abs(panel.values[4] - 113.4363) < 1e-4 && panel.values[0] == 1228.1 && abs(panel.values[2] - 9184.27) < 1e-9)
    #expect(
      panel.observed.map { $0?.text ?? "" } == Array(repeating: "16:00 America/New_York", count: 3)
        + Array(repeating: "14:15 Europe/Berlin", count: 2))
    #expect(panel.ledger.entries.allSatisfy { $0.documents.count == 1 })
    #expect(panel.diagnostics.contains { if case .clockDifference = $0 { true } else { false } })
  }

  @Test("without its recorded documents is an error for each source, not a report")
  func noDocuments() async throws {
    await #expect(throws: StudyError.self) { try await Study().readPanel(in: SourceEnvironment()) }
  }
}
