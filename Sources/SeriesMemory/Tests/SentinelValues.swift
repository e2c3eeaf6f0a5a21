import Numbers

/// Values so far from all others that they look like a marker for a missing value, such as -9999.
public struct SentinelValues: Sendable, Equatable, Codable {
  /// The value, in the units of the panel that is tested.
  public var value: Double
  /// Rows that have it.
  public var count: Int

  package init(value: Double, count: Int) { (self.value, self.count) = (value, count) }

  private static let mostShare = 0.10
  private static let fewestOthers = 10

  /// An extreme value is a sentinel where its distance to the next value is more than all the others span.
  ///
  /// - Returns: the sentinels, and the column with them moved to the nearest of the others; nil where there is none.
  static func find(_ x: [Double]) -> (found: [SentinelValues], winsorised: [Double])? {
    var sorted = x.sorted()
    var found: [SentinelValues] = []
    while let (low, high) = sorted.first.flatMap({ low in sorted.last.map { (low, $0) } }) {
      let lowCount = sorted.prefix { $0 == low }.count
      let highCount = sorted.reversed().prefix { $0 == high }.count
      let isLow = sorted.count > lowCount && gap(sorted, lowCount: lowCount)
      let isHigh = sorted.count > highCount && gap(sorted, highCount: highCount)
      let (value, count) = isLow ? (low, lowCount) : (high, highCount)
      let total = found.reduce(count) { $0 + $1.count }
      guard isLow || isHigh, Double(total) <= mostShare * Double(x.count) else { break }
      found.append(SentinelValues(value: value, count: count))
      if isLow { sorted.removeFirst(count) } else { sorted.removeLast(count) }
    }
    guard !found.isEmpty, let low = sorted.first, let high = sorted.last, hasEnough(sorted) else { return nil }
    return (found, x.map { min(max($0, low), high) })
  }

  private static func gap(_ sorted: [Double], lowCount: Int) -> Bool {
    let rest = sorted.dropFirst(lowCount)
    guard let low = rest.first, let high = rest.last, hasEnough(rest) else { return false }
    return low - sorted[0] > high - low
  }

  private static func gap(_ sorted: [Double], highCount: Int) -> Bool {
    let rest = sorted.dropLast(highCount)
    guard let low = rest.first, let high = rest.last, hasEnough(rest) else { return false }
    return sorted[sorted.count - 1] - high > high - low
  }

  /// A series of few distinct values, such as events, has no sentinels.
  private static func hasEnough(_ sorted: some Collection<Double>) -> Bool {
    var (distinct, last) = (0, Double.nan)
    for value in sorted where value != last {
      (distinct, last) = (distinct + 1, value)
      if distinct >= fewestOthers { return true }
    }
    return false
  }
}
