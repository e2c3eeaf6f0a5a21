// Rung 0 on a whole panel: all columns in the same draws, then what could explain a rejection otherwise.

package import Numbers
package import Panels
import TimeSeries

extension MemoryTest {
  /// - Parameters:
  ///   - stream: of the draws.
  ///   - depth: how much is done; the default is what a report has.
  ///   - shared: where the draws are kept for tests of the same stream and depth.
  ///   - threads: columns that are tested at a time; changes nothing but the time it takes.
  ///   - first: called with the p-values before it is asked what else could explain them.
  /// - Returns: nil where there are too few rows for the test, or a column does not vary.
  package init?(
    of panel: Panel, stream: RandomStream, depth: TestDepth = .full, sharing shared: SharedDraws? = nil,
    threads: Int = 1,
    first: @Sendable (MemoryTest) -> Void = { _ in }
  ) async throws {
    let D = panel.width
    let read = min(panel.rows, ScoreTest.mostRows)
    let (skipped, names) = (panel.rows - read, panel.columns)
    let x = Array(panel.values.suffix(read * D))
    let n = x.count / D
    guard n >= Self.fewestRows(columns: D), let series = ScoreSeries(x, columns: D) else { return nil }
    let shared = shared ?? SharedDraws(depth, stream: stream)
    let draws = shared.draws(for: series)
    let tests = try await Self.tests(series, shared, plants: depth.measuresPower, threads)
    let corrected = Self.corrected(tests)
    level = Rules.scoreLevel
    rows = n
    columns = try tests.indices.map { d in
      try Task.checkCancellation()
      return Column(tests[d], corrected: corrected[d], names, d, levels: series.columns[d])
    }
    planted = Self.planted(tests)
    // Where nothing is left to explain, no memory is missed.
    let isOpen = columns.contains { $0.unexplained > Rules.littleLeft }
    detectable = planted.map { $0.share ?? 1 }.max() ?? (isOpen ? 1 : 0)
    let minima = DrawnMinima(tests.filter(\.regressions.isLeft).map(\.sourceTails))
    sources = tests.map { test in test.sources.map { test.regressions.isLeft ? minima.p($0) : 1 } }
    ownNull = nil
    residuals = tests.indices.map { d in
      let left = tests[d].regressions.residuals
      return Residuals(target: series.target(d, from: ScoreTest.first), smooth: left[0], forest: left[1])
    }
    first(self)
    try await examine(
      x, series, tests, times: { panel.times[$0 + skipped].text(panel.resolution) }, draws, stream, depth,
      shared, threads)
  }

  /// All columns in the same draws: those of a report, and further ones until enough are made.
  private static func tests(
    _ series: ScoreSeries, _ shared: SharedDraws, plants: Bool, _ threads: Int
  ) async throws -> [ScoreTest] {
    let (further, D) = (shared.further, series.columns.count)
    var tests: [ScoreTest] = []
    for k in 0...further.count {
      let draws = k == 0 ? shared.draws(for: series) : shared.draws(further[k - 1], for: series)
      let earlier = tests
      tests = try await parallelMap(D, threads: threads) { d in
        try await ScoreTest(
          series, column: d, draws, plants: plants, after: earlier.isEmpty ? nil : earlier[d],
          isLast: k == further.count, threads: Self.threads(threads, columns: D))
      }
      let live = tests.filter(\.regressions.isLeft).map(\.tails)
      // The smallest p is the last to be decided.
      guard let smallest = live.map(\.observed).min() else { break }
      if DrawnMinima(live).isDecided(smallest) { break }
    }
    return tests
  }

  /// Threads of each of so many columns that are tested side by side. There never run more than the process may use: with all
  /// of them, the blocks of one column fill those that no other needs.
  private static func threads(_ threads: Int, columns: Int) -> Int {
    threads >= Processors.usable ? threads : max(1, threads / columns)
  }

  /// The test needs so many rows.
  package static func fewestRows(columns D: Int) -> Int { 50 + 4 * D }

  /// p of every column, corrected in the same draws; 1 where nothing is left to explain.
  static func corrected(_ tests: [ScoreTest]) -> [Double] {
    let minima = DrawnMinima(tests.filter(\.regressions.isLeft).map(\.tails))
    return tests.map { $0.regressions.isLeft ? minima.p($0.tails.observed) : 1 }
  }

  private static func planted(_ tests: [ScoreTest]) -> [Planted] {
    let live = tests.filter(\.regressions.isLeft)
    let tail = DrawnMinima(live.map(\.tails)).critical(level: Rules.scoreLevel)
    let found = live.compactMap(\.planted).flatMap { $0.detectable(tail: tail) }
    return PlantedMemory.Form.allCases.compactMap { form in
      let shares = found.filter { $0.form == form }.map(\.share)
      guard !shares.isEmpty else { return nil }
      return Planted(form: form.rawValue, share: shares.contains(nil) ? nil : shares.compactMap(\.self).max())
    }
  }

  // MARK: - What else could explain it

  private mutating func examine(
    _ x: [Double], _ series: ScoreSeries, _ tests: [ScoreTest], times: (Int) -> String, _ draws: FeatureDraws,
    _ stream: RandomStream, _ depth: TestDepth, _ shared: SharedDraws, _ threads: Int
  ) async throws {
    let x = try await examineSentinels(x, shared, threads)
    let found = columns.indices.filter { columns[$0].corrected <= level && columns[$0].isLeft }
    guard !found.isEmpty else { return }
    try await examineDrift(series, tests, found, times: times, draws, threads)
    // Near a unit root only a VAR(1) could stand for the data, on which the test is known to hold its level.
    if depth.testsOwnNull, !columns.contains(where: \.isNearUnitRoot) {
      ownNull = try await OwnNull(x, columns: columns.count, tested: found, stream: stream, threads)
    }
    for d in found {
      let byDrift = isDrift(columns[d])
      let bySentinels = columns[d].winsorised.map { $0 > level } ?? false
      columns[d].rejects = !byDrift && !bySentinels && !(ownNull?.refutes ?? false)
    }
    let rejecting = found.filter { columns[$0].rejects }
    let orders = try await parallelMap(rejecting.count, threads: threads) { k in
      try Order(tests[rejecting[k]], column: rejecting[k])
    }
    for (d, order) in zip(rejecting, orders) { columns[d].order = order }
  }

  /// - Returns: x with the sentinels moved to the nearest other value.
  private mutating func examineSentinels(
    _ x: [Double], _ shared: SharedDraws, _ threads: Int
  ) async throws -> [Double] {
    let D = columns.count
    let found = (0..<D).map { SentinelValues.find(TableColumns.column(x, $0, of: D, rows: 0..<x.count / D)) }
    guard found.contains(where: { $0 != nil }) else { return x }
    var moved = x
    for d in 0..<D {
      if let one = found[d] { for (t, value) in one.winsorised.enumerated() { moved[t * D + d] = value } }
    }
    guard let series = ScoreSeries(moved, columns: D) else { return x }
    let tests = try await Self.tests(series, shared, plants: false, threads)
    let corrected = Self.corrected(tests)
    for d in 0..<D {
      columns[d].sentinels = found[d]?.found ?? []
      columns[d].winsorised = corrected[d]
    }
    return moved
  }

  private mutating func examineDrift(
    _ series: ScoreSeries, _ tests: [ScoreTest], _ found: [Int], times: (Int) -> String, _ draws: FeatureDraws,
    _ threads: Int
  ) async throws {
    let terms = try await parallelMap(found.count, threads: threads) {
      DriftTerms(series, column: found[$0], from: ScoreTest.first)
    }
    let moving = found.indices.filter { terms[$0].matters }
    let again = try await parallelMap(moving.count, threads: threads) { k in
      try await ScoreTest(
        series, column: found[moving[k]], draws, drift: terms[moving[k]].columns,
        threads: Self.threads(threads, columns: moving.count))
    }
    for (k, test) in zip(moving, again) {
      var others = tests
      others[found[k]] = test
      let corrected = Self.corrected(others)[found[k]]
      columns[found[k]].drift = Drift(
        corrected: corrected, breaks: terms[k].breaks.map(times), supF: terms[k].statistic)
    }
  }
}

extension MemoryTest.Column {
  fileprivate init(
    _ test: ScoreTest, corrected: Double, _ names: [String], _ d: Int, levels: ScoreSeries.Column
  ) {
    let list = test.features.features
    func label(_ k: Int) -> String { k < list.count ? list[k].label(names, own: d) : "the learnt predictor" }
    func alone(_ nulls: [KeyPath<ScoreTest.DrawnTails, [[Double]]>]) -> Double {
      DrawnMinima([test.tails], by: nulls).p(test.tails.observed)
    }
    let own = list.indices.filter { [.near, .far].contains(list[$0].family) }
    let profile = own.map { k in
      MemoryTest.Lag(
        lag: list[k].lag, statistic: test.statistics[k], p: min(1, 2 * normalTail(test.statistics[k].magnitude)))
    }
    self.init(
      name: names[d], p: alone([\.flips, \.permutations]), corrected: corrected, profile: profile,
      unexplained: test.regressions.unexplained, rejects: false, flips: alone([\.flips]),
      permutations: alone([\.permutations]),
      families: test.families.map {
        .init(name: $0.family.rawValue, p: $0.tail, feature: label($0.best), statistic: test.statistics[$0.best])
      },
      standing: MemoryTest.standing(profile), agreement: test.regressions.agreement,
      kernel: test.regressions.kernel,
      isNearUnitRoot: levels.isNearUnitRoot,
      ljungBox: LjungBox(test.regressions.residuals[0]), varianceRatio: VarianceRatio(levels.levels),
      kpss: KPSS(levels.levels), cycle: Periodicity(normalScores(test.regressions.residuals[0])))
  }
}

extension MemoryTest {
  /// Lags whose p is below the level after Bonferroni's correction and which no neighbour exceeds.
  fileprivate static func standing(_ profile: [Lag]) -> [Int] {
    let peaks = profile.indices.filter { k in
      guard profile[k].p * Double(profile.count) <= Rules.scoreLevel else { return false }
      let around = max(0, k - 2)...min(profile.count - 1, k + 2)
      return around.allSatisfy { profile[$0].statistic.magnitude <= profile[k].statistic.magnitude }
    }
    return peaks.sorted { profile[$0].statistic.magnitude > profile[$1].statistic.magnitude }.prefix(3).map {
      profile[$0].lag
    }
  }
}

extension MemoryTest.OwnNull {
  private static let most = 20
  /// Without an alarm after as many, no more are tested.
  private static let fewest = 10
  private static let draws = 99

  /// - Parameter tested: the columns on which the data reject.
  fileprivate init(
    _ x: [Double], columns D: Int, tested: [Int], stream: RandomStream, _ threads: Int
  ) async throws {
    let bootstrap = LocalBootstrap(x, columns: D, stream: stream.split("neighbours"))
    let draws = FeatureDraws(Self.draws, rows: x.count / D - 1 - ScoreTest.first, stream: stream.split("own null"))
    var (alarms, tried) = (0, 0)
    while tried < Self.most, tried < Self.fewest || alarms > 0 {
      let some = tried..<tried + Self.fewest
      let found = try await parallelMap(some.count, threads: threads) { k in
        let stream = stream.split("surrogate").split(some.lowerBound + k)
        guard let series = ScoreSeries(bootstrap.series(stream), columns: D) else { return false }
        var tests: [ScoreTest] = []
        for column in tested { tests.append(try await ScoreTest(series, column: column, draws)) }
        return MemoryTest.corrected(tests).contains { $0 <= Rules.scoreLevel }
      }
      alarms += found.count { $0 }
      tried = some.upperBound
    }
    self.init(
      surrogates: tried, alarms: alarms, refutes: Double(alarms) > Rules.ownNullAlarms * Double(tried))
  }
}
