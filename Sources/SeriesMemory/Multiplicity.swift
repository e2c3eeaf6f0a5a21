// Several tests at once: p-values corrected for their number.

package enum Multiplicity {
  /// Holm (1979): rejecting where the adjusted p-value is at most α keeps the chance of any false rejection at most α, for
  /// any dependence of the tests.
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

  /// Benjamini & Hochberg (1995): rejecting where the adjusted p-value is at most α keeps the expected share of false
  /// rejections at most α, for independent or positively dependent tests.
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
