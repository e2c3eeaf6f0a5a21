// Where networks were trained, and how much of the held-out part lies elsewhere.

public import Panels

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
      let training = split.trainRows.map { scaled[$0 * width + d] }.filter(\.isFinite)
      guard let low = training.min(), let high = training.max() else { return nil }
      let outside = split.testRows.count { !(low...high).contains(scaled[$0 * width + d]) }
      return TrainingRange(low: low, high: high, outside: Double(outside) / Double(max(1, split.test)))
    }
  }
}
