public import Numbers

/// Adam (Kingma & Ba 2015, algorithm 1), in the order of operations PyTorch uses.
///
///     m ← m + (1-β1)(g - m)        v ← β2 v + (1-β2) g²
///     w ← w - η / (1-β1ⁿ) · m / (√v / √(1-β2ⁿ) + ε)
public struct Adam<L: Lane>: Sendable {
  private var m: [L]
  private var v: [L]
  private var decay1 = 1.0
  private var decay2 = 1.0
  private let rate: Double

  /// - Parameter learningRate: η. The default is 1e-2.
  public init(for weights: Weights<L>, learningRate: Double = 1e-2) {
    m = Array(repeating: .zero, count: weights.values.count)
    v = m
    rate = learningRate
  }

  /// One step down the gradient.
  public mutating func step(_ weights: inout Weights<L>, along gradient: Weights<L>) {
    let (β1, β2) = (0.9, 0.999)
    decay1 *= β1
    decay2 *= β2
    let (a, b) = (L(repeating: 1 - β1), L(repeating: 1 - β2))
    let keep = L(repeating: β2)
    let pace = L(repeating: rate / (1 - decay1))
    let spread = L(repeating: 1 / (1 - decay2).squareRoot())
    let ε = L(repeating: 1e-8)
    for k in weights.values.indices {
      let g = gradient.values[k]
      m[k] += a * (g - m[k])
      v[k] = keep * v[k] + b * (g * g)
      weights.values[k] = weights.values[k] - pace * m[k] / (v[k].root * spread + ε)
    }
  }
}
