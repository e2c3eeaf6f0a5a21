// The front door of the stage.

import Numbers
public import Panels
public import Recurrence

/// What a panel stands for in a report.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// The user's data.
  case data
  /// Noise, where the answer is known to be no.
  case control
}

extension Findings {
  /// Everything engram finds on one panel with both models.
  ///
  /// The same panel, models and seed give the same findings, to the bit.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - memory: trained on this panel.
  ///   - twin: trained on this panel, seed by seed from the same random numbers: network i of one is compared with
  ///     network i of the other.
  ///   - rivals: the further models of rung 3; without them it is left out.
  ///   - surrogates: what the same procedure gave on data where the answer is known.
  ///   - seed: of the bootstrap and the random Fourier features.
  ///   - role: a control is held to the original's claim about random data as well. The default is `data`.
  /// - Throws: `MemoryError` where a part is too short, nothing varies, a value is missing, or no network trained.
  public init(
    of panel: Panel, memory: Trained, twin: Trained, rivals: CompetitorModels? = nil,
    surrogates: [SurrogateFindings] = [],
    seed: UInt64, role: Role = .data
  ) throws(MemoryError) {
    let models = (memory: memory, twin: twin)
    try panel.checkForAnalysis()
    memory.checkAgainst(panel)
    twin.checkAgainst(panel)
    let stream = RandomStream(seed: seed)
    let competitors = Competitors(on: panel, stream: stream.split("fourier features"))
    let memory = try ModelAnalysis("memory model", memory, on: panel)
    let twin = try ModelAnalysis("memory-less twin", twin, on: panel)
    let usefulness = PlainSkill(memory: memory, twin: twin, competitors: competitors, stream: stream)
    var ladder = Ladder(of: models.memory, twin: models.twin, on: panel, seed: seed)
    ladder.useful = rivals.flatMap {
      ForecastGain(
        memory: memory, twin: twin, models: (models.memory, $0), competitors: competitors, there: ladder.there,
        on: panel, stream: stream.split("useful"))
    }
    ladder.surrogates = surrogates
    let evidence = Evidence(memory: memory, twin: twin, usefulness: usefulness, ladder: ladder)
    self.init(
      memory: memory.findings, twin: twin.findings, baselines: competitors.baselines,
      heldOutOutsideTrainingRange: panel.heldOutOutsideTrainingRange, claims: evidence.claims(role: role),
      usefulness: usefulness, ladder: ladder,
      verdict: Verdict(
        of: ladder, collapse: memory.findings.states.collapse.mean, rows: panel.rows, columns: panel.width,
        outside: panel.heldOutOutsideTrainingRange))
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
  /// Rows enough in every part, no value missing, something that varies.
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

  /// The share of test values outside the range of the training part of their column.
  fileprivate var heldOutOutsideTrainingRange: Double {
    var outside = 0
    for d in 0..<width {
      let training = split.trainRows.map { scaled[$0 * width + d] }
      guard let low = training.min(), let high = training.max() else { continue }
      outside += split.testRows.count { !(low...high).contains(scaled[$0 * width + d]) }
    }
    return Double(outside) / Double(split.test * width)
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
