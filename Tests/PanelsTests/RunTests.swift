import Numbers
import Panels
import Testing
import TimeSeries

@Suite("Order and duplicates")
struct RunTests {
  private func panel(_ values: [Double], _ days: [Int], _ policy: PanelOptions.Duplicates = .refuse) throws -> Panel {
    let options = Sample.options { ($0.duplicates, $0.scaling) = (policy, .none) }
    return try Panel(aligning: [Sample.daily("x", values, days: days)], named: "p", options: options)
  }

  @Test("ascending rows are in order")
  func ascending() throws {
    let panel = try panel(Sample.swing(50), Array(0..<50))
    #expect(panel.ledger.entries[0].inversions == 0 && !panel.ledger.entries[0].reversed)
    #expect(panel.diagnostics.isEmpty && panel.ledger.warnings.isEmpty)
  }

  @Test("newest first is a habit of sources, not a fault: sorted, told, no warning")
  func reversed() throws {
    let values = Sample.swing(50)
    let panel = try panel(values, Array((0..<50).reversed()))
    #expect(panel.column(0) == values.reversed())
    #expect(panel.ledger.entries[0].inversions == 49 && panel.ledger.entries[0].reversed)
    #expect(panel.diagnostics.isEmpty)
  }

  @Test("anything else is sorted, counted and warned of")
  func unsorted() throws {
    let values = Sample.swing(50)
    let days = [1, 0, 3, 2] + Array(4..<50)
    let panel = try panel(values, days)
    #expect(panel.column(0) == [values[1], values[0], values[3], values[2]] + values[4...])
    #expect(panel.ledger.entries[0].inversions == 2 && !panel.ledger.entries[0].reversed)
    #expect(panel.diagnostics == [.unordered(column: "x", inversions: 2)])
  }

  @Test("identical rows are one row, and are counted")
  func identical() throws {
    let values = Sample.swing(50)
    let panel = try panel([values[0]] + values + [values[49], values[49]], [0] + Array(0..<50) + [49, 49])
    #expect(panel.column(0) == values && panel.ledger.entries[0].duplicates == 3)
    #expect(panel.ledger.entries[0].rowsRead == 53 && panel.diagnostics.isEmpty)
  }

  @Test("a row without a value gives way to one that has it")
  func missingTwin() throws {
    let values = Sample.swing(50)
    let panel = try panel([.nan] + values + [.nan], [7] + Array(0..<50) + [9])
    #expect(panel.column(0) == values)
    #expect(panel.ledger.entries[0].duplicates == 0 && panel.ledger.entries[0].missing == 2)
  }

  @Test(
    "different values for one time are resolved as asked",
    arguments: [(PanelOptions.Duplicates.first, 8.0), (.last, 4), (.mean, 6)])
  func conflict(policy: PanelOptions.Duplicates, expected: Double) throws {
    // Day 5 has 8, 8 and 4: the mean is that of the two different values.
    var values = Sample.swing(50)
    values[5] = 8
    let panel = try panel(values + [8, 4], Array(0..<50) + [5, 5], policy)
    #expect(panel.column(0)[5] == expected && panel.rows == 50)
    #expect(panel.ledger.entries[0].duplicates == 2)
    #expect(panel.diagnostics.contains(.conflicts(column: "x", times: 1, first: "2018-01-06", policy: policy)))
  }

  @Test("first and last are those of the source, also where it is newest first")
  func sourceOrder() throws {
    let values = Sample.swing(50)
    let days = Array((1..<50).reversed()) + [0, 0]
    let doubled = Array(values.prefix(49)) + [1, 2]
    #expect(try panel(doubled, days, .first).column(0)[0] == 1)
    #expect(try panel(doubled, days, .last).column(0)[0] == 2)
  }

  @Test("first and last date are those with a value, as the source gave them")
  func range() throws {
    var values = Sample.swing(60)
    (values[0], values[59]) = (.nan, .nan)
    let options = Sample.options { $0.from = "2018-01-10" }
    let panel = try Panel(aligning: [Sample.daily("x", values)], named: "p", options: options)
    #expect(panel.ledger.entries[0].first == "2018-01-02" && panel.ledger.entries[0].last == "2018-02-28")
  }
}
