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
  private let grown: [GrownTree]

  /// - Parameters:
  ///   - present: of a wide panel the trees split by the columns that are most related to the target.
  ///   - target: n.
  ///   - afterLine: what a line leaves of it; the better of the two is used.
  ///   - needsLine: the target is what the line left, as the line has more to say than the present row.
  init(_ present: PresentRows, target: [Double], afterLine: [Double], needsLine: Bool = false) {
    var best: (loss: Double, trees: [GrownTree], isAfterLine: Bool) = (.infinity, [], true)
    for isAfterLine in needsLine ? [true] : [true, false] {
      let y = isAfterLine ? afterLine : target
      let x = present.table.only(present.related(to: y))
      var trees: [GrownTree] = []
      for bag in present.bags.all {
        // Whoever cancelled the task wants no result.
        if Task.isCancelled { break }
        trees.append(GrownTree(x, y, bag, smallest: isAfterLine ? Self.leaves.line : Self.leaves.raw))
      }
      let left = Self.residuals(of: Matrix([y]), trees)
      let loss = left.sumOfSquares
      if loss < best.loss { best = (loss, trees, isAfterLine) }
    }
    (grown, isAfterLine) = (best.trees, best.isAfterLine)
  }

  /// What is left of n × q targets, out of fold.
  func residuals(of targets: Matrix) -> Matrix { Self.residuals(of: targets, grown) }

  private static func residuals(of targets: Matrix, _ trees: [GrownTree]) -> Matrix {
    var left = targets
    // Whoever cancelled the task wants no result.
    for tree in trees where !Task.isCancelled {
      tree.subtractMeans(of: targets, from: &left, share: 1 / Double(Self.trees))
    }
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

  /// The rows of all trees, each with the block of time that it predicts.
  struct Bags: Sendable {
    fileprivate struct Bag {
      /// By row.
      let isIn: [Bool]
      /// Those that are in it.
      let rows: [Int32]
      let predicted: Range<Int>

      init(isIn: [Bool], predicted: Range<Int>) {
        (self.isIn, self.predicted) = (isIn, predicted)
        rows = isIn.indices.filter { isIn[$0] }.map { Int32($0) }
      }
    }
    fileprivate private(set) var all: [Bag] = []

    init(rows n: Int) {
      var stream = RandomStream(seed: ForestRegression.chance)
      for fold in 0..<ForestRegression.folds {
        let predicted = fold * n / ForestRegression.folds..<(fold + 1) * n / ForestRegression.folds
        let closed = predicted.lowerBound - ForestRegression.gap..<predicted.upperBound + ForestRegression.gap
        for _ in 0..<ForestRegression.trees {
          all.append(
            Bag(
              isIn: (0..<n).map { stream.uniform() < ForestRegression.bag && !closed.contains($0) },
              predicted: predicted))
        }
      }
    }
  }

  /// A tree as the leaves of the rows it was grown on and of those it predicts.
  private struct GrownTree: Sendable {
    private let leaves: Int
    private let rows: [Int32]
    private let leafOfRow: [Int32]
    private let predicted: [Int32]
    private let leafOfPredicted: [Int32]

    init(_ x: ColumnTable, _ y: [Double], _ bag: Bags.Bag, smallest: Int) {
      let tree = RegressionTree(x, y, rows: bag.isIn, smallest: smallest)
      leaves = tree.leaves
      rows = bag.rows
      leafOfRow = rows.map { tree.grownLeaves[Int($0)] }
      predicted = bag.predicted.map { Int32($0) }
      leafOfPredicted = tree.leaves(of: bag.predicted, x)
    }

    /// Subtracts a share of the mean of each leaf.
    func subtractMeans(of targets: Matrix, from left: inout Matrix, share: Double) {
      let q = targets.columns
      var means = Array(repeating: 0.0, count: leaves * q)
      var counts = Array(repeating: 0.0, count: leaves)
      for leaf in leafOfRow { counts[Int(leaf)] += 1 }
      addRows(rows, of: targets.values, to: leafOfRow, of: &means, columns: q)
      for leaf in 0..<leaves {
        let scale = counts[leaf] > 0 ? share / counts[leaf] : 0
        for k in leaf * q..<(leaf + 1) * q { means[k] *= scale }
      }
      addRows(leafOfPredicted, of: means, to: predicted, of: &left.values, columns: q, subtracting: true)
    }
  }
}
