import Numbers

/// The chance of the test, the same for all columns: signs and orders.
///
/// Sign flips keep the size of every product e F̃ (wild bootstrap) and so allow for any change of variance, but not for
/// skewness; permutations of the residuals keep their law, skewed and sparse as it is, but not changes of variance. Memory
/// must be rare under both.
struct FeatureDraws: Sendable {
  let count: Int
  /// n × draws, ±1.
  let signs: SingleMatrix
  /// The row whose residual comes here, n × draws.
  private let orders: [Int32]

  init(_ count: Int, rows n: Int, stream: RandomStream) {
    var (ofSigns, ofOrders) = (stream.split("signs"), stream.split("orders"))
    self.count = count
    var signs = SingleMatrix(rows: n, columns: count)
    for k in signs.values.indices { signs.values[k] = ofSigns.bits() >> 63 == 0 ? 1 : -1 }
    self.signs = signs
    var orders = [Int32](repeating: 0, count: n * count)
    // Some draws at a time, so that a line of the cache is filled at once.
    for some in (0..<count).chunks(of: 16) {
      let permutations = some.map { _ in ofOrders.permutation(of: n) }
      for t in 0..<n { for b in some { orders[t * count + b] = Int32(permutations[b - some.lowerBound][t]) } }
    }
    self.orders = orders
  }

  private init(count: Int, signs: SingleMatrix, orders: [Int32]) {
    (self.count, self.signs, self.orders) = (count, signs, orders)
  }

  /// Some of the draws.
  subscript(some: Range<Int>) -> FeatureDraws {
    if some == 0..<count { return self }
    var part = SingleMatrix(rows: signs.rows, columns: some.count)
    var orders: [Int32] = []
    orders.reserveCapacity(part.values.count)
    for t in 0..<signs.rows {
      for b in 0..<some.count { part.values[t * some.count + b] = signs.values[t * count + some.lowerBound + b] }
      orders += self.orders[t * count + some.lowerBound..<t * count + some.upperBound]
    }
    return FeatureDraws(count: some.count, signs: part, orders: orders)
  }

  /// The residuals and their squares in other orders, n × draws.
  func permuted(_ residual: [Double]) -> (values: SingleMatrix, squares: SingleMatrix) {
    let (single, square) = (residual.map { Float($0) }, residual.map { Float($0 * $0) })
    var values = SingleMatrix(rows: residual.count, columns: count)
    var squares = values
    for (k, row) in orders.enumerated() {
      values.values[k] = single[Int(row)]
      squares.values[k] = square[Int(row)]
    }
    return (values, squares)
  }
}

/// A matrix in Float32, which is exact enough for what is drawn by chance, and takes half the time.
struct SingleMatrix: Sendable {
  let rows: Int
  let columns: Int
  var values: [Float]

  init(rows: Int, columns: Int) {
    (self.rows, self.columns) = (rows, columns)
    values = Array(repeating: 0, count: rows * columns)
  }

  /// X'Y, p × q, in chunks of rows that fit the first-level cache.
  ///
  /// - Parameter areExact: see `addProducts`.
  func products(with y: SingleMatrix, areExact: Bool = false) -> [Float] {
    var sums = [Float](repeating: 0, count: columns * y.columns)
    for part in (0..<rows).chunks(of: 64) {
      // Whoever cancelled the task wants no result.
      if Task.isCancelled { break }
      addProducts(self[part], columns, y[part], y.columns, areExact: areExact, to: &sums)
    }
    return sums
  }

  private subscript(_ some: Range<Int>) -> ArraySlice<Float> {
    values[some.lowerBound * columns..<some.upperBound * columns]
  }
}

extension SingleMatrix {
  /// A function of some numbers, put where a row starts. A plain loop over memory, which fills whole registers.
  @inline(__always)
  fileprivate mutating func eachOf(_ first: Int, _ x: UnsafeBufferPointer<Double>, _ f: (Double) -> Float) {
    values.withUnsafeMutableBufferPointer { values in
      let row = values[first..<first + x.count]
      let place = UnsafeMutableBufferPointer(rebasing: row)
      for k in x.indices { place[k] = f(x[k]) }
    }
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
    permuted: (values: SingleMatrix, squares: SingleMatrix)
  ) {
    let (n, q) = (left.rows, left.columns)
    var single = SingleMatrix(rows: n, columns: q)
    var (products, squares) = (single, single)
    // Σ e F̃ and Σ (e F̃)².
    var (sums, spread) = ([Double](repeating: 0, count: q), [Double](repeating: 0, count: q))
    for t in 0..<n {
      let (row, e) = (t * q, residual[t])
      left[t..<t + 1].withUnsafeBufferPointer { left in
        single.eachOf(row, left) { Float($0) }
        products.eachOf(row, left) { Float($0 * e) }
        squares.eachOf(row, left) { Float($0 * $0) }
        addEach(left, to: &sums) { $0 * e }
        addEach(left, to: &spread) { ($0 * e) * ($0 * e) }
      }
    }
    let (before, after) = (features.sumsOfSquares, left.sumsOfSquares)
    let scale = (0..<q).map { after[$0] > Self.nothing * before[$0] ? spread[$0].squareRoot() : 0 }
    let inverse = scale.map { $0 > 0 ? 1 / $0 : 0 }
    self.scale = scale
    observed = zip(sums, inverse).map { $0 * $1 }
    flips = draws.signs.products(with: products, areExact: true).enumerated().map { Double($1) * inverse[$0 % q] }
    let (above, below) = (permuted.values.products(with: single), permuted.squares.products(with: squares))
    permutations = above.indices.map {
      scale[$0 % q] > 0 && below[$0] > 0 ? Double(above[$0]) / Double(below[$0]).squareRoot() : 0
    }
  }
}

/// What two regressions agree on: the smaller statistic where the signs are the same, else 0.
func agreed(_ a: Double, _ b: Double) -> Double {
  a > 0 && b > 0 ? min(a, b) : a < 0 && b < 0 ? max(a, b) : 0
}
