import Formats
import Testing
import TimeSeries

@Suite("Rows of XML")
struct XMLReadingTests {
  static func format(_ cells: CellFormat = CellFormat()) throws -> XMLFormat {
    try XMLFormat(row: "r", date: "@d", values: [("v", "@v")], cells: cells)
  }

  @Test("match by namespace where a prefix is given, by local name where none is")
  func namespaces() throws {
    let text =
      "<a xmlns:x='urn:1' xmlns:y='urn:2'><x:r d='2020' x:v='1'/><y:r d='2021' y:v='2' v='3'/><r d='2022' v='4'/></a>"
    func format(_ row: String, _ value: String) throws -> XMLFormat {
      try XMLFormat(row: row, date: "@d", values: [("v", value)], namespaces: ["p": "urn:1", "q": "urn:2"])
    }
    #expect(try format("r", "@v").outcome(text) == "v: 2020=1.0 2021=2.0 2022=4.0")
    #expect(try format("p:r", "@v").outcome(text) == "v: 2020=1.0")
    #expect(try format("q:r", "@q:v").outcome(text) == "v: 2021=2.0")
    #expect(try format("r", "@q:v").outcome(text) == "v: 2020=- 2021=2.0 2022=-")
  }

  @Test("are wherever their path fits; a slash in front holds them to the root")
  func anchors() throws {
    let text = "<a><b><r d='2020' v='1'/></b><r d='2021' v='2'/><a><r d='2022' v='3'/></a></a>"
    func rows(_ path: String) throws -> String {
      try XMLFormat(row: path, date: "@d", values: [("v", "@v")]).outcome(text)
    }
    #expect(try rows("r") == "v: 2020=1.0 2021=2.0 2022=3.0")
    #expect(try rows("a/r") == "v: 2021=2.0 2022=3.0")
    #expect(try rows("/a/r") == "v: 2021=2.0")
    #expect(try rows("b/r") == "v: 2020=1.0")
    #expect(try rows("a/a/r") == "v: 2022=3.0")
    #expect(try rows("/r").hasPrefix("error: d.xml: there is no '/r' in its <a>"))
  }

  @Test("have the text that stands in the element itself, and the first of several that fit")
  func texts() throws {
    let text = """
      <a><r><d>2020</d><v>1<w>9</w>2</v><v>7</v><x><v>8</v></x></r>
      <r><x><d>1999</d></x><d>
        2021
      </d><v/></r></a>
      """
    let format = try XMLFormat(row: "r", date: "d", values: [("v", "v"), ("inner", "v/w"), ("deep", "x/v")])
    #expect(format.outcome(text) == "v: 2020=12.0 2021=-\ninner: 2020=9.0 2021=-\ndeep: 2020=8.0 2021=-")
    let own = try XMLFormat(row: "v", date: "@d", values: [("v", ".")])
    #expect(own.outcome("<a><v d='2020'> 1.5 </v><v d='2021'/></a>") == "v: 2020=1.5 2021=-")
    let up = try XMLFormat(row: "v", date: "../../@d", values: [("v", "."), ("w", "../@w")])
    #expect(up.outcome("<a d='2020'><b w='3'><v>1</v></b></a>") == "v: 2020=1.0\nw: 2020=3.0")
  }

  @Test("have attributes with references and quotes of either kind")
  func references() throws {
    #expect(try Self.format().outcome("<a><r d=\"2020\" v='&#49;&#x2E;5'/></a>") == "v: 2020=1.5")
    let format = try XMLFormat(row: "r[@k='a&b\"']", date: "@d", values: [("v", "@v")])
    #expect(format.outcome("<a><r k='a&amp;b&quot;' d='2020' v='1'/><r k='x' d='2021' v='2'/></a>") == "v: 2020=1.0")
    let empty = try XMLFormat(row: "r[@k='']", date: "@d", values: [("v", "@v")])
    #expect(empty.outcome("<a><r k='' d='2020' v='1'/><r k='x' d='2021' v='2'/></a>") == "v: 2020=1.0")
  }

  @Test("in another encoding are read by what the document declares")
  func encodings() throws {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><a><r k='\u{E9}' d='2020' v='1'/></a>"
    let format = try XMLFormat(row: "r[@k='é']", date: "@d", values: [("v", "@v")])
    #expect(format.outcome(text.unicodeScalars.map { UInt8($0.value) }) == "v: 2020=1.0")
  }

  @Test("have every spelling of a missing value that is told, and symbols taken off where that is told")
  func cells() throws {
    var cells = CellFormat()
    cells.missing += ["-999", "Bank holiday"]
    cells.strip = ["$", "%", "€"]
    cells.group = UInt8(ascii: ",")
    let values = [
      "N/A", "na", "ND", "--", ".", "", "-999", "bank holiday", "$29,209.25", "-$1,000", "2.5%", "3 €", "$--",
    ]
    let rows = values.enumerated().map { "<r d='\(2000 + $0)' v='\($1)'/>" }.joined()
    #expect(
      try Self.format(cells).outcome("<a>\(rows)</a>")
        == "v: 2000=- 2001=- 2002=- 2003=- 2004=- 2005=- 2006=- 2007=- 2008=29209.25 2009=-1000.0 2010=2.5 2011=3.0 2012=-"
    )
    #expect(
      try Self.format().outcome("<a><r d='2000' v='$5'/></a>").contains("not a number in row 1 (2000), found '$5'"))
    #expect(try Self.format().outcome("<a><r d='2000' v='0x10'/></a>").contains("found '0x10'"))
  }

  @Test("have dates whose order is settled by the dates, or told")
  func order() throws {
    let text = "<a><r d='01/02/2020' v='1'/><r d='13/02/2020' v='2'/></a>"
    #expect(try Self.format().outcome(text) == "v: 2020-02-01=1.0 2020-02-13=2.0")
    let open = "<a><r d='01/02/2020' v='1'/></a>"
    #expect(
      try Self.format().outcome(open)
        == "error: d.xml:1: column 1 ('date'): no date of the document shows whether the month or the day comes first, "
        + "found '01/02/2020'. State the order: mdy (month, day, year) or dmy (day, month, year)")
    var cells = CellFormat()
    cells.order = .mdy
    #expect(try Self.format(cells).outcome(open) == "v: 2020-01-02=1.0")
    cells.epoch = .s
    #expect(try Self.format(cells).outcome("<a><r d='1672756200' v='1'/></a>") == "v: 2023-01-03T14:30:00Z=1.0")
  }

  @Test("name their row and line in a fault")
  func faults() throws {
    let text = "<a>\n<r d='2020-01-01' v='1'/>\n<r d='2020-01-32' v='2'/>\n</a>"
    #expect(
      try Self.format().outcome(text)
        == "error: d.xml:3: column 1 ('date'): there is no such day in row 2, found '2020-01-32'. Correct it")
    let value = "<a>\n<r d='2020-01-01' v='1'/>\n<r d='2020-01-02'\n v='x\u{1B}[31m'/>\n</a>"
    #expect(
      try Self.format().outcome(value).hasPrefix(
        "error: d.xml:4: column 6: not well-formed XML (invalid character in attribute value)"))
    let text2 = "<a>\n<r d='2020-01-01' v='1'/>\n<r d='2020-01-02' v='oops'/>\n</a>"
    #expect(
      try Self.format().outcome(text2)
        == "error: d.xml:3: column 2 ('v'): not a number in row 2 (2020-01-02), found 'oops'. If it means a missing "
        + "value, add it to the missing ones")
    #expect(
      try Self.format().outcome("<a><r d='2020-01-01' w='1' u='2'/></a>")
        == "error: d.xml:1: column 2 ('v'): there is no '@v' in any of the 1 rows, found ''. In the first row there are: "
        + "@d, @w, @u")
    #expect(try Self.format().outcome("<a><r d='' v='1'/></a>").contains("a row without a date in row 1"))
  }

  @Test("far down are named by a line near them, where libxml2 no longer counts for each")
  func farDown() throws {
    let found = try Self.format().outcome("<a>" + String(repeating: "\n", count: 70_000) + "<r d='2020' v='x'/>\n</a>")
    #expect(found.hasPrefix("error: d.xml:7000"), "\(found)")
  }

  @Test("are named as those of a table")
  func names() throws {
    let body = Array("<a><r d='2020' v='1' w='2'/></a>".utf8)
    let one = try Self.format().series(from: body, file: "d.xml", origin: testOrigin, name: "mine")
    #expect(one.map(\.name) == ["mine"])
    let two = try XMLFormat(row: "r", date: "@d", values: [("v", "@v"), ("w", "@w")])
    #expect(try two.series(from: body, file: "d", origin: testOrigin, name: "my").map(\.name) == ["my-v", "my-w"])
    #expect(one[0].resolution == .year)
  }
}
