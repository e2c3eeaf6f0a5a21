// Rung 0 on a whole panel: all columns, corrected for their number; near a unit root also the changes.

package import Numbers
package import Panels

/// Whether the data have memory: whether the past explains any of the variance that the present row does not. No recurrent
/// network takes part.
public struct MemoryTest: Sendable, Equatable, Codable {
  /// In the order of the panel.
  public var columns: [Column]
  /// The level of the test; a column rejects where its corrected p is not above it.
  public var level: Double
  /// Rows of the test.
  public var rows: Int
  /// The share of the unexplained variance that memory must explain for 80 % power.
  public var detectable: Double

  /// One column's test.
  public struct Column: Sendable, Equatable, Codable {
    /// Of the column.
    public var name: String
    /// Of H0: E[x_{t+1} | past] = E[x_{t+1} | x_t], by sign flips.
    public var p: Double
    /// Holm's correction of `p` over the columns.
    public var corrected: Double
    /// The memory profile: each lag by itself, not corrected for the others.
    public var profile: [Lag]
    /// The share of the column's variance that a memory-less fit does not explain.
    public var unexplained: Double
    /// A unit root cannot be ruled out (augmented Dickey-Fuller, 5 %).
    public var isNearUnitRoot: Bool
    /// `p` of the changes; nil unless the levels reject near a unit root: then both must reject. 1 where the changes cannot
    /// be tested.
    public var changes: Double?
    /// Two linear tests for comparison: Ljung and Box's on the residuals of the memory-less fit, and the variance ratio of
    /// the column over two rows. nil where they cannot be computed.
    public var ljungBox: LjungBox?
    /// See `ljungBox`.
    public var varianceRatio: VarianceRatio?
    /// The verdict of the rung: the corrected p is not above the level, and some variance is left to explain.
    public var rejects: Bool

    package init(
      name: String, p: Double, corrected: Double, profile: [Lag], unexplained: Double, isNearUnitRoot: Bool,
      changes: Double?, ljungBox: LjungBox?, varianceRatio: VarianceRatio?, rejects: Bool
    ) {
      (self.name, self.p, self.corrected, self.profile) = (name, p, corrected, profile)
      (self.unexplained, self.isNearUnitRoot, self.changes) = (unexplained, isNearUnitRoot, changes)
      (self.ljungBox, self.varianceRatio, self.rejects) = (ljungBox, varianceRatio, rejects)
    }
  }

  /// The score test of one lag by itself.
  public struct Lag: Sendable, Equatable, Codable {
    /// Rows back from the present one.
    public var lag: Int
    /// LM, about χ² with `degrees` degrees of freedom without memory.
    public var statistic: Double
    /// Of χ².
    public var degrees: Int
    /// Of H0 for this lag alone, not corrected for the others.
    public var p: Double

    package init(lag: Int, statistic: Double, degrees: Int, p: Double) {
      (self.lag, self.statistic, self.degrees, self.p) = (lag, statistic, degrees, p)
    }
  }

  package init(columns: [Column], level: Double, rows: Int, detectable: Double) {
    (self.columns, self.level, self.rows, self.detectable) = (columns, level, rows, detectable)
  }

  /// Whether any column has memory.
  public var rejects: Bool { columns.contains(where: \.rejects) }
  /// The smallest p-value after Holm's correction, of the columns that have something left to explain; nil where none
  /// has.
  public var smallest: Double? { columns.filter { $0.unexplained > Rules.nothingLeft }.map(\.corrected).min() }
}

extension MemoryTest {
  /// - Parameter threads: columns that are tested at a time; changes nothing but the time it takes.
  /// - Returns: nil where there are too few rows for the test, or a column does not vary.
  package init?(of panel: Panel, stream: RandomStream, threads: Int = 1) async throws {
    let D = panel.width
    guard let table = ScoreTable(panel.scaled, columns: D) else { return nil }
    // The smallest p-value must be below the level after the correction.
    let flips = max(ScoreTest.flips, Int(2 * Double(D) / Rules.scoreLevel) - 1)
    let streams = panel.columns.map { stream.split($0) }
    let tests = try await parallelMap(D, threads: threads) { d in
      let levels = try ScoreTest(table, column: d, stream: streams[d], flips: flips)
      let column = (0..<panel.rows).map { panel.scaled[$0 * D + d] }
      return Test(
        levels: levels, isNearUnitRoot: DickeyFuller(column).map { !$0.rejects } ?? false,
        ratio: VarianceRatio(column))
    }
    let changes = try await Self.changes(of: panel, tests, streams, flips: flips, threads: threads)
    let corrected = Multiplicity.holm(zip(tests, changes).map { max($0.levels.p, $1 ?? 0) })
    level = Rules.scoreLevel
    rows = tests.first?.levels.rows ?? 0
    detectable = detectableShare(
      rows: max(1, rows), degrees: ScoreTest.featuresByLag, blocks: ScoreTest.blocks,
      level: Rules.scoreLevel / Double(D))
    columns = tests.enumerated().map { d, result in
      let test = result.levels
      return Column(
        name: panel.columns[d], p: test.p, corrected: corrected[d],
        profile: test.profile.map { Lag(lag: $0.lag, statistic: $0.statistic, degrees: $0.degrees, p: $0.p) },
        unexplained: test.unexplained, isNearUnitRoot: result.isNearUnitRoot,
        changes: changes[d], ljungBox: LjungBox(test.residuals), varianceRatio: result.ratio,
        rejects: corrected[d] <= Rules.scoreLevel && test.unexplained > Rules.nothingLeft)
    }
  }

  /// p of the changes of each column that rejects near a unit root, 1 where they cannot be tested; nil for other columns.
  private static func changes(
    of panel: Panel, _ tests: [Test], _ streams: [RandomStream], flips: Int, threads: Int
  ) async throws -> [Double?] {
    let D = panel.width
    let tested = tests.indices.filter { tests[$0].isNearUnitRoot && tests[$0].levels.p <= Rules.scoreLevel }
    var p = [Double?](repeating: nil, count: D)
    guard !tested.isEmpty else { return p }
    for d in tested { p[d] = 1 }
    let changes = zip(panel.scaled.dropFirst(D), panel.scaled).map { $0 - $1 }
    guard let table = ScoreTable(changes, columns: D) else { return p }
    let found = try await parallelMap(tested.count, threads: threads) { k in
      try ScoreTest(table, column: tested[k], stream: streams[tested[k]].split("changes"), flips: flips).p
    }
    for (d, one) in zip(tested, found) { p[d] = one }
    return p
  }
}

private struct Test: Sendable {
  var levels: ScoreTest
  var isNearUnitRoot: Bool
  var ratio: VarianceRatio?
}
