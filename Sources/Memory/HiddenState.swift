// Statistics of the hidden states of one network over one run.
//
// n = rows, H = units. The range of σ is rescaled to [-1, 1]: y for tanh, 2y - 1 for the sigmoid; relu, without an upper
// end, is not rescaled.

public import Numbers
public import SeriesMemory

/// The statistics of one network's states.
public struct HiddenState: Sendable, Equatable {
  /// Share of (t, i) with |y| > 0.95; nil for relu.
  public let saturation: Double?
  /// The same by unit; empty for relu.
  public let saturationByUnit: [Double]
  /// Standard deviation over time (divided by n), by unit.
  public let activityByUnit: [Double]
  /// ρ_i(l) for l = 0..L by unit; NaN throughout for a dead one.
  public let autocorrelationByUnit: [[Double]]
  /// τ_i = 1 + 2 Σ ρ_i(l) up to the first lag that is not positive, by unit; NaN for a dead one.
  ///
  /// Roughly the steps between independent observations; 1 for white noise.
  public let integratedTimeByUnit: [Double]
  /// (Σλ)² / Σλ² of the eigenvalues λ of the state covariance: 1 = one direction, H = all equal. 0 for constant states.
  public let effectiveDimension: Double

  /// - Parameters:
  ///   - states: n × H row-major, not rescaled; at least one row.
  ///   - H: the number of units.
  ///   - activation: σ.
  ///   - lags: entries of the autocorrelations, lag 0 included; fewer where there are fewer rows.
  public init(_ states: [Double], units H: Int, activation: Activation, lags: Int = Rules.lags) {
    precondition(H > 0 && !states.isEmpty && states.count % H == 0, "states are whole rows of \(H) numbers")
    let n = states.count / H
    var units = (0..<H).map { i in (0..<n).map { rescaled(states[$0 * H + i], activation) } }
    if activation == .relu {
      (saturation, saturationByUnit) = (nil, [])
    } else {
      let shares = units.map { y in Double(y.count { $0.magnitude > Rules.saturated }) / Double(n) }
      (saturation, saturationByUnit) = (shares.reduce(0, +) / Double(H), shares)
    }
    for i in 0..<H { centre(&units[i]) }
    var (activities, curves, times): ([Double], [[Double]], [Double]) = ([], [], [])
    for y in units {
      // Released per unit; a drifting state needs O(rows) memory.
      var sums = LaggedSums(y)
      let activity = (sums[0] / Double(n)).squareRoot()
      let living = activity >= Rules.dead
      let (curve, time) = living ? correlogram(of: &sums, rows: n, lags: lags) : ([], .nan)
      activities.append(activity)
      curves.append(living ? curve : Array(repeating: .nan, count: min(lags, n)))
      times.append(time)
    }
    (activityByUnit, autocorrelationByUnit, integratedTimeByUnit) = (activities, curves, times)
    effectiveDimension = participationRatio(ofCentred: units)
  }

  /// Whether each unit is dead.
  public var isDead: [Bool] { activityByUnit.map { $0 < Rules.dead } }

  /// The number of dead units.
  public var deadUnits: Int { isDead.count { $0 } }

  /// Standard deviation over time, averaged over the units.
  public var activity: Double { activityByUnit.reduce(0, +) / Double(activityByUnit.count) }

  /// Share of units that are dead, or saturated for more than `Rules.stuckShare` of the time.
  public var collapse: Double {
    let lost = activityByUnit.indices.count { i in
      isDead[i] || saturationByUnit.indices.contains(i) && saturationByUnit[i] > Rules.stuckShare
    }
    return Double(lost) / Double(activityByUnit.count)
  }

  /// ρ(l) averaged over the living units; nil where there is none.
  public var autocorrelation: [Double]? {
    let living = zip(autocorrelationByUnit, isDead).filter { !$0.1 }.map(\.0)
    guard let first = living.first else { return nil }
    return first.indices.map { l in living.reduce(0) { $0 + $1[l] } / Double(living.count) }
  }

  /// τ averaged over the living units; nil where there is none.
  public var integratedTime: Double? {
    let living = zip(integratedTimeByUnit, isDead).filter { !$0.1 }.map(\.0)
    return living.isEmpty ? nil : living.reduce(0, +) / Double(living.count)
  }
}

// MARK: - The sums

private func rescaled(_ y: Double, _ activation: Activation) -> Double { activation == .sigmoid ? 2 * y - 1 : y }

private func centre(_ y: inout [Double]) {
  let mean = y.reduce(0, +) / Double(y.count)
  for t in y.indices { y[t] -= mean }
}

/// Σ_t a_t b_t
private func sumOfProducts(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for t in a.indices { sum += a[t] * b[t] }
  return sum
}

/// ρ(l) = Σ y_t y_{t+l} / Σ y_t² for the given lags, and τ, which may need more.
private func correlogram(of sums: inout LaggedSums, rows: Int, lags: Int) -> (curve: [Double], time: Double) {
  var (curve, time, positive) = ([1.0], 1.0, true)
  for l in 1..<rows {
    guard positive || l < lags, !Task.isCancelled else { break }
    let ρ = sums[l] / sums[0]
    if l < lags { curve.append(ρ) }
    positive = positive && ρ > 0
    if positive { time += 2 * ρ }
  }
  return (curve, time)
}

/// (Σλ)² / Σλ² without eigenvalues: Σλ is the trace of the covariance, Σλ² the sum of its squared entries.
private func participationRatio(ofCentred units: [[Double]]) -> Double {
  var (trace, squares) = (0.0, 0.0)
  for i in units.indices {
    for j in 0...i {
      let c = sumOfProducts(units[i], units[j])
      if i == j { trace += c }
      squares += (i == j ? 1 : 2) * c * c
    }
  }
  return squares > 0 ? trace * trace / squares : 0
}
