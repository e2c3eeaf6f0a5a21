import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("A long panel")
struct LongPanelTests {
  /// 75,000 rows, of which 45,000 train.
  private static let panel = HandMade.autoregression(0.8, rows: 75_000, seed: 3)
  private static let memory = HandMade.untrained(
    Shape(inputs: 1, hidden: 2, memory: true), on: panel, count: 1, seed: 2)
  private static let twin = HandMade.twins(on: panel, count: 1, hidden: 2)
  private static let train = panel.split.train
  /// The first row of the training part that is read, and the first one with states that are described.
  private static let (decoded, described) = (train - Rules.analysedRows, panel.rows - Rules.analysedRows)

  /// The memory model with another state after one row.
  private static func changed(_ row: Int) -> Trained {
    var model = memory
    model.networks[0].keptRun?.states[2 * row] += 0.5
    return model
  }

  @Test("is decoded on the last rows of each part")
  func decodes() throws {
    func stored(_ model: Trained) -> MemoryCapacity? {
      MemoryCapacity(of: model, twin: Self.twin, on: Self.panel, seed: 1)
    }
    let found = try #require(stored(Self.memory))
    #expect(found.memory.excess.mean > 0.5)
    let rows = [0, Self.decoded - 1, Self.decoded, Self.train - 1, Self.panel.rows - 1]
    #expect(rows.map { stored(Self.changed($0)) == found } == [true, true, false, false, false])
  }

  @Test("has its units described at the last rows")
  func describes() throws {
    func gain(_ model: Trained) -> Double? { UnitKinds(of: model, on: Self.panel)?.localGain?.mean }
    let found = try #require(gain(Self.memory))
    let rows = [0, Self.described - 1, Self.described, Self.panel.rows - 1]
    #expect(rows.map { gain(Self.changed($0)) == found } == [true, true, false, false])
  }

  @Test("has the dynamics of its last rows")
  func moves() async throws {
    let found = try #require(try await Dynamics(of: Self.memory, on: Self.panel))
    #expect(try await Dynamics(of: Self.changed(Self.described - 1), on: Self.panel) == found)
    // The first hundred rows only align the tangent vector.
    let other = try #require(try await Dynamics(of: Self.changed(Self.described + 100), on: Self.panel))
    #expect(other.lyapunov != found.lyapunov)
  }

  @Test("does not show its oldest rows to predictors without a network")
  func references() {
    var stream = RandomStream(seed: 4)
    var x = (0..<180_000).map { _ in stream.gaussian() }
    for t in 1..<x.count { x[t] += 0.5 * x[t - 1] }
    func fits() -> ([Double], Autoregression) {
      let rows = Pairs(Sample.panel(x))
      return (LinearMap(fittedTo: rows).coefficients, Autoregression(fittedTo: rows, longest: 2))
    }
    let (found, oldest) = (fits(), 108_000 - Rules.fittedRows - 1)
    for t in 0..<oldest { x[t] = 1000 }
    #expect(fits() == found)
    x[oldest] = 1000
    #expect(fits() != found)
  }

  // The model's error is 0.9 of the competitor's, both with a memory of some twenty rows.
  @Test("has intervals of the skill as wide as the skill varies, and around it")
  func skill() throws {
    func errors(_ size: Double, _ stream: inout RandomStream) -> [Double] {
      var state = 0.0
      return (0..<50_000).map { _ in
        state = 0.9 * state + stream.gaussian()
        return size * state * state
      }
    }
    let skills = try (0..<24).map { seed in
      var stream = RandomStream(seed: UInt64(seed))
      return try #require(
        Skill(of: errors(0.9, &stream), over: errors(1, &stream), resamples: 300, stream: RandomStream(seed: 1)))
    }
    #expect(skills.count { $0.estimate.low < 0.1 && 0.1 < $0.estimate.high } >= 20)
    let spread = Moments.standardDeviation(skills.map(\.estimate.mean))
    let width = skills.reduce(0) { $0 + $1.estimate.high - $1.estimate.low } / 24
    #expect(abs(width / (2 * Rules.twoSidedNormal) / spread - 1) < 0.4)
    #expect(skills.allSatisfy { $0.blockLength > 20 })
  }
}
