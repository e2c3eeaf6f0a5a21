// The competitor with linear memory.

import Numbers

/// An autoregression of each column on its own past, its order by the Bayesian information criterion.
///
///     x̂_{t+1,d} = c_d + Σ a_{d,k} x_{t+1-k,d}, k = 1..p_d      BIC = n ln(SSR / n) + (p + 1) ln n
///
/// Fitted by least squares on the training part. Orders are compared on the rows that the longest can predict; the chosen
/// one is then fitted on all rows that it can. Where it does as well as the network, the memory in the data is linear. It is
/// not a memory-less competitor.
package struct Autoregression: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    /// BIC of orders 0, 1, …
    package let criterion: [Double]
    /// c, then a_1, a_2, …: p + 1 of them.
    package let coefficients: [Double]

    package var order: Int { coefficients.count - 1 }

    /// The prediction of row `t` from the rows before it, at least p of them.
    package func prediction(of t: Int, in x: [Double]) -> Double {
      var sum = coefficients[0]
      for k in 1..<coefficients.count { sum += coefficients[k] * x[t - k] }
      return sum
    }
  }

  package let columns: [Column]

  package var orders: [Int] { columns.map(\.order) }

  /// Orders up to 20, or to a tenth of the training part where that is shorter.
  package static func longestOrder(trainingRows: Int) -> Int { max(0, min(20, trainingRows / 10)) }

  /// - Parameter longest: the largest order that is tried; nil is `longestOrder`.
  package init(fittedTo rows: Pairs, longest: Int? = nil) {
    // With the row that the first of them is predicted from.
    let training = rows.fitted.lowerBound - 1..<rows.fitted.upperBound
    let longest = longest ?? Autoregression.longestOrder(trainingRows: training.count)
    precondition(longest >= 0 && training.count > 2 * longest + 1, "an autoregression has fewer parameters than rows")
    columns = (0..<rows.width).map { Column(fittedTo: Array(rows.column($0)[training]), longest: longest) }
  }

  /// The prediction of each test row from what came before it, the training and validation parts included.
  package func errors(on rows: Pairs) -> ForecastErrors {
    let values = columns.indices.map(rows.column)
    return rows.errors { t in columns.indices.map { columns[$0].prediction(of: t, in: values[$0]) } }
  }
}

extension Autoregression.Column {
  init(fittedTo x: [Double], longest: Int) {
    let same = longest..<x.count
    let n = Double(same.count)
    // Below this an error is rounding, and must not decide between orders.
    let floor = 1e-20 * Moments.variance(x)
    criterion = (0...longest).map { order in
      // Whoever cancelled the task wants no result.
      if Task.isCancelled { return .infinity }
      let fit = Self.coefficients(x, order: order, rows: same)
      let column = Self(criterion: [], coefficients: fit)
      let squares = same.reduce(0) { sum, t in
        let e = x[t] - column.prediction(of: t, in: x)
        return sum + e * e
      }
      return n * logarithm(max(squares / n, floor)) + Double(order + 1) * logarithm(n)
    }
    var best = 0
    for order in criterion.indices where criterion[order] < criterion[best] { best = order }
    coefficients = Self.coefficients(x, order: best, rows: best..<x.count)
  }

  /// Least squares of x_t on the `order` values before it, t in `rows`. A linearly dependent regressor has coefficient 0.
  private static func coefficients(_ x: [Double], order: Int, rows: Range<Int>) -> [Double] {
    let mean = Moments.mean(Array(x[rows]))
    guard order > 0 else { return [mean] }
    // Less the mean, so that a level far from 0 loses no digits.
    let z = x.map { $0 - mean }
    let fit = NormalEquations(
      rows.flatMap { t in [1] + (1...order).map { z[t - $0] } }, regressors: order + 1, rows.map { z[$0] }, targets: 1
    ).ordinary().coefficients
    let slopes = fit.dropFirst()
    return [fit[0] + mean * (1 - slopes.reduce(0, +))] + slopes
  }
}
