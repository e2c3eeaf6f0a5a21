package import DataSources
package import Logging
import Memory
import Numbers
import Panels
package import SeriesMemory
import Synchronization
import TimeSeries

extension Study {
  /// Rung 0 of every column of the study's panel.
  ///
  /// - Parameter found: called with a line about the data before they are tested.
  /// - Throws: as `readPanel`; `PanelError` for a gap.
  package func tested(
    _ depth: TestDepth, in environment: SourceEnvironment, threads: Int, registry: SourceRegistry, logger: Logger,
    found: @Sendable (String) -> Void
  ) async throws -> [TestedSeries] {
    let panel = try await readPanel(in: environment, registry: registry, logger: logger)
    try panel.requireNoGaps()
    found(panel.inBrief)
    return try await panel.tested(
      depth, SharedDraws(depth, stream: MemoryTest.stream(seed: training.seed)),
      sources: panel.ledger.entries.map(\.origin), seed: training.seed, threads: threads)
  }

  /// Rung 0 of one series that is a study of its own.
  fileprivate func tested(
    _ series: Series, _ depth: TestDepth, _ draws: SharedDraws
  ) async throws -> TestedSeries {
    let request = series.origin.request
    do {
      let panel = try Panel(aligning: [series], named: name, options: panel)
      try panel.requireNoGaps()
      return try await panel.tested(depth, draws, sources: [request], seed: training.seed, threads: 1)[0]
    } catch let error as PanelError {
      return TestedSeries(series.name, of: request, rows: series.values.count, fault: "\(error.fault)")
    }
  }
}

extension Sweep {
  /// Studies of one series each: every source is a point, and every series of it is tested by itself.
  package init(testing requests: [String], of study: Study, _ depth: TestDepth) {
    var study = study
    study.sources = []
    let values = requests.map { Value(label: $0, meaning: .sources([$0])) }
    self.init(study: study, axes: [Axis(name: "sources", values: values)], test: depth)
  }

  /// Tests every series of some points, several at once, each on one thread.
  ///
  /// A source that fails, or a series that cannot be tested, does not stop the others.
  ///
  /// - Parameters:
  ///   - keep: called with the outcome of each point, in the order of the points.
  ///   - show: called with each series as it is done, in the order of points and series, and with the share that is done.
  package func test(
    _ points: [Int], in environment: SourceEnvironment, threads: Int, registry: SourceRegistry,
    keep: @escaping @Sendable (SweepOutcome) throws -> Void,
    show: @escaping @Sendable (TestedSeries, Double) -> Void = { _, _ in }
  ) async throws {
    guard let depth = test else { preconditionFailure("a sweep of reports is run, not tested") }
    let digest = try digest
    let draws = SharedDraws(depth, stream: MemoryTest.stream(seed: study.training.seed))
    var done = 0
    // Sources are read ahead, but not all: a thousand files would not fit.
    for some in points.indices.chunks(of: Self.readAhead) {
      var part = study
      part.sources = try some.flatMap { try study(of: point(points[$0])).sources }
      let readings = try await part.readSources(in: environment, registry: registry)
      let (first, share) = (Double(done), 1 / Double(points.count))
      let order = InOrder(readings.map { max(1, $0.series.count) }) { reading, tested in
        let row = tested[tested.count - 1]
        show(
          row, (first + Double(reading) + Double(tested.count) / Double(max(1, readings[reading].series.count))) * share
        )
        guard tested.count == max(1, readings[reading].series.count) else { return }
        try keep(SweepOutcome(sweep: digest, point: points[some.lowerBound + reading], tested: tested))
      }
      let all = readings.indices.flatMap { k in (0..<max(1, readings[k].series.count)).map { (k, $0) } }
      _ = try await parallelMap(all.count, threads: threads) { [study] number in
        let reading = readings[all[number].0]
        let row =
          if let series = reading.series.dropFirst(all[number].1).first {
            try await study.tested(series, depth, draws)
          } else {
            TestedSeries(
              reading.request, of: reading.request, fault: reading.error.map { "\($0)" } ?? "the source gave no series")
          }
        try order.add(row, number)
      }
      done += some.count
    }
  }

  /// Sources that are read at a time.
  private static let readAhead = 64
}

/// Hands on results in the order of their numbers, as soon as all before them are there.
private final class InOrder: Sendable {
  private struct State {
    var waiting: [Int: TestedSeries] = [:]
    var next = 0
    /// The group that is being filled, and what it has so far.
    var group = 0
    var filled: [TestedSeries] = []
  }
  private let state = Mutex(State())
  private let sizes: [Int]
  private let hand: @Sendable (Int, [TestedSeries]) throws -> Void

  /// - Parameters:
  ///   - sizes: results of each group.
  ///   - hand: called with a group and its results so far, one more each time.
  init(_ sizes: [Int], hand: @escaping @Sendable (Int, [TestedSeries]) throws -> Void) {
    (self.sizes, self.hand) = (sizes, hand)
  }

  func add(_ result: TestedSeries, _ number: Int) throws {
    try state.withLock { state in
      state.waiting[number] = result
      while let result = state.waiting.removeValue(forKey: state.next) {
        state.next += 1
        state.filled.append(result)
        try hand(state.group, state.filled)
        if state.filled.count == sizes[state.group] {
          state.group += 1
          state.filled = []
        }
      }
    }
  }
}
