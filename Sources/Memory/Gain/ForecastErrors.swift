/// What a predictor misses on the test part, by row and column, in scaled units.
///
/// n = test rows, D = columns.
package struct ForecastErrors: Sendable, Equatable {
  /// D.
  package let width: Int
  /// x̂ - x, n × D row-major, rows in time order.
  package let values: [Double]
  /// Squared and averaged over the columns, by row.
  package let squared: [Double]

  package init(_ values: [Double], width: Int) {
    precondition(
      width > 0 && values.count % width == 0 && !values.isEmpty, "every test row has an error in each column")
    (self.width, self.values) = (width, values)
    squared = (0..<values.count / width).map { t in
      var sum = 0.0
      for d in 0..<width { sum += values[t * width + d] * values[t * width + d] }
      return sum / Double(width)
    }
  }

  package var rows: Int { squared.count }

  /// The mean squared error over all rows and columns.
  package var loss: Double { squared.reduce(0, +) / Double(rows) }

  /// x̂ - x of column `d`, by row.
  package func column(_ d: Int) -> [Double] {
    precondition((0..<width).contains(d), "a column is one of the panel's")
    return (0..<rows).map { values[$0 * width + d] }
  }

  package func squared(ofColumn d: Int) -> [Double] { column(d).map { $0 * $0 } }

  /// Clark & West's differential of this, the smaller model, and a larger one, averaged over the columns, by row.
  package func clarkWestDifferential(large: ForecastErrors) -> [Double] {
    precondition(width == large.width && rows == large.rows, "both predict the same rows")
    return (0..<rows).map { t in
      var sum = 0.0
      for k in t * width..<(t + 1) * width { sum += 2 * values[k] * (values[k] - large.values[k]) }
      return sum / Double(width)
    }
  }
}
