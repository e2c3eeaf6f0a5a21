import Panels
import Testing

@Suite("Filling")
struct FillingTests {
  /// A gap of one row, one of three, one at the beginning and one at the end.
  private let holey: [Double] = {
    var values = (0..<60).map { Double($0 * $0) }
    for row in [0, 1, 10, 20, 21, 22, 59] { values[row] = .nan }
    return values
  }()

  private func filled(limit: Int) throws -> Panel {
    let series = [Sample.daily("full", Sample.walk(60)), Sample.daily("holey", holey)]
    let options = Sample.options { ($0.join, $0.fillLimit, $0.scaling) = (.left, limit, .none) }
    return try Panel(aligning: series, named: "p", options: options)
  }

  @Test("is not done unless asked for")
  func never() throws {
    let panel = try filled(limit: 0)
    #expect(same(panel.column(1), holey))
    #expect(panel.ledger.entries[1].filled == 0 && panel.ledger.entries[1].gaps == 7)
  }

  @Test("carries a value over so many rows of a gap and no further, forward only", arguments: [(1, 3), (2, 4), (9, 5)])
  func limit(_ limit: Int, _ count: Int) throws {
    let column = try filled(limit: limit).column(1)
    #expect(column[0].isNaN && column[1].isNaN)
    #expect(column[10] == 81 && column[59] == 58 * 58)
    #expect(column[20] == 361)
    #expect(limit < 2 ? column[21].isNaN : column[21] == 361)
    #expect(limit < 3 ? column[22].isNaN : column[22] == 361)
    #expect(column[23] == 23 * 23)
    #expect(try filled(limit: limit).ledger.entries[1].filled == count)
    #expect(try filled(limit: limit).diagnostics.contains(.filled(column: "holey", rows: count, of: 60)))
  }

  @Test("an inner join counts only the fills of the rows it keeps")
  func inner() throws {
    let options = Sample.options { ($0.fillLimit, $0.scaling) = (2, .none) }
    let series = [Sample.daily("full", Sample.walk(60)), Sample.daily("holey", holey)]
    let panel = try Panel(aligning: series, named: "p", options: options)
    // Rows 0, 1 and 22 stay without a value and go.
    #expect(panel.rows == 57 && panel.ledger.entries[1].filled == 4 && panel.ledger.entries[0].dropped == 3)
    try panel.requireNoGaps()
  }
}
