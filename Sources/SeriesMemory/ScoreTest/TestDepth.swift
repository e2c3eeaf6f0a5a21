import Numbers

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
  /// The p-value, drift, sentinels and the order.
  package static let quick = TestDepth(enough: 10, measuresPower: false, testsOwnNull: false)

  /// The draws in parts, after each of which enough may have been made: those of a report, then more of them.
  ///
  /// - Parameters:
  ///   - first: the draws of a report.
  ///   - stream: of the further ones.
  func parts(after first: FeatureDraws, rows: Int, _ stream: RandomStream) -> some Sequence<FeatureDraws> {
    let ends = enough.map { [3 * $0, 12 * $0].filter { $0 < first.count } } ?? []
    let whole = zip([0] + ends, ends + [first.count]).map { first[$0..<$1] }
    let further = (first.count..<max(first.count, draws)).chunks(of: first.count)
    // Made as they are needed: a million draws would not fit.
    return (0..<whole.count + further.count).lazy.map { k in
      if k < whole.count { return whole[k] }
      let part = further[k - whole.count]
      return FeatureDraws(part.count, rows: rows, stream: stream.split("further draws").split(part.lowerBound))
    }
  }
}
