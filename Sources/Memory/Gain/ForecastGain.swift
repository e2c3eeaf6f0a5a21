// Rung 3: does memory pay? Held-out errors of predictions averaged over the networks; time is the unit of replication.

import Numbers
package import Panels
public import Recurrence
package import SeriesMemory

/// The further models that a panel is judged by, seed by seed from the same random numbers as memory model and twin.
public struct CompetitorModels: Sendable {
  /// As many parameters as the memory model and no memory.
  public var placebo: Trained
  /// The anchored twin, trained on from its best weights for further epochs.
  public var longerTwin: Trained
  /// The same network with a state. Of a cell that without recurrence is its twin it started at the same weights and no
  /// recurrence and had as many further epochs; of any other it started at initial weights of its own and had as many
  /// epochs as the longer twin in all.
  public var nested: Trained

  package init(placebo: Trained, longerTwin: Trained, nested: Trained) {
    (self.placebo, self.longerTwin, self.nested) = (placebo, longerTwin, nested)
  }
}

/// What memory gains over the best prediction from the present row alone.
public struct ForecastGain: Sendable, Equatable, Codable {
  /// The memory model that is judged: of the two there are, the one with the lower validation error.
  public var model: Model
  /// Its held-out error, and that of the best predictor without a recurrent state, which is chosen by the held-out error
  /// itself: in the competitor's favour.
  public var error: Double
  /// The best predictor without a recurrent state, by held-out error.
  public var competitor: String
  /// Its held-out mean squared error.
  public var competitorError: Double
  /// Held-out rows that were judged.
  public var testRows: Int
  /// 1 - error / competitorError with its stationary bootstrap; nil where the competitor makes no error.
  public var skill: Estimate?
  /// Its one-sided lower bound, which decides whether memory pays. The bounds of the overall skill and of all columns are
  /// at level `Rules.boundLevel` / `family`.
  public var lowerBound: Double?
  /// Mean length of the blocks of the skill's bootstrap, in rows; nil where there is no skill, and in a report from before
  /// it was kept.
  public var blockLength: Double?
  /// The skills of which the best may decide: the overall one and those of the columns that the score test rejects. nil
  /// in a report from before the bounds were corrected for their number.
  public var family: Int?
  /// The smallest gain that would have been found with this level and `Rules.power`.
  public var detectable: DetectableSkill
  /// By column of the panel, Holm's correction over them.
  public var columns: [ColumnGain]
  /// The fair fight of two networks: the anchored memory model against its twin of equal budget, warm-started where the
  /// cell allows it.
  public var nested: Nested
  /// Held-out errors from persistence over the memory-less models and the placebo to memory.
  public var steps: [Step]
  /// An autoregression of each column on its own past: what linear memory alone reaches.
  public var linear: LinearMemory

  /// Which memory model is judged.
  public enum Model: String, Sendable, Codable, CaseIterable {
    /// x̂ = W_out y + b_out, from random weights.
    case plain
    /// x̂ = x + W_out y + b_out, started at the trained twin.
    case anchored
  }

  /// Twin and memory model with an equal budget, of Elman's cell from the same weights: the one is the other with
  /// recurrence added. Cells that carry their state past W_h, and a reservoir, whose W_h is not learned, do not contain
  /// their twin: there each started from its own initial weights.
  public struct Nested: Sendable, Equatable, Codable {
    /// 1 less the error of the memory model over that of its twin.
    public var skill: Estimate?
    /// Whether the memory model's error is lower.
    public var dieboldMariano: DieboldMariano
    /// The same, corrected for what a nested model loses by estimating what is not there; nil where the models are not
    /// nested, for then it corrects for nothing.
    public var clarkWest: ClarkWest?

    /// Whether the memory model contains its twin and started from it.
    package var isNested: Bool { clarkWest != nil }

    package init(skill: Estimate?, dieboldMariano: DieboldMariano, clarkWest: ClarkWest?) {
      (self.skill, self.dieboldMariano, self.clarkWest) = (skill, dieboldMariano, clarkWest)
    }
  }

  /// One step on the way from persistence to memory.
  public struct Step: Sendable, Equatable, Codable {
    /// What predicts.
    public var name: String
    /// Held-out mean squared error.
    public var error: Double

    package init(name: String, error: Double) { (self.name, self.error) = (name, error) }
  }

  /// A linear autoregression of the columns, which has memory and no network.
  public struct LinearMemory: Sendable, Equatable, Codable {
    /// Of each column, by the Bayesian information criterion.
    public var orders: [Int]
    /// Held-out mean squared error.
    public var error: Double
    /// Of the gain of the memory model over the competitor, the share that the autoregression has too, from 0 to 1; nil
    /// where memory gains nothing.
    public var share: Double?
    /// Its skill over the competitor of the memory model; nil where that makes no error, and in a report from before it was
    /// computed, as the two below.
    public var skill: Estimate?
    /// Its one-sided lower bound, at level `Rules.boundLevel`.
    public var lowerBound: Double?
    /// One-sided: whether the memory model's squared error is the larger.
    public var dieboldMariano: DieboldMariano?

    package init(
      orders: [Int], error: Double, share: Double?, skill: Estimate? = nil, lowerBound: Double? = nil,
      dieboldMariano: DieboldMariano? = nil
    ) {
      (self.orders, self.error, self.share) = (orders, error, share)
      (self.skill, self.lowerBound, self.dieboldMariano) = (skill, lowerBound, dieboldMariano)
    }

    /// Whether it clearly predicts better than networks that do not pay: by the bound of its own gain, or by a gain above
    /// the margin and the comparison with the networks.
    package var beatsNetworks: Bool {
      if let lowerBound, lowerBound > Rules.margin { return true }
      guard let skill, let dieboldMariano else { return false }
      return skill.mean > Rules.margin && dieboldMariano.p <= Rules.boundLevel
    }
  }

  package init(
    model: Model, error: Double, competitor: String, competitorError: Double, testRows: Int, skill: Estimate?,
    lowerBound: Double?, blockLength: Double? = nil, family: Int? = 1, detectable: DetectableSkill,
    columns: [ColumnGain], nested: Nested,
    steps: [Step], linear: LinearMemory
  ) {
    (self.model, self.error, self.testRows) = (model, error, testRows)
    (self.competitor, self.competitorError, self.skill) = (competitor, competitorError, skill)
    (self.lowerBound, self.blockLength, self.family, self.detectable) = (lowerBound, blockLength, family, detectable)
    (self.columns, self.nested, self.steps, self.linear) = (columns, nested, steps, linear)
  }
}

/// The forecasts of all models that rung 3 compares.
struct ModelForecasts {
  let memory, twin, placebo, longerTwin, nested: MeanForecast
  /// The memory model that is judged and looked into: the one with the lower validation error; plain where one of the
  /// further models did not train, for then rung 3 judges none.
  let judged: ForecastGain.Model

  /// - Parameter rivals: nil where only memory model and twin were trained.
  init(memory: Trained, twin: Trained, _ rivals: CompetitorModels?, on panel: Panel, threads: Int) async throws {
    let models = [memory, twin, rivals?.placebo, rivals?.longerTwin, rivals?.nested]
    let forecasts = try await parallelMap(models.count, threads: threads) {
      MeanForecast(of: models[$0], on: panel)
    }
    (self.memory, self.twin, placebo) = (forecasts[0], forecasts[1], forecasts[2])
    (longerTwin, nested) = (forecasts[3], forecasts[4])
    let losses = [self.memory, nested, self.twin, placebo, longerTwin].map {
      $0.errors(over: panel.split.validationRows)?.loss
    }
    judged = losses.contains(nil) || (losses[1] ?? 0) >= (losses[0] ?? 0) ? .plain : .anchored
  }
}

extension ForecastGain {
  /// - Parameters:
  ///   - cell: of the networks.
  ///   - there: rung 0; the columns that it rejects may decide, too.
  /// - Returns: nil where one of the models did not train.
  init?(
    _ models: ModelForecasts, cell: Cell, competitors: Competitors, _ references: ReferencePredictors,
    there: MemoryTest?, on panel: Panel, stream: RandomStream
  ) {
    let rows = Pairs(panel)
    func errors(_ model: MeanForecast) -> ForecastErrors? { model.errors(over: rows.test) }
    guard let plain = errors(models.memory), let twin = errors(models.twin), let placebo = errors(models.placebo),
      let longer = errors(models.longerTwin), let nested = errors(models.nested)
    else { return nil }
    let mine = models.judged == .anchored ? nested : plain
    let without = [
      Competitor(name: "memory-less twin", forecast: twin),
      Competitor(name: "anchored memory-less twin", forecast: longer),
      Competitor(name: "placebo twin", forecast: placebo),
    ]
    let rivals = without + competitors.all
    let best = rivals.dropFirst().reduce(rivals[0]) { $1.loss < $0.loss ? $1 : $0 }
    let autoregression = references.autoregression
    let linear = autoregression.errors(on: rows)
    (model, error, testRows) = (models.judged, mine.loss, mine.rows)
    (competitor, competitorError) = (best.name, best.loss)
    let family = ForecastGain.family(there)
    let level = Rules.boundLevel / Double(family)
    let gained = Skill(of: mine.squared, over: best.errors, level: level, stream: stream.split("skill"))
    (skill, lowerBound, blockLength, self.family) = (
      gained?.estimate, gained?.lowerBound, gained?.blockLength, family
    )
    detectable = DetectableSkill(of: mine.squared, over: best.errors, level: level)
    columns = ColumnGain.each(of: mine, over: best.forecast, level: level, stream: stream.split("columns"))
    self.nested = Nested(
      skill: Skill(of: nested.squared, over: longer.squared, stream: stream.split("nested"))?.estimate,
      dieboldMariano: DieboldMariano(differential: zip(longer.squared, nested.squared).map { $0 - $1 }),
      clarkWest: cell.isTwinWithoutRecurrence
        ? ClarkWest(adjusted: longer.clarkWestDifferential(large: nested)) : nil)
    let memoryless = ([competitors.linear, competitors.strongMemoryless] + without.prefix(2)).map(\.loss).min()
    steps = [
      Step(name: "persistence", error: competitors.persistence.loss),
      Step(name: "best memory-less", error: memoryless ?? best.loss), Step(name: "placebo", error: placebo.loss),
      Step(name: "memory", error: mine.loss),
    ]
    let gain = best.loss - mine.loss
    let linearSkill = Skill(of: linear.squared, over: best.errors, stream: stream.split("linear"))
    self.linear = LinearMemory(
      orders: autoregression.orders, error: linear.loss,
      share: gain > 0 ? min(1, max(0, (best.loss - linear.loss) / gain)) : nil,
      skill: linearSkill?.estimate, lowerBound: linearSkill?.lowerBound,
      dieboldMariano: DieboldMariano(differential: zip(mine.squared, linear.squared).map { $0 - $1 }))
  }
}

extension ForecastGain {
  /// Rung 3 alone, of a panel and its models.
  ///
  /// - Parameters:
  ///   - there: rung 0 of the panel.
  ///   - seed: as for `Findings`.
  /// - Returns: nil where one of the further models did not train.
  /// - Throws: `MemoryError` as `Findings` does; `CancellationError`.
  package init?(
    memory: Trained, twin: Trained, rivals: CompetitorModels, there: MemoryTest?, on panel: Panel,
    seed: UInt64, threads: Int = 1
  ) async throws {
    try panel.checkForAnalysis()
    try memory.checkTrained("memory model", on: panel)
    try twin.checkTrained("memory-less twin", on: panel)
    let stream = RandomStream(seed: seed)
    let models = try await ModelForecasts(memory: memory, twin: twin, rivals, on: panel, threads: threads)
    let rows = Pairs(panel)
    let references = ReferencePredictors(fittedTo: rows, stream: ReferencePredictors.stream(stream))
    self.init(
      models, cell: memory.shape.cell, competitors: Competitors(on: rows, references), references, there: there,
      on: panel, stream: stream.split("useful"))
  }
}
