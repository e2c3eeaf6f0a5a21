import DataSources
import Testing

import Formats

@Suite("Faults of a table")
struct CSVQuoteFaultTests {
  @Test(
    "of quoting name the cell and what to do",
    arguments: [
      (
        "date,x\n2018-12-27,1\n2018-12-28,1\"2\n",
        "t.csv:3: column 2 ('x'): a quote inside a cell that does not begin with one"
      ),
      ("date,x\n2018-12-27,1\n2018-12-28,\"1\"2\n", "t.csv:3: column 2 ('x'): text after the closing quote of a cell"),
      ("date,x\n2018-12-28,1\n2018-12-31,\"2\n", "t.csv:3: column 2 ('x'): a quote that is never closed"),
      ("date,x\n\"2018-12-28\n\",1\n2018-12-31,a\n", "t.csv:2: column 1 ('date'): not a date"),
      ("date,x\n2018-12-27,1\n\"2018-12-28\",\"\n1\"\n2018-12-31,2\n", "t.csv:3: column 2 ('x'): not a number"),
    ])
  func quotes(text: String, words: String) {
    let found = fault(text)
    #expect(found.hasPrefix(words), "\(found)")
  }

  @Test("count lines inside quotes")
  func lines() {
    let found = fault("date,note,x\n2018-12-28,\"a\nb\nc\",1\n2018-12-31,d,oops\n2019-01-01,e,3\n")
    #expect(found.hasPrefix("t.csv:5: column 3 ('x'): not a number, found 'oops'"), "\(found)")
  }

  @Test("show at most forty characters, none of which moves the cursor")
  func excerpts() {
    let nasty = "\u{1B}[31m\u{7}" + String(repeating: "é", count: 60)
    let found = fault("date,x\n2018-12-28,1\n2018-12-31,\(nasty)\n")
    #expect(found.contains("found '\\x1B[31m\\x07" + String(repeating: "é", count: 34) + "…'"), "\(found)")
  }

  @Test("in a row without end stop at the limit, not at the end of memory")
  func endless() {
    let text = "date,x\n2018-12-28,1\n2018-12-31,\"" + String(repeating: "a", count: 5 << 20)
    do throws(SourceError) {
      _ = try read(text, tuning: .init(blockSize: 4096, longestRecord: 1 << 20))
      Issue.record("a row of 5 MB was read")
    } catch {
      #expect(error.description.contains("t.csv:3: column 1: the row does not end within 1 MB"), "\(error)")
    }
  }
}
