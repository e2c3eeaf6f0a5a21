import TestSupport
import Testing

import DataSources

@Suite("A file that declares a source")
struct DeclarationFaultTests {
  /// A declaration without fault, as lines that a test changes.
  static let sound = """
    engram_source: 1
    name: sound
    title: a sound declaration
    parameters:
      id: {pattern: "[A-Z]*"}
      start: {required: false}
    request:
      url: https://example.com/{id}.csv?from={start}
    checks:
      must_start: "date,"
    format: {type: csv}
    rows: {date: date, value: "{id}"}
    time: {zone: Europe/Berlin, at: "14:15"}
    cache: {fresh: 12h, stale_if_error: 30d}
    series:
      one: {id: ONE}
      two: {id: TWO}
      ratio: {derive: {op: /, left: one, right: two}}
    """

  struct Case: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var sentence: String
    var testDescription: String { new }
  }

  static let cases: [Case] = [
    Case(
      old: "format:", new: "formt:",
      sentence: "s.yaml:11:1: there is no key 'formt'. Did you mean 'format'? There are: engram_source, name, title, "
        + "version, licence, caveats, example, parameters, request, checks, format, rows, pages, number, scale, invert, time, "
        + "cache, series, first_of"),
    Case(
      old: "  url:", new: "  adress: x\n  url:",
      sentence: "s.yaml:8:3: there is no key 'adress' in 'request'. There are: url, headers, user_agent, secret, "
        + "max_bytes, rate, plain_http"),
    Case(
      old: "must_start", new: "must_strt",
      sentence: "s.yaml:10:3: there is no key 'must_strt' in 'checks'. Did you mean 'must_start'? There are: status, "
        + "must_start, must_contain, root, has, equals, fail_if"),
    Case(
      old: "engram_source: 1", new: "engram_source: 1\nversion: 1e300",
      sentence: "s.yaml:2:10: 'version' is '1e300'. Write a whole number from 1 to 1000000"),
    Case(
      old: "engram_source: 1", new: "engram_source: 2",
      sentence: "s.yaml:1:16: engram_source is '2'. This version of engram reads declarations of version 1"),
    Case(
      old: "name: sound", new: "name: Sound",
      sentence:
        "s.yaml:2:7: 'Sound' cannot be the name of a source. Use lower-case letters, digits and hyphens, a letter first"
    ),
    Case(
      old: "{id}.csv", new: "{ide}.csv",
      sentence: "s.yaml:8:8: 'https://example.com/{ide}.csv?from={start}' uses '{ide}', which is not a "
        + "parameter. There are: id, start"),
    Case(
      old: "?from={start}", new: "",
      sentence: "s.yaml:5:3: the parameter 'start' is not used. Write {start} where its value belongs, or remove it"
    ),
    Case(
      old: "{id}.csv?from={start}", new: "{id}/{start}.csv",
      sentence: "s.yaml:8:8: '{start}' is optional, and 'https://example.com/{id}/{start}.csv' needs it. "
        + "Give it a default, or use it in the query of the URL"),
    Case(
      old: "https://", new: "http://",
      sentence: "s.yaml:8:8: the URL 'http://example.com/{id}.csv?from={start}' does not begin with https://. If the "
        + "server has no https, write plain_http: true"),
    Case(
      old: "[A-Z]*", new: "^[A-Z]+$",
      sentence:
        "s.yaml:5:17: '^[A-Z]+$' is not a pattern. It is not a regular expression: ? is any character, * any number "
        + "of them, [A-Z0-9] one of a set, as in [A-Z][A-Z][A-Z]; the whole value must match"),
    Case(
      old: "Europe/Berlin", new: "Europe/Berln",
      sentence: "s.yaml:13:14: there is no time zone 'Europe/Berln'. Did you mean 'Europe/Berlin'? Write one such as "
        + "Europe/Berlin, America/New_York, UTC"),
    Case(
      old: "14:15", new: "2 pm",
      sentence: "s.yaml:13:33: '2 pm' is not a time of day. Write hours and minutes: at: \"16:00\""),
    Case(
      old: "12h", new: "12 hours",
      sentence:
        "s.yaml:14:16: 'cache.fresh' is '12 hours', not a span of time. Write a span such as 90s, 15min, 12h, 30d"),
    Case(
      old: "type: csv", new: "type: cvs",
      sentence:
        "s.yaml:11:16: 'format.type' is 'cvs', which is not a choice. Did you mean 'csv'? There are: csv, xml, json"),
    Case(
      old: "type: csv", new: "type: xml",
      sentence: "s.yaml:12:7: the key 'row' is missing in 'rows'. Name the elements that are rows: row: observation"),
    Case(
      old: "op: /", new: "op: ^",
      sentence:
        "s.yaml:18:24: 'series.ratio.derive.op' is '^', which is not a choice. Did you mean '/'? There are: /, *, +, -"),
    Case(
      old: "left: one", new: "left: ratio",
      sentence:
        "s.yaml:18:10: 'ratio' is derived from 'ratio', which is derived itself. Derive it from series that are "
        + "not derived"),
    Case(
      old: "id: ONE", new: "id: one",
      sentence: "s.yaml:16:13: 'id' is 'one', which does not match [A-Z]*. Correct it"),
    Case(
      old: "{id: TWO}", new: "{start: x}",
      sentence: "s.yaml:17:3: the series 'two' has no value of 'id'. Write two: {id: VALUE}"),
    Case(
      old: "  start: {required: false}", new: "  start: {required: true, default: x}",
      sentence: "s.yaml:6:36: 'start' is required and has a default. Leave one of the two out"),
    Case(
      old: "checks:", new: "checks:\n  fail_if: [{contains: x, kind: bloked}]",
      sentence:
        "s.yaml:10:33: 'checks.fail_if.kind' is 'bloked', which is not a choice. Did you mean 'blocked'? There are: "
        + "quota, auth, blocked, unavailable, empty, rate_limited, not_found, not_data"),
    Case(
      old: "checks:", new: "checks:\n  fail_if: [{kind: blocked}]",
      sentence: "s.yaml:10:13: an entry of 'checks.fail_if' would refuse every answer. Add one of: status, prefix, "
        + "contains, root, json"),
    Case(
      old: "checks:", new: "checks:\n  has: a..b",
      sentence:
        "s.yaml:10:8: the path 'a..b': at character 3 there should be a name, but found '.b'. Write a path such as "
        + "data.rows[0].date"),
    Case(
      old: "cache:", new: "example: other:x\ncache:",
      sentence: "s.yaml:14:10: the example asks 'other', not 'sound'. Begin it with sound:"),
    Case(
      old: "cache:", new: "example: sound:abc\ncache:",
      sentence:
        "s.yaml:14:10: the example does not work: the source 'sound:abc': id=abc does not match [A-Z]*. id: id. "
        + "Correct it, or leave it out"),
    Case(
      old: "title:", new: "name: again\ntitle:",
      sentence: "s.yaml:2:1: the key 'name' occurs twice. Leave one of them out"),
    Case(old: "name: sound", new: "name: \"sound", sentence: "s.yaml:"),
    Case(
      old: "name: sound", new: "name: &n sound",
      sentence: "s.yaml:2:7: an anchor (&name) or alias (*name) of YAML is not allowed. Write the part "
        + "out, or put the text in quotes"),
    Case(
      old: "name: sound", new: "name: *n",
      sentence: "s.yaml:2:7: an anchor (&name) or alias (*name) of YAML is not allowed. Write the part "
        + "out, or put the text in quotes"),
  ]

  @Test("may hold the signs & and * in its texts")
  func signs() throws {
    let text = Self.sound.replacing("a sound declaration", with: "S&P & *all* \"&x\" # &y *z")
    #expect(try Declaration(yaml: text, file: "s.yaml").title == "S&P & *all* \"&x\"")
  }

  @Test(
    "that is made to exhaust its reader is refused where it passes a limit, and not at its end",
    arguments: [
      (
        "a0: &a0 {x: 1}\n"
          + (1..<40).map { "a\($0): &a\($0) {? *a\($0 - 1) : 1, ? [*a\($0 - 1)] : 2}\n" }.joined(),
        "s.yaml:1:5: an anchor (&name) or alias (*name) of YAML is not allowed"
      ),
      (String(repeating: "- ", count: 500_000), "s.yaml:1:1999: it is not YAML: while parsing, Maximum nesting level"),
      (String(repeating: "? ", count: 500_000), "s.yaml:1:1999: it is not YAML: while parsing, Maximum nesting level"),
      (
        (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
        "s.yaml:1000:1000: it is not YAML: while parsing, Maximum nesting level"
      ),
      ("a: " + String(repeating: "[", count: 500_000), "s.yaml:1:5: it is not YAML: while parsing, Maximum nesting"),
      ("a: " + String(repeating: "{? ", count: 300_000), "s.yaml:1:"),
      ("a: " + String(repeating: "[? ", count: 300_000), "s.yaml:1:"),
      ("\"" + String(repeating: "\\n", count: 500_000), "s.yaml:1:1000002: it is not YAML: while scanning a quoted"),
      ("a: [" + String(repeating: "b, ", count: 300_000), "s.yaml:2:1: it is not YAML: while parsing a flow node"),
      ((0..<20_000).map { "a\($0): 1\n" }.joined(), "s.yaml:1:1: there is no key 'a0'"),
    ])
  func harm(text: String, sentence: String) throws {
    let found = declarationFault(text)
    #expect(found.hasPrefix(sentence), "\(found.prefix(200))")
  }

  @Test("is refused with file, line, column and what to write", arguments: cases)
  func fault(_ one: Case) {
    #expect(declarationFault(Self.sound) == "no fault")
    let text = Self.sound.replacing(one.old, with: one.new, maxReplacements: 1)
    let found = declarationFault(text)
    #expect(found == one.sentence || (found.hasPrefix(one.sentence) && one.sentence.count < 60), "\(found)")
  }

  @Test("that is no declaration at all is refused")
  func nothing() {
    #expect(declarationFault("").hasPrefix("s.yaml: it is empty"))
    #expect(declarationFault("- a\n- b\n").hasPrefix("s.yaml:1:1: the file is not a list of keys and values"))
    #expect(
      declarationFault("name: x\n")
        == "s.yaml:1:1: the key 'engram_source' is missing. A declaration begins with engram_source: 1")
    #expect(declarationFault(String(repeating: "[", count: 5000)).hasPrefix("s.yaml:"))
    // Each line holds the one before ten times over.
    let lines = (1...30).map {
      "a\($0): &a\($0) [" + [String](repeating: "*a\($0 - 1)", count: 10).joined(separator: ", ") + "]"
    }
    #expect(
      declarationFault("a0: &a0 x\n" + lines.joined(separator: "\n")).hasPrefix(
        "s.yaml:1:5: an anchor (&name) or alias (*name) of YAML is not allowed"))
  }

  @Test("is shown in docs/writing-a-source.md as it is in docs/sources")
  func documented() throws {
    let page = try TestFiles.text(of: projectFolder + "/docs/writing-a-source.md")
    let example = try TestFiles.text(of: projectFolder + "/docs/sources/worldbank.yaml")
    #expect(page.contains("```yaml\n" + example + "```"))
    for key in ["engram_source", "parameters", "must_contain", "fail_if", "zone_from", "stale_if_error", "first_of"] {
      #expect(page.contains(key))
    }
  }

  @Test("may be JSON")
  func json() throws {
    let text = """
      {"engram_source": 1, "name": "j", "title": "t", "request": {"url": "https://example.com/a.json"},
       "format": {"type": "json"}, "rows": {"records": "rows", "date": "d", "value": "v"}}
      """
    #expect(declarationFault(text) == "no fault")
  }

  @Test("every built-in one and every one of docs/sources is read without fault")
  func brought() {
    for (name, bytes) in Declaration.builtInFiles {
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(declarationFault(text).replacing("s.yaml", with: name) == "no fault")
    }
    let names = SourceRegistry.builtIn.manuals.map { $0.name }
    #expect(
      names == [
        "random", "csv", "http", "sdmx", "sqlite", "parquet", "excel", "exec", "first", "fred", "fred-api", "ecb",
        "ecb-xml", "ecb-sdmx", "cboe",
        "nasdaq",
        "dbnomics", "boc", "treasury", "binance", "kraken", "coinbase", "market",
      ])
    let (optional, warnings) = SourceRegistry.loading(folders: [projectFolder + "/docs/sources"])
    #expect(warnings.isEmpty, "\(warnings)")
    #expect(optional.manuals.map { $0.name }.suffix(5) == ["alpha-vantage", "eurostat", "stooq", "worldbank", "yahoo"])
  }
}
