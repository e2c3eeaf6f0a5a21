/// What memory is worth on the data, beside what it is worth on series made after a null hypothesis.
///
/// The statistic is 1 - MSE of the memory model / MSE of its twin on the held-out part, one network of each.
public struct SurrogateFindings: Sendable, Equatable, Codable {
  /// The null hypothesis.
  public var kind: SurrogateKind
  /// B, the surrogates that were made.
  public var count: Int
  /// T, of the data.
  public var statistic: Double
  /// T* of each surrogate in the order they were drawn, those that could not be trained on left out.
  public var statistics: [Double]
  /// Surrogates on which a network diverged; each counts as T* ≥ T.
  public var failed: Int
  /// Of `statistics`; nil where there are none.
  public var quantiles: Quantiles?
  /// (1 + #{T* ≥ T}) / (1 + B): exact when data and surrogates are exchangeable under the null hypothesis, whatever the
  /// statistic.
  public var p: Double
  /// 1 / (1 + B): p is a multiple of it and never less.
  public var resolution: Double

  /// Shares of the surrogates that lie below.
  public struct Quantiles: Sendable, Equatable, Codable {
    /// The share of the name, in per cent.
    public var p05, p25, p50, p75, p95: Double

    /// The parts as they are.
    public init(p05: Double, p25: Double, p50: Double, p75: Double, p95: Double) {
      (self.p05, self.p25, self.p50, self.p75, self.p95) = (p05, p25, p50, p75, p95)
    }
  }

  /// The parts as they are.
  public init(
    kind: SurrogateKind, count: Int, statistic: Double, statistics: [Double], failed: Int, quantiles: Quantiles?,
    p: Double, resolution: Double
  ) {
    (self.kind, self.count, self.statistic, self.statistics) = (kind, count, statistic, statistics)
    (self.failed, self.quantiles, self.p, self.resolution) = (failed, quantiles, p, resolution)
  }
}
