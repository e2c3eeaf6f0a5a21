// The findings of rung 0.

import Numbers

/// Whether the data have memory: whether the past explains any of the variance that the present row does not. No recurrent
/// network takes part.
public struct MemoryTest: Sendable, Equatable, Codable {
  /// In the order of the panel.
  public var columns: [Column]
  /// The level of the test; a column rejects where its corrected p is not above it.
  public var level: Double
  /// Rows of the panel that were read, the last ones where there are more than 20,000.
  public var rows: Int
  /// The share of the unexplained variance that memory of any of the planted forms must explain to be found with 80 %
  /// power; 1 where a form is not found even at half.
  public var detectable: Double
  /// The same for each form, the largest over the columns.
  public var planted: [Planted]
  /// p that the past of column j helps column i, given the present row: entry [i][j], corrected for all pairs.
  public var sources: [[Double]]
  /// The same test on series of order 1 that resemble this one; nil where nothing was found that it could refute, and near
  /// a unit root.
  public var ownNull: OwnNull?
  /// What the two memory-less regressions left, by column; not in JSON, but in a report's score-test.npy.
  package var residuals: [Residuals] = []

  private enum CodingKeys: String, CodingKey {
    case columns, level, rows, detectable, planted, sources, ownNull
  }

  /// What the memory-less regressions of a column left of its target, to the last row of the panel.
  package struct Residuals: Sendable, Equatable {
    /// The next value, standardised, less the present one near a unit root.
    package var target: [Double]
    package var smooth: [Double]
    package var forest: [Double]
  }

  /// The kernel part of the smooth regression, chosen by its error out of fold.
  public struct Kernel: Sendable, Equatable, Codable {
    /// Inverse widths, by column of the panel, in normal scores; 0 drops a column.
    public var scales: [Double]
    /// Of the ridge, times the number of rows.
    public var penalty: Double
    /// Landmarks of Nyström's approximation.
    public var landmarks: Int

    package init(scales: [Double], penalty: Double, landmarks: Int) {
      (self.scales, self.penalty, self.landmarks) = (scales, penalty, landmarks)
    }
  }

  /// Memory of one form that is planted into the series' own residuals.
  public struct Planted: Sendable, Equatable, Codable {
    /// What the memory is of.
    public var form: String
    /// The smallest share of the unexplained variance that is found with 80 % power; nil where half of it is not.
    public var share: Double?

    package init(form: String, share: Double?) { (self.form, self.share) = (form, share) }
  }

  /// The test on surrogates of order 1 of the same panel, made by a local bootstrap.
  public struct OwnNull: Sendable, Equatable, Codable {
    /// Surrogates that were tested.
    public var surrogates: Int
    /// Those on which the test rejects, though they have no memory.
    public var alarms: Int
    /// The data are of a kind on which the test errs.
    public var refutes: Bool

    package init(surrogates: Int, alarms: Int, refutes: Bool) {
      (self.surrogates, self.alarms, self.refutes) = (surrogates, alarms, refutes)
    }
  }

  /// Smooth time or a break of the mean explains what looks like memory.
  public struct Drift: Sendable, Equatable, Codable {
    /// p with smooth time and the breaks among what the memory-less models may use, corrected for all columns.
    public var corrected: Double
    /// When a new level starts.
    public var breaks: [String]
    /// sup F of the first break (Andrews 1993).
    public var supF: Double

    package init(corrected: Double, breaks: [String], supF: Double) {
      (self.corrected, self.breaks, self.supF) = (corrected, breaks, supF)
    }
  }

  /// How far back the memory of a column reaches.
  public struct Order: Sendable, Equatable, Codable {
    /// The smallest k such that nothing is found beyond the last k rows, the present one included, and the seasons.
    public var rows: Int
    /// Something is found beyond them still; 24 are the most that are tried, or fewer where there are few rows.
    public var isMore: Bool
    /// Rows from a value back to an earlier one that helps although it is beyond the last `rows`: 24 where the same hour of
    /// the day before helps.
    public var seasons: [Int]

    package init(rows: Int, isMore: Bool = false, seasons: [Int] = []) {
      (self.rows, self.isMore, self.seasons) = (rows, isMore, seasons)
    }

    /// `the last 2 rows and 24 rows back`
    package var text: String {
      let near = rows == 1 ? "the present row" : "the last \(rows) rows"
      return ([isMore ? "more than \(near)" : near] + seasons.map { "\($0) rows back" }).joined(separator: " and ")
    }
  }

  /// One column's test.
  public struct Column: Sendable, Equatable, Codable {
    /// Of the column.
    public var name: String
    /// Of H0: E[x_{t+1} | past] = E[x_{t+1} | x_t]; the larger of that by sign flips and that by permutations.
    public var p: Double
    /// `p` corrected for all columns: the smallest of all columns in the same draws (Westfall & Young 1993).
    public var corrected: Double
    /// By sign flips alone.
    public var flips: Double
    /// By permutations of the residuals alone.
    public var permutations: Double
    /// The largest statistic of each family of features.
    public var families: [Family]
    /// Each own lag by itself, not corrected for the others.
    public var profile: [Lag]
    /// Own lags that stand out after correction for their number, the strongest first, at most three.
    public var standing: [Int]
    /// The share of the column's variance (of its changes, near a unit root) that both memory-less regressions leave.
    public var unexplained: Double
    /// Correlation of what the two regressions leave; where it is low, they leave misfit and nothing is found.
    public var agreement: Double
    /// Of the smooth regression; nil in a report from before it was kept.
    public var kernel: Kernel?
    /// Levels enter as increments.
    public var isNearUnitRoot: Bool
    /// Three tests for comparison, which decide nothing: Ljung and Box's on the residuals of the smooth regression, the
    /// variance ratio over two rows, and KPSS. nil where they cannot be computed.
    public var ljungBox: LjungBox?
    /// See `ljungBox`.
    public var varianceRatio: VarianceRatio?
    /// See `ljungBox`.
    public var kpss: KPSS?
    /// nil unless the column rejects and time or a break of the mean explains something.
    public var drift: Drift?
    /// Values that look like markers of missing values.
    public var sentinels: [SentinelValues]
    /// `corrected` with the sentinels moved to the nearest other value; nil where no
    /// column of the panel has any.
    public var winsorised: Double?
    /// How far back the memory reaches; nil unless the column rejects.
    public var order: Order?
    /// A cycle in what the present row leaves; nil where none stands out.
    public var cycle: Periodicity?
    /// Memory is found: the corrected p is not above the level, some variance is left to explain, and neither drift nor
    /// sentinels nor the series' own null explain it.
    public var rejects: Bool

    package init(
      name: String, p: Double, corrected: Double, profile: [Lag], unexplained: Double, rejects: Bool,
      flips: Double? = nil, permutations: Double? = nil, families: [Family] = [], standing: [Int] = [],
      agreement: Double = 1, kernel: Kernel? = nil, isNearUnitRoot: Bool = false, ljungBox: LjungBox? = nil,
      varianceRatio: VarianceRatio? = nil, kpss: KPSS? = nil, drift: Drift? = nil, sentinels: [SentinelValues] = [],
      winsorised: Double? = nil, order: Order? = nil, cycle: Periodicity? = nil
    ) {
      (self.name, self.p, self.corrected, self.flips) = (name, p, corrected, flips ?? p)
      (self.permutations, self.families, self.profile, self.standing) = (permutations ?? p, families, profile, standing)
      (self.unexplained, self.agreement, self.isNearUnitRoot) = (unexplained, agreement, isNearUnitRoot)
      (self.ljungBox, self.varianceRatio, self.kpss) = (ljungBox, varianceRatio, kpss)
      (self.drift, self.sentinels, self.winsorised, self.rejects) = (drift, sentinels, winsorised, rejects)
      (self.order, self.cycle, self.kernel) = (order, cycle, kernel)
    }
  }

  /// The largest statistic of one family of features.
  public struct Family: Sendable, Equatable, Codable {
    /// What the features are.
    public var name: String
    /// By the normal law and the number of features; families are not corrected for each other.
    public var p: Double
    /// The feature with the largest statistic.
    public var feature: String
    /// t of that feature.
    public var statistic: Double

    package init(name: String, p: Double, feature: String, statistic: Double) {
      (self.name, self.p, self.feature, self.statistic) = (name, p, feature, statistic)
    }
  }

  /// One own lag by itself.
  public struct Lag: Sendable, Equatable, Codable {
    /// Rows back from the present one.
    public var lag: Int
    /// t, the smaller of the two regressions.
    public var statistic: Double
    /// Two-sided, by the normal law, not corrected for the other lags.
    public var p: Double

    package init(lag: Int, statistic: Double, p: Double) { (self.lag, self.statistic, self.p) = (lag, statistic, p) }
  }

  package init(
    columns: [Column], level: Double, rows: Int, detectable: Double, planted: [Planted] = [], sources: [[Double]] = [],
    ownNull: OwnNull? = nil
  ) {
    (self.columns, self.level, self.rows, self.detectable) = (columns, level, rows, detectable)
    (self.planted, self.sources, self.ownNull) = (planted, sources, ownNull)
  }

  /// What rung 0 answers.
  public enum Answer: String, Sendable, Codable {
    case found, none, blind
    /// Time or a break of the mean explains it as well.
    case drift
    /// Two readings of the data differ: with and without sentinels, or the data and series of order 1 like them.
    case unclear
  }

  /// Whether any column has memory.
  public var rejects: Bool { columns.contains(where: \.rejects) }

  /// The smallest corrected p of the columns that have something left to explain; nil where none has.
  public var smallest: Double? { columns.filter(\.isLeft).map(\.corrected).min() }

  /// The answer over all columns.
  public var answer: Answer {
    if rejects { return .found }
    if columns.contains(where: isDrift) { return .drift }
    if columns.contains(where: { isUnclear($0) }) { return .unclear }
    return detectable <= Rules.worthSeeing ? .none : .blind
  }

  /// The answer of the rung: unclear where memory might have been missed, or may be drift.
  package var rung: RungAnswer { answer == .found ? .yes : answer == .none ? .no : .unclear }

  /// The answer of one column.
  package func answer(_ column: Column) -> RungAnswer {
    column.rejects ? .yes : isDrift(column) || isUnclear(column) ? .unclear : .no
  }

  /// Whether time or a break of the mean explains what the column shows.
  package func isDrift(_ column: Column) -> Bool { column.drift.map { $0.corrected > level } ?? false }

  /// Whether two readings of a column differ.
  package func isUnclear(_ column: Column) -> Bool {
    !column.rejects && ((column.isLeft && column.corrected <= level) || (column.winsorised ?? 1) <= level)
  }
}

extension MemoryTest {
  /// Whether two memory-less regressions leave noise. Misfit is about 1 − `agreement` of what one of them leaves.
  static func isNoise(unexplained: Double, agreement: Double) -> Bool {
    let least = unexplained > Rules.littleLeft ? Rules.residualAgreement : Rules.residualsAlike
    return unexplained > Rules.nothingLeft && agreement >= least
  }
}

extension MemoryTest.Column {
  /// Whether the present row leaves anything to explain that is not misfit.
  package var isLeft: Bool { MemoryTest.isNoise(unexplained: unexplained, agreement: agreement) }

  private var leading: MemoryTest.Family? { families.min { $0.p < $1.p } }

  /// The largest statistic of the family with the smallest p.
  package var strength: Double { leading?.statistic.magnitude ?? 0 }

  /// The feature with the smallest p of its family, and its statistic: `lag 23, t 12.6`.
  package var strongest: String? { leading.map { "\($0.feature), t \(fixed($0.statistic, decimals: 1))" } }
}

/// The answer of a rung: an interval that straddles its threshold decides nothing.
public enum RungAnswer: String, Sendable, Codable, CaseIterable {
  case yes, no, unclear

  /// A decision that has no interval.
  package init(_ isYes: Bool) { self = isYes ? .yes : .no }
}
