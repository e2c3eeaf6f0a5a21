import Numbers
import Testing

@Suite("A name that a spreadsheet would take for a formula") struct FormulaNameTests {
  @Test(
    "has a quote before it", arguments: ["=1+1", "+a", "-a", "@a", "\ta", " =a", "=HYPERLINK(\"x\")", "|a", "＝a", "%a"])
  func neutralised(name: String) {
    let cell = CSVText.text(name)
    #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"))
    #expect(!CSVText.text(name, isExact: true).contains("'"))
  }

  @Test("and others, and numbers, are as they are", arguments: ["a=b", "spx", "-1.5", "+2", "-1e-3", "'a", "a b"])
  func others(text: String) { #expect(CSVText.text(text) == text) }
}
