// Rung 0 on a whole panel: every column, corrected for their number; near a unit root on the changes too.

package import Numbers
package import Panels

/// Whether the data have memory: whether the past beyond the present row goes along with what the present row leaves
/// unexplained. No recurrent network is asked.
public struct MemoryTest: Sendable, Equatable, Codable {
  /// In the order of the panel.
  public var columns: [Column]
  /// The level of the test; a column rejects where its corrected p is not above it.
  public var level: Double
  /// Rows the test looked at.
  public var rows: Int
  /// The share of the unexplained variance that memory would have to explain to be found with 80 % power.
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
    /// The share of the column's variance that a memory-less fit leaves.
    public var unexplained: Double
    /// A unit root cannot be ruled out (augmented Dickey-Fuller, 5 %).
    public var isNearUnitRoot: Bool
    /// `p` of the changes; tested only where the levels reject near a unit root, and then both must reject. 1 where the
    /// changes cannot be tested.
    public var changes: Double?
    /// The linear companions, secondary: Ljung and Box's test on what the memory-less fit leaves, and the variance ratio
    /// of the column itself over two rows. nil where they cannot be computed.
    public var ljungBox: LjungBox?
    /// See `ljungBox`.
    public var varianceRatio: VarianceRatio?
    /// The verdict of the rung: the corrected p is not above the level, and there is something left to explain.
    public var rejects: Bool

    /// The parts as they are.
    public init(
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

    /// The parts as they are.
    public init(lag: Int, statistic: Double, degrees: Int, p: Double) {
      (self.lag, self.statistic, self.degrees, self.p) = (lag, statistic, degrees, p)
    }
  }

  /// The parts as they are.
  public init(columns: [Column], level: Double, rows: Int, detectable: Double) {
    (self.columns, self.level, self.rows, self.detectable) = (columns, level, rows, detectable)
  }

  /// Whether any column has memory.
  public var rejects: Bool { columns.contains(where: \.rejects) }
  /// The smallest p-value after Holm's correction, of the columns that have something left to explain; nil where none
  /// has.
  public var smallest: Double? { columns.filter { $0.unexplained > Rules.nothingLeft }.map(\.corrected).min() }
}

extension MemoryTest {
  /// - Returns: nil where a column is too short for the test, or does not vary.
  package init?(of panel: Panel, stream: RandomStream) {
    let D = panel.width
    // Enough for the smallest p-value to stand below the level after the correction.
    let flips = max(ScoreTest.flips, Int(2 * Double(D) / Rules.scoreLevel) - 1)
    let changes = zip(panel.scaled.dropFirst(D), panel.scaled).map { $0 - $1 }
    var tests: [Test] = []
    for d in 0..<D {
      let own = stream.split(panel.columns[d])
      guard let test = ScoreTest(panel.scaled, columns: D, column: d, stream: own, flips: flips) else { return nil }
      let column = (0..<panel.rows).map { panel.scaled[$0 * D + d] }
      let isNear = DickeyFuller(column).map { !$0.rejects } ?? false
      // Only a test that rejects has to be confirmed.
      let confirmed =
        isNear && test.p <= Rules.scoreLevel
        ? ScoreTest(changes, columns: D, column: d, stream: own.split("changes"), flips: flips)?.p ?? 1 : nil
      tests.append(Test(levels: test, changes: confirmed, isNearUnitRoot: isNear, ratio: VarianceRatio(column)))
    }
    let corrected = Multiplicity.holm(tests.map { max($0.levels.p, $0.changes ?? 0) })
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
        changes: result.changes, ljungBox: LjungBox(test.residuals), varianceRatio: result.ratio,
        rejects: corrected[d] <= Rules.scoreLevel && test.unexplained > Rules.nothingLeft)
    }
  }
}

private struct Test {
  var levels: ScoreTest
  var changes: Double?
  var isNearUnitRoot: Bool
  var ratio: VarianceRatio?
}
