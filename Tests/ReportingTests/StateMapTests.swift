import Reporting
import Testing

@Suite("A map of hidden states")
struct StateMapTests {
  @Test("a cell is the mean of all its rows, and every row is in one")
  func means() {
    // One unit, ten rows, three cells: rows 0-2, 3-5, 6-9.
    let states = (0..<10).map { Float($0) / 10 }
    let map = StateMap(states, units: 1, rows: 0..<10, range: (0, 1), cells: 3)
    #expect(map.rowsPerCell == 3...4)
    #expect(zip(map.values[0], [0.1, 0.4, 0.75]).allSatisfy { ($0 - $1).magnitude < 1e-6 })
    let all = StateMap(states, units: 1, rows: 2..<6, range: (-1, 1), cells: 100)
    #expect(all.values[0].count == 4 && all.rowsPerCell == 1...1 && (all.values[0][0] - 0.6).magnitude < 1e-6)
  }

  @Test("a spike shorter than a cell is not lost")
  func spike() {
    var states = Array(repeating: Float(0), count: 1000)
    states[503] = 1
    let map = StateMap(states, units: 1, rows: 0..<1000, range: (0, 1), cells: 100)
    #expect(map.values[0].enumerated().filter { $0.element > 0 }.map(\.offset) == [50])
    #expect((map.values[0][50] - 0.1).magnitude < 1e-6)
  }

  @Test("the unit that is active first stands on top, one that never is at the bottom")
  func order() {
    // Rows by units: unit 0 moves late, unit 1 never, unit 2 early.
    let states: [Float] = [0, 0.3, 1, 0, 0.3, 0, 0, 0.3, 0, 1, 0.3, 0]
    #expect(StateMap(states, units: 3, rows: 0..<4, range: (-1, 1), cells: 4).units == [2, 0, 1])
  }

  @Test("nothing comes of no rows, and states that are no numbers leave gaps")
  func edges() {
    #expect(StateMap([], units: 2, rows: 0..<0, range: (-1, 1), cells: 4).values.isEmpty)
    #expect(StateMap([1], units: 2, rows: 0..<3, range: (-1, 1), cells: 4).values.isEmpty)
    #expect(StateMap([.nan, 1], units: 1, rows: 0..<2, range: (-1, 1), cells: 2).values[0][0].isNaN)
  }
}
