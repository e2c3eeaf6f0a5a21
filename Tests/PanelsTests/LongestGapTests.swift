import Panels
import Testing
import TimeSeries

@Suite("The longest gap")
struct LongestGapTests {
  private func gap(_ resolution: Resolution, _ ticks: [Int64]) throws -> String? {
    let series = Series(
      name: "x", resolution: resolution, times: ticks.map { Timestamp(ticks: $0) }, values: Sample.walk(ticks.count),
      origin: Origin(request: "", adapter: ""))
    return try Panel(aligning: [series], named: "p").ledger.longestGap
  }

  @Test("is the first of the longest steps, in words")
  func words() throws {
    let day = Timestamp.millisecondsPerDay
    let daily = (0..<50).map { (number: Int64) in number * day }
    #expect(try gap(.day, daily) == "1 day from 1970-01-01")
    // Two gaps of a week; the first is named.
    let holey = Array(daily[..<20]) + daily[20..<30].map { $0 + 6 * day } + daily[30...].map { $0 + 12 * day }
    #expect(try gap(.day, holey) == "7 days from 1970-01-20")
    #expect(try gap(.row, Array(0..<50)) == nil)
    #expect(try gap(.instant, (0..<50).map { $0 * 7_200_000 }) == "2 hours from 1970-01-01T00:00:00Z")
    #expect(try gap(.instant, (0..<50).map { $0 * 90_000 }) == "90 seconds from 1970-01-01T00:00:00Z")
    #expect(try gap(.instant, (0..<50).map { $0 * 7 }) == "7 milliseconds from 1970-01-01T00:00:00Z")
    #expect(try gap(.instant, (0..<50).map { $0 * 2 * day }) == "2 days from 1970-01-01T00:00:00Z")
  }
}
