// How far the networks of a model lie apart, for the figures.

/// Quantiles over the networks of a model, step by step: of their free runs, their predictions.
public struct Spread: Sendable, Equatable {
  /// Shares of the networks that lie below, linear between the order statistics; NaN at a step where no network has a
  /// finite number.
  public var p05, p25, p50, p75, p95: [Double]

  /// - Parameter networks: one run each; as many steps as the longest has, and at each step those that reach it. What is
  ///   not finite does not count.
  public init(over networks: [[Double]]) {
    let steps = networks.map(\.count).max() ?? 0
    (p05, p25, p50, p75, p95) = ([], [], [], [], [])
    for step in 0..<steps {
      let sorted = networks.compactMap { step < $0.count && $0[step].isFinite ? $0[step] : nil }.sorted()
      p05.append(quantile(sorted, 0.05))
      p25.append(quantile(sorted, 0.25))
      p50.append(quantile(sorted, 0.5))
      p75.append(quantile(sorted, 0.75))
      p95.append(quantile(sorted, 0.95))
    }
  }
}

private func quantile(_ sorted: [Double], _ share: Double) -> Double {
  guard !sorted.isEmpty else { return .nan }
  let place = share * Double(sorted.count - 1)
  let (below, above) = (Int(place), min(Int(place) + 1, sorted.count - 1))
  // Weighted ends do not overflow where their difference would.
  return sorted[below] * (1 - (place - Double(below))) + sorted[above] * (place - Double(below))
}
