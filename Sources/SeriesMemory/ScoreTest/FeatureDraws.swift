import Numbers

/// The chance of the test, the same for all columns: signs and orders.
///
/// Sign flips keep the size of every product e F̃ (wild bootstrap) and so allow for any change of variance, but not for
/// skewness; permutations of the residuals keep their law, skewed and sparse as it is, but not changes of variance. Memory
/// must be rare under both.
struct FeatureDraws: Sendable {
  let count: Int
  /// n × draws, ±1.
  let signs: Matrix
  /// For each draw the row whose residual comes here.
  private let orders: [[Int32]]

  init(_ count: Int, rows n: Int, stream: RandomStream) {
    var (ofSigns, ofOrders) = (stream.split("signs"), stream.split("orders"))
    self.count = count
    var signs = Matrix(rows: n, columns: count)
    for k in signs.values.indices { signs.values[k] = ofSigns.bits() >> 63 == 0 ? 1 : -1 }
    self.signs = signs
    orders = (0..<count).map { _ in ofOrders.permutation(of: n).map { Int32($0) } }
  }

  private init(count: Int, signs: Matrix, orders: [[Int32]]) {
    (self.count, self.signs, self.orders) = (count, signs, orders)
  }

  /// Some of the draws.
  subscript(some: Range<Int>) -> FeatureDraws {
    if some == 0..<count { return self }
    var part = Matrix(rows: signs.rows, columns: some.count)
    for t in 0..<signs.rows {
      for b in 0..<some.count { part.values[t * some.count + b] = signs.values[t * count + some.lowerBound + b] }
    }
    return FeatureDraws(count: some.count, signs: part, orders: Array(orders[some]))
  }

  /// n × draws: the residuals in another order.
  func permuted(_ residual: [Double]) -> Matrix {
    var permuted = Matrix(rows: residual.count, columns: count)
    for (b, order) in orders.enumerated() {
      for (t, row) in order.enumerated() { permuted.values[t * count + b] = residual[Int(row)] }
    }
    return permuted
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
  /// A feature with less of its variance left is a function of the present row.
  private static let nothing = 1e-9

  /// - Parameters:
  ///   - features: n × q, as they are.
  ///   - left: n × q, what the regression leaves of them.
  ///   - permuted: residuals and their squares in other orders, n × draws.
  init(
    _ features: Matrix, left: Matrix, residual: [Double], _ draws: FeatureDraws,
    permuted: (values: Matrix, squares: Matrix)
  ) {
    let (n, q) = (left.rows, left.columns)
    var (products, squares) = (left, left)
    var (sums, spread, before, after) = (
      [Double](repeating: 0, count: q), [Double](repeating: 0, count: q), [Double](repeating: 0, count: q),
      [Double](repeating: 0, count: q)
    )
    for t in 0..<n {
      for k in 0..<q {
        let (place, value) = (t * q + k, left.values[t * q + k])
        let product = value * residual[t]
        products.values[place] = product
        squares.values[place] = value * value
        sums[k] += product
        spread[k] += product * product
        before[k] += features.values[place] * features.values[place]
        after[k] += value * value
      }
    }
    let scale = (0..<q).map { after[$0] > Self.nothing * before[$0] ? spread[$0].squareRoot() : 0 }
    let inverse = scale.map { $0 > 0 ? 1 / $0 : 0 }
    self.scale = scale
    observed = zip(sums, inverse).map { $0 * $1 }
    var flips = draws.signs.products(with: products)
    for k in flips.indices { flips[k] *= inverse[k % q] }
    self.flips = flips
    let above = permuted.values.products(with: left)
    let below = permuted.squares.products(with: squares)
    permutations = above.indices.map { scale[$0 % q] > 0 && below[$0] > 0 ? above[$0] / below[$0].squareRoot() : 0 }
  }
}

/// What two regressions agree on: the smaller statistic where the signs are the same, else 0.
func agreed(_ a: Double, _ b: Double) -> Double {
  a > 0 && b > 0 ? min(a, b) : a < 0 && b < 0 ? max(a, b) : 0
}
