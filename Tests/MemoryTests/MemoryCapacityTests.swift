import Memory
import Numbers
import Panels
import Recurrence
import SeriesMemory
import Testing

@Suite("Rung 1, stored")
struct StoredTests {
  // A shift register of N units holds the present and the N - 1 values before it, whole, and nothing older.
  @Test("a delay line of N units holds N independent values and not one more", arguments: [2, 8])
  func delayLine(N: Int) throws {
    let panel = HandMade.noise(rows: 1000, seed: 1)
    let model = HandMade.delayLine(units: N, reading: 0, gain: 1, on: panel, count: 2)
    let stored = try #require(MemoryCapacity(of: model, twin: HandMade.twins(on: panel, count: 2), on: panel, seed: 1))
    #expect(stored.lags == 20 && stored.memory.state.count == 21 && stored.memory.networks == 2)
    for k in 0...20 {
      let found = stored.memory.state[k].mean
      #expect(k < N ? found > 0.999 : found < 0.03, "lag \(k): \(found)")
    }
    #expect(abs(stored.memory.excess.mean - Double(N - 1)) < 0.15)
    #expect(stored.memory.capacity.mean > Double(N - 1) - 0.01 && stored.memory.capacity.mean < Double(N - 1) + 0.3)
    // The input says all of x_t and nothing of what came before.
    #expect(stored.memory.input[0].mean > 0.999 && stored.memory.input[1].mean < 0.03)
    #expect(abs(stored.memory.gain[0].mean) < 0.001)
    #expect(stored.memory.excessFloor.mean < 0.1 && stored.memory.capacityFloor.mean < 0.3)
    #expect(stored.excessOverTwin.low > Double(N - 1) - 0.3)
    // An untrained network of N units holds nearly as many.
    #expect(stored.decision.answer != .yes && !stored.stored)
  }

  @Test(
    "a twin is empty, also on strongly autocorrelated inputs, where plain capacity is fooled", arguments: [0.8, 0.95])
  func twin(φ: Double) async throws {
    let panel = HandMade.autoregression(φ, rows: 1000, seed: 3)
    let one = try await HandMade.trained(memory: false, on: panel, seed: 1)
    let other = try await HandMade.trained(memory: false, on: panel, seed: 2)
    let stored = try #require(MemoryCapacity(of: one, twin: other, on: panel, seed: 1))
    // Neither is above the other: what they seem to hold is what these few independent rows let through.
    #expect(stored.excessOverTwin.low < Rules.storedExcess && stored.excessOverTwin.high > -Rules.storedExcess)
    let isStored = stored.stored
    #expect(!isStored)
    // Σ φ^2k, without any memory at all; nearly nothing of it is beyond x_t.
    let (plain, excess) = (stored.memory.capacity.mean, stored.memory.excess.mean)
    #expect(plain > 1 && excess < 0.2 * plain)
  }

  @Test("recurrence holds some of the past without being taught")
  func untrained() throws {
    let panel = HandMade.autoregression(0.8, rows: 600, seed: 4)
    let shape = Shape(inputs: 1, hidden: 8, memory: true)
    let model = HandMade.untrained(shape, on: panel, count: 4, seed: 9)
    let stored = try #require(MemoryCapacity(of: model, twin: HandMade.twins(on: panel, count: 4), on: panel, seed: 9))
    let (isStored, excess, same) = (stored.stored, stored.memory.excess, stored.untrained == stored.memory)
    #expect(!isStored && stored.isAtUntrainedFloor && excess.low > 1 && stored.excessOverTwin.low > 1)
    // The same seed finds the same networks where they started from.
    #expect(same)
  }

  @Test("each column counts by itself, and together as their mean")
  func columns() throws {
    let panel = HandMade.noise(rows: 600, seed: 6, width: 2)
    // Unit 0 reads the first column, unit 1 holds what it was before; nothing holds the second.
    let shape = Shape(inputs: 2, hidden: 2, memory: true)
    var weights = Weights<Float>(zerosOf: shape)
    weights.values[weights.inputStart] = 0.01
    weights.values[weights.recurrentStart + 2] = 1
    let model = Trained(shape: shape, networks: [Sample.network(weights, on: panel)])
    let stored = try #require(
      MemoryCapacity(of: model, twin: HandMade.twins(on: panel, count: 1), on: panel, seed: 1))
    #expect(stored.memory.gainByColumn.count == 2)
    #expect(stored.memory.gainByColumn[0][1].mean > 0.98 && abs(stored.memory.gainByColumn[1][1].mean) < 0.02)
    #expect(abs(stored.memory.gain[1].mean - 0.5) < 0.02)
    // The state knows nothing of the second column, the input all.
    #expect(stored.memory.gainByColumn[1][0].mean < -0.97)
  }

  @Test("a short panel is asked for fewer lags, a dead state and a constant column give noughts, no network gives nil")
  func edges() throws {
    let panel = HandMade.noise(rows: 40, seed: 7)
    let model = HandMade.delayLine(units: 3, reading: 0, gain: 1, on: panel, count: 1)
    let stored = try #require(
      MemoryCapacity(of: model, twin: Sample.silentTwins(on: panel, count: 1), on: panel, seed: 1))
    #expect(stored.lags == 6 && stored.memory.state.count == 7)
    #expect(stored.twin.state.allSatisfy { $0.mean == 0 } && stored.twin.excess.mean == 0)
    let flat = Sample.panel(Array(repeating: 0.5, count: 200))
    let still = HandMade.delayLine(units: 3, reading: 0, gain: 1, on: flat, count: 1)
    let nothing = try #require(MemoryCapacity(of: still, twin: HandMade.twins(on: flat, count: 1), on: flat, seed: 1))
    #expect(nothing.memory.excess.mean == 0 && nothing.memory.capacity.mean == 0)
    var lost = model
    lost.networks[0].divergedAt = 3
    #expect(MemoryCapacity(of: lost, twin: HandMade.twins(on: panel, count: 1), on: panel, seed: 1) == nil)
  }

  @Test("the seed fixes everything; units may stand in any order")
  func fixed() throws {
    let panel = HandMade.autoregression(0.8, rows: 400, seed: 8)
    let shape = Shape(inputs: 1, hidden: 4, memory: true)
    let model = HandMade.untrained(shape, on: panel, count: 2, seed: 2)
    let twin = HandMade.twins(on: panel, count: 2)
    let first = try #require(MemoryCapacity(of: model, twin: twin, on: panel, seed: 3))
    #expect(first == MemoryCapacity(of: model, twin: twin, on: panel, seed: 3))
    #expect(first.memory.input != MemoryCapacity(of: model, twin: twin, on: panel, seed: 4)?.memory.input)
    var turned = model
    for n in turned.networks.indices {
      let states = model.networks[n].run(over: panel).states
      turned.networks[n].keptRun?.states = states.indices.map { states[$0 / 4 * 4 + 3 - $0 % 4] }
    }
    let other = try #require(MemoryCapacity(of: turned, twin: twin, on: panel, seed: 3))
    for (one, two) in zip(first.memory.state, other.memory.state) { #expect(abs(one.mean - two.mean) < 1e-6) }
  }
}
