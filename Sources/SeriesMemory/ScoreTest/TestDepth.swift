package import Numbers
import Synchronization

/// How much of rung 0 is done: the p-value alone decides quickly, what surrounds it takes most of the time.
package struct TestDepth: Sendable, Equatable, Codable {
  /// Sign flips and permutations that are made at most; the smallest p is 1 / (1 + draws).
  package var draws = ScoreTest.draws
  /// Draws end where so many are as extreme as the data, since p is then far above the level; nil where all are made.
  ///
  /// p is h / l where the h-th such draw was the l-th of all, else (1 + c) / (1 + B) for c of B (Besag & Clifford 1991,
  /// Biometrika 78:301-304). Either is valid, and with as many draws as a report a p below h / (1 + B) is the report's.
  package var enough: Int?
  /// Whether the smallest memory that would have been found is measured.
  package var measuresPower: Bool
  /// Whether a finding is held against series without memory that resemble the data.
  package var testsOwnNull: Bool

  /// What a report has.
  package static let full = TestDepth(enough: nil, measuresPower: true, testsOwnNull: true)
  /// What a report has of the same series under other changes of variable.
  package static let withoutOwnNull = TestDepth(enough: nil, measuresPower: true, testsOwnNull: false)
  /// The p-value, drift, sentinels and the order.
  package static let quick = TestDepth(enough: 10, measuresPower: false, testsOwnNull: false)
  /// What a report answers, without its power.
  package static let calibration = TestDepth(enough: 10, measuresPower: false, testsOwnNull: true)

  /// Draws of a report after which enough may have been made.
  ///
  /// - Parameter isCheap: whether it costs little to stop, as what was computed for the first draws is kept.
  func stops(isCheap: Bool) -> [Int] {
    enough.map { enough in (isCheap ? [3, 6, 12, 24] : [3]).map { $0 * enough } } ?? []
  }
}

/// The draws of tests with as many rows, made once: those of a report in parts, then more of them.
package final class SharedDraws: Sendable {
  /// The draws of a report, and the same in parts.
  struct Draws: Sendable {
    var whole: FeatureDraws
    var parts: [FeatureDraws]
  }
  private let stream: RandomStream
  private let depth: TestDepth
  /// The last ones, by rows.
  private let made = Mutex<[(rows: Int, isCheap: Bool, draws: Draws)]>([])
  private static let capacity = 4

  /// - Parameter stream: of all tests.
  package init(_ depth: TestDepth, stream: RandomStream) { (self.depth, self.stream) = (depth, stream) }

  func draws(for series: ScoreSeries) -> Draws {
    let rows = series.rows - 1 - ScoreTest.first
    let isCheap = series.rows * series.columns.count <= ScoreTest.mostKept
    return made.withLock { made in
      if let known = made.first(where: { $0.rows == rows && $0.isCheap == isCheap }) { return known.draws }
      let whole = FeatureDraws(ScoreTest.draws, rows: rows, stream: stream)
      let ends = depth.stops(isCheap: isCheap).filter { $0 < whole.count } + [whole.count]
      let draws = Draws(whole: whole, parts: zip([0] + ends, ends).map { whole[$0..<$1] })
      made.append((rows, isCheap, draws))
      if made.count > Self.capacity { made.removeFirst() }
      return draws
    }
  }

  /// Draws beyond those of a report, made as they are needed: a million would not fit.
  var further: [Range<Int>] { (ScoreTest.draws..<max(ScoreTest.draws, depth.draws)).chunks(of: ScoreTest.draws) }

  func draws(_ further: Range<Int>, for series: ScoreSeries) -> FeatureDraws {
    FeatureDraws(
      further.count, rows: series.rows - 1 - ScoreTest.first,
      stream: stream.split("further draws").split(further.lowerBound))
  }
}
