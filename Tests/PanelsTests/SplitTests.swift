import Panels
import Testing

@Suite("The split")
struct SplitTests {
  private func split(_ rows: Int, _ train: Double = 0.60, _ validation: Double = 0.15) throws -> Split {
    let options = Sample.options { ($0.trainShare, $0.validationShare) = (train, validation) }
    return try Panel(aligning: [Sample.daily("x", Sample.walk(rows))], named: "p", options: options).split
  }

  @Test(
    "rounds the first two parts down and holds out what is left",
    arguments: [
      (100, 60, 15), (101, 60, 15), (106, 63, 15), (107, 64, 16), (40, 24, 6), (4984, 2990, 747),
    ])
  func rounding(rows: Int, train: Int, validation: Int) throws {
    #expect(try split(rows) == Split(train: train, validation: validation, test: rows - train - validation))
  }

  @Test("a share that is no exact binary fraction loses no row to that")
  func exactShares() throws {
    // 0.29 · 100 and 0.57 · 100 are a little below 29 and 57 in floating point.
    #expect(try split(100, 0.29, 0.57) == Split(train: 29, validation: 57, test: 14))
    for percent in 2...96 {
      #expect(try split(100, Double(percent) / 100, 0.02).train == percent)
    }
  }

  @Test("the parts are in time, one after the other, and cover all rows")
  func parts() throws {
    for rows in 40..<140 {
      let parts = try split(rows)
      #expect(Array(parts.trainRows) + Array(parts.validationRows) + Array(parts.testRows) == Array(0..<rows))
      #expect(parts.test * 4 >= rows)
    }
  }

  @Test("only the last rows, where that is asked for")
  func lastRows() throws {
    let options = Sample.options { ($0.lastRows, $0.change, $0.scaling) = (50, .differences, .none) }
    let values = Sample.walk(80)
    let panel = try Panel(aligning: [Sample.daily("x", values)], named: "p", options: options)
    #expect(panel.rows == 50 && panel.split.train == 30 && panel.times.first == Sample.day(30))
    #expect(panel.values[0] == values[30] - values[29])
    #expect(panel.ledger.joined == 80)
    let all = Sample.options { $0.lastRows = .max }
    #expect(try Panel(aligning: [Sample.daily("x", values)], named: "p", options: all).rows == 80)
  }
}
