import TestSupport
import Testing
import TimeSeries

import Formats

@Suite("The shape of a table")
struct CSVShapeTests {
  /// The documents of csv-spectrum (Max Ogden), written anew with numbers where they have text.
  static let spectrum: [(text: String, options: String, names: [String], values: [[Double?]])] = [
    ("a,b,c\n1,2,3\n", "", ["a", "b", "c"], [[1], [2], [3]]),
    ("a,b,c\r\n1,2,3\r\n", "", ["a", "b", "c"], [[1], [2], [3]]),
    ("a,b,c\n1,2,3\n4,5,\u{CA4}\n", "missing=\u{CA4}", ["a", "b", "c"], [[1, 4], [2, 5], [3, nil]]),
    ("first,zip,address\nJohn,1,\"120 any st., Anytown\"\n", "", ["zip"], [[1]]),
    ("a,b,c\n1,\"\",\"\"\n2,3,4\n", "", ["a", "b", "c"], [[1, 2], [nil, 3], [nil, 4]]),
    ("a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", "", ["a", "b", "c"], [[1, 2], [nil, 3], [nil, 4]]),
    ("a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n5,6\n", "value=a", ["a"], [[1, 3, 5]]),
    ("a,b\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [1, 2]}\"\n", "", ["a"], [[1]]),
    ("a,b\n1,\"Once upon \na time\"\n2,\"x\"\n", "", ["a"], [[1, 2]]),
    ("a,b\r\n1,\"Once upon \r\na time\"\r\n2,\"x\"\r\n", "", ["a"], [[1, 2]]),
    ("\"a \"\"x\"\"\n\",b\n1,2\n", "", ["a \"x\"\n", "b"], [[1], [2]]),
    ("\"a\",\"b\"\n\"1\",\"2\"", "", ["a", "b"], [[1], [2]]),
  ]

  @Test("quotes may hold separators, line ends and doubled quotes", arguments: spectrum.indices)
  func quotes(index: Int) throws {
    let (text, options, names, values) = Self.spectrum[index]
    let series = try read(text, (options.isEmpty ? "" : options + "&") + "date=none")
    #expect(series.map(\.name) == names)
    #expect(series.map(\.cells) == values)
  }

  @Test("a row has as many cells as the header; empty ones may follow")
  func ragged() throws {
    // The trailing comma of the ECB's file.
    let ecb = "Date,USD,JPY,\n2026-10-30,1.1172,175.68,\n1999-01-04,1.1789,133.73,\n"
    #expect(try read(ecb).map(\.name) == ["USD", "JPY"])
    #expect(try read("date,x\n2018-12-28,1,,,\n2018-12-31,2\n").first?.values == [1, 2])
    #expect(
      fault("date,x,y\n2018-12-28,1,2\n2018-12-31,1\n")
        == "t.csv:3: column 3 ('y'): the row has 2 cells where the header has 3, found '2018-12-31,1'."
        + " Add the missing cells; a cell may be empty, but its separator is needed")
    #expect(
      fault("date,x\n2018-12-28,1\n2018-12-31,1,7\n")
        == "t.csv:3: column 3: the row has 3 cells where the header has 2, found '7'."
        + " Remove the extra cells, or quote a cell that contains the separator")
  }

  @Test("columns are chosen by name, in any case, or by number")
  func choice() throws {
    let text = "Date,Open,Close\n2018-12-28,1,2\n2018-12-31,3,4\n"
    #expect(try read(text, "value=Close").map(\.values) == [[2, 4]])
    #expect(try read(text, "value=close").map(\.name) == ["Close"])
    #expect(try read(text, "value=3|2").map(\.values) == [[2, 4], [1, 3]])
    #expect(try read(text, "value=Close", name: "spx").map(\.name) == ["spx"])
    #expect(try read(text, name: "spx").map(\.name) == ["spx-Open", "spx-Close"])
    #expect(
      fault(text, "value=Clse").hasSuffix(
        "names no column of t.csv. Did you mean 'Close'? There are: Date, Open, Close"))
    #expect(fault(text, "date=When").contains("date=When names no column of t.csv"))
    #expect(fault(text, "value=4").contains("names no column"))
    #expect(fault(text, "value=Close|close").contains("names the column 'Close' twice"))
    #expect(fault("date,x,x\n2018-12-28,1,2\n", "value=x").contains("names several columns of t.csv: 2, 3"))
    #expect(fault("date,x,x\n2018-12-28,1,2\n").contains("columns 2 and 3 of t.csv are both called 'x'"))
    #expect(try read("date,x,x\n2018-12-28,1,2\n", "value=3").map(\.values) == [[2]])
  }

  @Test("a text among numbers is a fault, a column of texts is left out and noted")
  func texts() throws {
    #expect(fault("date,x,y\n2018-12-28,1,2\n2018-12-31,12x,3\n").hasPrefix("t.csv:3: column 2 ('x'): not a number"))
    let series = try read("date,x,note\n2018-12-28,1,up\n2018-12-31,2,down\n")
    #expect(series.map(\.name) == ["x"])
    #expect(series[0].origin.notes.contains("left out because they hold text: note"))
    #expect(fault("date,note\n2018-12-28,up\n").contains("no column of t.csv holds numbers in the first row"))
  }

  @Test("a column without a value is left out and noted, unless it was asked for or gets one later")
  func empty() throws {
    let rows = (0..<300).map {
      "2018-01-01T00:\($0 / 60 < 10 ? "0" : "")\($0 / 60):\($0 % 60 < 10 ? "0" : "")\($0 % 60),"
    }
    let without = "date,x,y\n" + rows.map { $0 + "1,\n" }.joined()
    #expect(try read(without).map(\.name) == ["x"])
    #expect(try read(without)[0].origin.notes.contains("left out because they hold no value: y"))
    #expect(try read(without, "value=y")[0].values.allSatisfy(\.isNaN))
    #expect(try read(without + "2018-01-02T00:00:00,1,5\n").map(\.name) == ["x", "y"])
  }

  @Test("a long table has one series for each key, in the order of their first rows")
  func long() throws {
    let text = "date,who,x,y\n2018-12-28,b,1,2\n2018-12-28,a,3,4\n2018-12-31,b,5,6\n"
    let one = try read(text, "layout=long&key=who&value=x")
    #expect(one.map(\.name) == ["b", "a"] && one.map(\.values) == [[1, 5], [3]])
    #expect(one[0].dates == ["2018-12-28", "2018-12-31"])
    #expect(try read(text, "key=who").map(\.name) == ["b-x", "b-y", "a-x", "a-y"])
    #expect(fault(text, "layout=long").contains("needs the column that names the series of a row"))
    #expect(fault(text, "layout=wide&key=who").contains("has no meaning in a wide table"))
    #expect(fault("date,who,x\n2018-12-28,,1\n", "key=who").contains("t.csv:2: column 2 ('who'): no key"))
  }

  @Test("without a row there is nothing to read")
  func nothing() {
    #expect(fault("") == "t.csv: it is empty. Check that the download or the export was finished")
    #expect(fault("\n\n\r\n").contains("it is empty"))
    #expect(fault("date,x\n").contains("it has a header and no rows"))
    #expect(fault("date,x").contains("it has a header and no rows"))
  }

  @Test("may be 20,000 columns wide, and a cell a megabyte long")
  func large() throws {
    let width = 20_000
    let text =
      (0..<width).map { "c\($0)" }.joined(separator: ",") + "\n" + (0..<width).map(String.init).joined(separator: ",")
    let series = try read(text, "date=none")
    #expect(series.count == width && series[width - 1].values == [Double(width - 1)])
    let long = "x,note\n1,\"" + String(repeating: "y\n", count: 1 << 19) + "\"\n2,z\n"
    #expect(try read(long, "date=none").first?.values == [1, 2])
  }
}
