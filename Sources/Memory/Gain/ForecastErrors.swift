import Numbers
package import Panels
package import Recurrence

/// The errors of a predictor by row and column, in scaled units.
///
/// n = rows that were predicted, D = columns.
package struct ForecastErrors: Sendable, Equatable {
  /// D.
  package let width: Int
  /// x̂ - x, n × D row-major, in time order.
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

/// The prediction averaged over networks, for the rows that are scored: those of the validation and the test part.
package struct MeanForecast: Sendable {
  private let rows: Pairs
  private let sums: [Double]
  private let networks: Int

  /// Of the usable networks of a model; without a model there is none.
  package init(of model: Trained?, on panel: Panel) {
    let all = model?.usable ?? []
    (rows, networks) = (Pairs(panel), all.count)
    // Each prediction is made from the row before.
    sums = all.summedPredictions(
      over: panel, from: rows.validation.lowerBound - 1..<rows.test.upperBound - 1)
  }

  /// Its errors on some scored rows; nil without a network.
  package func errors(over targets: Range<Int>) -> ForecastErrors? {
    guard networks > 0 else { return nil }
    let D = rows.width
    return rows.errors(over: targets) { t in
      let first = (t - rows.validation.lowerBound) * D
      return sums[first..<first + D].map { $0 / Double(networks) }
    }
  }
}

extension [TrainedNetwork] {
  /// x̂_{t+1} of the whole panel averaged over the networks, T × D row-major; empty without a network.
  package func meanPredictions(over panel: Panel) -> [Double] {
    summedPredictions(over: panel, from: 0..<panel.rows).map { $0 / Double(count) }
  }
}
