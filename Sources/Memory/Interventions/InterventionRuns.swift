// The forward passes of rung 2, sixteen networks at a time.
//
// n = held-out rows, D = columns, N = numbers of a state.

import Numbers
import Panels
import Recurrence

/// All networks under all interventions: the losses of each, and the mean predictions, n × D.
struct InterventionRuns {
  private(set) var losses: [NetworkLosses] = []
  private(set) var untouched, zero, freeze: [Double]
  /// By draw.
  private(set) var swap: [[Double]]

  init(of networks: [InterventionStart], _ plan: InterventionPlan, threads: Int) async throws {
    let sums = Array(repeating: 0.0, count: plan.rows.count * plan.panel.width)
    (untouched, zero, freeze) = (sums, sums, sums)
    swap = Array(repeating: sums, count: plan.swaps.count)
    for some in networks.indices.chunks(of: 16) {
      try await add(LaneRuns(Array(networks[some]), plan), threads: threads)
    }
    let count = Double(networks.count)
    func divide(_ sums: inout [Double]) { for k in sums.indices { sums[k] /= count } }
    divide(&untouched)
    divide(&zero)
    divide(&freeze)
    for draw in swap.indices { divide(&swap[draw]) }
  }

  private mutating func add(_ runs: LaneRuns, threads: Int) async throws {
    let untouched = runs.untouched()
    let changed = try await parallelMap(2 + swap.count, threads: threads) { index in
      switch index {
      case 0: runs.contexts()
      case 1: runs.replaced { _ in runs.trainingMean }
      default: runs.swapped(index - 2)
      }
    }
    let (context, freeze, swaps) = (changed[0], changed[1], changed.dropFirst(2))
    runs.addPredictions(untouched, to: &self.untouched)
    runs.addPredictions(context, to: &zero)
    runs.addPredictions(freeze, to: &self.freeze)
    for (draw, one) in swaps.enumerated() { runs.addPredictions(one, to: &swap[draw]) }
    for lane in 0..<runs.count { losses.append(runs.losses(lane, untouched, context, freeze, Array(swaps))) }
  }
}

/// Up to sixteen networks on the rows of a plan.
private struct LaneRuns: Sendable {
  let plan: InterventionPlan
  let count: Int
  /// The state before each row, n × N, and its mean over the training part.
  private let before: [Lanes16]
  let trainingMean: [Lanes16]
  private let own: [Lanes16]
  private let weights: [Weights<Float>]
  private let stateCount: Int

  /// Predictions, n × D, and losses by context (one without contexts) and lane, summed over rows and columns.
  typealias Result = (predictions: [Lanes16], loss: [[Double]])

  init(_ networks: [InterventionStart], _ plan: InterventionPlan) {
    (self.plan, count) = (plan, networks.count)
    own = sideBySide(networks.map(\.predictions))
    before = sideBySide(networks.map(\.states))
    trainingMean = sideBySide(networks.map(\.trainingMean))
    weights = networks.map(\.weights)
    stateCount = trainingMean.count
  }

  func untouched() -> Result {
    var loss = Array(repeating: 0.0, count: count)
    for (k, row) in plan.rows.enumerated() { addErrors(own, k, row, to: &loss) }
    return (own, [loss])
  }

  /// Each state replaced by that of another row.
  func swapped(_ draw: Int) -> Result {
    replaced { k in
      let first = (plan.swaps[draw][k] - plan.rows.lowerBound) * stateCount
      return Array(before[first..<first + stateCount])
    }
  }

  /// One step from a state that replaces each row's own; `state` gets the place of the row in `rows`.
  func replaced(by state: (Int) -> [Lanes16]) -> Result {
    let D = plan.panel.width
    var engine = LaneForward(weights)
    var predictions: [Lanes16] = []
    predictions.reserveCapacity(plan.rows.count * D)
    var loss = Array(repeating: 0.0, count: count)
    for (k, row) in plan.rows.enumerated() {
      engine.run(plan.inputs(row..<row + 1), from: state(k))
      predictions += engine.trace.predictions[..<D]
      addErrors(predictions, k, row, to: &loss)
    }
    return (predictions, [loss])
  }

  /// L(k) for every k at once: a run of `longest` + 1 steps from 0 at each row gives each later row one more context. The
  /// predictions are those without context.
  func contexts() -> Result {
    let (D, rows, longest) = (plan.panel.width, plan.rows, plan.longest)
    let origin = Array(repeating: Lanes16(), count: stateCount)
    var engine = LaneForward(weights)
    var zero: [Lanes16] = []
    zero.reserveCapacity(rows.count * D)
    var loss = Array(repeating: Array(repeating: 0.0, count: count), count: longest + 1)
    for start in rows.lowerBound - longest..<rows.upperBound {
      let steps = min(longest + 1, rows.upperBound - start)
      engine.run(plan.inputs(start..<start + steps), from: origin)
      if start >= rows.lowerBound { zero += engine.trace.predictions[..<D] }
      for k in max(0, rows.lowerBound - start)..<steps {
        addErrors(engine.trace.predictions, k, start + k, to: &loss[k])
      }
    }
    return (zero, loss)
  }

  private func addErrors(_ predictions: [Lanes16], _ place: Int, _ row: Int, to loss: inout [Double]) {
    let D = plan.panel.width
    for lane in 0..<count {
      loss[lane] += plan.squaredError({ Double(predictions[place * D + $0][lane]) }, after: row)
    }
  }

  func addPredictions(_ result: Result, to sums: inout [Double]) {
    for k in sums.indices {
      var sum = 0.0
      for lane in 0..<count { sum += Double(result.predictions[k][lane]) }
      sums[k] += sum
    }
  }

  /// Of one network.
  func losses(
    _ lane: Int, _ untouched: Result, _ context: Result, _ freeze: Result, _ swaps: [Result]
  ) -> NetworkLosses {
    let cells = Double(plan.rows.count * plan.panel.width)
    let (variance, size) = spread(of: untouched.predictions, lane)
    let moved = swaps.reduce(0) { sum, swap in
      sum
        + zip(swap.predictions, untouched.predictions).reduce(0) { sum, pair in
          let step = Double(pair.0[lane]) - Double(pair.1[lane])
          return sum + step * step
        }
    }
    let own = untouched.loss[0][lane]
    return NetworkLosses(
      untouched: own / cells, context: context.loss.map { $0[lane] / cells },
      // Averaged as differences, so that swaps that change nothing give exactly the untouched loss.
      swap: own / cells + swaps.reduce(0) { $0 + ($1.loss[0][lane] - own) } / Double(swaps.count) / cells,
      freeze: freeze.loss[0][lane] / cells,
      movedVariance: variance > 0 ? moved / Double(swaps.count) / (2 * variance) : 0,
      rounding: 1e-12 * (size > 0 ? size : 1))
  }

  /// Σ (x̂ - mean)² of a network's predictions over rows and columns, and the mean square of the targets.
  private func spread(of predictions: [Lanes16], _ lane: Int) -> (variance: Double, size: Double) {
    let (D, n) = (plan.panel.width, plan.rows.count)
    var (variance, size) = (0.0, 0.0)
    for d in 0..<D {
      let column = (0..<n).map { Double(predictions[$0 * D + d][lane]) }
      variance += Moments.variance(column) * Double(n)
      for row in plan.rows {
        let x = plan.panel.scaled[(row + 1) * D + d]
        size += x * x
      }
    }
    return (variance, size / Double(n * D))
  }
}

/// Up to sixteen number sequences of one length in lanes; unused lanes repeat the last.
private func sideBySide(_ runs: [[Float]]) -> [Lanes16] {
  var lanes = Array(repeating: Lanes16(), count: runs[0].count)
  for lane in 0..<16 {
    let run = runs[min(lane, runs.count - 1)]
    for k in lanes.indices { lanes[k][lane] = run[k] }
  }
  return lanes
}
