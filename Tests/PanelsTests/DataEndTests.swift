import Panels
import Testing
import TimeSeries

@Suite("The end of the data")
struct DataEndTests {
  private func entry(_ last: String, fetched: String? = nil, recorded: String? = nil, isFile: Bool = false)
    -> AlignmentRecord.Entry
  {
    .init(
      column: "x", origin: "o", rowsRead: 60, missing: 0, duplicates: 0, inversions: 0, reversed: false, dropped: 0,
      filled: 0, first: "2000", last: last,
      documents: isFile ? [] : [.init(url: "https://h/x", sha256: "", fetched: fetched, recorded: recorded)])
  }

  private func end(_ entries: AlignmentRecord.Entry...) -> String? { AlignmentRecord(entries: entries).dataEnd }

  @Test("is stated where it is more than a month before the fetch")
  func old() {
    let asked = "2026-11-19T08:00:00Z"
    #expect(end(entry("2018-12-31", fetched: asked)) == "Data end 2018-12-31.")
    #expect(end(entry("2026-10-18", fetched: asked)) == "Data end 2026-10-18.")
    #expect(end(entry("2026-10-19", fetched: asked)) == nil)
    #expect(end(entry("2026-10-18T15:00:00Z", fetched: asked)) == "Data end 2026-10-18T15:00:00Z.")
  }

  @Test("of months, quarters and years is their last day")
  func periods() {
    let asked = "2026-11-19T08:00:00Z"
    #expect(
      end(entry("2026-10", fetched: asked)) == nil && end(entry("2026-Q3", fetched: "2026-10-30T00:00:00Z")) == nil)
    #expect(end(entry("2026-09", fetched: asked)) == "Data end 2026-09.")
    #expect(
      end(entry("2026-Q2", fetched: asked)) == "Data end 2026-Q2."
        && end(entry("2025", fetched: asked)) == "Data end 2025.")
  }

  @Test("is that of a recording whose figures are from elsewhere, whenever it was made; not that of a file or of rows")
  func recordings() {
    #expect(end(entry("2026-11-18", recorded: "figures of a package")) == "Data end 2026-11-18.")
    #expect(end(entry("1998-12-31", isFile: true)) == nil && end(entry("59", fetched: "2026-11-19T08:00:00Z")) == nil)
  }

  @Test("is the first of several")
  func several() {
    let asked = "2026-11-19T08:00:00Z"
    #expect(
      end(entry("2026-11-18", fetched: asked), entry("2023-11-21", recorded: "r"), entry("2018-12-31", recorded: "r"))
        == "Data end 2018-12-31.")
  }
}
