public import SeriesMemory

/// The skill of memory on the data, and on surrogates made under a null hypothesis.
///
/// The statistic is 1 - MSE of the memory model / MSE of its twin on the held-out part, one network of each.
public struct SurrogateFindings: Sendable, Equatable, Codable {
  /// The null hypothesis.
  public var kind: SurrogateKind
  /// B, the number of surrogates.
  public var count: Int
  /// T, of the data.
  public var statistic: Double
  /// T* of each surrogate in the order of drawing, without those on which a network diverged.
  public var statistics: [Double]
  /// Surrogates on which a network diverged; each counts as T* ≥ T.
  public var failed: Int
  /// Of `statistics`; nil without any.
  public var quantiles: Quantiles?
  /// (1 + #{T* ≥ T}) / (1 + B): exact when data and surrogates are exchangeable under the null hypothesis, whatever the
  /// statistic.
  public var p: Double
  /// 1 / (1 + B): p is a multiple of it and never less.
  public var resolution: Double

  /// Quantiles of the surrogates.
  public struct Quantiles: Sendable, Equatable, Codable {
    /// By per cent.
    public var p05, p25, p50, p75, p95: Double
  }

  package init(
    kind: SurrogateKind, count: Int, statistic: Double, statistics: [Double], failed: Int, quantiles: Quantiles?,
    p: Double, resolution: Double
  ) {
    (self.kind, self.count, self.statistic, self.statistics) = (kind, count, statistic, statistics)
    (self.failed, self.quantiles, self.p, self.resolution) = (failed, quantiles, p, resolution)
  }
}
