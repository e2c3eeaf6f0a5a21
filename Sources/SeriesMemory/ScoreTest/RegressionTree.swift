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

  private mutating func grow(_ grower: inout TreeGrower, _ range: Range<Int>, _ depth: Int) {
    let me = nodes.count
    nodes.append(Node(column: -1, threshold: 0, leaf: leaves))
    guard depth > 0, range.count >= 2 * grower.smallest, let split = grower.best(range) else {
      for row in grower.rows(range) { grownLeaves[Int(row)] = Int32(leaves) }
      leaves += 1
      return
    }
    grower.partition(range, split)
    (nodes[me].column, nodes[me].threshold) = (split.column, split.threshold)
    let middle = range.lowerBound + split.count
    nodes[me].left = nodes.count
    grow(&grower, range.lowerBound..<middle, depth - 1)
    nodes[me].right = nodes.count
    grow(&grower, middle..<range.upperBound, depth - 1)
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

  /// Those of a node.
  func rows(_ range: Range<Int>) -> ArraySlice<Int32> { orders[range] }

  func best(_ range: Range<Int>) -> Split? {
    let (n, last) = (Double(range.count), range.upperBound - smallest)
    let mean = range.reduce(0) { $0 + y[Int(orders[$1])] } / n
    var best: Split?
    var highest = Self.rounding * n
    x.values.withUnsafeBufferPointer { values in
      y.withUnsafeBufferPointer { y in
        orders.withUnsafeBufferPointer { orders in
          for d in 0..<x.columns {
            let (order, value) = (d * count, d * x.rows)
            var sum = 0.0
            for k in range.lowerBound..<range.lowerBound + smallest - 1 { sum += y[Int(orders[order + k])] - mean }
            for k in range.lowerBound + smallest - 1..<last {
              let row = Int(orders[order + k])
              sum += y[row] - mean
              let left = Double(k + 1 - range.lowerBound)
              let (above, below) = (sum * sum * n, left * (n - left))
              // Spares most of the divisions; the margin is far above their rounding.
              guard above > 0.999999 * highest * below else { continue }
              let gain = above / below
              let (here, next) = (values[value + row], values[value + Int(orders[order + k + 1])])
              if gain > highest, here != next {
                highest = gain
                best = Split(column: d, threshold: here + (next - here) / 2, count: k + 1 - range.lowerBound)
              }
            }
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
