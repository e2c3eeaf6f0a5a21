import Glibc
import Memory
import Panels
import Recurrence
import Reporting
import SeriesMemory
import Testing
import TimeSeries

@Suite("index.html")
struct PageTests {
  /// A combining mark makes one character of itself and what stands before it.
  static let combining = "\"\u{301} onmouseover=\"\u{301}alert(1)\"\u{301} <\u{338}b>\u{301}&\u{301}'\u{301}"
  static let script = "<script>alert(1)</script>&\"'"

  static func tree<Study>(_ report: Report<Study>) throws -> PageTree {
    try #require(PageTree(try report.page()), "the page is not well-formed")
  }

  @Test(
    "is well-formed, leads nowhere but to itself and its own files, and asks nobody",
    arguments: FiguresTests.cases.indices)
  func wellFormed(index: Int) throws {
    let all = try FiguresTests.cases[index].fixture.report.files()
    let index = try #require(all.first { $0.name == "index.html" })
    let page = try #require(
      PageTree(String(decoding: index.content, as: UTF8.self)), "the page is not well-formed")
    let ids = page.attribute("id")
    #expect(Set(ids).count == ids.count, "an id stands twice")
    let files = Set(all.map(\.name))
    for link in page.attribute("href") where !link.hasPrefix("data:") {
      #expect(
        link.hasPrefix("#") ? ids.contains(String(link.dropFirst())) : files.contains(link), "\(link) leads nowhere")
    }
    #expect(page.attribute("src").isEmpty && page.all("link").allSatisfy { $0.attributes["href"] == "data:," })
    for element in page.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on"))
        #expect(name == "aria-label" || !value.contains("://"), "\(element.name) \(name)=\(value)")
      }
    }
    #expect(page.all("script").count == 1 && page.all("iframe").isEmpty && page.all("img").isEmpty)
    #expect(!page.all("style").contains { $0.text.contains("url(") || $0.text.contains("@import") })
  }

  @Test("can be read without seeing it: headings in order, tables with heads, figures with words")
  func structure() throws {
    let page = try PageTests.tree(Fixture(rows: 60, ladder: .memory).report)
    #expect(page.all("h1").count == 1 && page.all("main").count == 1 && page.all("nav").count == 1)
    #expect(page.all("html")[0].attributes["lang"] == "en")
    let levels = page.elements.compactMap { ["h1": 1, "h2": 2, "h3": 3, "h4": 4][$0.name] }
    #expect(levels.first == 1 && zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 })
    #expect(page.all("th").allSatisfy { $0.attributes["scope"] != nil && !$0.text.isEmpty })
    #expect(page.all("caption").count == page.all("table").count)
    let drawings = page.elements.filter { $0.name == "svg" && $0.path.last == "div" }
    #expect(drawings.count == page.all("figure").count)
    #expect(drawings.allSatisfy { $0.attributes["role"] == "img" && $0.attributes["aria-label"]?.isEmpty == false })
    #expect(page.all("figure").count == page.all("figcaption").count)
    #expect(page.elements.filter { $0.attributes["tabindex"] != nil }.allSatisfy { $0.attributes["aria-label"] != nil })
  }

  @Test("shows what a user wrote as text, everywhere", arguments: [script, combining, "a\u{0}\u{B}]]>\u{FFFE}<!--"])
  func escaping(hostile: String) throws {
    var fixture = Fixture(rows: 60, columns: [hostile, "plain"], name: hostile, ladder: .memory)
    fixture.networks = 2
    var report = fixture.report
    report.answer = [hostile, "More."]
    report.data.panel.ledger.entries[0] = .init(
      column: hostile, origin: hostile, rowsRead: 1, missing: 0, duplicates: 0, inversions: 0, reversed: false,
      dropped: 0, filled: 0, first: hostile, last: hostile, observed: nil, lag: 2,
      documents: [.init(url: "https://example.org/?\(hostile)", sha256: hostile, fetched: hostile)], notes: [hostile],
      steps: [hostile])
    report.data.panel.ledger.warnings = [hostile]
    report.data.panel.ledger.longestGap = hostile
    report.reproduction = .init(command: hostile, studyFile: hostile)
    let page = try PageTests.tree(report)
    let shown = String(
      String.UnicodeScalarView(
        hostile.unicodeScalars.map { "\u{0}\u{B}\u{FFFE}".unicodeScalars.contains($0) ? "\u{FFFD}" : $0 }))
    #expect(page.all("h1")[0].text.unicodeScalars.elementsEqual("Is there memory in \(shown)?".unicodeScalars))
    func says(_ name: String, _ text: String, in place: String) {
      let found = page.elements.contains {
        $0.name == name && $0.text.unicodeScalars.elementsEqual(text.unicodeScalars)
      }
      #expect(found, "\(place): no <\(name)> with \(text)")
    }
    says("p", shown, in: "answer")
    says("th", shown, in: "tables")
    says("code", shown, in: "command, study")
    says("li", shown, in: "warnings")
    says("li", "\(shown): \(shown)", in: "notes")
    says("span", shown, in: "ladder")
    #expect(page.all("b").contains { $0.text.unicodeScalars.elementsEqual("on \(shown)".unicodeScalars) })
    // Nothing of it became an element or an attribute.
    var harmless = Fixture(rows: 60, columns: ["x", "plain"], name: "x", ladder: .memory).report
    harmless.reproduction = Reproduction(command: "x", studyFile: "x")
    let plain = try PageTests.tree(harmless)
    #expect(Set(page.elements.map(\.name)) == Set(plain.elements.map(\.name)))
    #expect(
      Set(page.elements.flatMap { $0.attributes.keys })
        == Set(plain.elements.flatMap { $0.attributes.keys }))
    #expect(page.all("script").count == 1)
  }

  @Test(
    "opens with the verdicts and the answer, and climbs the ladder on the data and on noise",
    arguments: Verdict.OnData.allCases)
  func ladder(verdict: Verdict.OnData) throws {
    let report = Fixture(rows: 60, ladder: verdict).report
    let page = try PageTests.tree(report)
    let opening = try #require(page["answer"])
    for sentence in report.answer { #expect(opening.text.replacing("\u{A0}", with: " ").contains(sentence)) }
    let state = try #require(report.data.findings.verdict?.state)
    let cards = page.elements.filter { $0.name == "b" && $0.path.last == "li" }.prefix(3)
    #expect(cards.map(\.text) == [verdict.rawValue, state.rawValue, "no memory found"])
    let kinds = page.elements.filter {
      $0.name == "li" && $0.path.contains("main") && $0.text.contains(verdict.rawValue)
    }
    #expect(kinds.first?.attributes["class"] == VerdictCard.Kind(verdict).rawValue)
    // Too many held-out values lie outside: a note says so, where there is a verdict.
    let isFar = report.data.findings.heldOutOutsideTrainingRange > Rules.farOutside
    let notes = page.elements.filter { $0.attributes["class"] == "note" }
    #expect(notes.contains { $0.text.hasPrefix("weak evidence: ") } == (isFar && state != .unknown))
    #expect(page.elements.count { $0.attributes["class"] == "ladder" } == 1)
    let answers = page.elements.filter {
      $0.attributes["class"]?.hasPrefix("verdict ") == true && $0.path.last == "td"
    }.map { $0.attributes["class"]?.dropFirst(8) ?? "" }
    #expect(answers.count == 8)
    let rejects = [.memory, .undertrained, .negligible, .notExploited].contains(verdict)
    let expected = [
      rejects ? "yes" : verdict == .none ? "no" : "open",
      verdict == .notTestable ? "open" : rejects ? "yes" : "no",
      verdict == .none ? "no" : "yes", verdict == .memory ? "yes" : "no",
    ]
    // Of each rung, the data and then noise.
    #expect(answers.indices.filter { $0.isMultiple(of: 2) }.map { answers[$0] } == expected.map { $0[...] })
    #expect(page["method"]?.text.contains("\(verdict.rawValue): ") == true)
  }

  @Test("leaves out what is not there: the control, the ladder")
  func absent() throws {
    let bare = try PageTests.tree(Fixture(rows: 60, hasControl: false).report)
    #expect(bare["ladder"] == nil && !bare.attribute("href").contains("#ladder"))
    #expect(
      !bare.elements.contains {
        $0.name != "section" && $0.path.count > 3 && $0.text == "random control" && $0.name == "th"
      })
    #expect(bare.elements.filter { $0.attributes["class"] == "verdict yes" }.count == 1)
  }

  @Test("says of every source what was asked, where it came from and how many of its rows were used")
  func provenance() throws {
    var report = Fixture(rows: 60).report
    report.data.panel.ledger.entries[0].observed = "16:00 America/New_York"
    report.data.panel.ledger.entries[0].documents = [
      .init(
        url: "https://example.org/spx.csv", sha256: String(repeating: "0f", count: 32), fetched: "2026-10-30T16:02:11Z")
    ]
    let page = try PageTests.tree(report)
    let text = report.text.replacing(#/\s+/#, with: " ")
    for words in [
      "https://example.org/spx.csv", String(repeating: "0f", count: 32), "2026-10-30T16:02:11Z",
      "16:00 America/New_York",
      "csv:fixtures/market/sp500.csv?value=Close", "59 % of the held-out values lie outside", "7 days from 2001-09-10",
    ] { #expect(text.contains(words)) }
    let row = try #require(page.elements.first { $0.name == "tr" && $0.text.hasPrefix("sp500964") })
    #expect(row.text == "sp500" + ["96", "4", "1", "0", "0", "31", "0", "60", "ascending"].joined())
  }

  @Test("lists every threshold of the rules with the value it has there, those that decide a rung on the page")
  func thresholds() throws {
    let path =
      String(#filePath.dropLast("Tests/ReportingTests/PageTests.swift".count)) + "Sources/SeriesMemory/Rules.swift"
    let code = ReportFolderTests.Scratch.read(path)
    let declared = code.split(separator: "\n").compactMap { line -> (name: String, value: String)? in
      guard let start = line.firstRange(of: "public static let ") else { return nil }
      let parts = line[start.upperBound...].split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
      return parts.count == 2 ? (parts[0], parts[1]) : nil
    }
    #expect(declared.count >= 40)
    let report = Fixture(rows: 60).report
    let rows = report.document(figures: []).tables(pageOnly: false).filter {
      $0.columns.last?.title == "what it decides"
    }
    .flatMap(\.rows)
    for (name, value) in declared {
      let found = rows.filter { $0.name == name }
      #expect(found.count == 1, "\(name) is not in the text, or twice")
      guard let number = Double(value.filter { $0 != "_" }), let shown = found.first?.cells.first?.text else {
        continue
      }
      #expect(
        Double(shown.filter { $0 != "," }) == number, "\(name) is \(value) in the code and \(shown) in the report")
    }
    let onPage = try PageTests.tree(report).elements.filter { $0.name == "th" }.map(\.text)
    for name in ["scoreLevel", "storedExcess", "usedRise", "margin", "worthSeeing"] { #expect(onPage.contains(name)) }
  }

  @Test("gives the study as a file to save, and the command")
  func again() throws {
    var report = Fixture(rows: 60).report
    #expect(try PageTests.tree(report)["again"]?.text.contains("study.yaml") == false)
    report.reproduction = Reproduction(command: "engram report study.yaml", studyFile: "name: \"ä %\"\nseed: 1\n")
    let page = try PageTests.tree(report)
    let codes = page.elements.filter { $0.name == "code" && $0.path.last == "pre" }.map(\.text)
    #expect(codes == ["engram calibrate --rows 100", "name: \"ä %\"\nseed: 1\n", "engram report study.yaml"])
    let link = try #require(page.all("a").first { $0.attributes["download"] != nil }?.attributes["href"])
    #expect(link == "data:text/yaml;charset=utf-8,name%3A%20%22%C3%A4%20%25%22%0Aseed%3A%201%0A")
  }

  @Test("paints its drawings with one style sheet, and none of its own classes is one of theirs")
  func styles() throws {
    let page = try PageTests.tree(Fixture(rows: 60, ladder: .memory).report)
    // Dark is for the screen alone, so what is printed is black on white.
    let style = page.all("style").map(\.text).joined()
    #expect(page.all("style").count == 1)
    #expect(style.contains(Figure.style.replacing("@media (prefers", with: "@media screen and (prefers")))
    #expect(style.ranges(of: "prefers-color-scheme").count == 2)
    #expect(style.ranges(of: "@media screen and (prefers-color-scheme").count == 2)
    let drawn = page.elements.filter { $0.path.contains("svg") || $0.name == "svg" }
    let inDrawings = Set(drawn.compactMap { $0.attributes["class"] }.flatMap { $0.split(separator: " ") })
    let outside = page.elements.filter { !$0.path.contains("svg") && $0.name != "svg" }
    let inPage = Set(outside.compactMap { $0.attributes["class"] }.flatMap { $0.split(separator: " ") })
    #expect(!inDrawings.isEmpty && !inPage.isEmpty && inDrawings.isDisjoint(with: inPage))
  }

  @Test("has the same bytes when made twice, and stays below 2 MB with 5,000 rows")
  func bytes() throws {
    let report = Fixture(rows: 5_000, networks: 2, ladder: .memory).report
    let page = try report.page()
    #expect(try report.page() == page)
    #expect(page.utf8.count < 2_000_000)
  }
}
