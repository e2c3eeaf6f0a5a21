// The skill of one predictor over another, with an interval that knows that neighbouring errors are alike.

package import Numbers
import SeriesMemory

/// 1 - MSE / MSE of the competitor: above 0 where the model is the better one.
package struct Skill: Sendable, Equatable {
  /// `mean` is the skill itself; the ends are the `Rules.tail` quantiles of its stationary bootstrap, moved out where few
  /// blocks fit into the rows.
  package let estimate: Estimate
  /// The `level` quantile of the bootstrap: one-sided, the skill is above it with confidence 1 - level.
  package let lowerBound: Double
  /// The mean length of a block, in rows.
  package let blockLength: Double

  /// - Parameters:
  ///   - model: the squared error of each test row, in time order.
  ///   - competitor: the same for the competitor.
  ///   - level: of the lower bound; the draws are the same whatever it is.
  ///
  /// nil where the competitor makes no error at all, so that there is nothing to gain.
  package init?(
    of model: [Double], over competitor: [Double], level: Double = Rules.boundLevel, resamples: Int = Rules.resamples,
    stream: RandomStream
  ) {
    precondition(model.count == competitor.count && !model.isEmpty, "both predict the same rows, at least one")
    // Blocks of a long series are longer than a few rows, so that sums of neighbours keep what whole blocks keep.
    let neighbours = (model.count + Rules.resampledSums - 1) / Rules.resampledSums
    let (model, competitor) = (sums(of: model, neighbours), sums(of: competitor, neighbours))
    let total = competitor.reduce(0, +)
    guard total > 0 else { return nil }
    let skill = 1 - model.reduce(0, +) / total
    // What a row adds to the skill, to first order: its own dependence in time sets the length of a block. So does that of
    // each error, as far as the two go together: a slow swing of the larger error is hardly seen in the difference.
    let influence = zip(model, competitor).map { $0 - (1 - skill) * $1 }
    let inherited = [model, competitor].map { errors in
      let together = Moments.correlation(influence, errors).magnitude
      return together.isFinite ? together * stationaryBlockLength(errors) : 1
    }
    let blockLength = max(stationaryBlockLength(influence), inherited.max() ?? 1)
    self.blockLength = blockLength * Double(neighbours)
    var stream = stream
    var draws: [Double] = []
    // Whoever cancelled the task wants no result.
    for _ in 0..<resamples where !Task.isCancelled {
      var drawn = (model: 0.0, competitor: 0.0)
      stationaryResample(of: model.count, blockLength: blockLength, &stream) { t in
        drawn.model += model[t]
        drawn.competitor += competitor[t]
      }
      if drawn.competitor > 0 { draws.append(1 - drawn.model / drawn.competitor) }
    }
    let degrees = max(3, Double(model.count) / (2 * blockLength))
    // With few blocks the draws vary less than the skill does. A quantile of the ratio of the errors is moved out by as much
    // as Student's t is wider than the normal law (after Kiefer & Vogelsang 2005, Econometric Theory 21:1130).
    func wider(_ share: Double) -> Double { studentQuantile(share, degrees: degrees) / normalQuantile(share) }
    func point(_ share: Double) -> Double {
      let drawn = draws.isEmpty ? skill : Moments.quantile(share, of: draws)
      guard drawn < 1, skill < 1 else { return drawn }
      return 1 - (1 - skill) * exponential(wider(share) * logarithm((1 - drawn) / (1 - skill)))
    }
    // Few draws lie beyond a far quantile.
    let isFar = level * Double(draws.count) < Rules.tailDraws
    let normal =
      isFar ? skill + wider(level) * normalQuantile(level) * Moments.standardDeviation(draws) : .infinity
    lowerBound = min(point(level), normal)
    estimate = Estimate(mean: skill, low: point(Rules.tail), high: point(1 - Rules.tail))
  }
}

/// The sums of so many neighbours; the last may have fewer.
private func sums(of errors: [Double], _ neighbours: Int) -> [Double] {
  neighbours == 1 ? errors : errors.indices.chunks(of: neighbours).map { errors[$0].reduce(0, +) }
}

/// Visits as many rows as there are, drawn in blocks of geometric length that wrap around the end (Politis & Romano 1994).
package func stationaryResample(
  of count: Int, blockLength: Double, _ stream: inout RandomStream, visit: (_ row: Int) -> Void
) {
  var row = 0
  for k in 0..<count {
    let new = k == 0 || stream.uniform() * blockLength < 1
    row = new ? stream.index(below: count) : row + 1 == count ? 0 : row + 1
    visit(row)
  }
}

/// The mean block length that suits the stationary bootstrap of the mean of a series: (2 g² / d)^⅓ n^⅓ (Politis &
/// White 2004, with the correction of Patton, Politis & White 2009), within 1 and min(3 √n, n / 3).
///
///     g = Σ_k λ(k/M) |k| R(k)      d = 2 (Σ_k λ(k/M) R(k))²      λ(s) = min(1, 2 (1 - |s|))
///
/// R is the autocovariance; M is twice the lag after which K = max(5, log₁₀ n) autocorrelations in a row lie within
/// ±2 √(log₁₀ n / n).
package func stationaryBlockLength(_ series: [Double]) -> Double {
  let n = series.count
  guard n > 2 else { return 1 }
  let mean = series.reduce(0, +) / Double(n)
  let eps = series.map { $0 - mean }
  let decades = logarithm(Double(n)) / logarithm(10)
  let run = max(5, Int(decades))
  let root = Double(n).squareRoot().rounded(.up)
  let largest = min(Int(root) + run, n - 1)
  var sums = LaggedSums(eps)
  let R = (0...largest).map { sums[$0] / Double(n) }
  guard R[0] > 0 else { return 1 }

  let band = 2 * (decades / Double(n)).squareRoot()
  let quiet = (0...max(0, largest - run)).first { lag in
    lag + run <= largest && (lag..<lag + run).allSatisfy { (R[$0] / R[0]).magnitude < band }
  }
  let M = min(quiet.map { 2 * max($0, 1) } ?? largest, largest)
  var (g, total) = (0.0, R[0])
  for k in 1...M {
    let share = Double(k) / Double(M)
    let λ = share <= 0.5 ? 1 : 2 * (1 - share)
    g += 2 * λ * Double(k) * R[k]
    total += 2 * λ * R[k]
  }
  let d = 2 * total * total
  let longest = min(3 * Double(n).squareRoot(), Double(n) / 3).rounded(.up)
  guard g != 0, d > 0 else { return d > 0 ? 1 : longest }
  let length = exponential(logarithm(2 * g * g / d * Double(n)) / 3)
  return max(1, min(length, longest))
}
