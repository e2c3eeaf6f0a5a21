import Numbers

/// A memory-less regression by bagged trees (Breiman 1996), out of fold in contiguous blocks of time.
///
/// The trees are grown on one target; other targets are averaged in the same leaves. So one forest takes from all features
/// what the present row says of them, as far as it matters for the target.
struct ForestRegression: Sendable {
  private static let trees = 16
  private static let folds = 5
  /// Rows on either side of a block that its trees do not see.
  private static let gap = 20
  /// Share of the rows that a tree sees.
  private static let bag = 0.6
  /// Rows of a leaf: many where noise is left beside a line, as small leaves bend the law of t; few for a map of its own.
  private static let leaves = (line: 30, raw: 3)

  /// Whether the target is what a line left.
  let isAfterLine: Bool
  private let grown: [GrownFold]

  /// - Parameters:
  ///   - present: of a wide panel the trees split by the columns that are most related to the target.
  ///   - target: n.
  ///   - afterLine: what a line leaves of it; the better of the two is used.
  ///   - needsLine: the target is what the line left, as the line has more to say than the present row.
  init(_ present: PresentRows, target: [Double], afterLine: [Double], needsLine: Bool = false) {
    var best: (loss: Double, folds: [GrownFold], isAfterLine: Bool) = (.infinity, [], true)
    for isAfterLine in needsLine ? [true] : [true, false] {
      let y = isAfterLine ? afterLine : target
      let x = present.table.only(present.related(to: y))
      let folds = present.bags.folds.map {
        GrownFold(x, y, $0, smallest: isAfterLine ? Self.leaves.line : Self.leaves.raw)
      }
      let left = Self.residuals(of: Matrix([y]), folds)
      let loss = left.sumOfSquares
      if loss < best.loss { best = (loss, folds, isAfterLine) }
    }
    (grown, isAfterLine) = (best.folds, best.isAfterLine)
  }

  /// What is left of n × q targets, out of fold.
  func residuals(of targets: Matrix) -> Matrix { Self.residuals(of: targets, grown) }

  private static func residuals(of targets: Matrix, _ folds: [GrownFold]) -> Matrix {
    var left = targets
    // Whoever cancelled the task wants no result.
    for fold in folds where !Task.isCancelled { fold.subtractMeans(of: targets, from: &left) }
    return left
  }

  /// The mean prediction of trees that are grown on the first rows.
  ///
  /// - Parameter rows: those that the trees are grown on.
  static func predictions(
    _ x: ColumnTable, _ y: [Double], grownOn rows: Range<Int>, for asked: Range<Int>, smallest: Int, deepest: Int
  ) -> [Double] {
    var stream = RandomStream(seed: chance)
    var sum = Array(repeating: 0.0, count: asked.count)
    for _ in 0..<trees where !Task.isCancelled {
      var isIn = Array(repeating: false, count: x.rows)
      for t in rows { isIn[t] = stream.uniform() < bag }
      let tree = RegressionTree(x, y, rows: isIn, smallest: smallest, deepest: deepest)
      var (sums, counts) = (Array(repeating: 0.0, count: tree.leaves), Array(repeating: 0.0, count: tree.leaves))
      for t in rows where isIn[t] {
        let leaf = Int(tree.grownLeaves[t])
        sums[leaf] += y[t]
        counts[leaf] += 1
      }
      for (i, leaf) in tree.leaves(of: asked, x).enumerated() {
        let count = counts[Int(leaf)]
        if count > 0 { sum[i] += sums[Int(leaf)] / count / Double(trees) }
      }
    }
    return sum
  }

  /// The bags are the same in every run: the seed of a study decides nothing here.
  private static let chance: UInt64 = 0x7472_6565

  /// The rows of all trees of a fold, and the block of time that they predict.
  struct Bags: Sendable {
    fileprivate struct Fold {
      /// By tree, then by row.
      let isIn: [[Bool]]
      let predicted: Range<Int>
    }
    fileprivate let folds: [Fold]

    init(rows n: Int) {
      var stream = RandomStream(seed: ForestRegression.chance)
      folds = (0..<ForestRegression.folds).map { fold in
        let predicted = fold * n / ForestRegression.folds..<(fold + 1) * n / ForestRegression.folds
        let closed = predicted.lowerBound - ForestRegression.gap..<predicted.upperBound + ForestRegression.gap
        let isIn = (0..<ForestRegression.trees).map { _ in
          (0..<n).map { stream.uniform() < ForestRegression.bag && !closed.contains($0) }
        }
        return Fold(isIn: isIn, predicted: predicted)
      }
    }
  }

  /// The trees of a fold.
  private struct GrownFold: Sendable {
    private let leaves: TreeLeaves
    private let first: Int

    init(_ x: ColumnTable, _ y: [Double], _ fold: Bags.Fold, smallest: Int) {
      first = fold.predicted.lowerBound
      // Whoever cancelled the task wants no result.
      leaves = TreeLeaves(
        fold.isIn.compactMap { isIn in
          if Task.isCancelled { return nil }
          let tree = RegressionTree(x, y, rows: isIn, smallest: smallest)
          return .init(leaves: tree.leaves, grown: tree.grownLeaves, predicted: tree.leaves(of: fold.predicted, x))
        })
    }

    func subtractMeans(of targets: Matrix, from left: inout Matrix) {
      leaves.subtractMeans(
        of: targets.values, from: &left.values, first: first, share: 1 / Double(ForestRegression.trees),
        columns: targets.columns)
    }
  }
}
