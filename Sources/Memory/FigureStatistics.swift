// Statistics of the figures: the spread of the networks, when units are active, the range of the training part.

public import Panels

/// Quantiles over the networks of a model, step by step: of their free runs, their predictions.
public struct Spread: Sendable, Equatable {
  /// Quantiles, linear between the order statistics; NaN at a step where no network has a finite number.
  public var p05, p25, p50, p75, p95: [Double]

  /// - Parameter networks: a run of each; at every step those that reach it. Only finite numbers count.
  public init(over networks: [[Double]]) {
    let steps = networks.map(\.count).max() ?? 0
    (p05, p25, p50, p75, p95) = ([], [], [], [], [])
    for step in 0..<steps {
      let sorted = networks.compactMap { step < $0.count && $0[step].isFinite ? $0[step] : nil }.sorted()
      p05.append(quantile(sorted, 0.05))
      p25.append(quantile(sorted, 0.25))
      p50.append(quantile(sorted, 0.5))
      p75.append(quantile(sorted, 0.75))
      p95.append(quantile(sorted, 0.95))
    }
  }
}

private func quantile(_ sorted: [Double], _ share: Double) -> Double {
  guard !sorted.isEmpty else { return .nan }
  let place = share * Double(sorted.count - 1)
  let (below, above) = (Int(place), min(Int(place) + 1, sorted.count - 1))
  // Weighted ends do not overflow where their difference would.
  return sorted[below] * (1 - (place - Double(below))) + sorted[above] * (place - Double(below))
}

/// The centre of mass of each unit's activity over a run of rows, counted from the first of them: Σ t |y_t - ȳ| / Σ |y_t - ȳ|,
/// ȳ being the unit's mean over these rows. nil for a unit that does not move, or whose states are not numbers.
///
/// - Parameters:
///   - states: rows of `units` numbers each.
///   - units: how many.
///   - rows: those that count.
public func activationTimes(_ states: [Float], units: Int, rows: Range<Int>) -> [Double?] {
  precondition(units > 0 && rows.upperBound <= states.count / units, "a run of rows lies within the states")
  return (0..<units).map { unit in
    let values = rows.map { Double(states[$0 * units + unit]) }
    let mean = values.reduce(0, +) / Double(max(1, values.count))
    var (mass, moment) = (0.0, 0.0)
    for (time, value) in values.enumerated() {
      mass += (value - mean).magnitude
      moment += (value - mean).magnitude * Double(time)
    }
    // What rounding leaves of a constant is no activity.
    return mass > 1e-6 * Double(values.count) && mass.isFinite ? moment / mass : nil
  }
}

/// The range of a column in the training part, scaled, and the share of its held-out values outside.
public struct TrainingRange: Sendable, Equatable {
  /// The smallest value of the training part.
  public var low: Double
  /// The largest.
  public var high: Double
  /// Held-out values beyond either, as a share.
  public var outside: Double

  package init(low: Double, high: Double, outside: Double) {
    (self.low, self.high, self.outside) = (low, high, outside)
  }
}

extension Panel {
  /// By column; nil where the training part has no number.
  public var trainingRanges: [TrainingRange?] {
    (0..<width).map { d in
      trainingRange(of: d).map {
        TrainingRange(low: $0.low, high: $0.high, outside: Double($0.outside) / Double(max(1, split.test)))
      }
    }
  }

  /// The share of held-out values outside the training range of their column.
  var heldOutOutsideTrainingRange: Double {
    let outside = (0..<width).reduce(0) { $0 + (trainingRange(of: $1)?.outside ?? 0) }
    return Double(outside) / Double(split.test * width)
  }

  /// With the number of held-out values outside.
  private func trainingRange(of d: Int) -> (low: Double, high: Double, outside: Int)? {
    let training = split.trainRows.map { scaled[$0 * width + d] }.filter(\.isFinite)
    guard let low = training.min(), let high = training.max() else { return nil }
    return (low, high, split.testRows.count { !(low...high).contains(scaled[$0 * width + d]) })
  }
}
