import TestSupport
import Testing
import TimeSeries

import Formats

@Suite("The dialect of a table")
struct CSVDialectTests {
  static let table = [["date", "open", "close"], ["2018-12-28", "1.5", "2"], ["2018-12-31", "", "4"]]

  @Test("is found: the separator", arguments: CSVFormat.Delimiter.allCases)
  func delimiter(delimiter: CSVFormat.Delimiter) throws {
    let separator = String(UnicodeScalar(delimiter.byte))
    let text = Self.table.map { $0.joined(separator: separator) + "\n" }.joined()
    for options in ["", "delimiter=\(delimiter.rawValue)"] {
      let series = try read(text, options)
      #expect(series.map(\.name) == ["open", "close"])
      #expect(series.map(\.cells) == [[1.5, nil], [2, 4]])
      #expect(series[0].origin.notes.contains("delimiter found: \(delimiter.rawValue)") == options.isEmpty)
    }
  }

  @Test("is found: separators inside quotes are none")
  func quoted() throws {
    let text = "date;\"a, b, c\";d\n2018-12-28;1;\"x, y, z\"\n2018-12-31;2;\"u, v, w\"\n"
    let series = try read(text)
    #expect(series.map(\.name) == ["a, b, c"] && series[0].values == [1, 2])
    #expect(series[0].origin.notes.contains("left out because they hold text: d"))
  }

  @Test("is found: one column has no separator, whatever stands in its name")
  func single() throws {
    let series = try read("value, in dollars\n1\n2\n3\n")
    #expect(series.map(\.name) == ["value, in dollars"] && series[0].values == [1, 2, 3])
  }

  @Test("is found: a header, or none")
  func header() throws {
    #expect(try read("1,2\n3,4\n", "date=none").map(\.name) == ["column1", "column2"])
    #expect(try read("2018-12-28,1\n2018-12-31,2\n").map(\.name) == ["column2"])
    #expect(try read("a,b\n1,2\n", "header=none&date=none&value=2&missing=b").first?.cells == [nil, 2])
    #expect(try read("1,2\n3,4\n", "header=first&date=none").map(\.name) == ["1", "2"])
  }

  @Test("line ends are LF, CRLF, mixed, or CR alone; the last line may have none")
  func lineEnds() throws {
    for end in ["\n", "\r\n", "\r"] {
      for last in [end, ""] {
        let text = Self.table.map { $0.joined(separator: ",") }.joined(separator: end) + last
        #expect(try read(text).map(\.cells) == [[1.5, nil], [2, 4]], "\(end.utf8.map { $0 }) \(last.isEmpty)")
      }
    }
    #expect(try read("date,x\r\n2018-12-28,1\n2018-12-31,2\r\n").first?.values == [1, 2])
    #expect(fault("date,x\n2018-12-28,1\r2018-12-31,2\n").contains("a carriage return without a line feed"))
  }

  @Test("a byte order mark is passed over, empty lines too, comments where asked")
  func marks() throws {
    #expect(try read("\u{FEFF}date,x\n2018-12-28,1\n").first?.name == "x")
    #expect(try read("\n\ndate,x\n\n2018-12-28,1\n\r\n2018-12-31,2\n\n").first?.values == [1, 2])
    #expect(try read("# made by hand\ndate,x\n#2018-12-27,9\n2018-12-28,1\n", "comment=%23").first?.values == [1])
  }

  @Test(
    "what is no table of text is refused by name",
    arguments: [
      ([0xFF, 0xFE, 0x64, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x64], "UTF-16"),
      ([0x50, 0x4B, 3, 4], "a ZIP archive"), (Array("<!DOCTYPE html>".utf8), "HTML or XML"),
    ] as [([UInt8], String)])
  func kinds(bytes: [UInt8], words: String) {
    let found = fault(bytes: bytes)
    #expect(found.hasPrefix("t.csv:1: column 1: the file is \(words)"), "\(found)")
  }

  @Test("zero bytes and bytes that are not UTF-8 are faults with a place, wherever they count")
  func bytes() {
    #expect(
      fault(bytes: Array("date,x\n2018-12-28,1\n2018-12-31,\0\n".utf8)).contains("t.csv:3: column 2 ('x'): a zero byte")
    )
    let latin = Array("date,x\n2018-12-28,1\n2018-12-31,".utf8) + [0xE9, 10]
    #expect(fault(bytes: latin).contains("not a number, found '\\xE9'"))
    let name = Array("date,".utf8) + [0xE9] + Array("\n2018-12-28,1\n".utf8)
    #expect(fault(bytes: name).contains("a name that is not UTF-8"))
  }

  @Test("a table of semicolons and decimal commas needs no word about either")
  func european() throws {
    let series = try read("Datum;Kurs\n31.12.2018;10.558,96\n02.01.2019;10.580,19\n")
    #expect(series.first?.values == [10558.96, 10580.19])
    #expect(series.first?.dates == ["2018-12-31", "2019-01-02"])
  }
}
