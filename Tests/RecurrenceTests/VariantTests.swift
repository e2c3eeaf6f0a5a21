import Numbers
import Panels
import Recurrence
import Testing

/// Where training starts, for two columns and five units.
private func starts(_ kind: Shape.Kind, _ readout: Shape.Readout = .plain) -> Weights<Float> {
  Weights(
    initialFor: Shape(inputs: 2, hidden: 5, kind: kind, readout: readout), from: RandomStream(seed: 4))
}

@Suite("A placebo")
struct PlaceboTests {
  @Test("does what its formula says")
  func formula() {
    let weights = Weights<Double>(filling: starts(.placebo))
    let x = [0.3, -1.2, 0.7, 0.1]
    let trace = weights.forward(x)
    let (D, H) = (2, 5)
    for t in 0..<2 {
      let inner = (0..<H).map { i in
        (weights.values[weights.biasStart + i]
          + (0..<D).reduce(0) { $0 + weights.values[i * D + $1] * x[t * D + $1] }).hyperbolicTangent
      }
      for i in 0..<H {
        var a = weights.values[weights.biasStart + i]
        for d in 0..<D { a += weights.values[i * D + d] * x[t * D + d] }
        for j in 0..<H { a += weights.values[weights.recurrentStart + i * H + j] * inner[j] }
        #expect((trace.states[t * H + i] - a.hyperbolicTangent).magnitude < 1e-12)
      }
    }
  }

  @Test("has the memory model's parameters and start, and forgets everything but the present row")
  func forgets() {
    #expect(starts(.placebo).values == starts(.memory).values)
    var x = (0..<20).map { Float($0 % 7) / 3 - 1 }
    let before = starts(.placebo).forward(x)
    let remembered = starts(.memory).forward(x)
    x[0] += 1
    let after = starts(.placebo).forward(x)
    #expect(before.states.prefix(5) != after.states.prefix(5))
    #expect(before.states.dropFirst(5) == after.states.dropFirst(5))
    #expect(starts(.memory).forward(x).states.dropFirst(5) != remembered.states.dropFirst(5))
  }

  @Test("does not learn what only a memory can learn")
  func learnsNothing() async throws {
    let panel = panel(rows: 600, columns: 1)
    let trained = try await Shape.Kind.allCases.map { Ensemble(of: panel, kind: $0) }.train(options { $0.epochs = 150 })
    let losses = trained.map { $0.networks.map { $0.validationLoss[$0.bestEpoch] }.reduce(0, +) / 3 }
    let (memory, twin, placebo) = (losses[0], losses[1], losses[2])
    #expect(memory < 0.75 * twin && placebo > 0.9 * twin)
  }
}

@Suite("An anchored readout")
struct AnchoredTests {
  @Test("starts as persistence, whatever the kind", arguments: Shape.Kind.allCases)
  func persistence(kind: Shape.Kind) {
    let weights = starts(kind, .anchored)
    let x = (0..<20).map { Float($0 % 7) / 3 - 1 }
    #expect(weights.forward(x).predictions == x)
    #expect(
      weights.rollout(from: [0.5, -0.25], after: Array(repeating: 0, count: 5), steps: 3) == [
        0.5, -0.25, 0.5, -0.25, 0.5, -0.25,
      ])
    // What is not in the readout is drawn as ever.
    #expect(weights.values.prefix(weights.readoutStart) == starts(kind).values.prefix(weights.readoutStart))
  }

  @Test("is a plain network on the changes", arguments: Shape.Kind.allCases)
  func changes(kind: Shape.Kind) {
    var anchored = Weights<Double>(filling: starts(kind, .anchored))
    var stream = RandomStream(seed: 8)
    for k in anchored.values.indices { anchored.values[k] = stream.uniform(-0.5, 0.5) }
    var plain = Weights<Double>(filling: starts(kind))
    plain.values = anchored.values
    let x = (0..<24).map { _ in stream.gaussian() }
    let (with, without) = (anchored.forward(x), plain.forward(x))
    #expect(with.states == without.states)
    for k in x.indices { #expect(with.predictions[k] == without.predictions[k] + x[k]) }
  }

  @Test("keeps persistence where nothing else can be known, and gives losses in the units of the data")
  func randomWalk() async throws {
    var walk = panel(rows: 400, columns: 1)
    for k in walk.scaled.indices.dropFirst() { walk.scaled[k] = walk.scaled[k - 1] + 0.1 * walk.scaled[k] }
    let trained = try await [Ensemble(of: walk, kind: .memory, readout: .anchored)].train(options())
    let split = walk.split
    let rows = split.train..<split.train + split.validation
    let persistence = rows.reduce(0.0) {
      let change = Double(Float(walk.scaled[$1 - 1])) - Double(Float(walk.scaled[$1]))
      return $0 + change * change
    }
    for network in trained[0].networks {
      #expect(abs(network.validationLoss[0] - persistence / Double(rows.count)) < 1e-6)
      #expect(network.validationLoss[network.bestEpoch] <= network.validationLoss[0])
    }
  }
}

@Suite("A warm start")
struct WarmStartTests {
  @Test("begins with what the twin does, to the bit", arguments: Shape.Readout.allCases)
  func twinInside(readout: Shape.Readout) {
    var twin = starts(.twin, readout)
    for k in twin.values.indices.dropFirst(twin.readoutStart) { twin.values[k] = Float(k) / 100 }
    let memory = Weights(memoryFrom: twin)
    let x = (0..<40).map { Float($0 % 9) / 4 - 1 }
    #expect(memory.shape == starts(.memory, readout).shape)
    #expect(memory.forward(x).states == twin.forward(x).states)
    #expect(memory.forward(x).predictions == twin.forward(x).predictions)
    #expect(memory.values[memory.recurrentStart..<memory.biasStart].allSatisfy { $0 == 0 })
  }

  @Test("goes on from the weights it is given, for as many epochs as the ensemble asks, and never gets worse")
  func goesOn() async throws {
    let panel = panel()
    let twin = try await [Ensemble(of: panel, memory: false)].train(options())[0]
    let weights = twin.networks.map(\.weights)
    let further = try await [
      Ensemble(of: panel, kind: .memory, start: weights.map { Weights(memoryFrom: $0) }, epochs: 15),
      Ensemble(of: panel, kind: .twin, start: weights, epochs: 15),
    ].train(options())
    for trained in further {
      for (network, start) in zip(trained.networks, twin.networks) {
        #expect(network.trainLoss.count == 16)
        #expect(network.validationLoss[0] == start.validationLoss[start.bestEpoch])
        #expect(network.validationLoss[network.bestEpoch] <= network.validationLoss[0])
        #expect(network.trainLoss[15] < network.trainLoss[0])
      }
    }
    // One step on, the recurrent weights are in use.
    #expect(further[0].networks.map(\.trainLoss) != further[1].networks.map(\.trainLoss))
  }

  @Test("may keep the epoch before the first step")
  func keepsTheStart() async throws {
    // The way down is blocked: the first step is far too long.
    let panel = panel()
    let twin = try await [Ensemble(of: panel, memory: false)].train(options())[0]
    let weights = twin.networks.map { Weights(memoryFrom: $0.weights) }
    let further = try await [Ensemble(of: panel, kind: .memory, start: weights, epochs: 3)]
      .train(options { $0.learningRate = 1e3 })[0]
    for (network, start) in zip(further.networks, twin.networks) {
      #expect(network.bestEpoch == 0 && network.keptRun?.predictions == start.keptRun?.predictions)
    }
  }

  @Test("refuses epochs that make no sense")
  func refusal() async {
    await #expect(throws: TrainingError.option(name: "epochs", value: "0", allowed: "a whole number from 1 to 1000000"))
    {
      try await [Ensemble(of: panel(), kind: .twin, epochs: 0)].train(options())
    }
  }
}

@Suite("Networks with data of their own")
struct OwnDataTests {
  @Test("train to the bits that each would have alone", arguments: Shape.Kind.allCases)
  func alone(kind: Shape.Kind) async throws {
    let panels = (0..<19).map { panel(seed: UInt64(20 + $0)) }
    let options = options { ($0.networks, $0.epochs) = (19, 5) }
    let together = try await [Ensemble(of: panel(), kind: kind, readout: .anchored, data: panels.map(\.scaled))]
      .train(options)[0]
    for n in [0, 7, 15, 16, 18] {
      let alone = try await [Ensemble(of: panels[n], kind: kind, readout: .anchored)].train(options)[0]
      #expect(together.networks[n].fingerprint == alone.networks[n].fingerprint)
    }
  }

  @Test("hand over what is to be kept, in the order of ensembles and networks")
  func keeping() async throws {
    let ensembles = Shape.Kind.allCases.map { Ensemble(of: panel(), kind: $0) }
    let options = options { ($0.networks, $0.epochs) = (18, 2) }
    let kept = try await ensembles.train(options, threads: 3) { ensemble, network, trained in
      [UInt64(ensemble), UInt64(network), trained.fingerprint]
    }
    let whole = try await ensembles.train(options, threads: 1)
    for (e, trained) in whole.enumerated() {
      #expect(kept[e] == trained.networks.enumerated().map { [UInt64(e), UInt64($0), $1.fingerprint] })
    }
  }
}

extension Weights where L == Double {
  fileprivate init(filling weights: Weights<Float>) {
    self.init(zerosOf: weights.shape)
    values = weights.values.map { Double($0) }
  }
}
