// Ridge regressions from one set of regressors to a whole window of the past, by moments.
//
// T = rows, D = columns, K = largest lag, p = regressors, q = (K+1) D targets: the window x_{t-K} … x_t in the order of the
// panel, so that target (K-k) D + d is x_{t-k,d} and nothing is copied.

import Numbers
import Panels
import SeriesMemory

/// The targets: the windows of a panel, in its three parts.
struct Windows: Sendable {
  let lags: Int
  let columns: Int
  /// The rows of the panel that are read, part after part: the last `Rules.analysedRows` of each, and before them those that
  /// their windows reach back over. All rows below are counted in this order.
  let read: [Range<Int>]
  let values: [Double]
  /// Rows t with a whole window: the first part fits, the second chooses the penalty, the third is scored.
  let parts: [Range<Int>]
  /// Mean of each target over the first part.
  private let mean: [Double]
  /// By part: Σ y, Σ y² about that mean, by target.
  private let sums: [[Double]]
  private let squares: [[Double]]

  var targets: Int { (lags + 1) * columns }

  /// As many lags as leave three quarters of the training part to fit on, at most `Rules.decodedLags`.
  init(_ panel: Panel) {
    let split = panel.split
    columns = panel.width
    let K = max(0, min(Rules.decodedLags, split.train / 4))
    let targets = [K..<split.train, split.validationRows, split.testRows].map { part in
      max(part.lowerBound, part.upperBound - Rules.analysedRows)..<part.upperBound
    }
    let read = targets.map { $0.lowerBound - K..<$0.upperBound }
    (lags, self.read, values) = (K, read, Self.rows(read, of: panel.scaled, panel.width))
    var end = 0
    parts = read.map { rows in
      defer { end += rows.count }
      return end + K..<end + rows.count
    }
    let (D, x, q) = (columns, values, (lags + 1) * columns)
    let fitted = parts[0]
    mean = (0..<q).map { c in fitted.reduce(0) { $0 + x[($1 - K) * D + c] } / Double(fitted.count) }
    var (sums, squares): ([[Double]], [[Double]]) = ([], [])
    for part in parts {
      var (sum, square) = (Array(repeating: 0.0, count: q), Array(repeating: 0.0, count: q))
      for t in part {
        for c in 0..<q {
          let y = x[(t - K) * D + c] - mean[c]
          sum[c] += y
          square[c] += y * y
        }
      }
      sums.append(sum)
      squares.append(square)
    }
    (self.sums, self.squares) = (sums, squares)
  }

  /// The rows that are read, of numbers of every row of the panel, T × p.
  func picked<Number: BinaryFloatingPoint>(_ numbers: [Number], _ p: Int) -> [Double] {
    Self.rows(read, of: numbers, p).map { Double($0) }
  }

  private static func rows<Number>(_ some: [Range<Int>], of numbers: [Number], _ p: Int) -> [Number] {
    some.flatMap { numbers[$0.lowerBound * p..<$0.upperBound * p] }
  }

  /// A random row of the same part for every window: the relation of state and past is lost, nothing else.
  func shuffledPairs(_ stream: RandomStream) -> [Int] {
    var (stream, pairs) = (stream, Array(0..<values.count / columns))
    for part in parts {
      for t in part.reversed() { pairs.swapAt(t, part.lowerBound + stream.index(below: t - part.lowerBound + 1)) }
    }
    var rows = pairs
    for (row, window) in pairs.enumerated() { rows[window] = row }
    return rows
  }

  /// In units of the mean square of a regressor; from the largest, which wins ties.
  fileprivate static let penalties = [10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10]
  /// Targets that are fitted together, so that their numbers stay cached.
  private static let together = 64

  /// How well every target is decoded on the third part. O(p² q) for each penalty, as least squares asks. Ends early, with
  /// any result, when the task is cancelled.
  ///
  /// - Parameter pairing: the row that belongs to the window of row t; nil for t itself.
  func decode(_ regressors: Regressors, pairing: [Int]?) -> Decoding {
    let p = regressors.count
    let x = pairing.map { $0.flatMap { row in regressors.values[row * p..<(row + 1) * p] } } ?? regressors.values
    var scores = Scores(targets: targets)
    for some in (0..<targets).chunks(of: Self.together) where !Task.isCancelled {
      let cross = parts.indices.map { centred(crossMoments(x, p, $0, some), regressors, part: $0, targets: some) }
      // The mean alone is a candidate too, as with an infinite penalty.
      var best = Array(repeating: 0.0, count: p * some.count)
      var lowest = Array(squares[1][some])
      for factor in regressors.factors where !Task.isCancelled {
        let B = factor.solve(cross[0], columns: some.count)
        let errors = squaredErrors(regressors, B, cross[1], part: 1, targets: some)
        for k in lowest.indices where errors[k] < lowest[k] {
          lowest[k] = errors[k]
          for i in 0..<p { best[i * some.count + k] = B[i * some.count + k] }
        }
      }
      score(regressors, best, cross[2], validation: lowest, targets: some, into: &scores)
    }
    return Decoding(
      columns: columns, explained: scores.explained, correlation: scores.correlation, validation: scores.validation)
  }

  // MARK: - The sums of some targets, which are side by side in every matrix

  /// Σ x_t y_t', y in the order of the panel.
  ///
  /// - Parameter x: T × p.
  private func crossMoments(_ x: [Double], _ p: Int, _ part: Int, _ targets: Range<Int>) -> [Double] {
    let (D, K) = (columns, lags)
    var cross = Array(repeating: 0.0, count: p * targets.count)
    for some in parts[part].chunks(of: 64) where !Task.isCancelled {
      // Windows overlap; they are read in place.
      let windows =
        values[
          (some.lowerBound - K) * D + targets.lowerBound..<(some.upperBound - 1 - K) * D + targets.upperBound]
      addProducts(x[some.lowerBound * p..<some.upperBound * p], p, windows, targets.count, next: D, to: &cross)
    }
    return cross
  }

  /// The same with y about its mean over the first part.
  private func centred(
    _ cross: [Double], _ regressors: Regressors, part: Int, targets some: Range<Int>
  ) -> [Double] {
    let q = some.count
    return cross.indices.map { cross[$0] - regressors.sum[part][$0 / q] * mean[some.lowerBound + $0 % q] }
  }

  /// Σ (y - b'x)² = Σ y² - 2 b'Σxy + b'Σxx' b
  private func squaredErrors(
    _ regressors: Regressors, _ B: [Double], _ cross: [Double], part: Int, targets some: Range<Int>
  ) -> [Double] {
    let (p, q) = (regressors.count, some.count)
    var products = Array(repeating: 0.0, count: p * q)
    addProducts(regressors.gram[part][...], p, B[...], q, to: &products)
    var sums = Array(squares[part][some])
    sums.withUnsafeMutableBufferPointer { sums in
      B.withUnsafeBufferPointer { B in
        cross.withUnsafeBufferPointer { cross in
          products.withUnsafeBufferPointer { products in
            for i in 0..<p {
              for k in i * q..<(i + 1) * q { sums[k - i * q] += B[k] * (products[k] - 2 * cross[k]) }
            }
          }
        }
      }
    }
    return sums
  }

  private func score(
    _ regressors: Regressors, _ B: [Double], _ cross: [Double], validation: [Double], targets some: Range<Int>,
    into scores: inout Scores
  ) {
    let (p, q, n) = (regressors.count, some.count, Double(parts[2].count))
    let errors = squaredErrors(regressors, B, cross, part: 2, targets: some)
    for (k, c) in some.enumerated() {
      // Σŷ, Σyŷ, and Σŷ² from the squared error.
      var (fitted, together) = (0.0, 0.0)
      for i in 0..<p {
        fitted += B[i * q + k] * regressors.sum[2][i]
        together += B[i * q + k] * cross[i * q + k]
      }
      let error = errors[k]
      let total = squares[2][c] - sums[2][c] * sums[2][c] / n
      let spread = error - squares[2][c] + 2 * together - fitted * fitted / n
      let target = (lags - c / columns) * columns + c % columns
      scores.validation[target] = validation[k]
      // Below a billionth of its mean square a column does not vary on this part.
      guard total > 1e-9 * squares[2][c] else { continue }
      scores.explained[target] = max(0, 1 - error / total)
      let common = together - fitted * sums[2][c] / n
      if spread > 1e-12 * total { scores.correlation[target] = min(1, common * common / (spread * total)) }
    }
  }

  /// The figures of a `Decoding`, target by target.
  private struct Scores {
    var explained, correlation, validation: [Double]

    init(targets: Int) {
      let zeros = Array(repeating: 0.0, count: targets)
      (explained, correlation, validation) = (zeros, zeros, zeros)
    }
  }
}

/// The regressors: T × p numbers less their means over the first part, with their moments by part.
struct Regressors {
  let count: Int
  let values: [Double]
  /// By part: Σ x and Σ x x'.
  let sum: [[Double]]
  let gram: [[Double]]
  /// Of the first part, for each penalty that makes it positive definite to working precision.
  let factors: [Cholesky]

  init(_ numbers: [Double], count p: Int, parts: [Range<Int>]) {
    var x = numbers
    var mean = Array(repeating: 0.0, count: p)
    for t in parts[0] { for i in 0..<p { mean[i] += x[t * p + i] } }
    for i in 0..<p { mean[i] /= Double(parts[0].count) }
    for t in 0..<x.count / p { for i in 0..<p { x[t * p + i] -= mean[i] } }
    var (sums, grams): ([[Double]], [[Double]]) = ([], [])
    for part in parts {
      var (sum, gram) = (Array(repeating: 0.0, count: p), Array(repeating: 0.0, count: p * p))
      for some in part.chunks(of: 64) {
        let rows = x[some.lowerBound * p..<some.upperBound * p]
        for t in some { for i in 0..<p { sum[i] += x[t * p + i] } }
        addProducts(rows, p, rows, p, lowerTriangle: true, to: &gram)
      }
      for i in 0..<p { for j in 0..<i { gram[j * p + i] = gram[i * p + j] } }
      sums.append(sum)
      grams.append(gram)
    }
    (count, values, sum, gram) = (p, x, sums, grams)
    let fitted = grams[0]
    // The mean of the diagonal is the unit of the penalty.
    let scale = max((0..<p).reduce(0) { $0 + fitted[$1 * p + $1] } / Double(p), .leastNormalMagnitude)
    factors = Windows.penalties.compactMap { Cholesky(penalised: fitted, order: p, by: $0 * scale) }
  }
}

extension Cholesky {
  /// nil where the penalty is too small to make the matrix positive definite to working precision.
  fileprivate init?(penalised gram: [Double], order p: Int, by penalty: Double) {
    var a = gram
    for i in 0..<p { a[i * p + i] += penalty }
    self.init(a, order: p)
    guard leftOut.isEmpty else { return nil }
  }
}

/// How well the past was decoded on the held-out part, by lag k from 0 and column d, at k D + d.
struct Decoding: Sendable, Equatable {
  let columns: Int
  /// R² = 1 - Σ(y - ŷ)² / Σ(y - ȳ)², not below 0.
  let explained: [Double]
  /// r²(y, ŷ).
  let correlation: [Double]
  /// Σ(y - ŷ)² on the validation part.
  let validation: [Double]

  /// For each target the one of two that did better on the validation part; the first on a tie.
  static func chosen(_ one: Decoding, _ other: Decoding) -> Decoding {
    func pick(_ figures: (Decoding) -> [Double]) -> [Double] {
      zip(zip(figures(one), figures(other)), zip(one.validation, other.validation)).map { $1.1 < $1.0 ? $0.1 : $0.0 }
    }
    return Decoding(
      columns: one.columns, explained: pick(\.explained), correlation: pick(\.correlation),
      validation: pick(\.validation))
  }

  /// Averages over the columns, by lag.
  func byLag(_ figures: [Double]) -> [Double] {
    stride(from: 0, to: figures.count, by: columns).map { first in
      figures[first..<first + columns].reduce(0, +) / Double(columns)
    }
  }

  /// R² less that of another, by lag, averaged over the columns.
  func gain(over other: Decoding) -> [Double] {
    byLag(zip(explained, other.explained).map { $0 - $1 })
  }

  /// Σ_{k≥1} max(gain(k), 0)
  func excess(over other: Decoding) -> Double { gain(over: other).dropFirst().reduce(0) { $0 + max($1, 0) } }

  /// Σ_{k≥1} r²(k)
  var capacity: Double { byLag(correlation).dropFirst().reduce(0, +) }
}
