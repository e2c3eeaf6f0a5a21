import Numbers
import Panels
import Testing

@Suite("The change of variable")
struct ChangeTests {
  private let prices = [100, 102, 51, 51] + Sample.walk(60)

  private func column(_ change: PanelOptions.Change, _ values: [Double]) throws -> [Double] {
    let options = Sample.options { ($0.change, $0.scaling) = (change, .none) }
    let panel = try Panel(aligning: [Sample.daily("x", values)], named: "p", options: options)
    #expect(panel.times.first == Sample.day(change == .levels ? 0 : 1))
    return panel.column(0)
  }

  @Test("levels are left alone")
  func levels() throws { #expect(try column(.levels, prices) == prices) }

  @Test("differences, log-returns and their size are of one row to the next, and begin with the second")
  func returns() throws {
    let pairs = zip(prices, prices.dropFirst())
    #expect(try column(.differences, prices) == pairs.map { $1 - $0 })
    let logReturns = try column(.logReturns, prices)
    #expect(logReturns == pairs.map { logarithm($1) - logarithm($0) })
    #expect((logReturns[1] + 0.6931471805599453).magnitude < 1e-15 && logReturns[2] == 0)
    #expect(try column(.absoluteLogReturns, prices) == logReturns.map(\.magnitude))
  }

  @Test("differences can be summed up to the levels, log-returns to the logarithms")
  func sums() throws {
    var (sum, logSum) = (prices[0], logarithm(prices[0]))
    for (row, (difference, logReturn)) in try zip(column(.differences, prices), column(.logReturns, prices))
      .enumerated()
    {
      (sum, logSum) = (sum + difference, logSum + logReturn)
      #expect((sum - prices[row + 1]).magnitude < 1e-9 && (exponential(logSum) / sum - 1).magnitude < 1e-12)
    }
  }

  @Test("comes after the join: a gap in the calendar is one change")
  func afterTheJoin() throws {
    let a = Sample.daily("a", (0..<60).map { Double($0 * $0) })
    let b = Sample.daily("b", (0..<59).map(Double.init), days: (0..<60).filter { $0 != 30 })
    let options = Sample.options { ($0.change, $0.scaling) = (.differences, .none) }
    let panel = try Panel(aligning: [a, b], named: "p", options: options)
    #expect(panel.rows == 58 && panel.ledger.joined == 59)
    #expect(panel.column(0)[29] == 31 * 31 - 29 * 29)
  }

  @Test("a change from or to a missing value is missing")
  func missing() throws {
    var holey = Sample.walk(60)
    holey[20] = .nan
    for change in PanelOptions.Change.allCases where change != .levels {
      let options = Sample.options { ($0.change, $0.join) = (change, .outer) }
      let panel = try Panel(aligning: [Sample.daily("x", holey)], named: "p", options: options)
      #expect(panel.values.indices.filter { panel.values[$0].isNaN } == [19, 20])
    }
  }

  @Test("its names are those of the command line")
  func names() {
    let names = PanelOptions.Change.allCases.map(\.rawValue)
    #expect(names == ["levels", "differences", "log-returns", "absolute-log-returns"])
  }
}
