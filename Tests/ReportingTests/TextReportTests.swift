import Glibc
import Memory
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

  @Test("with a memory ladder is what it was")
  func ladderSnapshot() {
    let text = Fixture(rows: 400, networks: 4, epochs: 60, ladder: .notExploited).report.text
    let path = String(#filePath.dropLast("ReportingTests/TextReportTests.swift".count)) + "Snapshots/report-ladder.txt"
    if getenv("RECORD_SNAPSHOTS") != nil { ReportFolderTests.Scratch.write(text, to: path) }
    #expect(ReportFolderTests.Scratch.read(path) == text)
  }

  @Test("has a memory ladder of its own for the data and for the control", arguments: Verdict.OnData.allCases)
  func ladder(verdict: Verdict.OnData) throws {
    let report = Fixture(rows: 60, ladder: verdict).report
    #expect(report.data.findings.verdict?.data == verdict)
    let text = report.text
    let own = try #require(text.firstRange(of: "\nmarket: \(verdict.rawValue). The latent state: "))
    let other = try #require(text.firstRange(of: "\nrandom control: no memory found. The latent state: "))
    let data = try #require(text.firstRange(of: "\nWhere the data come from\n"))
    #expect(own.lowerBound < other.lowerBound && other.lowerBound < data.lowerBound)
    let ladder = text[own.lowerBound..<other.lowerBound]
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("The data: \(verdict.rawValue) The latent state: "))
    #expect(words.contains("The rules that gave the verdict: * \(verdict.rawValue): "))
    #expect(words.contains("What would change the verdict on the data: * ") == (verdict != .memory))
    func answer(_ rung: String) -> Substring? {
      ladder.split(separator: "\n").first { $0.hasPrefix("  \(rung): ") }
    }
    let answers = try ["0 there", "1 stored", "2 used", "3 useful"].map { try #require(answer($0), "\($0)") }
    let rejects = [.memory, .undertrained, .negligible, .notExploited].contains(verdict)
    #expect(
      answers[0].hasSuffix(
        verdict == .notTestable ? "not asked" : rejects ? "yes" : verdict == .none ? "no" : "unclear"))
    #expect(answers[1].hasSuffix(verdict == .notTestable ? "not asked" : rejects ? "yes" : "no"))
    #expect(answers[2].hasSuffix(verdict == .none ? "no" : "yes"))
    #expect(answers[3].hasSuffix(verdict == .memory ? "yes" : "no"))
  }

  @Test("says what was done near a unit root, and where drift explains the same")
  func unitRoot() {
    let words = { (verdict: Verdict.OnData) in
      Fixture(rows: 60, hasControl: false, ladder: verdict).report.text
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(words(.memory).contains("! A unit root cannot be ruled out in sp500: there the past enters as differences"))
    #expect(
      words(.memory).contains(
        "! Other reading: with smooth time and a new level from 2018-06-04 on as inputs, p of sp500 is 0.340."))
    #expect(!words(.none).contains("Other reading"))
    let one = Fixture(rows: 60, columns: ["x"], hasControl: false, ladder: .memory).report.text
    #expect(!one.contains("A unit root cannot be ruled out"))
  }

  @Test("says the same figures as the page, in every table", arguments: [Verdict.OnData.memory, .none, .notExploited])
  func sameAsPage(verdict: Verdict.OnData) throws {
    let report = Fixture(rows: 60, columns: ["x", "y"], ladder: verdict).report
    let (text, page) = (report.text, try report.page().replacing("\u{2212}", with: "-").replacing("\u{A0}", with: " "))
    let document = report.document(figures: [])
    #expect(document.tables(pageOnly: true).count > 5 && document.tables(pageOnly: false).count > 15)
    for table in document.tables(pageOnly: true) {
      for row in table.rows {
        for cell in row.cells where cell.kind != "text" {
          let words = cell.text
          let isShown = (text: text.contains(words), page: page.contains(words.replacing("<", with: "&lt;")))
          #expect(isShown == (true, true), "\(table.caption), \(row.name): \(words)")
        }
      }
    }
  }

  @Test("opens with the answer")
  func answer() {
    let report = Fixture(rows: 60).report
    #expect(report.text.hasPrefix("Is there memory in market?\n--------------------------\n"))
    let text = report.text.replacing("\n", with: " ")
    let parts = [report.answer[0], report.answer.dropFirst().joined(separator: " ")]
    #expect(parts.allSatisfy(text.contains))
  }

  @Test("has its parts in the order in which they are read")
  func order() throws {
    let text = Fixture(rows: 60, ladder: .memory).report.text
    let places = try [
      "What the answer rests on", "The evidence, rung by rung", "The two models side by side",
      "The claims, one by one", "More figures",
      "Where the data come from", "Method and thresholds", "How often the verdict errs", "How to reproduce this report",
      "Terms",
    ].map { try #require(text.firstRange(of: "\n\n\($0)\n---"), "\($0)").lowerBound }
    #expect(places == places.sorted())
  }

  @Test("says of a long panel alone what does not read all of its rows", arguments: [20_000, 20_001])
  func limits(rows: Int) {
    let report = Fixture(rows: rows, columns: ["x"], hidden: 2, networks: 2, hasControl: false).report
    let text = report.text.replacing("\n", with: " ")
    #expect(text.contains("States are described on the last 20,000 rows, and decoded on") == (rows > 20_000))
  }

  @Test("says how to run the study again, word for word")
  func reproduction() {
    var report = Fixture(rows: 60).report
    #expect(!report.text.contains("study.yaml"))
    report.reproduction = Reproduction(
      command: "engram report study.yaml", studyFile: "name: x\nsources:\n  - \"a\\\n      b\"\n")
    #expect(report.text.contains("\n\n  name: x\n  sources:\n    - \"a\\\n        b\"\n\n"))
    #expect(report.text.contains("\n  engram report study.yaml\n"))
  }

  @Test("in colour says the same, and what stands out are headings and verdicts", arguments: Verdict.OnData.allCases)
  func colour(verdict: Verdict.OnData) {
    let report = Fixture(rows: 60, ladder: verdict).report
    let coloured = report.text(inColour: true)
    #expect(!report.text.contains("\u{1B}"))
    var plain = coloured
    for code in ["1", "1;32", "1;31", "1;33", "0"] { plain = plain.replacing("\u{1B}[\(code)m", with: "") }
    #expect(plain == report.text)
    #expect(coloured.contains("\n\u{1B}[1mThe evidence, rung by rung\u{1B}[0m\n"))
    let code = verdict == .memory ? "1;32" : verdict == .none ? "1;31" : "1;33"
    #expect(coloured.contains("The data: \u{1B}[\(code)m\(verdict.rawValue)\u{1B}[0m\n"))
    #expect(coloured.contains("  market: \u{1B}[1;32msupported\u{1B}[0m\n"))
    #expect(coloured.contains("  market: \u{1B}[1;31mcontradicted\u{1B}[0m\n"))
    #expect(coloured.contains(" \u{1B}[1;31mno\u{1B}[0m\n"))
  }

  @Test("says how many times an error is in place of a skill of minus thousands of percent")
  func times() {
    let text = Fixture(rows: 60, hasControl: false, ladder: .notExploited).report.text
    #expect(text.contains(/27\.4 times \[23\.4, 31\.4\] +no\n/))
    #expect(text.ranges(of: "27.4 times [23.4, 31.4]").count > 1)
    #expect(!text.contains(/-\d,?\d\d\d/))
  }

  @Test("has no line wider than 80 columns and no control character, whatever the names")
  func width() {
    for fixture in FiguresTests.cases.map(\.fixture) {
      var report = fixture.report
      report.answer.append(String(repeating: "wide", count: 60) + "\u{1B}[31m\nforged line")
      for line in report.text.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(line.count <= 80, "\(line)")
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
    #expect(report.text.contains("    observed at: 16:00 America/New_York\n    moved: 1 row later\n"))
    #expect(report.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(" SHA-256: \(sha256) "))
    #expect(report.text.contains("https://example.org/spx.csv"))
  }

  @Test("counts what diverged, and says so when nothing is left")
  func diverged() {
    let text = Fixture(rows: 60, twinDiverges: true).report.text
    #expect(text.contains("! market, memory model: 1 of 4 networks diverged and are left out."))
    #expect(text.contains("! market, twin: 4 of 4 networks diverged and are left out."))
  }

  private func table(_ header: [String], _ rows: [[String]]) -> Table {
    Table(
      "", columns: header.map { Table.Column($0) },
      rows: rows.map { row in .init(row[0], row.dropFirst().map { .text($0) }) })
  }

  @Test("a name that is indented stays so")
  func indented() {
    var table = table(["figure", "memory"], [["loss", "1"], ["lower than the other", "2"]])
    table.rows[1].isIndented = true
    #expect(table.lines(width: 80)[2] == "    lower than the other       2")
    #expect(table.lines(width: 24)[2].hasPrefix("    lower"))
  }

  @Test("a table keeps its columns in line")
  func table() {
    let table = table(["model", "loss"], [["memory", "0.5"], ["a very long name", "12.25"]])
    #expect(
      table.lines(width: 21) == [
        "  model          loss", "  memory          0.5", "  a very long   12.25", "    name",
      ])
    #expect(table.lines(width: 40)[2] == "  a very long name  12.25")
  }

  @Test("a heading wider than its column is broken at spaces, and ends above the figures")
  func headings() {
    let table = table(["column", "p of the changes", "p"], [["sp500", "0.935", "1.000"]])
    #expect(
      table.lines(width: 40) == [
        "             p of", "              the", "  column  changes      p", "  sp500     0.935  1.000",
      ])
  }

  @Test("sentences in the last column are broken into the rest of the line")
  func prose() {
    var table = table(["name", "value", "what it decides"], [["dead", "0.01", "a unit is dead below this"]])
    table.columns[2].isProse = true
    #expect(
      table.lines(width: 34) == [
        "  name  value  what it decides", "  dead   0.01  a unit is dead", "               below this",
      ])
  }

  @Test("a table with too many columns is stacked in blocks of as many, each with the names")
  func stacked() {
    let table = table(["", "a", "b", "c", "d"], [["name", "1000", "2000", "3000", "4000"]])
    #expect(table.lines(width: 30)[1] == "  name  1000  2000  3000  4000")
    #expect(
      table.lines(width: 29) == [
        "           a     b", "  name  1000  2000", "", "           c     d", "  name  3000  4000",
      ])
    // Whatever the width, nothing is lost but what is wider than a line.
    for width in 14..<40 {
      let lines = table.lines(width: width)
      #expect(lines.allSatisfy { $0.count <= width })
      for cell in ["1000", "2000", "3000", "4000"] { #expect(lines.contains { $0.contains(cell) }) }
    }
  }

  @Test("groups of columns are blocks of their own, under their titles")
  func groups() {
    var table = table(["figure", "memory", "twin", "memory", "twin"], [["loss", "1", "2", "3", "4"]])
    table.groups = [.init(title: "market", span: 2), .init(title: "noise", span: 2)]
    #expect(
      table.lines(width: 80) == [
        "  market  memory  twin", "  loss         1     2", "", "  noise   memory  twin", "  loss         3     4",
      ])
  }

  @Test("text is broken at spaces, and within a word that is wider than a line")
  func wrap() {
    #expect(TextFlow.wrap("one two three", width: 8) == ["one two", "three"])
    #expect(TextFlow.wrap("abcdefghij kl", width: 4, indent: " ") == [" abc", " def", " ghi", " j", " kl"])
    #expect(TextFlow.wrap("", width: 8, first: "* ") == ["* "])
    #expect(TextFlow.wrap("above 25 %, or", width: 8) == ["above", "25 %, or"])
  }
}

extension Document {
  /// The tables of a page, or of the text.
  func tables(pageOnly: Bool) -> [Table] {
    func tables(_ blocks: [Block]) -> [Table] {
      blocks.flatMap { block -> [Table] in
        switch block {
        case .table(let table): [table]
        case .textOnly(let blocks): pageOnly ? [] : tables(blocks)
        case .pageOnly(let blocks): pageOnly ? tables(blocks) : []
        default: []
        }
      }
    }
    return tables(sections.flatMap(\.blocks))
  }
}
