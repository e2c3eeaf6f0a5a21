import Glibc
import Panels
import Reporting
import Testing
import TimeSeries

@Suite("report.txt")
struct TextReportTests {
  @Test("is what it was; set RECORD_SNAPSHOTS to take what it is now for right")
  func snapshot() {
    let text = Fixture(rows: 400, networks: 4, epochs: 60).report.text
    let path = String(#filePath.dropLast("ReportingTests/TextReportTests.swift".count)) + "Snapshots/report.txt"
    if getenv("RECORD_SNAPSHOTS") != nil { ReportFolderTests.Scratch.write(text, to: path) }
    #expect(ReportFolderTests.Scratch.read(path) == text)
  }

  @Test("opens with the answer")
  func answer() {
    let report = Fixture(rows: 60).report
    #expect(report.text.replacing("\n", with: " ").hasPrefix(report.answer.joined(separator: " ")))
  }

  @Test("has no line wider than 100 columns and no control character, whatever the names")
  func width() {
    for fixture in FiguresTests.cases.map(\.fixture) {
      var report = fixture.report
      report.answer.append(String(repeating: "wide", count: 60) + "\u{1B}[31m\nforged line")
      for line in report.text.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(line.count <= 100, "\(line)")
        #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
      }
    }
  }

  @Test("says of a column when it was observed, how it was lagged, its documents and what its source said")
  func provenance() {
    var report = Fixture(rows: 60).report
    let sha256 = String(repeating: "0f", count: 32)
    report.data.panel.ledger.entries[0].observed = "16:00 America/New_York"
    report.data.panel.ledger.entries[0].lag = 1
    report.data.panel.ledger.entries[0].documents = [
      .init(url: "https://example.org/spx.csv", sha256: sha256, fetched: "2026-10-30T16:02:11Z")
    ]
    report.data.panel.ledger.entries[0].notes = ["served by fred:SP500", "the copy of 2026-10-30,\n3 days old"]
    #expect(report.text.contains("    note: served by fred:SP500\n    note: the copy of 2026-10-30, 3 days old\n"))
    #expect(report.text.replacing("\n    ", with: " ").contains(" observed at 16:00 America/New_York, lag 1"))
    #expect(report.text.contains("    sha256 \(sha256), fetched"))
    #expect(report.text.contains("https://example.org/spx.csv"))
  }

  @Test("counts what diverged, and says so when nothing is left")
  func diverged() {
    let text = Fixture(rows: 60, twinDiverges: true).report.text
    #expect(text.contains("! memory model: 1 of 4 networks diverged and are left out."))
    #expect(text.contains("! twin: 4 of 4 networks diverged and are left out."))
    #expect(text.contains("twin diverged in training"))
  }

  @Test("a table keeps its columns in line")
  func table() {
    let table = TextTable(header: ["model", "loss"], rows: [["memory", "0.5"], ["a very long name", "12.25"]])
    #expect(table.lines(width: 21) == ["  model          loss", "  memory          0.5", "  a very long…  12.25"])
    #expect(table.lines(width: 40)[2] == "  a very long name  12.25")
  }

  @Test("text is broken at spaces, and within a word that is wider than a line")
  func wrap() {
    #expect(TextFlow.wrap("one two three", width: 8) == ["one two", "three"])
    #expect(TextFlow.wrap("abcdefghij kl", width: 4, indent: " ") == [" abc", " def", " ghi", " j", " kl"])
    #expect(TextFlow.wrap("", width: 8, first: "* ") == ["* "])
  }
}
