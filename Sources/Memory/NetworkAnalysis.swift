// One run of each network over the panel, and all that the analyses take from it.

import Numbers
package import Panels
package import Recurrence
import SeriesMemory

extension TrainedNetwork {
  /// Whether it trained and its run over the panel is finite.
  package var isUsable: Bool { divergedAt == nil && runIsFinite && weights.values.allSatisfy(\.isFinite) }
}

extension Trained {
  /// The networks that figures can be taken from, in the order of the seeds.
  package var usable: [TrainedNetwork] { networks.filter(\.isUsable) }
}

extension Panel {
  /// The rows whose states are described: the last `Rules.analysedRows`, of a shorter panel all.
  package var describedRows: Range<Int> { max(0, rows - Rules.analysedRows)..<rows }
}

/// What of a run is described: the states at `Panel.describedRows`.
struct DescribedStates: Sendable {
  /// n × N row-major.
  let values: [Double]
  /// What was read there, n × D.
  let inputs: [Double]
  /// Of these rows, counted from 0, those whose state before is known.
  let rows: Range<Int>

  init(of states: [Float], on panel: Panel) {
    let (N, described) = (states.count / panel.rows, panel.describedRows)
    values = states.suffix(described.count * N).map(Double.init)
    inputs = panel.scaled.suffix(described.count * panel.width)
    // The state before the first row of the panel is 0.
    rows = (described.lowerBound > 0 ? 1 : 0)..<described.count
  }
}

/// The figures of one network. They are small; the run that they are taken from is released.
struct NetworkAnalysis: Sendable {
  let figures: NetworkFigures
  let dynamics: NetworkDynamics
  let units: [UnitKinds.Unit]
  let decoding: StateDecoding
  /// What the interventions start from; nil for a model without any.
  let intervention: InterventionStart?
}

/// The models that are looked into: the judged memory model, its twin, and the other memory model, where there is one.
struct ModelsInside: Sendable {
  let memory, twin: Trained
  let other: Trained?

  init(memory: Trained, twin: Trained, _ rivals: CompetitorModels?, judged: ForecastGain.Model) {
    if judged == .anchored, let rivals {
      (self.memory, self.twin, other) = (rivals.nested, rivals.longerTwin, memory)
    } else {
      (self.memory, self.twin, other) = (memory, twin, rivals?.nested)
    }
  }
}

/// The networks with one number of all models, and the untrained network with that number.
struct NetworkPair: Sendable {
  let memory, twin, other: NetworkAnalysis?
  let untrained: StateDecoding?

  var decodings: DecodedPair { DecodedPair(memory: memory?.decoding, twin: twin?.decoding, untrained: untrained) }
}

/// The networks of a memory model, of its twin and of the other memory model, analysed number by number.
struct NetworkPairs: Sendable {
  private(set) var pairs: [NetworkPair] = []

  /// One for each network of the model; nil for one that did not train.
  let memory, twin, other: [NetworkAnalysis?]

  init(of models: ModelsInside, _ decoder: PastDecoder, _ plan: InterventionPlan, on panel: Panel, threads: Int)
    async throws
  {
    let analyst = PairAnalyst(models: models, panel: panel, rows: Pairs(panel), decoder: decoder, plan: plan)
    let counts = [models.memory, models.twin].map(\.networks.count) + [models.other?.networks.count ?? 0]
    // As many pairs at a time as there are threads, so that few runs are held.
    for some in (0..<(counts.max() ?? 0)).chunks(of: max(threads, 1)) {
      pairs += try await parallelMap(some.count, threads: threads) { try analyst.pair(some.lowerBound + $0) }
    }
    memory = pairs.prefix(counts[0]).map(\.memory)
    twin = pairs.prefix(counts[1]).map(\.twin)
    other = pairs.prefix(counts[2]).map(\.other)
  }
}

private struct PairAnalyst: Sendable {
  let models: ModelsInside
  let panel: Panel
  let rows: Pairs
  let decoder: PastDecoder
  let plan: InterventionPlan

  func pair(_ index: Int) throws -> NetworkPair {
    let reference = decoder.reference(index)
    let memory = analysis(of: models.memory, index, reference, plan)
    try Task.checkCancellation()
    let twin = analysis(of: models.twin, index, reference)
    try Task.checkCancellation()
    let other = models.other.flatMap { analysis(of: $0, index, reference) }
    try Task.checkCancellation()
    let untrained = index < models.memory.networks.count ? decoder.untrained(index, reference) : nil
    return NetworkPair(memory: memory, twin: twin, other: other, untrained: untrained)
  }

  /// nil for a network that did not train.
  ///
  /// - Parameter plan: of the interventions on it; nil for none.
  private func analysis(
    of model: Trained, _ index: Int, _ reference: InputDecoding, _ plan: InterventionPlan? = nil
  ) -> NetworkAnalysis? {
    guard index < model.networks.count, model.networks[index].isUsable else { return nil }
    let network = model.networks[index]
    let run = network.run(over: panel)
    let intervention =
      model.shape.kind == .memory ? plan.map { InterventionStart(of: network.weights, run, $0) } : nil
    let states = DescribedStates(of: run.states, on: panel)
    let weights = Weights<Double>(network.weights)
    let dynamics = NetworkDynamics(of: weights, along: states)
    guard let figures = NetworkFigures(network, weights, run, states, dynamics, on: rows) else { return nil }
    return NetworkAnalysis(
      figures: figures, dynamics: dynamics, units: UnitKinds.units(of: states.values, model.shape),
      decoding: decoder.decoding(of: run.states, numbers: model.shape.stateCount, reference),
      intervention: intervention)
  }
}
