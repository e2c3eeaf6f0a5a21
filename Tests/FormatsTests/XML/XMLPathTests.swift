import Formats
import Testing

@Suite("A path into XML")
struct XMLPathTests {
  let namespaces = ["e": "urn:e", "m": "urn:m"]

  @Test(
    "to a row is read",
    arguments: [
      "observation", "/observations/observation", "e:Cube[@time]/e:Cube[@currency='USD']",
      "Cube[@currency=\"it's\"][@m:rate]", "a-b/c_d/e.f", "Zeit[@währung='€']",
    ])
  func rows(path: String) throws {
    #expect(try XMLRowPath(path, namespaces: namespaces).description == path)
  }

  @Test(
    "to a cell is read",
    arguments: [
      "@rate", "../@time", "../../@time", "d", "m:a/m:b", "a/b/@c", "a[@b='c']/@d", ".", "ObsValue/@m:value",
    ])
  func cells(path: String) throws {
    #expect(try XMLCellPath(path, namespaces: namespaces).description == path)
  }

  @Test(
    "that is wrong says where, and what should be there",
    arguments: [
      ("", "at character 1 there should be a name, but it ends"),
      ("a//b", "at character 3 there should be a name, but found '/b'"),
      ("a/", "at character 3 there should be a name, but it ends"),
      ("a[b='c']", "at character 3 there should be '@' and the name of an attribute, but found 'b='c']'"),
      ("a[@b=c]", "at character 6 there should be a text in quotes, but found 'c]'"),
      ("a[@b='c]", "at character 9 there should be the closing ', but it ends"),
      ("a[@b='c'", "at character 9 there should be ']', but it ends"),
      ("a[@b", "at character 5 there should be '=' or ']', but it ends"),
      ("a[1]", "at character 3 there should be '@' and the name of an attribute, but found '1]'"),
      ("a/@b", "at character 2 there should be '/', '[' or the end, but found '/@b'"),
      (
        "x:a",
        "at character 1 there should be a prefix that is bound to a namespace (bound are: e, m), but found 'x:a'"
      ),
      ("e:", "at character 3 there should be a name, but it ends"),
      ("1a", "at character 1 there should be a name, but found '1a'"),
      ("a b", "at character 2 there should be '/', '[' or the end, but found ' b'"),
      ("..", "at character 1 there should be a name, but found '..'"),
    ])
  func rowFaults(path: String, words: String) {
    let fault = #expect(throws: PathFault.self) { _ = try XMLRowPath(path, namespaces: namespaces) }
    #expect(fault?.description == "the path '\(path)': \(words)")
  }

  @Test(
    "to a cell goes out of the row only to an attribute",
    arguments: [
      ("../a", "at character 4 there should be '@' and the name of an attribute, but found 'a'"),
      ("..", "at character 2 there should be the end, but found '.'"),
      ("@a/b", "at character 3 there should be the end, but found '/b'"),
      ("", "at character 1 there should be a name, but it ends"),
      ("a/@", "at character 4 there should be a name, but it ends"),
      ("text()", "at character 5 there should be the end, but found '()'"),
    ])
  func cellFaults(path: String, words: String) {
    let fault = #expect(throws: PathFault.self) { _ = try XMLCellPath(path, namespaces: namespaces) }
    #expect(fault?.description == "the path '\(path)': \(words)")
  }

  @Test("with a prefix says that none is bound")
  func unbound() {
    let fault = #expect(throws: PathFault.self) { _ = try XMLFormat(row: "e:a", date: "@d", values: []) }
    #expect(fault?.expected == "a prefix that is bound to a namespace (none is bound)")
  }
}
