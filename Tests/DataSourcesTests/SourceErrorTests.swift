import DataSources
import Formats
import Testing

@Suite("A source's errors")
struct SourceErrorTests {
  @Test("say the place, what was found and what to do")
  func place() {
    let place = FormatError.Place(file: "a.csv", line: 3, column: 2, header: "Close", text: "12x")
    let error = SourceError.format(.badData(place, problem: "not a number", advice: "Correct the cell"))
    #expect(
      error.description
        == "a.csv:3: column 2 ('Close'): not a number, found '12x'. Correct the cell")
  }
}
