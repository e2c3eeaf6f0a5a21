import Panels
import Testing
import TimeSeries

/// The S&P 500's close and the ECB's dollar rate, spring 2018: two calendars that differ by three holidays, the second
/// source newest first.
@Suite("Two real calendars")
struct MarketCutTests {
  private static let index = """
    2018-03-19 2712.919922, 2018-03-20 2716.939941, 2018-03-21 2711.929932, 2018-03-22 2643.689941,
    2018-03-23 2588.26001, 2018-03-26 2658.550049, 2018-03-27 2612.620117, 2018-03-28 2605, 2018-03-29 2640.870117,
    2018-04-02 2581.879883, 2018-04-03 2614.449951, 2018-04-04 2644.689941, 2018-04-05 2662.840088,
    2018-04-06 2604.469971, 2018-04-09 2613.159912, 2018-04-10 2656.870117, 2018-04-11 2642.189941,
    2018-04-12 2663.98999, 2018-04-13 2656.300049, 2018-04-16 2677.840088, 2018-04-17 2706.389893,
    2018-04-18 2708.639893, 2018-04-19 2693.129883, 2018-04-20 2670.139893, 2018-04-23 2670.290039,
    2018-04-24 2634.560059, 2018-04-25 2639.399902, 2018-04-26 2666.939941, 2018-04-27 2669.909912,
    2018-04-30 2648.050049, 2018-05-01 2654.800049, 2018-05-02 2635.669922, 2018-05-03 2629.72998,
    2018-05-04 2663.419922, 2018-05-07 2672.629883, 2018-05-08 2671.919922, 2018-05-09 2697.790039,
    2018-05-10 2723.070068, 2018-05-11 2727.719971, 2018-05-14 2730.129883, 2018-05-15 2711.449951,
    2018-05-16 2722.459961, 2018-05-17 2720.129883, 2018-05-18 2712.969971, 2018-05-21 2733.01001,
    2018-05-22 2724.439941, 2018-05-23 2733.290039, 2018-05-24 2727.76001, 2018-05-25 2721.330078,
    2018-05-29 2689.860107, 2018-05-30 2724.01001, 2018-05-31 2705.27002, 2018-06-01 2734.620117
    """

  private static let rate = """
    2018-06-01 1.1669, 2018-05-31 1.1699, 2018-05-30 1.1632, 2018-05-29 1.1558, 2018-05-28 1.1644,
    2018-05-25 1.1675, 2018-05-24 1.1728, 2018-05-23 1.1708, 2018-05-22 1.1794, 2018-05-21 1.1759,
    2018-05-18 1.1781, 2018-05-17 1.1805, 2018-05-16 1.1784, 2018-05-15 1.1883, 2018-05-14 1.1988,
    2018-05-11 1.1934, 2018-05-10 1.1878, 2018-05-09 1.1879, 2018-05-08 1.187, 2018-05-07 1.1902,
    2018-05-04 1.1969, 2018-05-03 1.1992, 2018-05-02 1.2007, 2018-04-30 1.2079, 2018-04-27 1.207,
    2018-04-26 1.2168, 2018-04-25 1.2185, 2018-04-24 1.2213, 2018-04-23 1.2238, 2018-04-20 1.2309,
    2018-04-19 1.2382, 2018-04-18 1.2388, 2018-04-17 1.2357, 2018-04-16 1.237, 2018-04-13 1.2317,
    2018-04-12 1.2323, 2018-04-11 1.2384, 2018-04-10 1.2361, 2018-04-09 1.2304, 2018-04-06 1.2234,
    2018-04-05 1.226, 2018-04-04 1.2276, 2018-04-03 1.2308, 2018-03-29 1.2321, 2018-03-28 1.2398,
    2018-03-27 1.2376, 2018-03-26 1.2411, 2018-03-23 1.2346, 2018-03-22 1.2316, 2018-03-21 1.2286,
    2018-03-20 1.2276, 2018-03-19 1.2309
    """

  /// `2018-03-19 2712.919922, …`
  private static func series(_ name: String, _ text: String) -> Series {
    let cells = text.split { $0 == "," || $0.isNewline }.map { $0.split(separator: " ") }.filter { !$0.isEmpty }
    let times = cells.compactMap { cell -> Timestamp? in
      let date = cell[0].split(separator: "-").compactMap { Int($0) }
      return Timestamp(year: date[0], month: date[1], day: date[2])
    }
    return Series(
      name: name, resolution: .day, times: times, values: cells.compactMap { Double($0[1]) },
      origin: Origin(request: "csv:\(name).csv", adapter: "csv"))
  }

  private let series = [series("sp500", index), series("eurusd", rate)]

  @Test("the inner join loses Easter Monday and May Day of the one, Memorial Day of the other")
  func inner() throws {
    let panel = try Panel(aligning: series, named: "market")
    #expect(panel.rows == 51 && panel.ledger.longestGap == "5 days from 2018-03-29")
    let (sp500, eurusd) = (panel.ledger.entries[0], panel.ledger.entries[1])
    #expect((sp500.rowsRead, sp500.dropped, sp500.reversed) == (53, 2, false))
    #expect((eurusd.rowsRead, eurusd.dropped, eurusd.reversed) == (52, 1, true))
    #expect((eurusd.first, eurusd.last) == ("2018-03-19", "2018-06-01"))
    #expect(
      panel.diagnostics.prefix(3) == [
        .rowsLost(column: "sp500", rows: 2, of: 53, outsideSharedRange: 0),
        .rowsLost(column: "eurusd", rows: 1, of: 52, outsideSharedRange: 0),
        .unequalClocks(columns: [["sp500"], ["eurusd"]]),
      ])
    let absent = ["2018-04-02", "2018-05-01", "2018-05-28"]
    #expect(panel.times.allSatisfy { !absent.contains($0.text(.day)) })
  }

  @Test("the outer join keeps them, and a fill of one row closes all three gaps")
  func outer() throws {
    let options = Sample.options { ($0.join, $0.fillLimit, $0.scaling) = (.outer, 1, .none) }
    let panel = try Panel(aligning: series, named: "market", options: options)
    #expect(panel.rows == 54 && panel.ledger.entries.map(\.filled) == [1, 2])
    try panel.requireNoGaps()
    let easter = panel.times.firstIndex { $0.text(.day) == "2018-04-02" }
    #expect(easter.map { Array(panel.values[$0 * 2..<$0 * 2 + 2]) } == [2581.879883, 1.2321])
  }

  @Test("a log-return over a holiday is one return")
  func returns() throws {
    let options = Sample.options { ($0.change, $0.scaling) = (.logReturns, .none) }
    let panel = try Panel(aligning: series, named: "market", options: options)
    let row = panel.times.firstIndex { $0.text(.day) == "2018-04-03" }
    // ln(2614.449951 / 2640.870117), from Thursday before Easter to Tuesday after it.
    #expect(row.map { (panel.values[$0 * 2] - -0.010054721022495789).magnitude < 1e-15 } == true)
  }
}
