internal import CLanes

/// The leaves of several regression trees: which rows each was grown on, and in which a row falls that is predicted.
package struct TreeLeaves: Sendable {
  private var trees = 0
  /// Leaf by leaf, in ascending order within each.
  private var rows: [Int32] = []
  /// Where each leaf begins in `rows`, and where the last one ends.
  private var starts: [Int32] = [0]
  /// By tree, then by predicted row.
  private var predicted: [[Int32]] = []

  package init() {}

  /// Adds a tree.
  ///
  /// - Parameters:
  ///   - leaves: how many the tree has.
  ///   - grown: the leaf of each row; -1 of one that the tree was not grown on.
  ///   - predicted: the leaf of each row that is predicted.
  package mutating func add(leaves: Int, grown: [Int32], predicted: [Int32]) {
    precondition(
      grown.allSatisfy { (-1..<Int32(leaves)).contains($0) }
        && predicted.allSatisfy { (0..<Int32(leaves)).contains($0) },
      "a row falls in a leaf of the tree")
    let first = Int32(starts.count - 1)
    // A sort by counting keeps the order of the rows.
    var places = Array(repeating: Int32(0), count: leaves)
    for leaf in grown where leaf >= 0 { places[Int(leaf)] += 1 }
    var end = Int32(rows.count)
    for leaf in 0..<leaves {
      (places[leaf], end) = (end, end + places[leaf])
      starts.append(end)
    }
    rows += Array(repeating: 0, count: Int(end) - rows.count)
    for (row, leaf) in grown.enumerated() where leaf >= 0 {
      rows[Int(places[Int(leaf)])] = Int32(row)
      places[Int(leaf)] += 1
    }
    self.predicted.append(predicted.map { first + $0 })
    trees += 1
  }

  /// Subtracts a share of the mean of each predicted row's leaf, tree by tree.
  ///
  /// - Parameters:
  ///   - targets: of all rows, q numbers each.
  ///   - left: of all rows too; those from `first` on are predicted.
  package func subtractMeans(of targets: [Double], from left: inout [Double], first: Int, share: Double, columns q: Int)
  {
    let (leaves, count) = (starts.count - 1, predicted.first?.count ?? 0)
    precondition(
      left.count >= (first + count) * q && rows.allSatisfy { (Int($0) + 1) * q <= targets.count },
      "rows are rows of their matrices")
    var byRow = [Int32](repeating: 0, count: count * trees)
    for (tree, leaves) in predicted.enumerated() {
      for (row, leaf) in leaves.enumerated() { byRow[row * trees + tree] = leaf }
    }
    var means = [Double](repeating: 0, count: leaves * q)
    fastestKernels?.leaf_means(share, leaves, starts, rows, q, targets, &means)
    left.withUnsafeMutableBufferPointer { left in
      let from = UnsafeMutableBufferPointer(rebasing: left[(first * q)...])
      fastestKernels?.subtract_leaves(count, trees, byRow, q, means, from.baseAddress)
    }
  }
}
