// The front door of the stage.

public import Numbers
public import Panels
public import Recurrence
public import SeriesMemory

/// The role of a panel in a report.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// The user's data.
  case data
  /// Noise, where the answer is known to be no.
  case control
}

extension Findings {
  /// Everything engram finds on one panel with both models.
  ///
  /// The same panel, models and seed give the same findings, to the bit, with any number of threads.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - memory: trained on this panel.
  ///   - twin: trained on this panel, seed by seed from the same random numbers: network i of one is compared with
  ///     network i of the other.
  ///   - rivals: the further models of rung 3; without them it is left out.
  ///   - known: rung 0, where it is known already.
  ///   - surrogates: findings of the same procedure on data where the answer is known.
  ///   - seed: of the training; also of the bootstrap and the random Fourier features.
  ///   - role: a control is held to the original's claim about random data as well. The default is `data`.
  ///   - threads: how many to use; changes nothing but the time it takes.
  ///   - found: called with the number of each rung above the lowest and the ladder up to it.
  /// - Throws: `MemoryError` where a part is too short, nothing varies, a value is missing, or no network trained;
  ///   `CancellationError` when the task is cancelled.
  public init(
    of panel: Panel, memory: Trained, twin: Trained, rivals: CompetitorModels? = nil,
    there known: MemoryTest? = nil, surrogates: [SurrogateFindings] = [], seed: UInt64, role: Role = .data,
    threads: Int = Processors.usable, found: @Sendable (Int, Ladder) -> Void = { _, _ in }
  ) async throws {
    try await self.init(
      of: panel, memory: memory, twin: twin, rivals: rivals, there: known, references: nil, surrogates: surrogates,
      seed: seed, role: role, threads: threads, found: found)
  }

  /// The same, with the predictors without a network where they are fitted already.
  package init(
    of panel: Panel, memory: Trained, twin: Trained, rivals: CompetitorModels?, there known: MemoryTest?,
    references fitted: ReferencePredictors?, surrogates: [SurrogateFindings], seed: UInt64, role: Role, threads: Int,
    found: @Sendable (Int, Ladder) -> Void
  ) async throws {
    try panel.checkForAnalysis()
    for (name, model) in [("memory model", memory), ("memory-less twin", twin)] {
      model.checkAgainst(panel)
      try model.checkTrained(name, on: panel)
    }
    let stream = RandomStream(seed: seed)
    let decoder = PastDecoder(on: panel, memory.shape, seed: seed)
    let (plan, bootstrap) = Interventions.plan(on: panel, seed: seed)
    let forecasts = try await ModelForecasts(memory: memory, twin: twin, rivals, on: panel, threads: threads)
    let inside = ModelsInside(memory: memory, twin: twin, rivals, judged: forecasts.judged)
    let networks = try await NetworkPairs(of: inside, decoder, plan, on: panel, threads: threads)
    let (ofMemory, ofTwin) = (networks.memory.compactMap(\.self), networks.twin.compactMap(\.self))
    func weights(_ model: Trained, _ analyses: [NetworkAnalysis?]) -> [Weights<Float>] {
      zip(model.networks, analyses).filter { $0.1 != nil }.map(\.0.weights)
    }
    func dynamics(_ model: Trained, _ analyses: [NetworkAnalysis?]) async throws -> Dynamics? {
      try await Dynamics(
        of: analyses.compactMap { $0?.dynamics }, weights(model, analyses), on: panel, threads: threads)
    }
    let rows = Pairs(panel)
    let references = fitted ?? ReferencePredictors(fittedTo: rows, stream: ReferencePredictors.stream(stream))
    let competitors = Competitors(on: rows, references)
    try Task.checkCancellation()
    let there: MemoryTest? =
      if let known { known } else { try await MemoryTest(there: panel, seed: seed, threads: threads) }
    var ladder = Ladder(there: there)
    ladder.stored = MemoryCapacity(of: networks.pairs.map(\.decodings), lags: decoder.lags)
    found(1, ladder)
    ladder.used = try await Interventions(
      of: ofMemory.compactMap(\.intervention), plan, stream: bootstrap, threads: threads)
    found(2, ladder)
    ladder.useful = ForecastGain(
      forecasts, cell: memory.shape.cell, competitors: competitors, references, there: there, on: panel,
      stream: stream.split("useful"))
    found(3, ladder)
    ladder.units = Ladder.Both(
      memory: UnitKinds(of: ofMemory.map(\.units), inside.memory.shape),
      twin: UnitKinds(of: ofTwin.map(\.units), inside.twin.shape))
    ladder.dynamics = Ladder.Both(
      memory: try await dynamics(inside.memory, networks.memory),
      twin: try await dynamics(inside.twin, networks.twin))
    ladder.surrogates = surrogates
    let isAnchored = forecasts.judged == .anchored
    let memory = try ModelAnalysis(
      of: inside.memory, networks.memory, isAnchored ? forecasts.nested : forecasts.memory, named: "memory model",
      on: panel)
    let twin = try ModelAnalysis(
      of: inside.twin, networks.twin, isAnchored ? forecasts.longerTwin : forecasts.twin, named: "memory-less twin",
      on: panel)
    // What did not train has no column.
    let other = try? inside.other.map {
      try ModelAnalysis(
        of: $0, networks.other, isAnchored ? forecasts.memory : forecasts.nested, named: "other memory model", on: panel
      )
    }
    let usefulness = PlainSkill(memory: memory, twin: twin, competitors: competitors, stream: stream)
    let evidence = Evidence(memory: memory, twin: twin, usefulness: usefulness, ladder: ladder)
    let outside = panel.heldOutOutsideTrainingRange
    self.init(
      memory: memory.findings, twin: twin.findings,
      other: other.map { found in
        OtherModel(
          findings: found.findings, stored: Decodability(networks.other.compactMap { $0?.decoding }),
          units: inside.other.flatMap { UnitKinds(of: networks.other.compactMap { $0?.units }, $0.shape) })
      },
      baselines: competitors.baselines,
      heldOutOutsideTrainingRange: outside, claims: evidence.claims(role: role),
      usefulness: usefulness, ladder: ladder,
      verdict: Verdict(
        of: ladder, collapse: memory.findings.states.collapse.mean, rows: panel.rows, columns: panel.width,
        outside: outside))
  }
}

extension MemoryTest {
  /// Of the draws of rung 0 in a study with this seed.
  package static func stream(seed: UInt64) -> RandomStream { RandomStream(seed: seed).split("there") }

  /// Rung 0 as a report has it.
  ///
  /// - Parameters:
  ///   - seed: of the study.
  ///   - first: called with the p-values before it is asked what else could explain them.
  package init?(
    there panel: Panel, depth: TestDepth = .full, seed: UInt64, threads: Int,
    first: @Sendable (MemoryTest) -> Void = { _ in }
  ) async throws {
    try await self.init(of: panel, stream: Self.stream(seed: seed), depth: depth, threads: threads, first: first)
  }
}

extension PlainSkill {
  init(memory: ModelAnalysis, twin: ModelAnalysis, competitors: Competitors, stream: RandomStream) {
    let twinErrors = Competitor(name: "memory-less twin", forecast: twin.forecast)
    let best = competitors.all.reduce(twinErrors) { $1.loss < $0.loss ? $1 : $0 }
    let overTwin = Skill(of: memory.errors, over: twin.errors, stream: stream.split("skill over the twin"))
    let overBest = Skill(of: memory.errors, over: best.errors, stream: stream.split("skill over the best"))
    let twinOverMean = Skill(
      of: twin.errors, over: competitors.mean.errors, stream: stream.split("skill of the twin over the mean"))
    self.init(
      overTwin: overTwin?.estimate, best: best.name, overBest: overBest?.estimate,
      twinOverMean: twinOverMean?.estimate, testRows: memory.errors.count, blockLength: overTwin?.blockLength)
  }
}

extension Panel {
  /// Throws unless every part has enough rows, no value is missing, and a column varies.
  func checkForAnalysis() throws(MemoryError) {
    precondition(
      scaled.count == rows * width && split.train + split.validation + split.test == rows,
      "a panel has a scaled value for each row and column, and its parts cover its rows")
    for (part, count, needed) in [
      ("training", split.train, 3), ("validation", split.validation, 1), ("test", split.test, 2),
    ] where count < needed {
      throw .tooShort(panel: name, part: part, rows: count, needed: needed)
    }
    if let place = scaled.firstIndex(where: { !$0.isFinite }) {
      throw .notANumber(panel: name, column: columns[place % width], row: place / width + 1)
    }
    let first = scaled.prefix(width)
    let varies = split.trainRows.contains { scaled[$0 * width..<($0 + 1) * width] != first }
    guard varies else { throw .constant(panel: name, rows: split.train) }
  }
}

extension Trained {
  fileprivate func checkAgainst(_ panel: Panel) {
    precondition(shape.inputs == panel.width, "a network reads as many columns as its panel has")
    for network in networks where network.divergedAt == nil {
      precondition(network.weights.shape == shape, "the networks of a model have one shape")
      precondition(
        network.hasRun(over: panel.rows),
        "a trained network has a state and a prediction for every row of its panel")
      precondition(
        network.rollout.count >= 2 * panel.width && network.rollout.count % panel.width == 0,
        "a free run has at least two rows")
      precondition(
        network.trainLoss.indices.contains(network.bestEpoch)
          && network.validationLoss.indices.contains(network.bestEpoch), "the best epoch is one of the history")
    }
  }
}
