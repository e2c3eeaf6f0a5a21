import Numbers

/// The augmented Dickey–Fuller test (Dickey & Fuller 1979, Said & Dickey 1984) that a series has a unit root, like a random
/// walk, and does not return to a level.
///
///     x_t - x_{t-1} = c + γ x_{t-1} + Σ b_k (x_{t-k} - x_{t-k-1}) + e_t, k = 1..lags      statistic = γ / s(γ)
///
/// H0 is γ = 0. It is rejected where the statistic is below the 5 % point of MacKinnon (2010) for this number of rows. A
/// series that does not reject is flagged as near a unit root: there a held-out comparison of levels says little, and
/// changes must be tested too.
public struct DickeyFuller: Sendable, Equatable, Codable {
  /// t of the coefficient on the level.
  public var statistic: Double
  /// At 5 %, for this number of rows.
  public var criticalValue: Double
  /// Lagged changes in the regression.
  public var lags: Int
  /// Rows of the regression.
  public var rows: Int

  /// Whether a unit root is rejected.
  public var rejects: Bool { statistic < criticalValue }

  /// - Parameters:
  ///   - x: levels in time order.
  ///   - lags: nil is ⌊(n - 1)^⅓⌋, a rate that Said & Dickey's proof allows.
  /// nil where there are too few rows for the lags, where x is constant, or where the regression has no error.
  package init?(_ x: [Double], lags: Int? = nil) {
    let lags = lags ?? DickeyFuller.lags(rows: x.count)
    precondition(lags >= 0, "lags are counted from 0")
    // Two rows more than the parameters: c, γ and the b.
    guard x.count - 1 - lags >= lags + 4 else { return nil }
    let spread = Moments.standardDeviation(x)
    guard spread > 0, spread.isFinite else { return nil }
    // The statistic does not depend on shift and scale, and the sums lose fewer digits.
    let mean = Moments.mean(x)
    let z = x.map { ($0 - mean) / spread }
    let steps = zip(z.dropFirst(), z).map { $0 - $1 }
    let range = lags..<steps.count
    let p = lags + 1
    var (others, both): ([Double], [Double]) = ([], [])
    for t in range {
      others.append(1)
      for k in 1..<p { others.append(steps[t - k]) }
      both += [steps[t], z[t]]
    }
    // γ by regressing the residual of the step on that of the level, both after the other regressors (Frisch, Waugh &
    // Lovell).
    let B = NormalEquations(others, regressors: p, both, targets: 2).ordinary().coefficients
    let n = range.count
    var (level, common, step) = (0.0, 0.0, 0.0)
    for row in 0..<n {
      var (y, u) = (both[row * 2], both[row * 2 + 1])
      for k in 0..<p {
        y -= others[row * p + k] * B[k * 2]
        u -= others[row * p + k] * B[k * 2 + 1]
      }
      level += u * u
      common += u * y
      step += y * y
    }
    guard level > 1e-12 * Double(n) else { return nil }
    let γ = common / level
    let unexplained = step - γ * common
    let moved = range.reduce(0) { $0 + steps[$1] * steps[$1] }
    guard unexplained > 1e-20 * moved else { return nil }
    statistic = γ / (unexplained / Double(n - p - 1) / level).squareRoot()
    criticalValue = DickeyFuller.criticalValue(rows: n)
    (self.lags, rows) = (lags, n)
  }

  package static func lags(rows n: Int) -> Int {
    var lags = 0
    while (lags + 1) * (lags + 1) * (lags + 1) <= n - 1 { lags += 1 }
    return lags
  }

  /// The 5 % point for a regression with a constant (MacKinnon 2010, table 2, N = 1).
  package static func criticalValue(rows n: Int) -> Double {
    let r = 1 / Double(n)
    return -2.86154 - 2.8903 * r - 4.234 * r * r - 40.040 * r * r * r
  }
}
