import Numbers

/// Two memory-less regressions of one column on the present row, of different kinds. Memory is found only where both agree.
///
/// e is what they leave of the next value, F̃ what they leave of a feature (double residualisation as in the generalised
/// covariance measure; Shah & Peters 2020): the product e F̃ has mean 0 without memory if either is right.
struct MemorylessRegressions: Sendable {
  private let smooth: SmoothRegression
  private let forest: ForestRegression
  /// Of both kinds.
  let residuals: [[Double]]
  /// Correlation of the residuals: what both call noise. Where it is low, misfit dominates.
  let agreement: Double
  /// The share of the target's variance that both leave, mean(e₁ e₂) / var(y); misfit does not count.
  let unexplained: Double

  /// - Parameters:
  ///   - y: the target.
  ///   - drift: further regressors of the line: smooth time and breaks.
  ///   - threads: changes nothing but the time it takes.
  init(_ series: ScoreSeries, target y: [Double], drift: [[Double]] = [], threads: Int = 1) async {
    let (present, targets) = (series.present, Matrix([y]))
    let line = present.line(for: y).with(drift)
    let left = line.residuals(of: targets)
    (smooth, forest) = await parallelBoth(threads: threads) {
      SmoothRegression(present, line: line, afterLine: left)
    } _: {
      ForestRegression(present, target: y, afterLine: left.values, needsLine: !drift.isEmpty)
    }
    residuals = [
      smooth.kernelResiduals(of: left).values, forest.residuals(of: forest.isAfterLine ? left : targets).values,
    ]
    let products = zip(residuals[0], residuals[1]).map { $0 * $1 }
    // Two regressions that leave nothing agree.
    let correlation = Moments.correlation(residuals[0], residuals[1])
    agreement = correlation.isFinite ? correlation : 1
    let variance = Moments.variance(y)
    // A row number has increments that differ by rounding alone.
    unexplained = variance > Self.rounding ? max(0, Moments.mean(products) / variance) : 0
  }

  /// What was chosen for the kernel part of the smooth regression.
  var kernel: MemoryTest.Kernel { smooth.kernel }

  /// Whether there is noise that both leave, and not misfit alone.
  var isLeft: Bool { MemoryTest.isNoise(unexplained: unexplained, agreement: agreement) }

  /// Of a target, where the levels have variance 1.
  private static let rounding = 1e-14

  /// F̃ of both kinds, n × q.
  func residuals(of features: Matrix) -> [Matrix] {
    let left = smooth.afterLine(features)
    return [smooth.kernelResiduals(of: left), forest.residuals(of: forest.isAfterLine ? left : features)]
  }
}
