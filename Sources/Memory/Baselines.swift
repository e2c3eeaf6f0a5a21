// Competitors without a recurrent state, which memory must beat.
//
// D = columns; row t predicts row t + 1. Fitted on the training part, of a long one on its last `Rules.fittedRows`, tuned on
// the validation part, scored on the test part, all in the units of the scaler.

import Numbers
package import Panels
import SeriesMemory

/// One competitor and its errors on the test part.
package struct Competitor: Sendable, Equatable {
  package let name: String
  package let forecast: ForecastErrors

  package init(name: String, forecast: ForecastErrors) { (self.name, self.forecast) = (name, forecast) }

  /// The squared error by test row, averaged over the columns.
  package var errors: [Double] { forecast.squared }
  package var loss: Double { forecast.loss }
}

/// The four competitors on one panel.
package struct Competitors: Sendable, Equatable {
  package let mean: Competitor
  package let persistence: Competitor
  package let linear: Competitor
  package let strongMemoryless: Competitor
  private let features: Baselines.Features?

  package init(on rows: Pairs, _ references: ReferencePredictors) {
    let average = rows.trainingMean
    mean = rows.competitor("mean") { _ in average }
    persistence = rows.competitor("persistence") { $0 }
    self.linear = rows.competitor("linear", references.linear.prediction)
    strongMemoryless = rows.competitor("strong memory-less", references.strong.prediction)
    features = references.strong.chosen
  }

  package var all: [Competitor] { [mean, persistence, linear, strongMemoryless] }

  package var baselines: Baselines {
    Baselines(
      mean: mean.loss, persistence: persistence.loss, linear: linear.loss, strongMemoryless: strongMemoryless.loss,
      features: features)
  }
}

/// The rows of a panel as (x_t, x_{t+1}); a pair belongs to the part in which its target lies.
package struct Pairs: Sendable {
  let width: Int
  let values: [Double]
  private let split: Split

  /// By column of the training part; the deviation is divided by n.
  package let trainingMean, trainingDeviation: [Double]

  package init(_ panel: Panel) {
    let (D, x, split) = (panel.width, panel.scaled, panel.split)
    func average(_ term: (_ t: Int, _ d: Int) -> Double) -> [Double] {
      (0..<D).map { d in
        var sum = 0.0
        for t in split.trainRows { sum += term(t, d) }
        return sum / Double(split.train)
      }
    }
    let mean = average { x[$0 * D + $1] }
    let squares = average { (x[$0 * D + $1] - mean[$1]) * (x[$0 * D + $1] - mean[$1]) }
    (width, values, self.split) = (D, x, split)
    (trainingMean, trainingDeviation) = (mean, squares.map { $0.squareRoot() })
  }

  var training: Range<Int> { 1..<split.train }
  /// Of the training part, what predictors without a network are fitted to.
  var fitted: Range<Int> { max(1, split.train - Rules.fittedRows)..<split.train }
  var validation: Range<Int> { split.validationRows }
  var test: Range<Int> { split.testRows }

  func row(_ t: Int) -> [Double] { Array(values[t * width..<(t + 1) * width]) }

  /// One column of all rows.
  func column(_ d: Int) -> [Double] { (0..<values.count / width).map { values[$0 * width + d] } }

  /// The errors of the predictions of some rows, by default the test part; `predict` is called for each row `t` in order.
  func errors(over targets: Range<Int>? = nil, _ predict: (_ t: Int) -> [Double]) -> ForecastErrors {
    ForecastErrors(
      (targets ?? test).flatMap { t in
        // Whoever cancelled the task wants no result.
        let prediction = Task.isCancelled ? Array(repeating: 0, count: width) : predict(t)
        return (0..<width).map { d in prediction[d] - values[t * width + d] }
      }, width: width)
  }

  /// The squared error of a prediction of row `t`, averaged over the columns.
  func error(of prediction: [Double], at t: Int) -> Double {
    var sum = 0.0
    for d in 0..<width {
      let e = prediction[d] - values[t * width + d]
      sum += e * e
    }
    return sum / Double(width)
  }

  package func competitor(_ name: String, _ predict: ([Double]) -> [Double]) -> Competitor {
    Competitor(name: name, forecast: errors { predict(row($0 - 1)) })
  }
}

/// VAR(1), x̂_{t+1} = c + A x_t by least squares; AR(1) where there is one column.
package struct LinearMap: Sendable {
  private let width: Int
  /// (1 + D) × D: c, then A transposed.
  package let coefficients: [Double]

  package init(fittedTo rows: Pairs) {
    width = rows.width
    coefficients =
      NormalEquations(
        rows.fitted.flatMap { [1] + rows.row($0 - 1) }, regressors: 1 + rows.width,
        rows.fitted.flatMap(rows.row), targets: rows.width
      ).ordinary().coefficients
  }

  package func prediction(from x: [Double]) -> [Double] { product([1] + x, coefficients, columns: width) }
}

/// f B for a row f and a matrix B with as many rows as f has entries.
func product(_ f: [Double], _ B: [Double], columns: Int) -> [Double] {
  var result = Array(repeating: 0.0, count: columns)
  for (i, value) in f.enumerated() {
    for k in 0..<columns { result[k] += value * B[i * columns + k] }
  }
  return result
}
