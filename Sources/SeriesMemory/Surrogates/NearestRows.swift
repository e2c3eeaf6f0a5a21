package import Numbers

/// The nearest rows of each row of a table, by a k-d tree (Bentley 1975): O(n log n) for few columns.
///
/// Only rows with a successor are candidates, all but the last. Ties, common in data with few distinct values, are broken
/// by a random rank of each row, so that different rows get different neighbours and not always the first of the table.
package struct NearestRows {
  private let x: [Double]
  private let columns: Int
  private let rank: [Int]
  /// The candidates as a tree: the middle one of a range divides the rest.
  private var order: [Int]
  /// By place in `order`: the column by which it divides.
  private var axis: [Int]
  /// The candidates' values in the order of the tree, so that those of a leaf are adjacent.
  private var values: [Double] = []

  private static let leaf = 12

  package init(_ x: [Double], columns D: Int, stream: RandomStream) {
    let n = x.count / D
    (self.x, columns) = (x, D)
    var stream = stream
    rank = stream.permutation(of: n)
    order = Array(0..<n - 1)
    axis = Array(repeating: 0, count: n - 1)
    build(0..<n - 1)
    values = order.flatMap { x[$0 * D..<($0 + 1) * D] }
  }

  /// n × k: the k nearest of each row, nearest first, without the row itself.
  package func all(_ k: Int) -> [Int32] {
    let rows = x.count / columns
    precondition(k <= rows - 2, "a row has at most \(rows - 2) neighbours")
    var found: [Int32] = []
    found.reserveCapacity(rows * k)
    var best = Best(k)
    for row in 0..<rows {
      // Whoever cancelled the task wants no result, but whole rows of it.
      if Task.isCancelled {
        found += Array(repeating: 0, count: k)
        continue
      }
      best.clear()
      search(order.indices, for: row, &best)
      found += best.rows
    }
    return found
  }

  // MARK: - The tree

  private mutating func build(_ range: Range<Int>) {
    guard range.count > NearestRows.leaf else { return }
    // The widest column divides best.
    let spreads = (0..<columns).map { d -> Double in
      var (low, high) = (Double.infinity, -Double.infinity)
      for row in order[range] {
        low = min(low, x[row * columns + d])
        high = max(high, x[row * columns + d])
      }
      return high - low
    }
    let widest = spreads.indices.reduce(0) { spreads[$1] > spreads[$0] ? $1 : $0 }
    let sorted = order[range].sorted { isBefore($0, $1, widest) }
    order.replaceSubrange(range, with: sorted)
    let middle = NearestRows.middle(range)
    axis[middle] = widest
    build(range.lowerBound..<middle)
    build(middle + 1..<range.upperBound)
  }

  private static func middle(_ range: Range<Int>) -> Int { (range.lowerBound + range.upperBound) / 2 }

  private func isBefore(_ a: Int, _ b: Int, _ d: Int) -> Bool {
    let (u, v) = (x[a * columns + d], x[b * columns + d])
    return u == v ? rank[a] < rank[b] : u < v
  }

  private func search(_ range: Range<Int>, for row: Int, _ best: inout Best) {
    guard range.count > NearestRows.leaf else {
      for place in range { offer(place, for: row, &best) }
      return
    }
    let middle = NearestRows.middle(range)
    let (divider, d) = (order[middle], axis[middle])
    let (below, above) = (range.lowerBound..<middle, middle + 1..<range.upperBound)
    let isBelow = isBefore(row, divider, d)
    search(isBelow ? below : above, for: row, &best)
    offer(middle, for: row, &best)
    let gap = x[row * columns + d] - x[divider * columns + d]
    if gap * gap < best.limit { search(isBelow ? above : below, for: row, &best) }
  }

  private func offer(_ place: Int, for row: Int, _ best: inout Best) {
    var distance = 0.0
    for d in 0..<columns {
      let gap = x[row * columns + d] - values[place * columns + d]
      distance += gap * gap
    }
    if distance < best.limit, order[place] != row { best.insert(Int32(order[place]), at: distance) }
  }
}

/// The k nearest so far, in order.
private struct Best {
  private(set) var rows: [Int32] = []
  private var distances: [Double] = []
  private let capacity: Int

  init(_ capacity: Int) { self.capacity = capacity }

  /// The distance that a candidate must be below.
  var limit: Double { distances.count < capacity ? .infinity : distances.last ?? .infinity }

  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    distances.removeAll(keepingCapacity: true)
  }

  mutating func insert(_ row: Int32, at distance: Double) {
    if rows.count == capacity {
      rows.removeLast()
      distances.removeLast()
    }
    var place = distances.count
    while place > 0, distances[place - 1] > distance { place -= 1 }
    rows.insert(row, at: place)
    distances.insert(distance, at: place)
  }
}
