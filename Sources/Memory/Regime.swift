// How a free run ends.

/// The end of one free run.
public struct FreeRun: Sendable, Equatable {
  /// The regime at the end of the run.
  public let regime: Regime
  /// The step, counted from 1, from which a fixed point is one; nil for other regimes.
  public let settledAt: Int?
  /// The period of a cycle in steps; nil for other regimes.
  public let period: Int?

  /// The first regime that fits, in this order:
  ///
  /// - *diverges*: a value lies more than 10 standard deviations from the mean, or is not a finite number;
  /// - *fixed point*: from some step on max |x̂_{t+1} - x̂_t| < 10⁻³ standard deviations, for at least 10 steps
  ///   (the whole path, if that is shorter);
  /// - *cycle*: |x̂_{t+p} - x̂_t| < 10⁻³ standard deviations with one period p ≤ N/3 for the last two periods, and at
  ///   least the last third of the path;
  /// - *dynamic*: none of these.
  ///
  /// - Parameters:
  ///   - path: N × D row-major, at least two rows.
  ///   - mean: D, of the training part.
  ///   - deviation: D, of the training part; a column with deviation 0 is measured in its own units.
  public init(_ path: [Double], mean: [Double], deviation: [Double]) {
    let D = mean.count
    precondition(
      D > 0 && deviation.count == D && path.count % D == 0 && path.count >= 2 * D,
      "a free run is two or more whole rows of \(D) numbers")
    let N = path.count / D
    let x = path.indices.map { (path[$0] - mean[$0 % D]) / (deviation[$0 % D] > 0 ? deviation[$0 % D] : 1) }

    /// max over the columns of |x_{t+p} - x_t| is below the tolerance.
    func returns(_ t: Int, after p: Int) -> Bool {
      (0..<D).allSatisfy { (x[(t + p) * D + $0] - x[t * D + $0]).magnitude < Rules.same }
    }
    func cycles(_ p: Int) -> Bool {
      (N - p - max(2 * p, N / 3)..<N - p).allSatisfy { returns($0, after: p) }
    }

    if x.contains(where: { !($0.magnitude <= Rules.escape) }) {
      (regime, settledAt, period) = (.diverges, nil, nil)
      return
    }
    let settled = (0..<N - 1).last { !returns($0, after: 1) }.map { $0 + 1 } ?? 0
    if N - 1 - settled >= min(Rules.fixedPointHold, N - 1) {
      (regime, settledAt, period) = (.fixedPoint, settled + 1, nil)
    } else if N >= 6, let p = (2...N / 3).first(where: cycles) {
      (regime, settledAt, period) = (.cycle, nil, p)
    } else {
      (regime, settledAt, period) = (.dynamic, nil, nil)
    }
  }
}
