import Numbers

/// The variance-ratio test of Lo & MacKinlay (1988) that a series of levels is a random walk, with drift and steps of any
/// variance.
///
///     VR = var(x_{t+q} - x_t) / (q var(x_{t+1} - x_t))      z = √n (VR - 1) / √θ
///     θ = Σ 4 (1 - k/q)² δ(k), k = 1..q-1      δ(k) = n Σ e²_t e²_{t-k} / (Σ e²_t)²
///
/// for n steps, e their deviation from the mean step; overlapping differences, unbiased variances. VR above 1: steps
/// persist; below 1: they revert.
///
/// Reported beside the score test, not a part of the verdict: neither a random walk nor an AR(1) needs memory, and this test
/// rejects the latter.
public struct VarianceRatio: Sendable, Equatable, Codable {
  /// Variance of the changes over `horizon` rows, over `horizon` times that over one.
  public var ratio: Double
  /// z.
  public var statistic: Double
  /// Two-sided, by the normal distribution.
  public var p: Double
  /// q, in rows.
  public var horizon: Int
  /// n, the steps compared: one less than the rows.
  public var steps: Int

  /// - Parameter x: levels in time order. nil where there are no more than q steps or all of them are equal.
  package init?(_ x: [Double], horizon q: Int = 2) {
    precondition(q >= 2, "a variance ratio compares one step with at least two")
    guard x.count > q + 1, let first = x.first, let last = x.last else { return nil }
    let n = x.count - 1
    let (rows, span) = (Double(n), Double(q))
    let drift = (last - first) / rows
    let squares = (0..<n).map { t in
      let e = x[t + 1] - x[t] - drift
      return e * e
    }
    let total = squares.reduce(0, +)
    guard total > 0, total.isFinite else { return nil }
    var wide = 0.0
    for t in 0...n - q {
      let e = x[t + q] - x[t] - span * drift
      wide += e * e
    }
    let unbiased = span * (rows - span + 1) * (1 - span / rows)
    ratio = wide / unbiased / (total / (rows - 1))
    var θ = 0.0
    for k in 1..<q {
      var pairs = 0.0
      for t in k..<n { pairs += squares[t] * squares[t - k] }
      let weight = 2 * (1 - Double(k) / span)
      θ += weight * weight * rows * pairs / (total * total)
    }
    guard θ > 0 else { return nil }
    statistic = rows.squareRoot() * (ratio - 1) / θ.squareRoot()
    p = min(1, 2 * normalTail(statistic.magnitude))
    (horizon, steps) = (q, n)
  }
}
