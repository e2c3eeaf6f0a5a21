import Engram
import FoundationEssentials
import TestSupport
import Testing

@Suite("The documentation")
struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let catalogue = root.appending(path: "Sources/Engram/Engram.docc")

  private static func files(in folder: URL) throws -> [(name: String, text: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
      ($0, try String(contentsOf: folder.appending(path: $0), encoding: .utf8))
    }
  }

  /// What stands between the fences of an article.
  private static func code(_ article: String) -> [String] {
    article.components(separatedBy: "```swift\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
  }

  /// 120 years of a flow that remembers the year before.
  private static func csv() -> String {
    var (text, value, noise) = ("Date,Flow\n", 0.0, UInt64(7))
    for year in 1871..<1991 {
      noise = noise &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      value = 0.6 * value + Double(noise >> 40) / Double(1 << 24) - 0.5
      text += "\(year)-01-01,\(1000 + 200 * value)\n"
    }
    return text
  }

  @Test("shows the code that the tests run, word for word")
  func snippets() throws {
    let snippets = try Self.files(in: Self.root.appending(path: "Tests/EngramTests/Snippets"))
    let articles = try Self.files(in: Self.catalogue)
    #expect(articles.count == 7)
    // The landing page shows lines of a function, so spaces at the beginnings of lines do not count.
    func plain(_ text: String) -> String {
      text.split(separator: "\n").map { String($0.drop { $0 == " " }) }.joined(separator: "\n")
    }
    for article in articles {
      let code = Self.code(article.text)
      #expect(!code.isEmpty, "\(article.name) shows no code")
      for block in code {
        #expect(snippets.contains { plain($0.text).contains(plain(block)) }, "\(article.name): \(block)")
      }
    }
    let whole = try #require(articles.first { $0.name == "FromACSVToAVerdict.md" })
    #expect(Self.code(whole.text) == snippets.filter { $0.name == "FromACSVToAVerdict.swift" }.map(\.text))
  }

  @Test("goes from a CSV to a verdict")
  func verdict() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/flow.csv"
      try Self.csv().write(toFile: path, atomically: true, encoding: .utf8)
      let text = try await EngramTests.verdict(onCSV: path, epochs: 3, networks: 2)
      #expect(text.contains("memory"))
      #expect(text.contains("\nThe data: ") && text.contains("\nThe latent state: "))
    }
  }

  @Test("goes through the stages one by one")
  func stages() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/flow.csv"
      try Self.csv().replacing("-01-01", with: "").write(toFile: path, atomically: true, encoding: .utf8)
      let series = try await read(path)
      #expect(series.map(\.name) == ["flow", "day"] && series.map(\.times.count) == [120, 100])
      let panel = try aligned([series[0]])
      #expect(panel.rows == 119)
      var options = TrainingOptions()
      (options.networks, options.epochs, options.hidden, options.rolloutSteps) = (2, 3, 4, 20)
      let (memory, twin) = try await trained(on: panel, options)
      #expect(memory.networks.count == 2 && twin.networks.count == 2)
      #expect(try await found(on: panel, memory, twin).claims.count == 11)
      var study = Study()
      (study.sources, study.fixtures, study.control, study.surrogates) = (["flow=csv:\(path)"], [], false, 0)
      study.training = options
      let text = try await written(study, to: folder + "/report")
      #expect(try String(contentsOfFile: folder + "/report/report.txt", encoding: .utf8) == text)
    }
  }
}
