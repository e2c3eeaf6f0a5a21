// One run of each network over the panel, and all that the analyses take from it.

import Numbers
import Panels
package import Recurrence

extension TrainedNetwork {
  /// Whether it trained and its run over the panel is finite.
  package var isUsable: Bool { divergedAt == nil && runIsFinite && weights.values.allSatisfy(\.isFinite) }
}

extension Trained {
  /// The networks that figures can be taken from, in the order of the seeds.
  package var usable: [TrainedNetwork] { networks.filter(\.isUsable) }
}

/// The figures of one network. They are small; the run that they are taken from is released.
struct NetworkAnalysis: Sendable {
  let figures: NetworkFigures
  let dynamics: NetworkDynamics
  let units: [UnitKinds.Unit]
  let decoding: StateDecoding
  /// What the interventions start from; nil for a twin.
  let intervention: InterventionStart?
}

/// The networks with one number of both models, and the untrained network with that number.
struct NetworkPair: Sendable {
  let memory, twin: NetworkAnalysis?
  let untrained: StateDecoding?

  var decodings: DecodedPair { DecodedPair(memory: memory?.decoding, twin: twin?.decoding, untrained: untrained) }
}

/// The networks of a memory model and of its twin, analysed in pairs.
struct NetworkPairs: Sendable {
  private(set) var pairs: [NetworkPair] = []
  private(set) var memoryForecast, twinForecast: MeanForecast
  private let counts: (memory: Int, twin: Int)

  /// One for each network of the model; nil for one that did not train.
  var memory: [NetworkAnalysis?] { pairs.prefix(counts.memory).map(\.memory) }
  var twin: [NetworkAnalysis?] { pairs.prefix(counts.twin).map(\.twin) }

  init(
    of memory: Trained, twin: Trained, _ decoder: PastDecoder, _ plan: InterventionPlan, on panel: Panel, threads: Int
  ) async throws {
    let rows = Pairs(panel)
    counts = (memory.networks.count, twin.networks.count)
    (memoryForecast, twinForecast) = (MeanForecast(rows), MeanForecast(rows))
    let analyst = PairAnalyst(
      memory: memory, twin: twin, panel: panel, rows: rows, decoder: decoder, plan: plan, scored: memoryForecast.scored)
    // As many pairs at a time as there are threads: their predictions are added in order and released.
    for some in (0..<max(memory.networks.count, twin.networks.count)).chunks(of: max(threads, 1)) {
      for result in try await parallelMap(some.count, threads: threads, { try analyst.pair(some.lowerBound + $0) }) {
        pairs.append(result.pair)
        if let predictions = result.memory { memoryForecast.add(predictions) }
        if let predictions = result.twin { twinForecast.add(predictions) }
      }
    }
  }
}

private struct PairAnalyst: Sendable {
  let memory, twin: Trained
  let panel: Panel
  let rows: Pairs
  let decoder: PastDecoder
  let plan: InterventionPlan
  let scored: Range<Int>

  /// The pair with a number, and the scored predictions of both networks.
  func pair(_ index: Int) throws -> (pair: NetworkPair, memory: [Float]?, twin: [Float]?) {
    let reference = decoder.reference(index)
    let one = analysis(of: memory, index, reference)
    try Task.checkCancellation()
    let other = analysis(of: twin, index, reference)
    try Task.checkCancellation()
    let untrained = index < memory.networks.count ? decoder.untrained(index, reference) : nil
    return (NetworkPair(memory: one?.0, twin: other?.0, untrained: untrained), one?.1, other?.1)
  }

  /// nil for a network that did not train.
  private func analysis(
    of model: Trained, _ index: Int, _ reference: InputDecoding
  ) -> (NetworkAnalysis, predictions: [Float])? {
    guard index < model.networks.count, model.networks[index].isUsable else { return nil }
    let network = model.networks[index]
    var run = network.run(over: panel)
    let intervention = model.shape.kind == .memory ? InterventionStart(of: network.weights, run, plan) : nil
    let states = run.states.map(Double.init)
    run.states = []
    let weights = Weights<Double>(network.weights)
    let dynamics = NetworkDynamics(of: weights, along: states, on: panel)
    guard let figures = NetworkFigures(network, weights, states, run.predictions, dynamics, on: rows) else {
      return nil
    }
    let analysis = NetworkAnalysis(
      figures: figures, dynamics: dynamics, units: UnitKinds.units(of: states, model.shape),
      decoding: decoder.decoding(of: states, numbers: model.shape.stateCount, reference), intervention: intervention)
    return (analysis, Array(run.predictions[scored]))
  }
}
