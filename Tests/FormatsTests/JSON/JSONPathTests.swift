import Formats
import Testing

@Suite("A path into JSON")
struct JSONPathTests {
  @Test(
    "is read, and leads where it says",
    arguments: [
      ("a", "1"), ("b[0]", "2"), ("b[1].c", "x"), ("'d.e'", "3"), ("\"d.e\"", "3"), ("f.'g'", "true"),
      ("Meta Data.1\\u0041", nil), ("@frequency", "daily"), ("é", "é"), ("twice", "last"), ("b[2]", nil), ("z", nil),
      ("a.b", nil), ("n", nil), ("b", nil), ("[0]", nil), ("esc\"aped'", "\u{1F600}/\n"),
    ] as [(String, String?)])
  func leads(path: String, text: String?) throws {
    let body = #"""
      {"a":1,"b":[2,{"c":"x"}],"d.e":3,"f":{"g":true},"@frequency":"daily","\u00e9":"\u00E9","n":null,
       "twice":"first","twice":"last","quo'te":"q","esc":"\ud83d\ude00\/\n"}
      """#
    let document = try JSONDocument(Array(body.utf8), file: "d.json")
    let clean = path.hasPrefix("esc") ? "esc" : path
    #expect(document.text(at: try JSONPath(clean)) == text)
  }

  @Test("knows whether there is anything")
  func has() throws {
    let document = try JSONDocument(Array(#"{"error":null,"list":[[]]}"#.utf8), file: "d.json")
    #expect(document.has(try JSONPath("error")))
    #expect(document.has(try JSONPath("list[0]")))
    #expect(document.has(try JSONPath("")))
    #expect(!document.has(try JSONPath("list[0][0]")))
    #expect(!document.has(try JSONPath("errors")))
  }

  @Test(
    "that is wrong says where, and what should be there",
    arguments: [
      ("a..b", "at character 3 there should be a name, but found '.b'"),
      (".a", "at character 1 there should be a name, but found '.a'"),
      ("a.", "at character 3 there should be a name, but it ends"),
      ("a[", "at character 3 there should be the number of an element, from 0, but it ends"),
      ("a[x]", "at character 3 there should be the number of an element, from 0, but found 'x]'"),
      ("a[-1]", "at character 3 there should be the number of an element, from 0, but found '-1]'"),
      ("a[99999999999999999999]", "at character 23 there should be the number of an element, from 0, but found ']'"),
      ("a[1", "at character 4 there should be ']', but it ends"),
      ("a]", "at character 2 there should be '.' or '[', but found ']'"),
      ("a'b'", "at character 2 there should be '.' or '[', but found ''b''"),
      ("'a", "at character 3 there should be the closing ', but it ends"),
      ("a[0]b", "at character 5 there should be '.' or '[', but found 'b'"),
    ])
  func faults(path: String, words: String) {
    let fault = #expect(throws: PathFault.self) { _ = try JSONPath(path) }
    #expect(fault?.description == "the path '\(path)': \(words)")
  }
}
