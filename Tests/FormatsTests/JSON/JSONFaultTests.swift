import Formats
import FuzzTargets
import TestSupport
import Testing
import TimeSeries

@Suite("A document of JSON")
struct JSONFaultTests {
  private func fault(_ text: String) -> String { fault(Array(text.utf8)) }

  private func fault(_ bytes: [UInt8]) -> String {
    do throws(FormatError) {
      _ = try JSONDocument(bytes, file: "d.json")
      return "none"
    } catch {
      return error.description
    }
  }

  @Test(
    "that RFC 8259 allows is read",
    arguments: [
      "[]", "{}", " [ ] ", "\t{\r\n}\n", "[[],{},\"\",0,-0,0.5,-1e9,1E+5,2e-3,true,false,null]", "\"a\"", "12", "null",
      "{\"\":{\"\":[]}}", "[\"\\u0000\\u001F\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\uD83D\\uDE00é\u{1F600}\u{7F}\"]",
    ])
  func valid(text: String) { #expect(fault(text) == "none") }

  @Test(
    "that it does not allow is refused, with line and column",
    arguments: [
      ("[1,]", "1: column 4: not JSON: a value expected, found ']'"),
      ("[1 2]", "1: column 4: not JSON: ',' or ']' expected, found '2]'"),
      ("{\"a\":1,}", "1: column 8: not JSON: a name in quotes expected, found '}'"),
      ("{\n  \"a\" 1}", "2: column 7: not JSON: ':' expected, found '1}'"),
      ("{a:1}", "1: column 2: not JSON: a name in quotes expected, found 'a:1}'"),
      ("{\"a\":1]", "1: column 7: not JSON: ',' or '}' expected, found ']'"),
      ("[1}", "1: column 3: not JSON: ',' or ']' expected, found '}'"),
      ("[01]", "1: column 2: not JSON: not a JSON number, found '01]'"),
      ("[1.]", "1: column 2: not JSON: not a JSON number, found '1.]'"),
      ("[-]", "1: column 2: not JSON: not a JSON number, found '-]'"),
      ("[1e]", "1: column 2: not JSON: not a JSON number, found '1e]'"),
      ("[+1]", "1: column 2: not JSON: a value expected, found '+1]'"),
      ("[.5]", "1: column 2: not JSON: a value expected, found '.5]'"),
      ("[0x10]", "1: column 3: not JSON: ',' or ']' expected, found 'x10]'"),
      ("['a']", "1: column 2: not JSON: a value expected, found ''a']'"),
      ("[\"a\nb\"]", "1: column 4: not JSON: a control character in a text, found '\\x0Ab\"]'"),
      ("[\"\\x41\"]", "1: column 3: not JSON: not an escape of JSON, found '\\x41\"]'"),
      ("[\"\\u12G4\"]", "1: column 3: not JSON: not an escape of JSON, found '\\u12G4\"]'"),
      ("[\"\\uD83D\"]", "1: column 3: not JSON: half a pair of surrogates, found '\\uD83D\"]'"),
      ("[\"\\uD83D\\u0041\"]", "1: column 3: not JSON: half a pair of surrogates, found '\\uD83D\\u0041\"]'"),
      ("[\"\\uDE00\"]", "1: column 3: not JSON: half a pair of surrogates, found '\\uDE00\"]'"),
      ("[\"abc", "1: column 2: not JSON: a text without a closing quote, found '\"abc'"),
      ("[1", "1: column 3: not JSON: the document ends in the middle, found ''"),
      ("[] []", "1: column 4: not JSON: something follows the end of the document, found '[]'"),
      ("[tru]", "1: column 2: not JSON: a value expected, found 'tru]'"),
      ("[nullx]", "1: column 6: not JSON: ',' or ']' expected, found 'x]'"),
      ("// a\n[]", "1: column 1: not JSON: a value expected, found '// a\\x0A[]'"),
    ])
  func invalid(text: String, words: String) {
    let found = fault(text)
    #expect(found.hasPrefix("d.json:" + words), "\(found)")
  }

  @Test(
    "is UTF-8 throughout",
    arguments: [[0xC3, 0x28], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF]]
      as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    let found = fault(Array("[\"".utf8) + bytes + Array("\"]".utf8))
    #expect(found.hasPrefix("d.json:1: column 3: not JSON: a byte that is not UTF-8"), "\(found)")
  }

  @Test("that is empty, or a page, is named")
  func others() {
    #expect(fault("") == "d.json: it is empty. Check that the download was finished")
    #expect(fault(" \r\n").contains("it is empty"))
    #expect(
      fault("<!doctype HTML><title>Just a moment...</title>").hasPrefix(
        "d.json: an HTML page titled 'Just a moment...' where JSON was expected."))
    #expect(fault("<?xml version='1.0'?><error/>").contains("not JSON: a value expected, found '<?xml"))
    #expect(fault("[\"<html>\"]") == "none")
  }

  @Test("nested without end stops at 64")
  func depth() {
    for opening in ["[", "{\"a\":", "[{\"a\":"] {
      let text = String(repeating: opening, count: 100_000)
      let found = fault(text)
      #expect(found.contains("values nested more than 64 deep"), "\(found)")
    }
    #expect(fault(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)) == "none")
    #expect(fault(String(repeating: "[", count: 65) + String(repeating: "]", count: 65)).contains("more than 64 deep"))
  }

  @Test("cut off anywhere is an error")
  func truncated() throws {
    let format = try JSONProviderTests.chart()
    let whole = Array(JSONProviderTests.yahoo.utf8)
    for count in 0..<whole.count {
      let found = format.outcome(Array(whole[..<count]))
      #expect(found.hasPrefix("error: "), "\(count): \(found)")
    }
    #expect(format.outcome(whole).hasPrefix("close: "))
  }

  @Test("names the place of a cell that is none")
  func cells() throws {
    let format = try JSONFormat.records("", date: "d", ("v", "v"))
    func outcome(_ value: String) -> String {
      format.outcome("[{\"d\":\"2020-01-01\",\"v\":1},\n {\"d\":\"2020-01-02\", \"v\":\(value)}]")
    }
    #expect(outcome("1e400").hasPrefix("error: d.json:2: column 25 ('v'): not a number, found '1e400'"))
    #expect(outcome("Infinity").contains("not a number, found 'Infinity'"))
    #expect(outcome("-Infinity").contains("not a number, found '-Infinity'"))
    #expect(outcome("true").contains("not a number, found 'true'"))
    #expect(outcome("{\"v\":1}").contains("not a number, found '{\"v\":1}'"))
    #expect(outcome("\"1,234.5\"").contains("State whether the comma groups thousands"))
    #expect(outcome("\"\\u0031.5\"").hasSuffix("2020-01-02=1.5"))
    #expect(outcome("0.1000000000000000055511151231257827").hasSuffix("2020-01-02=0.1"))
    #expect(
      format.outcome("[{\"d\":\"2020-13-01\",\"v\":1}]")
        == "error: d.json:1: column 7 ('date'): there is no such day, found '2020-13-01'. Correct it")
    #expect(
      format.outcome("[{\"when\":\"2020-01-01\",\"v\":1}]")
        == "error: d.json:1: column 2: there is no date 'd' in element 0 of '', found '{\"when\":\"2020-01-01\",\"v\":1}'. "
        + "There are: when, v")
    #expect(format.outcome("[]").hasPrefix("error: d.json: it has no rows"))
    #expect(format.outcome("{}").contains("the document should be an array and is an object"))
  }

  @Test("keeps a number's own point where strings have a comma")
  func commas() throws {
    var cells = CellFormat()
    cells.decimal = .comma
    let format = try JSONFormat.records("", date: "d", ("v", "v"), cells: cells)
    #expect(format.outcome(#"[{"d":2020,"v":1.5},{"d":"2021","v":"2,5"}]"#) == "v: 2020=1.5 2021=2.5")
  }

  @Test("with epochs of either unit, told or shown")
  func epochs() throws {
    var cells = CellFormat()
    cells.epoch = .ms
    let told = try JSONFormat.columns(date: "t", ("v", "v"), cells: cells)
    #expect(told.outcome(#"{"t":[1672756200000],"v":[1]}"#) == "v: 2023-01-03T14:30:00Z=1.0")
    let shown = try JSONFormat.columns(date: "t", ("v", "v"))
    #expect(shown.outcome(#"{"t":[1672756200],"v":[1]}"#) == "v: 2023-01-03T14:30:00Z=1.0")
    #expect(
      shown.outcome(#"{"t":[-1325583000],"v":[1]}"#).contains("not a date, found '-1325583000'"))
    cells.epoch = .s
    let seconds = try JSONFormat.columns(date: "t", ("v", "v"), cells: cells)
    #expect(seconds.outcome(#"{"t":[-1325583000],"v":[1]}"#) == "v: 1927-12-30T14:30:00Z=1.0")
  }

  @Test("of many rows is read whole, and a late date still turns the earlier ones round")
  func manyRows() throws {
    let count = 5000
    let dates = (0..<count).map { "\"\(1 + $0 % 12)/\(1 + $0 / 12 % 12)/\(1600 + $0 / 144)\"" } + ["\"31/12/2030\""]
    let values = (0...count).map { "\($0)" }
    let format = try JSONFormat.columns(date: "d", ("v", "v"))
    let body = Array("{\"d\":[\(dates.joined(separator: ","))],\"v\":[\(values.joined(separator: ","))]}".utf8)
    let series = try format.series(from: body, file: "d.json", origin: testOrigin)
    #expect(series.map(\.values) == [(0...count).map { Double($0) }])
    #expect(series[0].dates[1] == "1600-01-02")
    #expect(series[0].dates[count - 1] == "1634-09-08")
    #expect(series[0].dates[count] == "2030-12-31")
    #expect(series[0].origin.notes == ["dates are day/month/year, as '31/12/2030' in line 1 shows"])
  }

  @Test("changed at random never traps")
  func mutations() {
    let documents = [
      JSONProviderTests.yahoo,
      #"{"rows":[{"date":"2020-01-01","close":{"v":"1"}},{"date":"2020-01-02"}],"date":["2020"],"close":{"v":[1]}}"#,
      #"[{"date":"01/02/2020","close":{"v":"1"}},[["\ud83d\ude00",1e5,-0.5,true,false,null]]]"#,
    ].map { Array($0.utf8) }
    let words = ["{", "}", "[", "]", "\"", "\\u", "\\", ",", ":", "1e", "null", "NaN", "\u{1F600}", "-Infinity"]
    var mutator = Mutator(seed: 2)
    for round in 0..<3000 { FuzzTargets.json(mutator.mutated(documents[round % 3], words: words)) }
  }
}
