// The smallest gain that the test can detect.

import Numbers
import SeriesMemory

/// The smallest true skill that a one-sided test of the mean loss differential at level α detects with the given power on
/// n test rows.
///
///     s = max(z √V / (m √n), 4 z² / (n + 2 z²))      z = z(1 - α) + z(power), 2.486 for 5 % and 80 %
///
/// by the normal approximation. The first term is the standard error at hand: V is the long-run variance of
/// d_t = e²_t of the competitor - e²_t of the model, m the competitor's mean squared error.
///
/// The second is a lower limit for any model. Two models that predict nearly alike have a d that hardly varies, but a
/// better model would vary more: to gain s, predictions must move by g with E g² = s m. Then d = 2 e g + g² has variance
/// (4 s - 2 s²) m² for normal, independent e and g; s √n = z √(4 s - 2 s²) gives s. For n = 250 it is 9.4 %.
///
/// The second term is for one column. The average over D independent columns detects less, so the skill is then an upper
/// bound.
public struct DetectableSkill: Sendable, Equatable, Codable {
  /// s; 1 where not even a perfect model would be detected.
  public var skill: Double
  /// The first term; nil where the competitor makes no error.
  public var bySpread: Double?
  /// The second term.
  public var byLength: Double
  /// One-sided.
  public var level: Double
  /// The power of detection.
  public var power: Double
  /// Held-out rows.
  public var rows: Int

  package init(skill: Double, bySpread: Double?, byLength: Double, level: Double, power: Double, rows: Int) {
    (self.skill, self.bySpread, self.byLength) = (skill, bySpread, byLength)
    (self.level, self.power, self.rows) = (level, power, rows)
  }

  /// - Parameters:
  ///   - model, competitor: squared errors by test row, in time order.
  ///   - variance: nil is what the stationary bootstrap gives with the block length of d, as in the skill's interval.
  package init(
    of model: [Double], over competitor: [Double], level: Double = Rules.boundLevel, power: Double = Rules.power,
    variance: LongRunVariance? = nil
  ) {
    precondition(model.count == competitor.count && !model.isEmpty, "both predict the same rows, at least one")
    precondition(level > 0 && level < 1 && power > level && power < 1, "a test has a level, and a power above it")
    let n = Double(model.count)
    let z = normalQuantile(1 - level) + normalQuantile(power)
    let d = zip(competitor, model).map { $0 - $1 }
    let m = Moments.mean(competitor)
    let V = (variance ?? .stationaryBootstrap(blockLength: stationaryBlockLength(d)))(d)
    bySpread = m > 0 ? z * (max(V, 0) / n).squareRoot() / m : nil
    byLength = 4 * z * z / (n + 2 * z * z)
    skill = min(1, max(bySpread ?? 0, byLength))
    (self.level, self.power, rows) = (level, power, model.count)
  }
}
