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
    (columns, values) = (panel.width, panel.scaled)
    lags = max(0, min(Rules.decodedLags, split.train / 4))
    parts = [lags..<split.train, split.validationRows, split.testRows]
    let (D, K, x, q) = (columns, lags, values, (lags + 1) * columns)
    mean = (0..<q).map { c in
      let fitted = K..<split.train
      return fitted.reduce(0) { $0 + x[($1 - K) * D + c] } / Double(fitted.count)
    }
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

  /// How well every target is decoded on the third part. O(p² q) for each penalty, as least squares asks. Ends early, with
  /// any result, when the task is cancelled.
  ///
  /// - Parameters:
  ///   - regressors: T × p row-major; an intercept is added.
  ///   - pairings: for each answer, the row that belongs to the window of row t; nil for t itself.
  func decode(_ regressors: Regressors, pairings: [[Int]?]) -> [Decoding] {
    let penalties = Self.penalties.compactMap { penalty in
      let scaled = penalty * max(regressors.scale, .leastNormalMagnitude)
      return Cholesky(penalised: regressors.gram[0], order: regressors.count, by: scaled)
    }
    return pairings.map { pairing in
      let cross = parts.indices.map { centred(crossMoments(regressors, parts[$0], pairing), regressors, part: $0) }
      // The mean alone is a candidate too, as with an infinite penalty.
      var best = Array(repeating: 0.0, count: regressors.count * targets)
      var lowest = squares[1]
      for factor in penalties where !Task.isCancelled {
        let B = factor.solve(cross[0], columns: targets)
        for c in 0..<targets where !Task.isCancelled {
          let error = squaredError(regressors, B, cross[1], part: 1, target: c)
          if error < lowest[c] {
            lowest[c] = error
            for i in 0..<regressors.count { best[i * targets + c] = B[i * targets + c] }
          }
        }
      }
      return score(regressors, best, cross[2], validation: lowest)
    }
  }

  /// In units of the mean square of a regressor; from the largest, which wins ties.
  private static let penalties = [10, 1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8, 1e-10]

  // MARK: - The sums

  /// Σ x_t y_t', p × q, y in the order of the panel.
  private func crossMoments(_ regressors: Regressors, _ part: Range<Int>, _ pairing: [Int]?) -> [Double] {
    let (p, q, D, K) = (regressors.count, targets, columns, lags)
    var cross = Array(repeating: 0.0, count: p * q)
    for some in part.chunks(of: 64) {
      // Windows overlap; they are read in place.
      let windows = values[(some.lowerBound - K) * D..<(some.upperBound - 1 - K) * D + q]
      if let pairing {
        let rows = some.flatMap { regressors.values[pairing[$0] * p..<pairing[$0] * p + p] }
        addProducts(rows[...], p, windows, q, next: D, to: &cross)
      } else {
        addProducts(regressors.values[some.lowerBound * p..<some.upperBound * p], p, windows, q, next: D, to: &cross)
      }
    }
    return cross
  }

  /// The same with y about its mean over the first part.
  private func centred(_ cross: [Double], _ regressors: Regressors, part: Int) -> [Double] {
    let q = targets
    return cross.indices.map { cross[$0] - regressors.sum[part][$0 / q] * mean[$0 % q] }
  }

  /// Σ (y - b'x)² = Σ y² - 2 b'Σxy + b'Σxx' b
  private func squaredError(
    _ regressors: Regressors, _ B: [Double], _ cross: [Double], part: Int, target c: Int
  ) -> Double {
    let (p, q, gram) = (regressors.count, targets, regressors.gram[part])
    // One target's coefficients lie q numbers apart: gathered once, they are not fetched from memory p times.
    let b = (0..<p).map { B[$0 * q + c] }
    var sum = squares[part][c]
    b.withUnsafeBufferPointer { b in
      gram.withUnsafeBufferPointer { gram in
        for i in 0..<p {
          var row = 0.0
          for j in 0..<p { row += gram[i * p + j] * b[j] }
          sum += b[i] * (row - 2 * cross[i * q + c])
        }
      }
    }
    return sum
  }

  private func score(
    _ regressors: Regressors, _ B: [Double], _ cross: [Double], validation: [Double]
  ) -> Decoding {
    let (p, q, n) = (regressors.count, targets, Double(parts[2].count))
    var (explained, correlation) = (Array(repeating: 0.0, count: q), Array(repeating: 0.0, count: q))
    var chosenBy = validation
    for c in 0..<q where !Task.isCancelled {
      // Σŷ, Σyŷ, and Σŷ² from the squared error.
      var (fitted, together) = (0.0, 0.0)
      for i in 0..<p {
        fitted += B[i * q + c] * regressors.sum[2][i]
        together += B[i * q + c] * cross[i * q + c]
      }
      let error = squaredError(regressors, B, cross, part: 2, target: c)
      let total = squares[2][c] - sums[2][c] * sums[2][c] / n
      let spread = error - squares[2][c] + 2 * together - fitted * fitted / n
      let target = (lags - c / columns) * columns + c % columns
      chosenBy[target] = validation[c]
      // Below a billionth of its mean square a column does not vary on this part.
      guard total > 1e-9 * squares[2][c] else { continue }
      explained[target] = max(0, 1 - error / total)
      let common = together - fitted * sums[2][c] / n
      if spread > 1e-12 * total { correlation[target] = min(1, common * common / (spread * total)) }
    }
    return Decoding(columns: columns, explained: explained, correlation: correlation, validation: chosenBy)
  }
}

/// The regressors: T × p numbers less their means over the first part, with their moments by part.
struct Regressors {
  let count: Int
  let values: [Double]
  /// By part: Σ x and Σ x x'.
  let sum: [[Double]]
  let gram: [[Double]]

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
  }

  /// The mean of the diagonal of the first part's X'X: the unit of the ridge penalty.
  var scale: Double { (0..<count).reduce(0) { $0 + gram[0][$1 * count + $1] } / Double(count) }
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
