import Numbers
import Reporting
import TimeSeries
import Testing

@Suite("An axis")
struct AxisTests {
  func labels(_ axis: Axis, _ count: Int) -> [String] { axis.ticks(atMost: count).map(\.label) }

  func moment(_ year: Int, _ month: Int, _ day: Int) -> Double {
    Double(Timestamp(year: year, month: month, day: day)?.ticks ?? 0)
  }

  @Test("evidence grows as p falls, to a p that was rounded to 0")
  func evidenceOfP() {
    #expect(evidence(ofP: 1) == 0 && abs(evidence(ofP: 0.001) - 3) < 1e-12)
    #expect(evidence(ofP: 0) == evidence(ofP: 1e-300) && evidence(ofP: 0) > evidence(ofP: 1e-200))
  }

  @Test("is marked at round numbers, with a minus sign and no needless digits")
  func linear() {
    #expect(labels(Axis(over: [-1, 1]), 5) == ["\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0"])
    #expect(labels(Axis(over: [0, 4500]), 6) == ["0", "1,000", "2,000", "3,000", "4,000"])
    #expect(labels(Axis(over: [0, 1e-9]), 3) == ["0", "5.0e\u{2212}10", "1.0e\u{2212}09"])
    #expect(labels(Axis(.whole, over: [0, 2]), 9) == ["0", "1", "2"])
  }

  @Test("is marked at powers of ten where it is logarithmic")
  func logarithmic() {
    #expect(labels(Axis(.logarithmic, over: [0.01, 10]), 5) == ["0.01", "0.1", "1", "10"])
    #expect(labels(Axis(.logarithmic, over: [0.09, 1.1]), 6) == ["0.1", "0.2", "0.5", "1"])
    #expect(Axis(.logarithmic, over: [0, 1]).kind == .linear)
  }

  @Test("is marked at round dates")
  func time() {
    #expect(
      labels(Axis(.time, over: [moment(1999, 1, 4), moment(2018, 12, 31)]), 5) == ["2000", "2005", "2010", "2015"])
    #expect(
      labels(Axis(.time, over: [moment(2020, 2, 1), moment(2020, 5, 1)]), 4) == [
        "2020-02", "2020-03", "2020-04", "2020-05",
      ])
    #expect(
      labels(Axis(.time, over: [moment(2020, 2, 28), moment(2020, 3, 1)]), 3) == [
        "2020-02-28", "2020-02-29", "2020-03-01",
      ])
    let start = moment(2020, 2, 28)
    #expect(
      labels(Axis(.time, over: [start, start + 86_400_000]), 5) == [
        "2020-02-28", "06:00", "12:00", "18:00", "2020-02-29",
      ])
    #expect(labels(Axis(.time, over: [start + 500, start + 2500]), 3) == ["00:00:01", "00:00:02"])
  }

  @Test("never has more marks than asked for, all within it, whatever the values")
  func anything() {
    var random = RandomStream(seed: 3)
    for kind in [Axis.Kind.linear, .whole, .logarithmic, .time] {
      for _ in 0..<500 {
        let values = (0..<3).map { _ in Double(bitPattern: random.bits()) }
        let axis = Axis(kind, over: values, margin: 0.05)
        let ticks = axis.ticks(atMost: 6)
        #expect(ticks.count <= 6, "\(values)")
        #expect(ticks.allSatisfy { $0.value >= axis.low && $0.value <= axis.high }, "\(values)")
        #expect((axis.high - axis.low).isFinite && axis.high > axis.low, "\(values)")
      }
    }
  }

  @Test("has an extent even where the values have none")
  func degenerate() {
    for values in [[], [3.0], [3, 3], [.nan], [.infinity, -.infinity], [0], [1e300, 1e300]] {
      let axis = Axis(over: values)
      #expect(axis.high > axis.low, "\(values)")
      #expect(axis.position(axis.low) == 0 && axis.position(axis.high) == 1)
    }
  }
}
