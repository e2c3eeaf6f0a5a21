public import Numbers

/// Adam (Kingma & Ba 2015, algorithm 1), in the order of operations PyTorch uses.
///
///     m ← m + (1-β1)(g - m)        v ← β2 v + (1-β2) g²
///     w ← w - η / (1-β1ⁿ) · m / (√v / √(1-β2ⁿ) + ε)
public struct Adam<L: Lane>: Sendable {
  var m: [L]
  var v: [L]
  private var decay1 = 1.0
  private var decay2 = 1.0
  private let rate: Double
  private let epsilon: Double

  /// - Parameters:
  ///   - weights: of the shape that will be stepped.
  ///   - learningRate: η. The default is 1e-2.
  ///   - epsilon: ε. The default is 1e-8. A loss divided by c takes the same steps with ε / c, as m and √v scale with the
  ///     gradient.
  public init(for weights: Weights<L>, learningRate: Double = 1e-2, epsilon: Double = 1e-8) {
    m = Array(repeating: .zero, count: weights.values.count)
    v = m
    (rate, self.epsilon) = (learningRate, epsilon)
  }

  /// The constants of the next step; each call advances by one step.
  mutating func nextConstants() -> AdamConstants {
    let (β1, β2) = (0.9, 0.999)
    decay1 *= β1
    decay2 *= β2
    return AdamConstants(
      freshM: 1 - β1, freshV: 1 - β2, keepV: β2, pace: rate / (1 - decay1),
      spread: 1 / (1 - decay2).squareRoot(), epsilon: epsilon)
  }

  /// One step down the gradient.
  public mutating func step(_ weights: inout Weights<L>, along gradient: Weights<L>) {
    let constants = nextConstants()
    let (a, b) = (L(repeating: constants.freshM), L(repeating: constants.freshV))
    let keep = L(repeating: constants.keepV)
    let pace = L(repeating: constants.pace)
    let spread = L(repeating: constants.spread)
    let ε = L(repeating: constants.epsilon)
    for k in weights.values.indices {
      let g = gradient.values[k]
      m[k] += a * (g - m[k])
      v[k] = keep * v[k] + b * (g * g)
      weights.values[k] = weights.values[k] - pace * m[k] / (v[k].root * spread + ε)
    }
  }
}

/// The numbers of one step: w ← w - pace · m / (√v · spread + ε).
struct AdamConstants {
  var freshM, freshV, keepV, pace, spread, epsilon: Double
}
