// Rung 0: do the data have memory at all?
//
//     H0: E[x_{t+1,d} | x_t, x_{t-1}, …] = E[x_{t+1,d} | x_t]
//
// No recurrent network is trained. Two memory-less regressions of different kinds are fitted; the test asks whether what both
// leave correlates with anything that a recurrent state could have kept.

import Numbers

/// The score test of one column.
///
///     t_j = Σ_t e_{t+1} F̃_{tj} / √Σ_t (e_{t+1} F̃_{tj})²
///
/// for each feature j of the past, under both regressions; the smaller of the two counts. The largest |t| of a family of
/// features becomes a p by the normal law and the family's size, the smallest p of the families is the statistic, and its
/// distribution comes from sign flips and from permutations (Westfall & Young 1993).
struct ScoreTest: Sendable {
  static let draws = 499
  /// The first rows serve as the past of those that are tested.
  static let first = 12
  /// Rows beyond which the test reads only the last ones: there is power enough, and time.
  static let mostRows = 20_000
  private static let block = 48

  /// Statistics on which both regressions agree.
  let statistics: [Double]
  let features: PastFeatures
  /// The p of each family, by its own size.
  let families: [(family: PastFeatures.Family, tail: Double, best: Int)]
  /// The p of each column's past, by its own size; nil for one without features.
  let sources: [Double]
  let tails: DrawnTails
  /// See `tails`; of the sources.
  let sourceTails: DrawnTails
  let regressions: MemorylessRegressions
  /// nil where nothing was planted.
  let planted: PlantedMemory?
  private let learnt: [Double]
  /// For further draws; nil where they would take too much memory.
  private let blocks: [Block]?
  /// Rows × columns of a panel up to which they are kept: a hundred megabytes.
  static let mostKept = 8000

  /// Some features and what both regressions leave of them.
  private struct Block: Sendable {
    var values: Matrix
    var left: [Matrix]
  }

  /// The smallest p of the families or sources: as observed, and in each draw.
  ///
  /// Where the two regressions leave the same, agreement is what is drawn, and p is uniform without memory. Where they do
  /// not, each regression alone is drawn and the larger p counts, so that a misfit of one is not taken for memory.
  struct DrawnTails: Sendable {
    var observed: Double
    /// By regression, then by draw.
    var flips: [[Double]]
    var permutations: [[Double]]

    /// The same with further draws.
    fileprivate func followed(by more: DrawnTails) -> DrawnTails {
      DrawnTails(
        observed: observed, flips: zip(flips, more.flips).map { $0 + $1 },
        permutations: zip(permutations, more.permutations).map { $0 + $1 })
    }
  }

  /// - Parameters:
  ///   - drift: further regressors of the memory-less models.
  ///   - earlier: the same test in earlier draws, which these follow.
  ///   - isLast: whether none follow these.
  ///   - threads: regressions that are fitted and features that are tested at a time, in blocks; changes nothing but the time
  ///     it takes.
  /// - Throws: `CancellationError`.
  init(
    _ series: ScoreSeries, column d: Int, _ draws: FeatureDraws, drift: [[Double]] = [], plants: Bool = false,
    after earlier: ScoreTest? = nil, isLast: Bool = true, threads: Int = 1
  ) async throws {
    let (first, D) = (Self.first, series.columns.count)
    let regressions: MemorylessRegressions
    if let earlier {
      regressions = earlier.regressions
    } else {
      regressions = await MemorylessRegressions(
        series, target: series.target(d, from: first), drift: drift, threads: threads)
    }
    // Cancelled, the search for its scales ends early, with any result.
    try Task.checkCancellation()
    let features = PastFeatures(of: series, column: d, from: first)
    (self.regressions, self.features) = (regressions, features)
    let residual = zip(regressions.residuals[0], regressions.residuals[1]).map { ($0 + $1) / 2 }
    let learnt: [Double]
    if let earlier {
      learnt = earlier.learnt
    } else {
      learnt = try await LearntPredictor.values(series, column: d, residual: residual, threads: threads)
    }
    self.learnt = learnt
    let groups = FeatureFamilies(features, column: d, columns: D)
    let drawn = regressions.residuals.map { draws.drawn($0) }
    let isAlike = regressions.agreement > Rules.residualsAlike
    var maxima = DrawnMaxima(groups.all, draws: draws.count, isAlike: isAlike)
    var statistics: [Double] = []
    var planted =
      plants
      ? PlantedMemory(features, column: d, columns: D, rows: series.rows, regressions, draws: draws.count) : nil
    var blocks: [Block] = []
    let keeps = !isLast && series.rows * D <= Self.mostKept
    let ranges = (0..<groups.count).chunks(of: Self.block)
    // As many blocks at a time as there are threads: those of a long series are large.
    for atOnce in ranges.indices.chunks(of: max(1, threads)) {
      let tested = try await parallelMap(atOnce.count, threads: threads) { k in
        let block: Block
        if let kept = earlier?.blocks {
          block = kept[atOnce.lowerBound + k]
        } else {
          let values = Matrix(
            ranges[atOnce.lowerBound + k].map {
              $0 < features.features.count ? features.values(features.features[$0]) : learnt
            })
          block = Block(values: values, left: regressions.residuals(of: values))
        }
        let found = try (0..<2).map { kind in
          try Task.checkCancellation()
          return FeatureStatistics(block.values, left: block.left[kind], residual: drawn[kind], draws)
        }
        return (block: block, found: found)
      }
      for (some, (block, found)) in zip(ranges[atOnce], tested) {
        if keeps { blocks.append(block) }
        statistics += zip(found[0].observed, found[1].observed).map(agreed)
        maxima.add(found, from: some.lowerBound)
        planted?.add(block.left, found, critical: some.map(groups.critical))
      }
    }
    // Cancelled, the last block ends early too.
    try Task.checkCancellation()
    self.blocks = keeps ? blocks : nil
    self.statistics = statistics
    self.planted = planted
    let observed = maxima.observed.tails(0)
    (families, sources) = groups.named(observed, statistics)
    let (tails, sourceTails) = (maxima.tails(groups.families), maxima.tails(groups.sources))
    self.tails = earlier?.tails.followed(by: tails) ?? tails
    self.sourceTails = earlier?.sourceTails.followed(by: sourceTails) ?? sourceTails
  }
}

// MARK: - Draws

/// The largest statistics of the groups, as observed and in all draws.
private struct DrawnMaxima {
  private(set) var observed: FeatureGroups.Maxima
  private var flips: [FeatureGroups.Maxima]
  private var permutations: [FeatureGroups.Maxima]
  private let isAlike: Bool
  private let draws: Int

  init(_ groups: FeatureGroups, draws: Int, isAlike: Bool) {
    (self.draws, self.isAlike) = (draws, isAlike)
    observed = .init(groups, draws: 1)
    let empty = FeatureGroups.Maxima(groups, draws: draws)
    flips = Array(repeating: empty, count: isAlike ? 1 : 2)
    permutations = flips
  }

  mutating func add(_ found: [FeatureStatistics], from first: Int) {
    let q = found[0].observed.count
    func both(_ statistics: (FeatureStatistics) -> [Double]) -> [Double] {
      zip(statistics(found[0]), statistics(found[1])).map(agreed)
    }
    observed.add(both(\.observed), q, from: first)
    if isAlike {
      flips[0].add(both(\.flips), q, from: first)
      permutations[0].add(both(\.permutations), q, from: first)
    } else {
      for kind in 0..<2 {
        flips[kind].add(found[kind].flips, q, from: first)
        permutations[kind].add(found[kind].permutations, q, from: first)
      }
    }
  }

  func tails(_ groups: Range<Int>) -> ScoreTest.DrawnTails {
    func smallest(_ maxima: FeatureGroups.Maxima, _ draw: Int) -> Double { maxima.smallestTail(draw, of: groups) }
    func all(_ maxima: [FeatureGroups.Maxima]) -> [[Double]] {
      let found = maxima.map { one in (0..<draws).map { smallest(one, $0) } }
      return found.count == 2 ? found : found + found
    }
    return .init(observed: smallest(observed, 0), flips: all(flips), permutations: all(permutations))
  }
}

/// The smallest tails over some tests, by draw: what chance alone gives them together (Westfall & Young 1993).
///
/// They are found once, so that the p of every pair of D columns takes D² logarithmic searches and not D³ comparisons.
struct DrawnMinima {
  /// By null and regression: those of a report, ascending, and further ones in the order of drawing.
  private let minima: [(first: [Double], further: ArraySlice<Double>)]

  init(
    _ tests: [ScoreTest.DrawnTails],
    by nulls: [KeyPath<ScoreTest.DrawnTails, [[Double]]>] = [\.flips, \.permutations]
  ) {
    guard let draws = tests.compactMap(\.flips.first?.count).min() else {
      minima = []
      return
    }
    minima = nulls.flatMap { null in
      (0..<2).map { kind in
        var smallest = [Double](repeating: .infinity, count: draws)
        for test in tests {
          let tails = test[keyPath: null][kind]
          for b in 0..<draws where tails[b] < smallest[b] { smallest[b] = tails[b] }
        }
        return (smallest.prefix(ScoreTest.draws).sorted(), smallest.dropFirst(ScoreTest.draws))
      }
    }
  }

  /// The share of draws whose smallest tail is as small as `observed`, the largest over the nulls asked for and both
  /// regressions; a multiple of 1 / (draws + 1) where none were made beyond those of a report. 1 without a test.
  func p(_ observed: Double) -> Double {
    minima.map { drawn in
      var count = Self.count(upTo: observed, in: drawn.first)
      guard count < TestDepth.enough else { return Double(count + 1) / Double(drawn.first.count + 1) }
      for (b, tail) in drawn.further.enumerated() where tail <= observed {
        count += 1
        if count == TestDepth.enough { return Double(count) / Double(drawn.first.count + b + 1) }
      }
      return Double(count + 1) / Double(drawn.first.count + drawn.further.count + 1)
    }.max() ?? 1
  }

  /// The largest tail whose p is not above a level in the draws of a report; 0 where none is.
  func critical(level: Double) -> Double {
    guard let draws = minima.first?.first.count else { return 0 }
    // (count + 1) / (draws + 1) ≤ level.
    let most = Int((level * Double(draws + 1)).rounded(.down)) - 1
    // A tail below the next one has as many draws below it.
    return most < 0 ? 0 : minima.map { most + 1 < draws ? $0.first[most + 1] : 1 }.min() ?? 0
  }

  /// Whether no further draw can change p.
  func isDecided(_ observed: Double) -> Bool {
    minima.contains { drawn in
      Self.count(upTo: observed, in: drawn.first) + drawn.further.count { $0 <= observed } >= TestDepth.enough
    }
  }

  private static func count(upTo limit: Double, in sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
