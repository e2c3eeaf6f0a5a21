import Numbers

/// The test of Ljung & Box (1978) that a series has no autocorrelation up to lag K.
///
///     Q = n (n + 2) Σ ρ(k)² / (n - k), k = 1..K      about χ² with K - (parameters fitted) degrees of freedom
///
/// Reported beside the score test, not a part of the verdict: its null is "no linear dependence at all" with constant
/// variance, so it rejects too often where the variance clusters, as in returns. On the residuals of a memory-less fit it
/// tests linear memory beyond the present value.
public struct LjungBox: Sendable, Equatable, Codable {
  /// Q.
  public var statistic: Double
  /// Of χ².
  public var p: Double
  /// Lags that were summed.
  public var lags: Int
  /// Of χ².
  public var degrees: Int
  /// n, the residuals.
  public var rows: Int

  /// - Parameters:
  ///   - x: in time order; residuals or values.
  ///   - lags: K; nil is min(10, n / 5), but at least `fitted` + 1 (Hyndman & Athanasopoulos).
  ///   - fitted: parameters of the model whose residuals x are, the intercept not counted.
  /// nil where x never changes or has no more than K rows.
  package init?(_ x: [Double], lags: Int? = nil, fitted: Int = 0) {
    let n = x.count
    let K = lags ?? max(fitted + 1, min(10, n / 5))
    precondition(fitted >= 0 && K > fitted, "Ljung and Box's test has more lags than parameters were fitted")
    guard n > K else { return nil }
    let ρ = Moments.autocorrelation(x, lags: K)
    guard ρ.allSatisfy(\.isFinite) else { return nil }
    let sum = (1...K).reduce(0) { $0 + ρ[$1] * ρ[$1] / Double(n - $1) }
    statistic = Double(n) * Double(n + 2) * sum
    (self.lags, degrees, rows) = (K, K - fitted, n)
    p = chiSquareTail(statistic, degrees: Double(degrees))
  }
}
