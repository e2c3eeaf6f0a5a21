import Formats
import FuzzTargets
import Testing

@Suite("A section of a document")
struct CSVSectionTests {
  private func outcome(_ text: String, _ section: CSVSection, _ format: CSVFormat = CSVFormat()) -> String {
    FormatsTests.outcome {
      try format.series(from: Array(text.utf8), section: section, file: "d.csv", origin: testOrigin)
    }
  }

  static let valet = """
    \u{FEFF}"TERMS AND CONDITIONS"\r
    "https://example.org/terms/"\r
    \r
    "SERIES"\r
    "id","label","description"\r
    "FXUSDCAD","USD/CAD","US dollar, to Canadian dollar"\r
    \r
    "OBSERVATIONS"\r
    "date","FXUSDCAD"\r
    "2017-01-03","1.25"\r
    "2017-01-04","1.5"\r
    \r
    "ERRORS"\r
    "series","message"\r
    "FXEURCAD","not found"\r

    """

  @Test("stands between two markers, in quotes or not; lines are those of the document")
  func valet() {
    let section = CSVSection(after: "OBSERVATIONS", until: "ERRORS")
    #expect(outcome(Self.valet, section) == "FXUSDCAD: 2017-01-03=1.25 2017-01-04=1.5")
    let plain = Self.valet.replacing("\"", with: "").replacing(", to", with: " to")
    #expect(outcome(plain, section) == "FXUSDCAD: 2017-01-03=1.25 2017-01-04=1.5")
    #expect(outcome(plain.replacing("\r\n", with: "\r"), section) == "FXUSDCAD: 2017-01-03=1.25 2017-01-04=1.5")
    #expect(
      outcome(plain.replacing("1.5", with: "oops"), section).hasPrefix(
        "error: d.csv:11: column 2 ('FXUSDCAD'): not a number, found 'oops'"))
    #expect(
      outcome(Self.valet.replacing("\"1.5\"", with: "1\"5"), section).hasPrefix(
        "error: d.csv:11: column 2 ('FXUSDCAD'): a quote inside a cell"))
  }

  @Test("may end at the end")
  func open() {
    let text = "OBSERVATIONS,,\ndate,x\n2017-01-03,1\n"
    #expect(outcome(text, CSVSection(after: "OBSERVATIONS", until: "ERRORS")) == "x: 2017-01-03=1.0")
    #expect(outcome(text, CSVSection(after: "OBSERVATIONS")) == "x: 2017-01-03=1.0")
  }

  @Test("may begin after a number of lines, or after the last line of a head (Federal Reserve, H.10)")
  func head() {
    let text = """
      "Series Description","Spot rate, USD/EUR"
      "Unit:","Currency"
      "Multiplier:","1"
      "Currency:","USD"
      "Unique Identifier: ","H10/H10/RXI$US_N.B.EU"
      "Time Period","RXI$US_N.B.EU"
      2024-01-01,ND
      2024-01-02,1.125
      """
    for section in [
      CSVSection(skip: 5), CSVSection(after: "Unique Identifier:"), CSVSection(skip: 2, after: "Currency:"),
    ] {
      var format = CSVFormat()
      format.values = ["2"]
      format.header = section.after == "Currency:" ? CSVFormat.Header.none : .first
      let found = outcome(text, section, format)
      if section.skip == 2 {
        #expect(found.hasPrefix("error: d.csv:5: column 1: not a date, found 'Unique Identifier:'"), "\(found)")
      } else {
        #expect(found == "RXI$US_N.B.EU: 2024-01-01=- 2024-01-02=1.125")
      }
    }
  }

  @Test("that is not there is an error")
  func missing() {
    #expect(
      outcome("date,x\n2020-01-01,1\n", CSVSection(after: "OBSERVATIONS"))
        == "error: d.csv: it has no line 'OBSERVATIONS', after which the table begins. Open the file: the provider may "
        + "have changed it, or sent an error instead")
    #expect(
      outcome("date,x\n2020-01-01,1\n", CSVSection(skip: 5))
        == "error: d.csv: it has 2 lines, and the table begins after line 5. Check that the download was finished, or "
        + "whether the provider changed the file")
    #expect(
      outcome("OBSERVATIONS\nERRORS\nx", CSVSection(after: "OBSERVATIONS", until: "ERRORS")).hasPrefix(
        "error: d.csv: it is empty"))
    #expect(outcome("", CSVSection(after: "A")).contains("it has no line 'A'"))
  }

  @Test("that is everything is the document itself")
  func everything() throws {
    let body = Array(Self.valet.utf8)
    #expect(try CSVSection().text(of: body, file: "d") == body)
    #expect(outcome("\u{FEFF}date,x\n2020-01-01,1\n", CSVSection()) == "x: 2020-01-01=1.0")
  }

  @Test("changed at random never traps")
  func mutations() {
    let document = Array(Self.valet.utf8)
    let words = ["OBSERVATIONS", "\"", "\r", "\n", "ERRORS", ",", "<title>", "</title", "&amp;", "\u{0}"]
    var mutator = Mutator(seed: 4)
    for _ in 0..<150 {
      FuzzTargets.section(mutator.mutated(document, words: words))
      FuzzTargets.path(mutator.mutated(Array("e:Cube[@time]/a/@b".utf8), words: words + ["'", "[@", "[0]", "../"]))
    }
  }
}

@Suite("The title of a page")
struct HTMLPageTests {
  @Test(
    "is its text on one line",
    arguments: [
      ("<html><head><title>Access Denied</title>", "Access Denied"),
      ("<HTML><TITLE lang='en'>\r\n  Will be\tright&nbsp;back &#39;soon&#39; </TITLE>", "Will be right back 'soon'"),
      ("<title>A &amp;lt; B &unknown; &</title>", "A &lt; B &unknown; &"), ("<title>cut off", "cut off"),
      ("<title", nil), ("<title></title>", nil), ("<p>no title</p>", nil), ("", nil),
      ("<title>\u{1B}[31mred</title>", "\\x1B[31mred"),
      ("<title>" + String(repeating: "x", count: 500) + "</title>", String(repeating: "x", count: 80) + "…"),
    ] as [(String, String?)])
  func title(html: String, title: String?) { #expect(documentTitle(of: Array(html.utf8)) == title) }
}
