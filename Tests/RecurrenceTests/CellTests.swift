import Numbers
import Panels
import Recurrence
import Testing

private let gated = Cell.allCases.filter(\.isGated)
private let others = Cell.allCases.filter { $0 != .elman }

/// Weights of a cell at random, and inputs.
private func example(
  _ cell: Cell, _ kind: Shape.Kind, rows: Int, seed: UInt64, bias: Bool = true, readout: Shape.Readout = .plain
) -> (weights: Weights<Double>, inputs: [Double]) {
  var stream = RandomStream(seed: seed).split("cells")
  let shape = Shape(
    inputs: 1 + stream.index(below: 3), hidden: 1 + stream.index(below: 5), kind: kind, cell: cell, bias: bias,
    readout: readout)
  var weights = Weights<Double>(zerosOf: shape)
  for k in weights.values.indices { weights.values[k] = stream.uniform(-0.9, 0.9) }
  if !bias { for k in weights.biasStart..<weights.readoutStart { weights.values[k] = 0 } }
  return (weights, (0..<rows * shape.inputs).map { _ in stream.gaussian() })
}

@Suite("Every cell")
struct CellTests {
  /// See `GradientTests` for the errors of central differences.
  @Test("has the slope of the loss for its gradient", arguments: gated, Shape.Kind.allCases)
  func centralDifferences(cell: Cell, kind: Shape.Kind) {
    for seed in 0..<4 {
      let (weights, inputs) = example(
        cell, kind, rows: [2, 9, 33, 40][seed], seed: UInt64(seed), bias: seed != 1,
        readout: seed == 2 ? .anchored : .plain)
      let gradient = weights.lossAndGradient(inputs).gradient
      let h = 1e-5
      for k in weights.values.indices {
        if !weights.shape.bias && (weights.biasStart..<weights.readoutStart).contains(k) {
          #expect(gradient.values[k] == 0)
          continue
        }
        var (up, down) = (weights, weights)
        up.values[k] += h
        down.values[k] -= h
        let slope = (up.lossAndGradient(inputs).loss - down.lossAndGradient(inputs).loss) / (2 * h)
        #expect(abs(slope - gradient.values[k]) < 1e-7 * max(1, abs(slope)))
      }
    }
  }

  @Test("sees the past in its memory model alone", arguments: Cell.allCases, Shape.Kind.allCases)
  func past(cell: Cell, kind: Shape.Kind) {
    let (weights, inputs) = example(cell, kind, rows: 20, seed: 5)
    let (D, N) = (weights.shape.inputs, weights.shape.stateCount)
    // The same rows before the last in the opposite order.
    let rows = stride(from: 0, to: inputs.count, by: D).map { Array(inputs[$0..<$0 + D]) }
    let mixed = rows.dropLast().reversed().flatMap(\.self) + (rows.last ?? [])
    let (one, other) = (weights.forward(inputs), weights.forward(mixed))
    #expect((one.states.suffix(N) == other.states.suffix(N)) == (kind != .memory))
    #expect((one.predictions.suffix(D) == other.predictions.suffix(D)) == (kind != .memory))
    // Nor does it look at a state that it is given.
    let state = (0..<N).map { Double($0 + 1) / 10 }
    let from = (weights.nextState(after: state, reading: inputs[..<D]), Array(one.states.prefix(N)))
    #expect((from.0 == from.1) == (kind != .memory))
  }

  @Test("is in a twin the memory model whose last state is 0, and in a placebo the one that begins each row twice")
  func kinds() {
    for cell in Cell.allCases {
      let (memory, inputs) = example(cell, .memory, rows: 6, seed: 8)
      let D = memory.shape.inputs
      var shape = memory.shape
      shape.kind = .twin
      var twin = Weights<Double>(zerosOf: shape)
      twin.values =
        Array(memory.values[..<memory.recurrentStart]) + Array(memory.values[memory.biasStart...])
      shape.kind = .placebo
      var placebo = Weights<Double>(zerosOf: shape)
      placebo.values = memory.values
      let zero = Array(repeating: 0.0, count: shape.stateCount)
      let (ofTwin, ofPlacebo) = (twin.forward(inputs).states, placebo.forward(inputs).states)
      for t in 0..<6 {
        let x = inputs[t * D..<(t + 1) * D]
        let once = memory.nextState(after: zero, reading: x)
        let place = t * shape.stateCount..<(t + 1) * shape.stateCount
        // W_h times 0 is added to the sums of the one.
        for (a, b) in zip(once, ofTwin[place]) { #expect(abs(a - b) < 1e-15) }
        for (a, b) in zip(memory.nextState(after: once, reading: x), ofPlacebo[place]) { #expect(abs(a - b) < 1e-15) }
      }
    }
  }

  @Test("gives a network the same bits alone and among sixteen", arguments: others, Shape.Kind.allCases)
  func lanes(cell: Cell, kind: Shape.Kind) async throws {
    let panel = panel(rows: 40, columns: 1)
    let ensembles = [Ensemble(of: panel, kind: kind)]
    let many = try await ensembles.train(options { ($0.networks, $0.epochs, $0.cell) = (18, 2, cell) })
    let alone = try await ensembles.train(options { ($0.networks, $0.epochs, $0.cell) = (1, 2, cell) }, threads: 1)
    #expect(many[0].networks[0].fingerprint == alone[0].networks[0].fingerprint)
    let network = many[0].networks[17]
    let trace = network.weights.forward(panel.scaled.map { Float($0) })
    let run = network.run(over: panel)
    #expect(trace.states == run.states && trace.predictions == run.predictions)
    let units = network.weights.shape.units(of: run.states)
    #expect(units.count == panel.rows * 5 && units.prefix(5) == run.states.prefix(5))
  }

  @Test("runs from any state on lanes as alone", arguments: others)
  func fromState(cell: Cell) {
    let shape = Shape(inputs: 2, hidden: 3, memory: true, cell: cell)
    let networks = (0..<3).map { Weights(initialFor: shape, from: RandomStream(seed: 1).split($0)) }
    var stream = RandomStream(seed: 2)
    let x = (0..<18).map { _ in Float(stream.gaussian()) }
    let start = (0..<shape.stateCount).map { _ in Float(stream.gaussian()) }
    var engine = LaneForward(networks)
    for rows in [9, 4, 1] {
      engine.run(x.prefix(rows * 2).map { Lanes16(repeating: $0) }, from: start.map { Lanes16(repeating: $0) })
      for (lane, network) in networks.enumerated() {
        let trace = network.forward(Array(x.prefix(rows * 2)), from: start)
        #expect(engine.trace.states.prefix(trace.states.count).map { $0[lane] } == trace.states)
        #expect(engine.trace.predictions.prefix(rows * 2).map { $0[lane] } == trace.predictions)
      }
    }
  }

  /// 0, 1, 0, -1, …: after a 0 the present row says nothing of the next, the row before it all.
  @Test("learns what only a memory can learn, and its twin and placebo do not", arguments: Cell.allCases)
  func learns(cell: Cell) {
    let inputs = (0..<61).map { [0.0, 1, 0, -1][$0 % 4] }
    let losses = Shape.Kind.allCases.map { kind in
      var weights = Weights<Double>(
        Weights(
          initialFor: Shape(inputs: 1, hidden: 6, kind: kind, cell: cell), from: RandomStream(seed: 2)))
      var adam = Adam(for: weights, learningRate: 0.03)
      for _ in 0..<120 { adam.step(&weights, along: weights.lossAndGradient(inputs).gradient) }
      return weights.lossAndGradient(inputs).loss
    }
    // Half of the rows are ±1, and 0 is the best that can be said of them.
    #expect(losses[0] < 0.1 && losses[1] > 0.45 && losses[2] > 0.45, "\(losses)")
  }

  @Test("starts a model, its twin and its placebo from the same numbers", arguments: Cell.allCases)
  func starts(cell: Cell) {
    let weights = Shape.Kind.allCases.map {
      Weights(initialFor: Shape(inputs: 3, hidden: 4, kind: $0, cell: cell), from: RandomStream(seed: 9))
    }
    let (model, twin, placebo) = (weights[0], weights[1], weights[2])
    #expect(placebo.values == model.values)
    #expect(model.values[..<model.recurrentStart] == twin.values[..<twin.recurrentStart])
    #expect(Array(model.values[model.biasStart...]) == Array(twin.values[twin.biasStart...]))
  }

  @Test("with gates has no other activation than tanh", arguments: gated)
  func activation(cell: Cell) {
    func refusal(_ options: TrainingOptions) -> TrainingError? {
      do throws(TrainingError) { try options.check() } catch { return error }
      return nil
    }
    let allowed = "tanh with the cell \(cell.rawValue), whose gates have fixed activations"
    #expect(
      refusal(options { ($0.cell, $0.activation) = (cell, .relu) })
        == .option(name: "activation", value: "relu", allowed: allowed))
    #expect(refusal(options { $0.cell = cell }) == nil)
    #expect(refusal(options { ($0.cell, $0.activation) = (.reservoir, .relu) }) == nil)
  }
}

@Suite("A reservoir")
struct ReservoirTests {
  @Test("is an Elman network whose recurrent weights have a spectral radius of 0.9")
  func radius() throws {
    for hidden in [1, 5, 16] {
      let stream = RandomStream(seed: 3)
      let reservoir = Weights(
        initialFor: Shape(inputs: 2, hidden: hidden, memory: true, cell: .reservoir), from: stream)
      let elman = Weights(initialFor: Shape(inputs: 2, hidden: hidden, memory: true), from: stream)
      let recurrent = reservoir.recurrentStart..<reservoir.biasStart
      let radius = try #require(spectralRadius(reservoir.values[recurrent].map(Double.init), order: hidden))
      #expect(abs(radius - 0.9) < 1e-6)
      #expect(reservoir.values[..<recurrent.lowerBound] == elman.values[..<recurrent.lowerBound])
      #expect(reservoir.values[recurrent.upperBound...] == elman.values[recurrent.upperBound...])
      let scale = reservoir.values[recurrent.lowerBound] / elman.values[recurrent.lowerBound]
      for k in recurrent { #expect(abs(reservoir.values[k] - scale * elman.values[k]) < 1e-6) }
    }
  }

  @Test("learns nothing but its readout, whatever the kernel", arguments: Shape.Kind.allCases)
  func frozen(kind: Shape.Kind) async throws {
    let options = options { ($0.cell, $0.hidden, $0.epochs) = (.reservoir, 8, 60) }
    // Off its mean, which every network can learn.
    var panel = panel()
    for k in panel.scaled.indices { panel.scaled[k] += 2 }
    let trained = try await [Ensemble(of: panel, kind: kind)].train(options)[0]
    let generic = try await [Ensemble(of: panel, kind: kind)].train(options, kernel: .swift)[0]
    #expect(trained.networks.map(\.fingerprint) == generic.networks.map(\.fingerprint))
    for (number, network) in trained.networks.enumerated() {
      let start = Weights(
        initialFor: trained.shape, from: RandomStream(seed: options.seed).split("network").split(number))
      let readout = start.readoutStart
      #expect(network.weights.values[..<readout] == start.values[..<readout])
      #expect(network.weights.values[readout...] != start.values[readout...])
      #expect(network.trainLoss[network.bestEpoch] < network.trainLoss[0])
    }
  }
}
