// Is one predictor better than another by more than chance?

import Numbers

/// The alternative hypothesis of a test.
public enum Alternative: String, Sendable, Codable, CaseIterable {
  case twoSided = "two-sided"
  /// The mean differential is above 0: the second predictor is the better one.
  case greater
  case less
}

/// The test of equal accuracy of Diebold & Mariano (1995), with the correction for few rows of Harvey, Leybourne &
/// Newbold (1997).
///
///     d_t = loss of the first predictor - loss of the second      DM = d̄ / √(V / n)
///     t = DM √((n + 1 - 2 h + h (h - 1) / n) / n), by Student's t with n - 1 degrees of freedom
///
/// V is the long-run variance of d: by default the unweighted autocovariances up to lag h - 1, as in R's `dm.test`; where
/// their sum is not positive, lag 0 alone. statsmodels uses Bartlett's weights.
///
/// H0 is about these two *fitted* predictors, not about their model classes: two trainings of the same network differ too,
/// so that networks compared without a common start reject too often.
public struct DieboldMariano: Sendable, Equatable, Codable {
  /// d̄, in squared units of the predictions where the losses are squared errors.
  public var meanDifferential: Double
  /// nil where every d_t is the same.
  public var statistic: Double?
  /// Of H0. Where every d_t is 0: 1. Where every d_t is the same number: 0 if it has the sign of the alternative, else 1.
  public var p: Double
  /// The alternative hypothesis.
  public var alternative: Alternative
  /// Steps ahead that were predicted.
  public var horizon: Int
  /// How V was estimated.
  public var variance: LongRunVariance
  /// n, the differences that were averaged.
  public var rows: Int

  package init(
    meanDifferential: Double, statistic: Double?, p: Double, alternative: Alternative, horizon: Int,
    variance: LongRunVariance, rows: Int
  ) {
    (self.meanDifferential, self.statistic, self.p) = (meanDifferential, statistic, p)
    (self.alternative, self.horizon, self.variance, self.rows) = (alternative, horizon, variance, rows)
  }

  /// - Parameters:
  ///   - d: the loss differential in time order, more rows than `horizon` and at least 2.
  ///   - horizon: h, how many steps ahead was predicted.
  ///   - variance: nil is `.truncated(lags: horizon - 1)`.
  package init(
    differential d: [Double], horizon h: Int = 1, alternative: Alternative = .greater,
    variance: LongRunVariance? = nil
  ) {
    let n = d.count
    precondition(h >= 1 && n > h && n >= 2, "a comparison needs more rows than steps ahead, and at least two")
    let mean = Moments.mean(d)
    (meanDifferential, self.alternative, horizon, rows) = (mean, alternative, h, n)
    var variance = variance ?? .truncated(lags: h - 1)
    var V = variance(d)
    if V <= 0 {
      variance = .truncated(lags: 0)
      V = variance(d)
    }
    self.variance = variance
    guard V > 0 else {
      statistic = nil
      p = alternative.p(ofCertain: mean)
      return
    }
    let (rows, steps) = (Double(n), Double(h))
    let correction = ((rows + 1 - 2 * steps + steps * (steps - 1) / rows) / rows).squareRoot()
    let t = mean / (V / rows).squareRoot() * correction
    statistic = t
    p = alternative.p(of: t) { studentTail($0, degrees: rows - 1) }
  }

  /// Squared errors: d_t = e²_t of the first - e²_t of the second, `greater` where the second is better.
  package init(
    errors first: [Double], over second: [Double], horizon: Int = 1, alternative: Alternative = .greater,
    variance: LongRunVariance? = nil
  ) {
    precondition(first.count == second.count, "both predict the same rows")
    self.init(
      differential: zip(first, second).map { $0 * $0 - $1 * $1 }, horizon: horizon, alternative: alternative,
      variance: variance)
  }
}

extension Alternative {
  /// The p-value of a statistic whose distribution is symmetric about 0.
  func p(of statistic: Double, upperTail: (Double) -> Double) -> Double {
    switch self {
    case .greater: upperTail(statistic)
    case .less: upperTail(-statistic)
    case .twoSided: min(1, 2 * upperTail(statistic.magnitude))
    }
  }

  /// Of a mean without variance.
  func p(ofCertain mean: Double) -> Double {
    switch self {
    case .greater: mean > 0 ? 0 : 1
    case .less: mean < 0 ? 0 : 1
    case .twoSided: mean != 0 ? 0 : 1
    }
  }
}
