import Engram
import Memory
import Reporting
import TestSupport
import Testing

@Suite("Two reports compared")
struct ComparisonTests {
  static let fixture = Fixture(rows: 60, networks: 2, epochs: 3, steps: 4, ladder: .memory)

  /// Writes reports into folders `a`, `b` … and compares the first two.
  static func compare<Result>(
    _ fixtures: [Fixture], change: (inout String) -> Void = { _ in }, _ body: (Comparison, String) throws -> Result
  ) async throws -> Result {
    try await withTemporaryFolder { folder in
      for (fixture, name) in zip(fixtures, ["a", "b"]) {
        try fixture.report.write(to: folder + "/" + name)
      }
      var text = try TestFiles.text(of: folder + "/b/results.json")
      change(&text)
      try TestFiles.write(text, to: folder + "/b/results.json")
      let reports = try ["a", "b"].map { try StoredReport(path: folder + "/" + $0) }
      return try body(Comparison(of: reports[0], and: reports[1]), folder)
    }
  }

  @Test("the same report twice is said to be the same, and nothing else is said")
  func same() async throws {
    try await ComparisonTests.compare([ComparisonTests.fixture, ComparisonTests.fixture]) { comparison, _ in
      #expect(comparison.isIdentical && comparison.hasSameData && comparison.hasSameFindings)
      #expect(comparison.text.contains("The two reports are the same: their results.json have the same bytes."))
      #expect(!comparison.text.contains("\nStudy\n") && !comparison.text.contains("Verdicts"))
    }
  }

  @Test("other settings with the same findings, and the name of the setting")
  func settings() async throws {
    let both = [ComparisonTests.fixture, ComparisonTests.fixture]
    try await ComparisonTests.compare(both) {
      $0 = $0.replacing("\"margin\": 0.01", with: "\"margin\": 0.02")
    } _: { comparison, _ in
      #expect(!comparison.isIdentical && comparison.hasSameData && comparison.hasSameFindings)
      #expect(comparison.text.contains("Everything found is the same, though the studies differ."))
      #expect(comparison.text.contains("\n  margin\n    A  0.01\n    B  0.02\n"))
      #expect(!comparison.text.contains("Verdicts"))
      let json = try comparison.json()
      #expect(json.contains("\"settings\": [{\"a\": 0.01, \"b\": 0.02, \"name\": \"margin\"}]"))
      #expect(json.contains("\"sameFindings\": true"))
    }
  }

  @Test("the same study with other findings is not passed over")
  func tampered() async throws {
    let both = [ComparisonTests.fixture, ComparisonTests.fixture]
    try await ComparisonTests.compare(both) {
      $0 = $0.replacing("\"ensembleTestLoss\": 2.1", with: "\"ensembleTestLoss\": 4.2")
    } _: { comparison, _ in
      #expect(
        comparison.text.replacing("\n", with: " ").contains("the findings are not: one of the reports was changed."))
      #expect(comparison.text.contains(/memory model +2\.10 +4\.20 +2\.00 times\n/))
    }
  }

  @Test("other verdicts, rungs, errors and claims, each where it differs")
  func findings() async throws {
    var other = ComparisonTests.fixture
    other.ladder = Verdict.OnData.none
    try await ComparisonTests.compare([ComparisonTests.fixture, other]) { text in
      text = text.replacing("\"verdict\": \"contradicted\"", with: "\"verdict\": \"supported\"")
    } _: { comparison, _ in
      let text = comparison.text
      let verdicts = text.split(separator: "\n").filter { $0.hasPrefix("  on the data") }
      #expect(
        verdicts.first.map { $0.split(separator: " ").joined(separator: " ") }
          == "on the data memory no memory found differs")
      #expect(text.contains("0 there") && text.contains(/yes +\d\.\d{3} +no +differs\n/))
      #expect(text.contains("1 of 2 claims have another verdict in B."))
      #expect(text.contains("    A  contradicted: dead units: memory 0.2 of 16"))
      #expect(text.contains("    B  supported: dead units: memory 0.2 of 16"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let json = try comparison.json()
      #expect(
        json.contains("\"verdicts\": {\n") || json.contains("\"data\": {\"a\": \"memory\", \"b\": \"no memory found\"}")
      )
      #expect(json.contains("{\"a\": \"contradicted\", \"b\": \"supported\", \"id\": \"twin-collapses\"}"))
    }
  }

  @Test("other data are named, and a control that only one has")
  func data() async throws {
    var other = ComparisonTests.fixture
    (other.rows, other.hasControl) = (80, false)
    try await ComparisonTests.compare([ComparisonTests.fixture, other]) { comparison, _ in
      #expect(!comparison.hasSameData)
      #expect(comparison.text.contains("They use different data: A has 60 rows, B 80."))
      #expect(comparison.text.contains("Only A has a random control."))
      #expect(!comparison.text.contains("B against A"))
    }
  }

  @Test("names hostile to terminals and pages stay what they are; no line is too long")
  func hostile() async throws {
    let name = "<script>alert(1)</script> \u{1B}[2J & \"x\" <\u{301}b>"
    var other = ComparisonTests.fixture
    (other.name, other.columns) = (name, [name, String(repeating: "long ", count: 40)])
    try await ComparisonTests.compare([ComparisonTests.fixture, other]) { comparison, _ in
      #expect(!comparison.text.contains("\u{1B}"))
      #expect(comparison.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let page = try comparison.html()
      #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; \u{FFFD}[2J &amp; &quot;x&quot; &lt;\u{301}b&gt;"))
      #expect(!page.contains("<script") && !page.contains("\u{1B}") && page.hasPrefix("<!DOCTYPE html>"))
      #expect(page.components("<table>") == page.components("</table>") && page.components("<table>") > 3)
      #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("src="))
    }
  }

  @Test(
    "a report that cannot be read is refused in one sentence",
    arguments: [
      ("", "results.json: it is empty. The file was damaged or changed: write the report again"),
      ("{\n  \"schema\": 1,,\n}", "results.json: line 2, column 15: not JSON: "),
      ("{}", "results.json: it does not say that it holds results of engram. Give the folder that engram report wrote"),
      ("[1]", "results.json: at the top: Expected to decode"),
      (
        "{\"schema\": \"engram.results/1\"}",
        "results.json: it has the form 'engram.results/1', and only 'engram.results/2' is read here. Write the report "
          + "again, with the same engram as the other"
      ),
      (
        "{\"schema\": \"engram.results/2\", \"version\": \"1\", \"study\": {}, \"answer\": []}",
        "results.json: at the top: there is no 'datasets'. The file was changed: write the report again"
      ),
      (
        "{\"schema\": \"engram.results/2\", \"version\": \"1\", \"study\": {}, \"answer\": [], \"datasets\": [{\"name\": 3}]}",
        "results.json: datasets[0].name: Expected to decode String but found"
      ),
    ])
  func refused(text: String, sentence: String) async throws {
    try await withTemporaryFolder { folder in
      try TestFiles.write(text, to: folder + "/results.json")
      for path in [folder, folder + "/", folder + "/results.json"] {
        let error = #expect(throws: StoredReportError.self) { try StoredReport(path: path) }
        #expect(
          error.map { "\($0)".hasPrefix("reading \(folder)/" + sentence) } == true, "\(error.map { "\($0)" } ?? "")")
      }
    }
  }

  @Test("what is not there, holds no results, or is no file")
  func missing() async throws {
    try await withTemporaryFolder { folder in
      #expect(throws: StoredReportError.missing(folder + "/none")) { try StoredReport(path: folder + "/none") }
      #expect(throws: StoredReportError.noResults(folder)) { try StoredReport(path: folder) }
      #expect(throws: StoredReportError.unreadable("/dev/null", reason: "it is no file")) {
        try StoredReport(path: "/dev/null")
      }
    }
  }
}

extension String {
  fileprivate func components(_ part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count }
}
