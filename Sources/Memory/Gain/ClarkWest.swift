import Numbers

/// The test of Clark & West (2007) for a model that contains the smaller one as a special case.
///
///     f_t = e²_small - (e²_large - (x̂_small - x̂_large)²) = 2 e_small (e_small - e_large)      CW = f̄ / √(V / n)
///
/// one-sided by the normal distribution. Under H0 the extra parameters of the larger model only add noise to its
/// predictions, so it is expected to be *worse* by (x̂_small - x̂_large)²; CW corrects for that.
///
/// It is valid only where the two models share the estimation noise of their common part, as two regressions on the same
/// rows do. Two networks from different starts do not: E f = 2 (Var n_small - Cov(n_small, n_large)) for estimation noises
/// n, which is above 0. It then rejects a true H0 far too often (on independent noise in 19 % of data sets at a nominal
/// 5 %, on AR(1) in 32 %). A nested memory model that is *warm-started* at the trained twin brings 2.5 % on noise; AR(1)
/// still has 27 % and random-walk levels 96 % unless the readout is anchored as well. It is therefore reported beside
/// `DieboldMariano`, not instead of it.
public struct ClarkWest: Sendable, Equatable, Codable {
  /// f̄.
  public var meanAdjusted: Double
  /// nil where every f_t is the same.
  public var statistic: Double?
  /// One-sided. Where every f_t is 0, as for equal predictions: 1.
  public var p: Double
  /// How V was estimated.
  public var variance: LongRunVariance
  /// n, the differences that were averaged.
  public var rows: Int

  package init(meanAdjusted: Double, statistic: Double?, p: Double, variance: LongRunVariance, rows: Int) {
    (self.meanAdjusted, self.statistic, self.p) = (meanAdjusted, statistic, p)
    (self.variance, self.rows) = (variance, rows)
  }

  /// - Parameters:
  ///   - f: the adjusted differential in time order, at least two rows.
  ///   - variance: nil is Bartlett's weights up to lag ⌊n^⅓⌋; `.truncated(lags: h - 1)` is the classical choice for
  ///     forecasts h steps ahead. Where it is not positive, lag 0 alone.
  package init(adjusted f: [Double], variance: LongRunVariance? = nil) {
    precondition(f.count >= 2, "a comparison needs at least two rows")
    rows = f.count
    meanAdjusted = Moments.mean(f)
    var variance = variance ?? .bartlett(rows: f.count)
    var V = variance(f)
    if V <= 0 {
      variance = .truncated(lags: 0)
      V = variance(f)
    }
    self.variance = variance
    guard V > 0 else {
      statistic = nil
      p = Alternative.greater.p(ofCertain: meanAdjusted)
      return
    }
    let z = meanAdjusted / (V / Double(f.count)).squareRoot()
    statistic = z
    p = normalTail(z)
  }

  /// - Parameters: errors of the smaller and of the larger model on the same rows, x̂ - x or x - x̂ alike for both.
  package init(small: [Double], large: [Double], variance: LongRunVariance? = nil) {
    precondition(small.count == large.count, "both predict the same rows")
    self.init(adjusted: zip(small, large).map { 2 * $0 * ($0 - $1) }, variance: variance)
  }
}
