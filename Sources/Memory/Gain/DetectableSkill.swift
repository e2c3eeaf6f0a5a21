// How small a gain would have been seen: what "no memory found" is worth.

import Numbers

/// The smallest true skill that a one-sided test of the mean loss differential at level α would find with the power asked
/// for, on n test rows.
///
///     s = max(z √V / (m √n), 4 z² / (n + 2 z²))      z = z(1 - α) + z(power), 2.486 for 5 % and 80 %
///
/// by the normal approximation. The first term is the standard error at hand: V is the long-run variance of
/// d_t = e²_t of the competitor - e²_t of the model, m the competitor's mean squared error.
///
/// The second is the least that *any* gain costs. Two models that predict nearly alike have a d that hardly varies, which
/// says nothing about what a better model would have shown: to gain s, predictions must move by g with E g² = s m, and
/// then d = 2 e g + g² varies by (4 s - 2 s²) m² where the model's own error e and g are normal and independent;
/// s √n = z √(4 s - 2 s²) solved for s. For n = 250 that is 9.4 %.
///
/// This is meant for one column. Over D columns that err independently an average finds less, by up to √D in the first
/// term, which V shows, and D in the second, which is left as it is: the skill is then an upper bound.
public struct DetectableSkill: Sendable, Equatable, Codable {
  /// s; 1 where not even a perfect model would be found.
  public var skill: Double
  /// The first term; nil where the competitor makes no error.
  public var bySpread: Double?
  /// The second term.
  public var byLength: Double
  /// One-sided.
  public var level: Double
  /// With which it is seen.
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
