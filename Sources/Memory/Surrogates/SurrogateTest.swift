public import Numbers
public import Panels
public import Recurrence
public import SeriesMemory

extension SurrogateFindings {
  /// Trains one memory model and one twin on the panel, and the same on every surrogate of it.
  ///
  /// All of these networks start from the same weights, those of network 0 of the options' seed, so that data and
  /// surrogates have the same start. They train sixteen series at a time, so the cost rises by groups of sixteen: 79
  /// surrogates and the data cost five groups of each model, 99 cost seven. No surrogate is made once p is certain to be
  /// above `Rules.surrogateLevel`. The same panel, options and seed give the same findings, to the bit, with any number of
  /// threads.
  ///
  /// - Parameters:
  ///   - panel: the data.
  ///   - options: of the networks; their number does not matter here.
  ///   - kind: the null hypothesis.
  ///   - count: B; (1 + B) times the level of the test should be a whole number: 19, 79, 99, 199.
  ///   - seed: of the surrogates.
  ///   - readout: of the models. The default is plain.
  ///   - threads: how many to use; changes nothing but the time it takes.
  ///   - progress: called from any thread with the share of the work that is done.
  /// - Throws: `MemoryError` where the panel cannot be analysed or no network trains on it, `TrainingError` for options that
  ///   cannot be trained with, `CancellationError` soon after the task is cancelled.
  public init(
    of panel: Panel, _ options: TrainingOptions, kind: SurrogateKind, count: Int, seed: UInt64,
    readout: Shape.Readout = .plain, threads: Int = Processors.usable,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws {
    precondition(count > 0, "a surrogate test needs surrogates")
    try panel.checkForAnalysis()
    let test = SurrogateTest(panel, options, readout: readout, threads: threads)
    let stream = RandomStream(seed: seed).split("surrogates").split(kind.rawValue)
    let maker = SurrogateSeries(kind, of: panel.scaled, columns: panel.width, stream: stream.split("shared"))
    var found: [Double?] = []
    // The data first, then the surrogates.
    // One group first, which often is enough to stop; then so many that both models keep all threads busy.
    while found.count <= count, Self.stop(found, of: count) == nil {
      let first = found.count
      let numbers = first...min(first + (first == 0 ? 16 : test.atOnce) - 1, count)
      let share = (start: Double(first) / Double(count + 1), size: Double(numbers.count) / Double(count + 1))
      let series = try await parallelMap(numbers.count, threads: threads) { k in
        let number = first + k
        return number == 0 ? panel.scaled : maker.series(stream.split(number))
      }
      found += try await test.skills(on: series) { progress(share.start + share.size * $0) }
      // Without a statistic of the data there is nothing to compare.
      if found[0] == nil { break }
    }
    progress(1)
    guard let statistic = found[0] else {
      throw MemoryError.noneTrained(panel: panel.name, model: "surrogate test", networks: 2, epoch: nil)
    }
    self.init(kind: kind, statistic: statistic, of: Array(found.dropFirst()), planned: count)
  }

  /// - Parameters:
  ///   - surrogates: T* of each that was made; nil for one that failed. Those after the last that counts are left out, so
  ///     that the findings do not depend on how many were made at once.
  ///   - planned: B; by default those that were made.
  package init(kind: SurrogateKind, statistic: Double, of surrogates: [Double?], planned: Int? = nil) {
    let planned = planned ?? surrogates.count
    let stop = Self.stop([statistic] + surrogates, of: planned)
    let surrogates = surrogates.prefix(stop ?? surrogates.count)
    let statistics = surrogates.compactMap(\.self)
    let failed = surrogates.count - statistics.count
    let asLarge = statistics.count { $0 >= statistic } + failed
    let resolution = 1 / Double(1 + planned)
    func quantile(_ share: Double) -> Double { Moments.quantile(share, of: statistics) }
    self.init(
      kind: kind, count: surrogates.count, planned: planned, statistic: statistic, statistics: statistics,
      failed: failed,
      quantiles: statistics.isEmpty
        ? nil
        : Quantiles(
          p05: quantile(0.05), p25: quantile(0.25), p50: quantile(0.5), p75: quantile(0.75), p95: quantile(0.95)),
      p: stop.map { Double(asLarge) / Double($0) } ?? Double(1 + asLarge) * resolution, resolution: resolution)
  }

  /// The number of surrogates after which p cannot be at most `Rules.surrogateLevel` any more; nil where all are needed.
  ///
  /// - Parameter found: T of the data, then T* of the surrogates made so far; nil for one that failed, which counts as
  ///   T* ≥ T.
  private static func stop(_ found: [Double?], of planned: Int) -> Int? {
    guard let first = found.first, let statistic = first else { return nil }
    let limit = max(1, Int(Rules.surrogateLevel * Double(1 + planned)))
    var asLarge = 0
    for (number, value) in found.enumerated().dropFirst() where value.map({ $0 >= statistic }) ?? true {
      asLarge += 1
      if asLarge == limit { return number < planned ? number : nil }
    }
    return nil
  }
}

/// One memory model and one twin on each of many series.
package struct SurrogateTest: Sendable {
  private let panel: Panel
  private let options: TrainingOptions
  private let readout: Shape.Readout
  private let threads: Int

  package init(_ panel: Panel, _ options: TrainingOptions, readout: Shape.Readout, threads: Int) {
    var options = options
    // No free run is needed; one step is the least.
    options.rolloutSteps = 1
    (self.panel, self.options, self.readout, self.threads) = (panel, options, readout, threads)
  }

  /// A group of sixteen for every thread: the memory models take longer than their twins, so each thread trains one of both.
  var atOnce: Int { 16 * max(threads, 1) }

  /// 1 - MSE of memory / MSE of the twin, of each series; nil where a network diverged or the result is not finite.
  ///
  /// - Parameter series: each n × D row-major, as the panel's scaled values.
  package func skills(
    on series: [[Double]], progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [Double?] {
    var options = options
    options.networks = series.count
    let (split, D) = (panel.split, panel.width)
    let models = [Shape.Kind.memory, .twin].map { kind in
      let shape = Shape(
        inputs: D, hidden: options.hidden, kind: kind, cell: options.cell, bias: options.bias,
        activation: options.activation, readout: readout)
      let start = Weights(initialFor: shape, from: RandomStream(seed: options.seed).split("network").split(0))
      return Ensemble(
        of: panel, kind: kind, readout: readout, start: Array(repeating: start, count: series.count), data: series)
    }
    let errors = try await models.train(options, threads: threads, progress: progress) { _, number, network in
      guard network.divergedAt == nil, let predictions = network.keptRun?.predictions else { return Double.nan }
      var sum = 0.0
      for k in split.testRows.lowerBound * D..<split.testRows.upperBound * D {
        let error = Double(predictions[k - D]) - series[number][k]
        sum += error * error
      }
      return sum
    }
    return zip(errors[0], errors[1]).map { memory, twin in
      let skill = 1 - memory / twin
      return skill.isFinite ? skill : nil
    }
  }
}
