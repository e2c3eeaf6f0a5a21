package import Numbers
import Synchronization

/// How much of rung 0 is done: the p-value alone decides quickly, what surrounds it takes most of the time.
package struct TestDepth: Sendable, Equatable, Codable {
  /// Sign flips and permutations; the smallest p is 1 / (1 + draws). Beyond those of a report they end where `enough` are as
  /// extreme as the data.
  package var draws = ScoreTest.draws
  /// Whether the smallest memory that would have been found is measured.
  package var measuresPower: Bool
  /// Whether a finding is held against series without memory that resemble the data.
  package var testsOwnNull: Bool

  /// What a report has.
  package static let full = TestDepth(measuresPower: true, testsOwnNull: true)
  /// What a report has of the same series under other changes of variable.
  package static let withoutOwnNull = TestDepth(measuresPower: true, testsOwnNull: false)
  /// The p-value, drift, sentinels and the order.
  package static let quick = TestDepth(measuresPower: false, testsOwnNull: false)
  /// What a report answers, without its power.
  package static let calibration = TestDepth(measuresPower: false, testsOwnNull: true)

  /// p is h / l where the h-th draw as extreme as the data was the l-th of all, beyond those of a report (Besag & Clifford
  /// 1991, Biometrika 78:301-304).
  static let enough = 10
}

/// The draws of tests with as many rows, made once: those of a report, then more of them.
package final class SharedDraws: Sendable {
  private let stream: RandomStream
  private let depth: TestDepth
  /// The last ones, by rows.
  private let made = Mutex<[(rows: Int, draws: FeatureDraws)]>([])
  private static let capacity = 4

  /// - Parameter stream: of all tests.
  package init(_ depth: TestDepth, stream: RandomStream) { (self.depth, self.stream) = (depth, stream) }

  func draws(for series: ScoreSeries) -> FeatureDraws {
    let rows = Self.rows(series)
    return made.withLock { made in
      if let known = made.first(where: { $0.rows == rows }) { return known.draws }
      let draws = FeatureDraws(ScoreTest.draws, rows: rows, stream: stream)
      made.append((rows, draws))
      if made.count > Self.capacity { made.removeFirst() }
      return draws
    }
  }

  /// Draws beyond those of a report, as many at a time.
  var further: [Range<Int>] { (ScoreTest.draws..<max(ScoreTest.draws, depth.draws)).chunks(of: ScoreTest.draws) }

  func draws(_ further: Range<Int>, for series: ScoreSeries) -> FeatureDraws {
    FeatureDraws(
      further.count, rows: Self.rows(series), stream: stream.split("further draws").split(further.lowerBound))
  }

  private static func rows(_ series: ScoreSeries) -> Int { series.rows - 1 - ScoreTest.first }
}
