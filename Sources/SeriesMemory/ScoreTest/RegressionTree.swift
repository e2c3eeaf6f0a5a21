/// One regression tree (Breiman, Friedman, Olshen & Stone 1984): each node is split where the squared error falls most.
///
/// Exact and without chance: splits lie halfway between neighbouring values, so a change of unit, sign or order of the columns
/// leaves the tree as it is.
struct RegressionTree: Sendable {
  private struct Node {
    /// -1 in a leaf.
    var column: Int
    var threshold: Double
    var left = 0
    var right = 0
    var leaf: Int
  }
  private var nodes: [Node] = []
  private(set) var leaves = 0
  /// By row of x; -1 of a row that the tree was not grown on.
  private(set) var grownLeaves: [Int32]
  private static let deepest = 14

  /// - Parameters:
  ///   - y: as many numbers as x has rows.
  ///   - rows: for each row of x whether the tree is grown on it.
  ///   - smallest: rows of a leaf; at least one.
  init(_ x: ColumnTable, _ y: [Double], rows: [Bool], smallest: Int, deepest: Int = RegressionTree.deepest) {
    var grower = TreeGrower(x, y, rows, smallest: smallest)
    grownLeaves = Array(repeating: -1, count: x.rows)
    grow(&grower, 0..<grower.count, deepest)
  }

  /// - Parameter column: one by whose order the rows of the node are known.
  private mutating func grow(_ grower: inout TreeGrower, _ range: Range<Int>, _ depth: Int, column: Int = 0) {
    let me = nodes.count
    nodes.append(Node(column: -1, threshold: 0, leaf: leaves))
    guard grower.parts(range.count, depth), let split = grower.best(range) else {
      for row in grower.rows(range, column) { grownLeaves[Int(row)] = Int32(leaves) }
      leaves += 1
      return
    }
    (nodes[me].column, nodes[me].threshold) = (split.column, split.threshold)
    let (left, right) = (split.count, range.count - split.count)
    // Between two leaves the order by other columns is no longer needed.
    let isLast = !grower.parts(left, depth - 1) && !grower.parts(right, depth - 1)
    if !isLast { grower.partition(range, split) }
    let middle = range.lowerBound + left
    nodes[me].left = nodes.count
    grow(&grower, range.lowerBound..<middle, depth - 1, column: isLast ? split.column : 0)
    nodes[me].right = nodes.count
    grow(&grower, middle..<range.upperBound, depth - 1, column: isLast ? split.column : 0)
  }

  /// The leaves of some rows of x.
  func leaves(of rows: Range<Int>, _ x: ColumnTable) -> [Int32] {
    nodes.withUnsafeBufferPointer { nodes in
      x.values.withUnsafeBufferPointer { values in
        rows.map { row in
          var k = 0
          while nodes[k].column >= 0 {
            let goesLeft = values[nodes[k].column * x.rows + row] <= nodes[k].threshold
            k = goesLeft ? nodes[k].left : nodes[k].right
          }
          return Int32(nodes[k].leaf)
        }
      }
    }
  }
}

private struct TreeGrower {
  struct Split {
    var column: Int
    var threshold: Double
    /// Rows on the left.
    var count: Int
  }
  private let x: ColumnTable
  private let y: [Double]
  let smallest: Int
  /// Rows that the tree is grown on.
  let count: Int
  /// Column by column, the rows in ascending order; a node is a range of each of them.
  private var orders: [Int32] = []
  private var above: [Int32]
  /// By row of x, in the node that is parted.
  private var goesLeft: [Bool]
  /// A gain below this share of the rows is rounding.
  private static let rounding = 1e-12

  init(_ x: ColumnTable, _ y: [Double], _ rows: [Bool], smallest: Int) {
    precondition(y.count == x.rows && rows.count == x.rows && smallest > 0, "a tree has a number for each row")
    (self.x, self.y, self.smallest) = (x, y, smallest)
    let count = rows.count { $0 }
    self.count = count
    orders = Array(unsafeUninitializedCapacity: count * x.columns) { orders, filled in
      rows.withUnsafeBufferPointer { isIn in
        for order in x.orders {
          // Each row is written, those that count are kept: a branch would be mispredicted every other time.
          for row in order where filled < count * x.columns {
            orders[filled] = row
            filled += isIn[Int(row)] ? 1 : 0
          }
        }
      }
    }
    above = Array(repeating: 0, count: count)
    goesLeft = Array(repeating: false, count: x.rows)
  }

  /// Those of a node, in the order of a column.
  func rows(_ range: Range<Int>, _ column: Int) -> ArraySlice<Int32> {
    orders[column * count + range.lowerBound..<column * count + range.upperBound]
  }

  /// Whether a node of so many rows may be parted.
  func parts(_ rows: Int, _ depth: Int) -> Bool { depth > 0 && rows >= 2 * smallest }

  func best(_ range: Range<Int>) -> Split? {
    let n = Double(range.count)
    let mean = range.reduce(0) { $0 + y[Int(orders[$1])] } / n
    var best = Candidate(gain: Self.rounding * n)
    // Two columns at a time, as each sum waits for its own additions.
    for d in stride(from: 0, to: x.columns, by: 2) {
      let (one, other) = scanned(range, columns: (d, min(d + 1, x.columns - 1)), mean: mean, above: best)
      if one.isBetter(than: best) { best = one }
      if other.isBetter(than: best) { best = other }
    }
    return best.split
  }

  private struct Candidate {
    var gain: Double
    /// Between the values on either side.
    var gap = Double.infinity
    var split: Split?
    /// Gains as near differ by rounding alone: the same rows are parted. Then the wider gap decides, which the order and the
    /// signs of the columns leave as it is.
    private static let rounding = 1e-9

    @inline(__always)
    func isBetter(than other: Candidate) -> Bool {
      gain > other.gain * (1 + Self.rounding) || (gain >= other.gain * (1 - Self.rounding) && gap > other.gap)
    }
  }

  /// The best splits by two columns, which may be the same, where they are better than one that is known.
  private func scanned(
    _ range: Range<Int>, columns: (Int, Int), mean: Double, above known: Candidate
  ) -> (Candidate, Candidate) {
    let (n, first, last) = (Double(range.count), range.lowerBound, range.upperBound - smallest)
    var best = (known, known)
    x.values.withUnsafeBufferPointer { values in
      y.withUnsafeBufferPointer { y in
        orders.withUnsafeBufferPointer { orders in
          @inline(__always)
          func compare(_ sum: Double, _ k: Int, _ column: Int, _ best: inout Candidate) {
            let left = Double(k + 1 - first)
            let (above, below) = (sum * sum * n, left * (n - left))
            // Spares most of the divisions; the margin is far above their rounding.
            guard above > 0.999999 * best.gain * below else { return }
            let (place, value) = (column * count + k, column * x.rows)
            let (here, next) = (values[value + Int(orders[place])], values[value + Int(orders[place + 1])])
            guard here != next else { return }
            let candidate = Candidate(
              gain: above / below, gap: next - here,
              split: Split(column: column, threshold: here + (next - here) / 2, count: k + 1 - first))
            if candidate.isBetter(than: best) { best = candidate }
          }
          let (one, other) = (columns.0 * count, columns.1 * count)
          var (sum, otherSum) = (0.0, 0.0)
          for k in first..<last {
            sum += y[Int(orders[one + k])] - mean
            otherSum += y[Int(orders[other + k])] - mean
            guard k - first >= smallest - 1 else { continue }
            compare(sum, k, columns.0, &best.0)
            compare(otherSum, k, columns.1, &best.1)
          }
        }
      }
    }
    return best
  }

  /// Puts the rows of the left node before those of the right one, in the order of each column.
  mutating func partition(_ range: Range<Int>, _ split: Split) {
    let first = split.column * x.rows
    for k in range {
      let row = Int(orders[split.column * count + k])
      goesLeft[row] = x.values[first + row] <= split.threshold
    }
    let count = count
    above.withUnsafeMutableBufferPointer { above in
      goesLeft.withUnsafeBufferPointer { goesLeft in
        orders.withUnsafeMutableBufferPointer { orders in
          for d in 0..<x.columns where d != split.column {
            let order = d * count
            var (place, kept) = (order + range.lowerBound, 0)
            for k in range {
              let row = orders[order + k]
              let isLeft = goesLeft[Int(row)]
              // Both are written, one of them counts: a branch would be mispredicted every other time.
              orders[place] = row
              above[kept] = row
              place += isLeft ? 1 : 0
              kept += isLeft ? 0 : 1
            }
            for k in 0..<kept { orders[place + k] = above[k] }
          }
        }
      }
    }
  }
}
