// Several tests at once: p-values that say what the family of them allows to say.

package enum Multiplicity {
  /// Holm (1979): reject where the adjusted p-value is at most α, and the chance of even one false rejection is at
  /// most α, however the tests depend on one another.
  ///
  ///     p̃_(i) = max_{j ≤ i} min(1, (m - j + 1) p_(j))
  package static func holm(_ p: [Double]) -> [Double] {
    let order = ascending(p)
    var (adjusted, largest) = (p, 0.0)
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(p.count - rank) * p[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Benjamini & Hochberg (1995): reject where the adjusted p-value is at most α, and of the rejections a share of at most α
  /// is false on average; for tests that are independent or go along with one another.
  ///
  ///     p̃_(i) = min_{j ≥ i} min(1, m p_(j) / j)
  package static func benjaminiHochberg(_ p: [Double]) -> [Double] {
    let order = ascending(p)
    var (adjusted, smallest) = (p, 1.0)
    for (rank, index) in order.enumerated().reversed() {
      smallest = min(smallest, Double(p.count) * p[index] / Double(rank + 1))
      adjusted[index] = smallest
    }
    return adjusted
  }

  private static func ascending(_ p: [Double]) -> [Int] {
    precondition(p.allSatisfy { (0...1).contains($0) }, "a p-value lies between 0 and 1")
    return p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
  }
}
