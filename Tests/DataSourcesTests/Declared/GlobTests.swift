import Testing

import DataSources

@Suite("A pattern for values")
struct GlobTests {
  @Test(
    "matches the whole of a text",
    arguments: [
      ("[A-Z][A-Z][A-Z]", "USD", true), ("[A-Z][A-Z][A-Z]", "USDX", false), ("[A-Z][A-Z][A-Z]", "usd", false),
      ("*", "", true), ("a*c", "abcbc", true), ("a*c", "abcb", false), ("?", "é", true), ("?", "", false),
      ("[!0-9]*", "a1", true), ("[!0-9]*", "1a", false), ("[a-]", "-", true), ("*a*b*", "xxaxxbxx", true),
      ("a.b", "axb", false), ("**x", "yyx", true),
    ])
  func matches(pattern: String, text: String, answer: Bool) throws {
    let glob = try #require(Glob(pattern))
    #expect(glob.matches(text) == answer)
  }

  @Test(
    "is refused where it is no pattern",
    arguments: ["[", "[]", "[z-a]", "a]", "^a", "a$", "(a|b)", "a{3}", "a+", "\\d"])
  func refused(pattern: String) { #expect(Glob(pattern) == nil) }

  @Test("takes time in proportion, however many runs it has")
  func time() throws {
    let glob = try #require(Glob(String(repeating: "a*", count: 30) + "b"))
    #expect(!glob.matches(String(repeating: "a", count: 5000)))
  }
}
