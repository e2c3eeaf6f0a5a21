import Memory
import Numbers
import SeriesMemory
import Testing

@Suite("Estimates over networks")
struct EstimatesTests {
  let golden = MemoryGolden.shared

  @Test("Student's quantiles are scipy's", arguments: MemoryGolden.shared.student)
  func student(degrees: String, quantile: Double) throws {
    #expect((studentQuantile(degrees: try #require(Int(degrees))) / quantile - 1).magnitude < 2e-8)
  }

  @Test("the t-interval is scipy's")
  func interval() {
    let estimate = Estimate(over: golden.interval.values)
    let expected = [golden.interval.mean, golden.interval.low, golden.interval.high]
    #expect(largestDifference([estimate.mean, estimate.low, estimate.high], expected) < 1e-12)
  }

  @Test("Wilson's interval is statsmodels'", arguments: MemoryGolden.shared.wilson)
  func wilson(row: [Double]) {
    let estimate = Estimate(share: Int(row[0]), of: Int(row[1]))
    #expect(largestDifference([estimate.low, estimate.high], [row[2], row[3]]) < 1e-12)
    #expect(estimate.mean == row[0] / row[1])
  }

  @Test("the table of Student's quantiles is that of the rules' confidence")
  func confidence() {
    #expect(Rules.confidence == 0.95 && Rules.oneSidedConfidence == 0.95)
    #expect((Rules.twoSidedNormal - normalQuantile(1 - Rules.tail)).magnitude < 1e-14)
  }

  @Test("one network has no spread: both ends are its value")
  func one() {
    #expect(Estimate(over: [3]) == Estimate(mean: 3, low: 3, high: 3))
  }

  @Test("figure by figure, as far as all networks go")
  func each() {
    let estimates = Estimate.each(over: [[1, 2, 9], [3, 2]])
    #expect(estimates.map(\.mean) == [2, 2])
    #expect(estimates[1] == Estimate(mean: 2, low: 2, high: 2))
    #expect(Estimate.each(over: []).isEmpty)
  }
}
