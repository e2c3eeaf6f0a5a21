/// What tampering does to the held-out loss of one network.
struct NetworkLosses: Equatable {
  var untouched: Double
  /// L(k), k = 0 … the longest context.
  var context: [Double]
  var swap: Double
  var freeze: Double
  var movedVariance: Double
  /// Below this a loss is rounding.
  var rounding: Double

  /// How much worse than untouched, relative to it.
  func rise(to loss: Double) -> Double { (loss - untouched) / max(untouched, rounding) }

  /// (L(0) + … + L(k-1)) / k: with a reset every k steps a state is as likely to be 0, 1, … k - 1 inputs old.
  func loss(resetEvery k: Int) -> Double { context[..<k].reduce(0, +) / Double(k) }

  var horizon: Horizon.Reach {
    let gain = context[0] - untouched
    guard rise(to: context[0]) > Rules.usedRise else { return .none }
    return Horizon.Reach(context) { context[0] - $0 >= Rules.horizonGain * gain }
  }
}
