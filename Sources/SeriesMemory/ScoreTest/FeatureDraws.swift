import Numbers

/// The chance of the test, the same for all columns: signs and orders.
///
/// Sign flips keep the size of every product e F̃ (wild bootstrap) and so allow for any change of variance, but not for
/// skewness; permutations of the residuals keep their law, skewed and sparse as it is, but not changes of variance. Memory
/// must be rare under both.
struct FeatureDraws: Sendable {
  let count: Int
  fileprivate let flips: RowGroup
  fileprivate let permutations: RowGroup

  /// - Parameter count: fewer than 2^`RowGroup.most`.
  init(_ count: Int, rows n: Int, stream: RandomStream) {
    var (ofSigns, ofOrders) = (stream.split("signs"), stream.split("orders"))
    self.count = count
    let bits = (0...RowGroup.most).first { 1 << $0 > count } ?? RowGroup.most
    flips = .flips(bits: bits, rows: n, &ofSigns)
    permutations = .exchanges(bits: bits, rows: n, &ofOrders)
  }

  /// What a regression leaves of the target, for the draws of all features.
  func drawn(_ residual: [Double]) -> DrawnResidual {
    let squares = residual.map { $0 * $0 }
    return DrawnResidual(
      values: residual, meanSquare: Moments.mean(squares), flips: flips.weights(residual),
      permutations: permutations.weights(residual), squares: permutations.weights(squares))
  }

  struct DrawnResidual: Sendable {
    let values: [Double]
    fileprivate let meanSquare: Double
    fileprivate let flips: RowGroup.Weights
    fileprivate let permutations: RowGroup.Weights
    fileprivate let squares: RowGroup.Weights
  }
}

/// t = Σ e F̃ / √Σ (e F̃)² of some features under one regression: as observed and in every draw.
struct FeatureStatistics {
  let observed: [Double]
  /// √Σ (e F̃)²; 0 where the present row leaves nothing of the feature.
  let scale: [Double]
  /// draws × q.
  let flips: [Double]
  let permutations: [Double]
  /// F̃², n × q.
  let squares: Matrix
  /// A feature with less of its variance left is a function of the present row.
  private static let nothing = 1e-9
  /// A sum of squares that is a smaller share of its mean over all orders is rounding.
  private static let rounding = 1e-12

  /// - Parameters:
  ///   - features: n × q, as they are.
  ///   - left: n × q, what the regression leaves of them.
  init(_ features: Matrix, left: Matrix, residual e: FeatureDraws.DrawnResidual, _ draws: FeatureDraws) {
    let (n, q) = (left.rows, left.columns)
    // Σ e F̃ and Σ (e F̃)².
    var (sums, spread) = ([Double](repeating: 0, count: q), [Double](repeating: 0, count: q))
    for t in 0..<n {
      let e = e.values[t]
      left[t..<t + 1].withUnsafeBufferPointer { left in
        addEach(left, to: &sums) { $0 * e }
        addEach(left, to: &spread) { ($0 * e) * ($0 * e) }
      }
    }
    squares = left.squared
    let (before, after) = (features.sumsOfSquares, left.sumsOfSquares)
    let scale = (0..<q).map { after[$0] > Self.nothing * before[$0] ? spread[$0].squareRoot() : 0 }
    let inverse = scale.map { $0 > 0 ? 1 / $0 : 0 }
    self.scale = scale
    observed = zip(sums, inverse).map { $0 * $1 }
    // The first element of a group changes nothing.
    func drawn(_ sums: [Double]) -> ArraySlice<Double> { sums[q..<(draws.count + 1) * q] }
    flips = drawn(draws.flips.sums(e.flips, of: left.values, columns: q)).enumerated().map { $1 * inverse[$0 % q] }
    let above = drawn(draws.permutations.sums(e.permutations, of: left.values, columns: q))
    let below = drawn(draws.permutations.sums(e.squares, of: squares.values, columns: q))
    let least = zip(scale, after).map { scale, after in
      scale > 0 ? Self.rounding * after * e.meanSquare : .infinity
    }
    permutations = zip(above, below).enumerated().map { k, sums in
      sums.1 > least[k % q] ? sums.0 / sums.1.squareRoot() : 0
    }
  }
}

/// What two regressions agree on: the smaller statistic where the signs are the same, else 0.
func agreed(_ a: Double, _ b: Double) -> Double {
  a > 0 && b > 0 ? min(a, b) : a < 0 && b < 0 ? max(a, b) : 0
}
