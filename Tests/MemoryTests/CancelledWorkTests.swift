import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

// Long loops that cannot throw ask at every turn whether their task is cancelled, and make no further one: what they return
// then is what no turn at all gives.
@Suite("Work whose task is cancelled takes no further step")
struct CancelledWorkTests {
  private static func cancelled<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return work()
    }
    task.cancel()
    return await task.value
  }

  private static func noise(_ count: Int) -> [Double] {
    var stream = RandomStream(seed: 1)
    return (0..<count).map { _ in stream.gaussian() }
  }

  @Test("a surrogate has its first phases")
  func surrogates() async {
    let surrogates = PhaseSurrogates(Self.noise(300), columns: 1)
    let stream = RandomStream(seed: 2)
    #expect(await Self.cancelled { surrogates.series(stream) } == surrogates.series(stream, iterations: 0))
    #expect(surrogates.series(stream) != surrogates.series(stream, iterations: 0))
  }

  @Test("neighbours are not looked for, and a series of them is whole")
  func neighbours() async {
    let x = Self.noise(200)
    let rows = await Self.cancelled { NearestRows(x, columns: 2, stream: RandomStream(seed: 3)).all(5) }
    #expect(rows == Array(repeating: 0, count: 500))
    let path = await Self.cancelled {
      LocalBootstrap(x, columns: 2, stream: RandomStream(seed: 3)).series(RandomStream(seed: 4))
    }
    #expect(path.count == x.count)
  }

  @Test("nothing is resampled")
  func bootstrap() async {
    let (one, other) = (Self.noise(50).map { $0 * $0 }, Self.noise(60).suffix(50).map { $0 * $0 })
    let skill = await Self.cancelled { Skill(of: one, over: other, stream: RandomStream(seed: 5)) }
    #expect(skill.map { $0.estimate.low == $0.estimate.mean && $0.estimate.high == $0.estimate.mean } == true)
  }

  @Test("no order of an autoregression but the first is fitted")
  func autoregression() async {
    let rows = Pairs(HandMade.noise(rows: 200, seed: 6, width: 2))
    #expect(await Self.cancelled { Autoregression(fittedTo: rows).orders } == [0, 0])
  }

  @Test("no width of the random features is tried")
  func features() async {
    let rows = Pairs(HandMade.noise(rows: 200, seed: 7, width: 2))
    let losses = await Self.cancelled {
      Competitors(on: rows, ReferencePredictors(fittedTo: rows, stream: RandomStream(seed: 8))).all.map(\.loss)
    }
    #expect(Set(losses).count == 1)
  }

  @Test("no row of a trajectory is differentiated")
  func trajectories() async {
    let shape = Shape(inputs: 1, hidden: 2, memory: true)
    var weights = Weights<Double>(zerosOf: shape)
    for k in weights.values.indices { weights.values[k] = 0.4 }
    let network = weights
    let states = Self.noise(200).map { 0.1 * $0 }
    #expect(await Self.cancelled { network.jacobianNorms(along: states, at: [10, 20]) } == [0, 0])
    #expect(await Self.cancelled { network.inputSensitivity(along: states, at: [10], steps: 2) } == [0, 0, 0])
    #expect(await Self.cancelled { network.lyapunovExponent(along: states) } == 0)
    #expect(await Self.cancelled { eigenvalues([1, 2, 3, 4, 5, 6, 7, 8, 10], order: 3) == nil })
  }

  @Test("far lags are not summed")
  func lags() async {
    let y = Self.noise(2000)
    let far = await Self.cancelled {
      var sums = LaggedSums(y)
      return sums[1000]
    }
    #expect(far == 0)
  }

  @Test("no window is decoded")
  func decoding() async throws {
    let panel = HandMade.noise(rows: 300, seed: 9, width: 14)
    let models = [true, false].map { memory in
      Sample.ensemble(Shape(inputs: 14, hidden: 3, memory: memory), on: panel, count: 2, seed: 4)
    }
    let found = await Self.cancelled { MemoryCapacity(of: models[0], twin: models[1], on: panel, seed: 1) }
    #expect(found?.memory.state.allSatisfy { $0.mean == 0 } == true)
  }
}
