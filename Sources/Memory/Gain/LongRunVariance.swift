// The variance of the mean of an autocorrelated series.

import Numbers

/// An estimate of the long-run variance Σ_k γ(k), k from -∞ to ∞: n times the variance of the mean of n values.
///
/// γ(k) = Σ_t (d_t - d̄)(d_{t+k} - d̄) / n, divided by n at every lag.
public enum LongRunVariance: Sendable, Equatable, Codable {
  /// γ(0) + 2 Σ γ(k), k = 1..lags: for the errors of forecasts lags + 1 steps ahead, which are uncorrelated beyond. May be
  /// negative.
  case truncated(lags: Int)
  /// γ(0) + 2 Σ (1 - k / (lags + 1)) γ(k) (Bartlett's weights; Newey & West 1987): never negative.
  case bartlett(lags: Int)
  /// The limit of the stationary bootstrap with mean block length b (Politis & Romano 1994, lemma 1): weights
  /// (1 - k/n)(1 - 1/b)^k + k/n (1 - 1/b)^(n-k). Never negative.
  case stationaryBootstrap(blockLength: Double)

  /// Its name and its one number.
  private enum CodingKeys: String, CodingKey { case kind, lags, blockLength }

  private enum Kind: String, Codable { case truncated, bartlett, stationaryBootstrap }

  /// Reads what `encode(to:)` writes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    switch try values.decode(Kind.self, forKey: .kind) {
    case .truncated: self = .truncated(lags: try values.decode(Int.self, forKey: .lags))
    case .bartlett: self = .bartlett(lags: try values.decode(Int.self, forKey: .lags))
    case .stationaryBootstrap:
      self = .stationaryBootstrap(blockLength: try values.decode(Double.self, forKey: .blockLength))
    }
  }

  /// Writes the kind and its lags side by side.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .truncated(let lags):
      try values.encode(Kind.truncated, forKey: .kind)
      try values.encode(lags, forKey: .lags)
    case .bartlett(let lags):
      try values.encode(Kind.bartlett, forKey: .kind)
      try values.encode(lags, forKey: .lags)
    case .stationaryBootstrap(let length):
      try values.encode(Kind.stationaryBootstrap, forKey: .kind)
      try values.encode(length, forKey: .blockLength)
    }
  }

  /// Bartlett's weights up to lag ⌊n^⅓⌋, for series of unknown dependence.
  package static func bartlett(rows n: Int) -> LongRunVariance {
    var lags = 0
    while (lags + 1) * (lags + 1) * (lags + 1) <= n { lags += 1 }
    return .bartlett(lags: min(lags, max(n - 1, 0)))
  }

  /// Lags of n and more count as 0.
  package func callAsFunction(_ d: [Double]) -> Double {
    let n = d.count
    precondition(n > 0, "a variance needs values")
    let γ = autocovariances(d, lags: min(longestLag ?? n - 1, n - 1))
    var sum = γ[0]
    switch self {
    case .truncated:
      for k in γ.indices.dropFirst() { sum += 2 * γ[k] }
    case .bartlett(let lags):
      for k in γ.indices.dropFirst() { sum += 2 * (1 - Double(k) / Double(lags + 1)) * γ[k] }
    case .stationaryBootstrap(let b):
      precondition(b >= 1, "a block has at least one row")
      let kept = 1 - 1 / b
      let share = powers(of: kept, count: n + 1)
      for k in γ.indices.dropFirst() {
        let part = Double(k) / Double(n)
        sum += 2 * ((1 - part) * share[k] + part * share[n - k]) * γ[k]
      }
    }
    return sum
  }

  /// nil where all lags count.
  private var longestLag: Int? {
    switch self {
    case .truncated(let lags), .bartlett(let lags):
      precondition(lags >= 0, "lags are counted from 0")
      return lags
    case .stationaryBootstrap: return nil
    }
  }
}

/// γ(0), …, γ(lags); exactly 0 for equal numbers.
private func autocovariances(_ d: [Double], lags: Int) -> [Double] {
  let n = d.count
  let mean = Moments.mean(d)
  var sums = LaggedSums(d.map { $0 - mean })
  return (0...lags).map { sums[$0] / Double(n) }
}

private func powers(of x: Double, count: Int) -> [Double] {
  var (result, power) = ([1.0], 1.0)
  for _ in 1..<count {
    power *= x
    result.append(power)
  }
  return result
}
