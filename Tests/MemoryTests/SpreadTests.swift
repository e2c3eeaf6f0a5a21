import Memory
import Testing
import TimeSeries

// For `Panel`'s memberwise initialiser.
import Panels

@Suite("What the figures draw of an ensemble")
struct SpreadTests {
  @Test("quantiles over networks, step by step, are linear between the order statistics")
  func quantiles() {
    let spread = Spread(over: (0...4).map { [Double($0), -Double($0) * 10] }.reversed())
    #expect(spread.p50 == [2, -20] && spread.p25 == [1, -30] && spread.p75 == [3, -10])
    #expect((spread.p05[0] - 0.2).magnitude < 1e-12 && (spread.p95[0] - 3.8).magnitude < 1e-12)
  }

  @Test("one network is its own spread; what is not finite or too short does not count; none leaves nothing")
  func edges() {
    let one = Spread(over: [[3, 1e308, .nan]])
    #expect(one.p05[0] == 3 && one.p95[0] == 3 && one.p50[1] == 1e308 && one.p50[2].isNaN)
    let uneven = Spread(over: [[1, 5], [3], [.infinity, -.infinity]])
    #expect(uneven.p50 == [2, 5])
    #expect(Spread(over: []).p50.isEmpty)
    // The difference of the two does not fit a Double.
    #expect(Spread(over: [[-1.5e308], [1.5e308]]).p50 == [0])
  }

  @Test("a unit's activation time is the centre of mass of its distance from its mean")
  func activation() {
    // Four rows of four units: active at the end, at the beginning on the other side, never, and not a number.
    let states: [Float] = [
      0, -1, 0.5, 0, 0, 0, 0.5, .nan, 0, 0, 0.5, 0, 1, 0, 0.5, 0,
    ]
    let times = activationTimes(states, units: 4, rows: 0..<4)
    #expect(times[2] == nil && times[3] == nil)
    // |y - ȳ| = ¼ ¼ ¼ ¾: (¼ + ½ + 9/4) / (3/2)
    #expect(times[0] == 2 && times[1] == 1)
    #expect(activationTimes(states, units: 4, rows: 2..<4)[0] == 0.5)
  }

  @Test("the training range of a column and what of the held-out part lies outside")
  func ranges() {
    let values: [Double] = [0, 5, 2, 5, 1, 5, 9, 5, -1, 5, 1, 6]
    let panel = Panel(
      name: "p", resolution: .row, times: (0..<6).map { .init(ticks: $0) }, columns: ["a", "b"], values: values,
      scaled: values, scaler: Scaler(kind: .none, centre: [0, 0], scale: [1, 1]),
      split: Split(train: 2, validation: 1, test: 3), ledger: AlignmentRecord())
    let ranges = panel.trainingRanges
    #expect(ranges[0] == TrainingRange(low: 0, high: 2, outside: 2.0 / 3))
    #expect(ranges[1] == TrainingRange(low: 5, high: 5, outside: 1.0 / 3))
  }
}
