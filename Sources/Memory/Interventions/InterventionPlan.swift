// The rows and swaps of rung 2, what the interventions start from, and the losses they lead to.
//
// n = held-out rows, D = columns, N = numbers of a state. The prediction of row t is made from row t-1: the interventions
// change the state y_{t-2} before it.

import Numbers
import Panels
import Recurrence
import SeriesMemory

/// The rows and swaps, the same for all networks.
struct InterventionPlan: Sendable {
  let panel: Panel
  /// The rows predictions are made from: one before each target.
  let rows: Range<Int>
  /// The longest context that all of them have.
  let longest: Int
  /// For each draw and row the row whose state is swapped in; never its own.
  let swaps: [[Int]]

  init(_ panel: Panel, _ stream: RandomStream) {
    self.panel = panel
    let targets = panel.split.testRows
    let rows = targets.lowerBound - 1..<min(targets.upperBound, targets.lowerBound + Rules.interventionRows) - 1
    self.rows = rows
    longest = min(Rules.longestContext, rows.lowerBound)
    swaps = (0..<Rules.swaps).map { draw in
      var (stream, order) = (stream.split(draw), Array(rows))
      // One cycle through all (Sattolo 1986): a permutation without a fixed point.
      for k in (1..<max(order.count, 1)).reversed() { order.swapAt(k, stream.index(below: k)) }
      return order
    }
  }

  /// The inputs of some rows, the same in every lane.
  func inputs(_ rows: Range<Int>) -> [Lanes16] {
    let D = panel.width
    return panel.scaled[rows.lowerBound * D..<rows.upperBound * D].map { Lanes16(repeating: Float($0)) }
  }

  /// Squared error of a prediction of the row after `row`, summed over the columns.
  func squaredError(_ prediction: (Int) -> Double, after row: Int) -> Double {
    let D = panel.width
    var sum = 0.0
    for d in 0..<D {
      let e = prediction(d) - panel.scaled[(row + 1) * D + d]
      sum += e * e
    }
    return sum
  }

  /// The errors of a mean prediction (n × D) by row, averaged over the columns.
  func errors(ofMean predictions: [Double]) -> [Double] {
    let D = panel.width
    return rows.map { row in
      squaredError({ predictions[(row - rows.lowerBound) * D + $0] }, after: row) / Double(D)
    }
  }
}

/// What the interventions on one network start from.
struct InterventionStart: Sendable {
  let weights: Weights<Float>
  /// The predictions without an intervention, n × D.
  let predictions: [Float]
  /// The state before each row, n × N, and its mean over the training part.
  let states: [Float]
  let trainingMean: [Float]

  /// - Parameter run: of the network over the plan's panel.
  init(of weights: Weights<Float>, _ run: NetworkRun, _ plan: InterventionPlan) {
    let (D, N, rows, train) = (plan.panel.width, weights.shape.stateCount, plan.rows, plan.panel.split.train)
    self.weights = weights
    predictions = Array(run.predictions[rows.lowerBound * D..<rows.upperBound * D])
    states = Array(run.states[(rows.lowerBound - 1) * N..<(rows.upperBound - 1) * N])
    trainingMean = (0..<N).map { i in
      var sum = 0.0
      for t in 0..<train { sum += Double(run.states[t * N + i]) }
      return Float(sum / Double(train))
    }
  }
}

/// The held-out losses of one network under the interventions.
struct NetworkLosses: Equatable {
  var untouched: Double
  /// L(k), k = 0 … the longest context.
  var context: [Double]
  var swap: Double
  var freeze: Double
  var movedVariance: Double
  /// A loss below this is rounding.
  var rounding: Double

  /// The rise relative to the untouched loss.
  func rise(to loss: Double) -> Double { (loss - untouched) / max(untouched, rounding) }

  /// (L(0) + … + L(k-1)) / k: with a reset every k steps a state is as likely to be 0, 1, … k - 1 inputs old.
  func loss(resetEvery k: Int) -> Double { context[..<k].reduce(0, +) / Double(k) }

  var horizon: Horizon.Reach {
    let gain = context[0] - untouched
    guard rise(to: context[0]) > Rules.usedRise else { return .none }
    return Horizon.Reach(context) { context[0] - $0 >= Rules.horizonGain * gain }
  }
}
