/// Mean, variance, quantiles and autocorrelation of a run of numbers.
///
/// Every sum runs from the first element to the last, so the same numbers in the same order give the same bits. There are
/// no missing values: one NaN makes the result NaN.
public enum Moments {
  /// Σ x / n, corrected by the mean of the residuals, so that the mean of equal numbers is that number. NaN for no numbers.
  public static func mean(_ x: [Double]) -> Double {
    guard !x.isEmpty else { return .nan }
    let count = Double(x.count)
    var sum = 0.0
    for value in x { sum += value }
    let first = sum / count
    guard first.isFinite else { return first }
    var rest = 0.0
    for value in x { rest += value - first }
    return first + rest / count
  }

  /// Σ (x - mean)² / n: the population's variance (ddof 0), in two passes. Zero for equal numbers, NaN for none.
  public static func variance(_ x: [Double]) -> Double {
    let centre = mean(x)
    var sum = 0.0
    for value in x { sum += (value - centre) * (value - centre) }
    return sum / Double(x.count)
  }

  /// The square root of `variance`, in the units of the numbers.
  public static func standardDeviation(_ x: [Double]) -> Double { variance(x).squareRoot() }

  /// The quantile, interpolated linearly between neighbours: type 7 of Hyndman & Fan 1996, the default of numpy and R. NaN
  /// for no numbers.
  ///
  /// - Parameters:
  ///   - share: from 0, the smallest, over 0.5, the median, to 1, the largest.
  ///   - x: the numbers, in any order.
  public static func quantile(_ share: Double, of x: [Double]) -> Double {
    precondition((0...1).contains(share), "the share of a quantile is from 0 to 1")
    guard !x.isEmpty, !x.contains(where: \.isNaN) else { return .nan }
    return quantile(share, ofSorted: x.sorted())
  }

  /// Σ (x - mean x)(y - mean y) / √(Σ (x - mean x)² · Σ (y - mean y)²), Pearson's: from -1 to 1. NaN where one of them is
  /// constant or there are no numbers.
  public static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "numbers are correlated in pairs")
    let (centreX, centreY) = (mean(x), mean(y))
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xy += (a - centreX) * (b - centreY)
      xx += (a - centreX) * (a - centreX)
      yy += (b - centreY) * (b - centreY)
    }
    // Two roots, as the product of the two sums may overflow.
    return xy / xx.squareRoot() / yy.squareRoot()
  }

  /// ρ(l) = Σ (x_t - mean)(x_{t+l} - mean) / Σ (x_t - mean)², l = 0, 1, … The divisor does not depend on l, so ρ is biased
  /// towards 0 at long lags and never beyond ±1.
  ///
  /// - Parameters:
  ///   - x: the numbers, in their order.
  ///   - lags: the largest l; the result is shorter than `lags` + 1 where there are too few numbers.
  /// - Returns: ρ(0), which is 1, ρ(1), …; NaN throughout for equal numbers.
  public static func autocorrelation(_ x: [Double], lags: Int) -> [Double] {
    precondition(lags >= 0, "lags are counted from 0")
    let centre = mean(x)
    var sums = LaggedSums(x.map { $0 - centre })
    return x.indices.prefix(while: { $0 <= lags }).map { sums[$0] / sums[0] }
  }

  private static func quantile(_ share: Double, ofSorted x: [Double]) -> Double {
    let place = share * Double(x.count - 1)
    let below = min(Int(place), x.count - 1)
    let above = min(below + 1, x.count - 1)
    return x[below] + (place - Double(below)) * (x[above] - x[below])
  }
}
