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
  private static let deepest = 14

  /// - Parameters:
  ///   - x: n × D.
  ///   - y: n.
  ///   - orders: for each column, the rows that the tree is grown on in ascending order of the column.
  ///   - smallest: rows of a leaf.
  init(_ x: Matrix, _ y: [Double], orders: [[Int32]], smallest: Int, deepest: Int = RegressionTree.deepest) {
    var grower = TreeGrower(x: x, y: y, orders: orders, smallest: smallest)
    grow(&grower, 0..<(orders.first?.count ?? 0), deepest)
  }

  private mutating func grow(_ grower: inout TreeGrower, _ range: Range<Int>, _ depth: Int) {
    let me = nodes.count
    nodes.append(Node(column: -1, threshold: 0, leaf: leaves))
    guard depth > 0, range.count >= 2 * grower.smallest, let split = grower.best(range) else {
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

  /// The leaf of a row of x.
  func leaf(of row: Int, _ x: Matrix) -> Int {
    var k = 0
    while nodes[k].column >= 0 {
      let goesLeft = x.values[row * x.columns + nodes[k].column] <= nodes[k].threshold
      k = goesLeft ? nodes[k].left : nodes[k].right
    }
    return nodes[k].leaf
  }
}

private struct TreeGrower {
  struct Split {
    var column: Int
    var threshold: Double
    /// Rows on the left.
    var count: Int
  }
  let x: Matrix
  let y: [Double]
  /// A node is a range of each of them.
  private var orders: [[Int32]]
  let smallest: Int
  private var above: [Int32] = []
  /// A gain below this share of the rows is rounding.
  private static let rounding = 1e-12

  init(x: Matrix, y: [Double], orders: [[Int32]], smallest: Int) {
    (self.x, self.y, self.orders, self.smallest) = (x, y, orders, smallest)
  }

  func best(_ range: Range<Int>) -> Split? {
    let (n, D) = (Double(range.count), x.columns)
    let mean = range.reduce(0) { $0 + y[Int(orders[0][$1])] } / n
    var best: Split?
    var highest = Self.rounding * n
    x.values.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        for d in 0..<D {
          orders[d].withUnsafeBufferPointer { order in
            var sum = 0.0
            for k in range.lowerBound..<range.upperBound - 1 {
              let row = Int(order[k])
              sum += y[row] - mean
              let count = k + 1 - range.lowerBound
              guard count >= smallest, range.count - count >= smallest else { continue }
              let (value, next) = (x[row * D + d], x[Int(order[k + 1]) * D + d])
              let gain = sum * sum * n / (Double(count) * (n - Double(count)))
              if gain > highest, value != next {
                highest = gain
                best = Split(column: d, threshold: value + (next - value) / 2, count: count)
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
    let D = x.columns
    let most = range.count - split.count
    if above.count < most { above = Array(repeating: 0, count: most) }
    x.values.withUnsafeBufferPointer { x in
      above.withUnsafeMutableBufferPointer { above in
        for d in 0..<D where d != split.column {
          orders[d].withUnsafeMutableBufferPointer { order in
            var (place, kept) = (range.lowerBound, 0)
            for k in range {
              let row = order[k]
              if x[Int(row) * D + split.column] <= split.threshold {
                order[place] = row
                place += 1
              } else {
                above[kept] = row
                kept += 1
              }
            }
            for k in 0..<kept { order[place + k] = above[k] }
          }
        }
      }
    }
  }
}
