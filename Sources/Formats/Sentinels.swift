/// Numbers that programs write for a missing value.
private let usualSentinels: Set<Double> = [
  -1, -9, -99, -999, -9999, -99999, -999999, -99.9, -99.99, -999.9, -999.99, -9999.9, -9999.99, -8888, 99.9, 99.99, 999,
  999.9, 999.99, 9999, 9999.9, 9999.99, 99999, 99999.9, 999999, 1e20, -1e20, 1e30, -1e30, 1e34, -1e34,
  9.96921e36, 9.969209968386869e36, -32768, 32767, -2147483648, 2147483647,
]

extension CSVReading {
  /// A warning for each column in which a usual sentinel is the smallest or the largest value, far from all others.
  func sentinelNotes(_ groups: [SeriesBuilder.Group], _ slots: [Int]) -> [String] {
    slots.compactMap { slot in
      let columns = groups.map { $0.columns[slot] }
      // Only an extreme can be far from all others, and most columns have none of these.
      let ends = columns.map(\.extremes)
      guard ends.contains(where: { usualSentinels.contains($0.low) || usualSentinels.contains($0.high) }) else {
        return nil
      }
      var counts: [Double: Int] = [:]
      var (low, high) = (Double.infinity, -Double.infinity)
      for value in columns.joined() where !value.isNaN {
        if usualSentinels.contains(value) {
          counts[value, default: 0] += 1
        } else {
          (low, high) = (min(low, value), max(high, value))
        }
      }
      guard low <= high else { return nil }
      // Nearer than three ranges it may be a value like others; a constant has no range.
      let reach = 3 * max(high - low, max(low.magnitude, high.magnitude) / 100)
      let far = counts.keys.filter { $0 < low - reach || $0 > high + reach }.sorted()
      guard let first = far.first else { return nil }
      let name = layout.name(layout.values[slot])
      let marker = first == first.rounded() && first.magnitude < 1e15 ? String(Int(first)) : "\(first)"
      let count = counts[first] ?? 0
      return
        "WARNING: \(name) is \(marker) in \(count == 1 ? "1 row" : "\(count) rows") and from \(low) to \(high) elsewhere;"
        + " if it means a missing value, write missing=\(marker)"
    }
  }
}

extension [Double] {
  /// The smallest and the largest value; infinities the wrong way round if all are missing.
  fileprivate var extremes: (low: Double, high: Double) {
    // Eight at a time: every value that was read passes here.
    var lows = SIMD8<Double>(repeating: .infinity)
    var highs = -lows
    let whole = count / 8 * 8
    withUnsafeBytes { bytes in
      for start in stride(from: 0, to: whole * 8, by: 64) {
        let values = bytes.loadUnaligned(fromByteOffset: start, as: SIMD8<Double>.self)
        lows.replace(with: values, where: values .< lows)
        highs.replace(with: values, where: values .> highs)
      }
    }
    var (low, high) = (lows.min(), highs.max())
    for value in self[whole...] {
      low = value < low ? value : low
      high = value > high ? value : high
    }
    return (low, high)
  }
}
