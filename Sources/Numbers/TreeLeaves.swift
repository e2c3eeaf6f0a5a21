internal import CLanes

/// The leaves of several regression trees: which rows each was grown on, and in which a row falls that is predicted.
package struct TreeLeaves: Sendable {
  /// One tree.
  package struct Tree: Sendable {
    /// How many leaves it has.
    package var leaves: Int
    /// The leaf of each row; -1 of one that the tree was not grown on.
    package var grown: [Int32]
    /// The leaf of each row that is predicted.
    package var predicted: [Int32]

    package init(leaves: Int, grown: [Int32], predicted: [Int32]) {
      (self.leaves, self.grown, self.predicted) = (leaves, grown, predicted)
    }
  }

  private let trees: Int
  /// Rows that the trees know.
  private let count: Int
  /// Leaf by leaf, in ascending order within each.
  private var rows: [Int32] = []
  /// Where each leaf begins in `rows`, and where the last one ends.
  private var starts: [Int32] = [0]
  /// By predicted row, then by tree.
  private var predicted: [Int32] = []

  /// - Parameter trees: of the same rows.
  package init(_ trees: [Tree]) {
    (self.trees, count) = (trees.count, trees.first?.grown.count ?? 0)
    predicted = Array(repeating: 0, count: trees.count * (trees.first?.predicted.count ?? 0))
    for (k, tree) in trees.enumerated() {
      precondition(
        tree.grown.count == count && tree.predicted.count * trees.count == predicted.count
          && tree.grown.allSatisfy { (-1..<Int32(tree.leaves)).contains($0) }
          && tree.predicted.allSatisfy { (0..<Int32(tree.leaves)).contains($0) },
        "each row falls in a leaf of each tree")
      let first = Int32(starts.count - 1)
      for (row, leaf) in tree.predicted.enumerated() { predicted[row * trees.count + k] = first + leaf }
      add(tree)
    }
  }

  /// Sorts the rows of a tree by leaf; counting keeps their order.
  private mutating func add(_ tree: Tree) {
    var places = Array(repeating: Int32(0), count: tree.leaves)
    for leaf in tree.grown where leaf >= 0 { places[Int(leaf)] += 1 }
    var end = Int32(rows.count)
    for leaf in places.indices {
      (places[leaf], end) = (end, end + places[leaf])
      starts.append(end)
    }
    rows += Array(repeating: 0, count: Int(end) - rows.count)
    for (row, leaf) in tree.grown.enumerated() where leaf >= 0 {
      rows[Int(places[Int(leaf)])] = Int32(row)
      places[Int(leaf)] += 1
    }
  }

  /// Subtracts a share of the mean of each predicted row's leaf, tree by tree.
  ///
  /// - Parameters:
  ///   - targets: of all rows, q numbers each.
  ///   - left: of all rows too; those from `first` on are predicted.
  package func subtractMeans(of targets: [Double], from left: inout [Double], first: Int, share: Double, columns q: Int)
  {
    guard trees > 0 else { return }
    let (leaves, predictions) = (starts.count - 1, predicted.count / trees)
    precondition(
      targets.count == count * q && left.count >= (first + predictions) * q, "rows are rows of their matrices")
    var means = [Double](repeating: 0, count: leaves * q)
    fastestKernels?.leaf_means(share, leaves, starts, rows, q, targets, &means)
    left.withUnsafeMutableBufferPointer { left in
      let from = UnsafeMutableBufferPointer(rebasing: left[(first * q)...])
      fastestKernels?.subtract_leaves(predictions, trees, predicted, q, means, from.baseAddress)
    }
  }
}
