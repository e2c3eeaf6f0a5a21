import Numbers

/// The test of Kwiatkowski, Phillips, Schmidt & Shin (1992) that a series is stationary around a level.
///
///     statistic = Σ S_t² / (n² s²(l))      S_t = Σ_{i ≤ t} (x_i - mean)
///
/// s²(l) is the long-run variance with Bartlett's weights and l = ⌈12 (n/100)^¼⌉ lags, as statsmodels' "legacy" has it.
/// Reported beside the score test, not a part of the verdict.
public struct KPSS: Sendable, Equatable, Codable {
  /// η of the paper, equation 13.
  public var statistic: Double
  /// At 5 % (table 1 of the paper).
  public var criticalValue: Double
  /// l.
  public var lags: Int

  /// Whether stationarity is rejected.
  public var rejects: Bool { statistic > criticalValue }

  /// nil where the series is constant or too short.
  package init?(_ x: [Double]) {
    let n = x.count
    let lags = min(n - 1, Int((12 * (Double(n) / 100).squareRoot().squareRoot()).rounded(.up)))
    guard n > 10, let z = standardised(x) else { return nil }
    var (sum, squares) = (0.0, 0.0)
    for value in z {
      sum += value
      squares += sum * sum
    }
    var variance = z.reduce(0) { $0 + $1 * $1 }
    for k in 1...max(1, lags) where k <= lags {
      let product = (k..<n).reduce(0) { $0 + z[$1] * z[$1 - k] }
      variance += 2 * (1 - Double(k) / Double(lags + 1)) * product
    }
    guard variance > 0 else { return nil }
    statistic = squares / Double(n) / variance
    (criticalValue, self.lags) = (0.463, lags)
  }
}
