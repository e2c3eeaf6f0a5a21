// From one figure per network to one figure with an interval.

import Numbers
import SeriesMemory

extension Estimate {
  /// Whether mean and interval are 0, all of them.
  package var isZero: Bool { [mean, low, high].allSatisfy { $0 == 0 } }

  /// Mean over the networks with its t-interval: mean ± t(1 - tail, S-1) s / √S.
  ///
  /// The interval shows how far the mean depends on the *seeds*, on this one panel. With one network both ends are the
  /// value itself.
  ///
  /// - Parameter figures: one for each network, at least one, finite.
  package init(over figures: [Double]) {
    precondition(!figures.isEmpty, "an estimate needs at least one network")
    let count = Double(figures.count)
    let mean = figures.reduce(0, +) / count
    guard figures.count > 1 else {
      self.init(mean: mean, low: mean, high: mean)
      return
    }
    let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let half = studentQuantile(degrees: figures.count - 1) * (squares / (count - 1) / count).squareRoot()
    self.init(mean: mean, low: mean - half, high: mean + half)
  }

  /// A share of the networks with its Wilson interval (Wilson 1927), which has a width even when all networks agree.
  package init(share count: Int, of networks: Int) {
    precondition(networks > 0 && (0...networks).contains(count), "a share is a part of a whole")
    let (n, z) = (Double(networks), Rules.twoSidedNormal)
    let share = Double(count) / n
    let centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    self.init(mean: share, low: max(0, centre - half), high: min(1, centre + half))
  }

  /// The estimate over the networks of several figures at once: entry k over the k-th figure of each network, as far
  /// as all of them go.
  package static func each(over networks: [[Double]]) -> [Estimate] {
    let length = networks.map(\.count).min() ?? 0
    return (0..<length).map { k in Estimate(over: networks.map { $0[k] }) }
  }
}

extension Estimate {
  /// The estimate over the networks of a loss by epoch. A network that has stopped counts with the last of its losses.
  package static func eachEpoch(over losses: [[Double]]) -> [Estimate] {
    let length = losses.map(\.count).max() ?? 0
    return each(over: losses.map { $0 + Array(repeating: $0.last ?? .nan, count: length - $0.count) })
  }
}

/// The quantile of Student's t at 1 - `Rules.tail`: to 30 degrees of freedom from a table, which is for 0.975; beyond by
/// the expansion of Abramowitz & Stegun 26.7.5, there right to seven digits.
package func studentQuantile(degrees: Int) -> Double {
  precondition(degrees > 0, "Student's t has at least one degree of freedom")
  let table = [
    12.706204736174694, 4.302652729749462, 3.1824463052837078, 2.7764451051977934, 2.5705818356363146,
    2.4469118511449786, 2.364624251592784, 2.306004135204166, 2.262157162798205, 2.228138851986274,
    2.200985160091639, 2.1788128296672284, 2.1603686564627913, 2.144786687917804, 2.131449545559776,
    2.1199052992212546, 2.1098155778333156, 2.1009220402410382, 2.0930240544083087, 2.085963447265864,
    2.0796138447276795, 2.0738730679040254, 2.0686576104190486, 2.0638985616280245, 2.0595385527532972,
    2.0555294386428735, 2.0518305164802846, 2.0484071417952454, 2.045229642132703, 2.0422724563012378,
  ]
  if degrees <= table.count { return table[degrees - 1] }
  let (z, v) = (Rules.twoSidedNormal, Double(degrees))
  let s = z * z
  let g1 = z * (s + 1) / 4
  let g2 = z * (s * (5 * s + 16) + 3) / 96
  let g3 = z * (s * (s * (3 * s + 19) + 17) - 15) / 384
  let g4 = z * (s * (s * (s * (79 * s + 776) + 1482) - 1920) - 945) / 92160
  return z + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v
}
