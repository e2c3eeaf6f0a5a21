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

/// How a surrogate is made: a series that shares some properties with the data and lacks memory of one kind.
///
/// Each kind has its own null hypothesis, and a small p-value rejects only that one. Only `markov` has the null hypothesis
/// of the memory ladder, E[x_{t+1} | x_t, x_{t-1}, …] = E[x_{t+1} | x_t].
public enum SurrogateKind: String, Sendable, Codable, CaseIterable {
  /// Whole rows in another order. H0: rows are independent and identically distributed.
  ///
  /// Any dependence in time rejects it, even one that needs no memory, such as x_{t+1} = 0.8 x_t + noise. A poor null for a
  /// level with a unit root, where the surrogates are noise and the data are a path.
  case shuffled
  /// The local bootstrap of a Markov process (Paparoditis & Politis 2002): each row is followed by what followed a
  /// similar row. H0: the next row depends on the present one alone.
  ///
  /// The conditional distribution of the next row given the present one is kept, smoothed over the neighbourhoods; all older
  /// dependence is lost. A level with a unit root does not return to earlier values, while its surrogates stay in the range
  /// of the data: use its changes.
  case markov
  /// The spectrum and the values of the data with other phases (iterative amplitude-adjusted Fourier transform, Schreiber
  /// & Schmitz 1996), the phases between columns kept. H0: a stationary linear Gaussian process, seen through a monotone
  /// function.
  ///
  /// Linear memory is *kept*: a small p-value means that memory gains more on the data than on a linear process with the
  /// same autocorrelations. A poor null for a level with a unit root: the transform treats the series as periodic and
  /// spreads the jump from its end to its start over all frequencies. For the same reason it rejects too often on a few
  /// hundred rows of a sharp oscillation: 4 times of 20 at the 5 % level on 240 rows of x_t = 1.6 x_{t-1} - 0.9 x_{t-2} +
  /// noise, once of 20 on 1000.
  case iaaft
}
