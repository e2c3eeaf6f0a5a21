import Numbers

/// How strong memory of a given form must be to be found on this very series.
///
/// The memory-less residuals get random signs, which removes what memory they have, plus c times the form: a past value, a
/// magnitude, a product, what the present row does not know of it. The share c² var(h) / (var(e) + c² var(h)) is raised until
/// 80 % of the draws are found.
package struct PlantedMemory: Sendable {
  /// The forms that are planted.
  package enum Form: String, Sendable, Codable, CaseIterable {
    case near = "the value two rows back"
    case far = "a value far back"
    case other = "another column's past"
    case magnitude = "the magnitude of a past value"
    case pair = "the signs of two past values"
    case present = "the signs of the present and a past value"
    case average = "a slow average"
  }

  static let shares = [0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.055, 0.075, 0.1, 0.14, 0.2, 0.3, 0.5]
  private static let draws = 199
  /// Of the slow average.
  static let decay = 0.93

  /// Of the value far back.
  static func farLag(rows n: Int) -> Int { 3 * PastFeatures.longestLag(rows: n) / 4 }

  private let forms: [Form]
  /// What both regressions leave of each form, n × forms.
  private let left: [Matrix]
  private let leftSquared: [Matrix]
  /// c of each form and share.
  private let sizes: [[Double]]
  /// Statistics so far above `referenceTail` reject at any tail that decides; nothing more is looked for.
  private static let enough: Float = 1.2
  /// Chance carries a statistic further in one of two thousand draws.
  private static let reach = 3.3
  /// By form, share and draw: how far the best statistic is above what rejects at `referenceTail`.
  private var best: [Float]
  private let draws: Int

  init(
    _ features: PastFeatures, column d: Int, columns D: Int, rows: Int, _ regressions: MemorylessRegressions, draws: Int
  ) {
    func feature(_ family: PastFeatures.Family, _ lag: Int, _ column: Int, _ kind: PastFeatures.Kind) -> [Double] {
      features.values(.init(family: family, lag: lag, column: column, kind: kind))
    }
    var values: [(Form, [Double])] = [
      (.near, feature(.near, 1, d, .value)),
      (.far, feature(.far, Self.farLag(rows: rows), d, .value)),
      (.magnitude, feature(.even, 2, d, .magnitude)), (.pair, feature(.pairs, 4, d, .pairOfSigns(3))),
      (.present, feature(.product, 5, d, .signs(with: d))), (.average, feature(.averages, 0, d, .average(Self.decay))),
    ]
    if D > 1 { values.append((.other, feature(.other, 2, (d + 1) % D, .value))) }
    forms = values.map(\.0)
    let left = regressions.residuals(of: Matrix(values.map(\.1)))
    (self.left, leftSquared) = (left, left.map(\.squared))
    let noise = Moments.mean(zip(regressions.residuals[0], regressions.residuals[1]).map { $0 * $1 })
    let variances = values.indices.map { k in
      Moments.mean(zip(left[0].column(k), left[1].column(k)).map { $0 * $1 })
    }
    sizes = variances.map { variance in
      Self.shares.map { variance > 0 && noise > 0 ? ($0 / (1 - $0) * noise / variance).squareRoot() : 0 }
    }
    self.draws = min(draws, Self.draws)
    best = Array(repeating: -.infinity, count: forms.count * Self.shares.count * self.draws)
  }

  /// Adds some features.
  ///
  /// - Parameters:
  ///   - features: what each regression leaves of them, n × q.
  ///   - critical: the statistic of each whose family has `referenceTail`.
  mutating func add(_ features: [Matrix], _ statistics: [FeatureStatistics], critical: [Double]) {
    let q = critical.count
    // Σ h F̃ and Σ h² F̃², by form and feature.
    let sums = zip(left, features).map { $0.products(with: $1) }
    let squares = zip(leftSquared, statistics).map { $0.products(with: $1.squares) }
    for form in forms.indices {
      for share in Self.shares.indices {
        let c = sizes[form][share]
        guard c > 0 else { continue }
        for k in 0..<q where statistics[0].scale[k] > 0 && statistics[1].scale[k] > 0 {
          let parts = (0..<2).map { kind -> (Double, Double) in
            let scale = statistics[kind].scale[k]
            let total = (scale * scale + c * c * squares[kind][form * q + k]).squareRoot()
            return (scale / total, c * sums[kind][form * q + k] / total)
          }
          // Most features do not see most forms.
          guard min(parts[0].1.magnitude, parts[1].1.magnitude) > critical[k] - Self.reach else { continue }
          let base = (form * Self.shares.count + share) * draws
          for b in 0..<draws where best[base + b] < Self.enough {
            let t = agreed(
              statistics[0].flips[b * q + k] * parts[0].0 + parts[0].1,
              statistics[1].flips[b * q + k] * parts[1].0 + parts[1].1)
            let above = Float(t.magnitude - critical[k])
            if above > best[base + b] { best[base + b] = above }
          }
        }
      }
    }
  }

  /// The tail of a family, as in `FeatureGroups.tail`, that the statistics are compared with.
  static let referenceTail = 1e-3
  /// Features of the family by which other tails are compared with it; families of other sizes differ little.
  private static let referenceSize = 24

  /// The statistic of a family of so many features that has a tail.
  static func critical(tail: Double, features count: Int) -> Double {
    -normalQuantile(alone(tail, of: count) / 2)
  }

  /// The smallest share of what is left to explain that is found in 80 % of the draws; nil where even half is not.
  ///
  /// - Parameter tail: the smallest tail of the families that rejects, as the draws of the test have it.
  func detectable(tail: Double) -> [(form: Form, share: Double?)] {
    let limit = Float(
      Self.critical(tail: tail, features: Self.referenceSize)
        - Self.critical(tail: Self.referenceTail, features: Self.referenceSize))
    return forms.indices.map { form in
      var before: (share: Double, found: Double)?
      for (k, share) in Self.shares.enumerated() {
        let base = (form * Self.shares.count + k) * draws
        let found = Double(best[base..<base + draws].count { $0 >= limit }) / Double(draws)
        if found >= Rules.power {
          guard let before, found > before.found else { return (forms[form], share) }
          let part = (Rules.power - before.found) / (found - before.found)
          return (forms[form], before.share + part * (share - before.share))
        }
        before = (share, found)
      }
      return (forms[form], nil)
    }
  }
}
