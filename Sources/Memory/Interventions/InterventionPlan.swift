// The forward passes behind rung 2, sixteen networks at a time.
//
// n = held-out rows, D = columns, N = numbers of a state. The prediction of row t is made from row t-1: the state y_{t-2} before it
// is what is tampered with.

import Numbers
import Panels
import Recurrence

/// What is done to every network alike, and on which rows.
struct InterventionPlan {
  let panel: Panel
  let inputs: [Lanes16]
  /// The rows predictions are made from: one before each target.
  let rows: Range<Int>
  /// The longest context that every one of them has.
  let longest: Int
  /// For each draw and row the row whose state before it is swapped in; never its own.
  let swaps: [[Int]]

  init(_ panel: Panel, _ shape: Shape, _ stream: RandomStream) {
    self.panel = panel
    inputs = panel.scaled.map { Lanes16(repeating: Float($0)) }
    let targets = panel.split.testRows
    let rows = targets.lowerBound - 1..<min(targets.upperBound, targets.lowerBound + Rules.interventionRows) - 1
    self.rows = rows
    longest = min(Rules.longestContext, rows.lowerBound)
    swaps = (0..<Rules.swaps).map { draw in
      var (stream, order) = (stream.split(draw), Array(rows))
      // One cycle through all (Sattolo 1986): a permutation that leaves nothing in its place.
      for k in (1..<max(order.count, 1)).reversed() { order.swapAt(k, stream.index(below: k)) }
      return order
    }
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

/// What came of it: the losses of each network, and the mean predictions of all, n × D.
struct Outcome {
  private(set) var networks: [NetworkLosses] = []
  private var sums: [Treatment: [Double]] = [:]

  private enum Treatment: Hashable {
    case untouched, zero, freeze
    case swap(Int)
  }

  init(_ plan: InterventionPlan) {
    let none = Array(repeating: 0.0, count: plan.rows.count * plan.panel.width)
    for treatment in [.untouched, .zero, .freeze] + plan.swaps.indices.map(Treatment.swap) {
      sums[treatment] = none
    }
  }

  var untouched: [Double] { mean(.untouched) }
  var zero: [Double] { mean(.zero) }
  var freeze: [Double] { mean(.freeze) }
  var swap: [[Double]] { (0..<Rules.swaps).map { mean(.swap($0)) } }

  private func mean(_ treatment: Treatment) -> [Double] {
    (sums[treatment] ?? []).map { $0 / Double(networks.count) }
  }

  /// Runs up to sixteen more networks.
  mutating func add(_ group: [TrainedNetwork], _ plan: InterventionPlan) {
    var runs = GroupRuns(group, plan)
    let untouched = runs.untouched()
    let context = runs.contexts()
    let freeze = runs.replaced { _ in runs.trainingMean }
    let swaps = plan.swaps.map { order in runs.replaced { runs.stateBefore(order[$0]) } }
    add(untouched.predictions, .untouched, group.count)
    add(context.predictions, .zero, group.count)
    add(freeze.predictions, .freeze, group.count)
    for (draw, swap) in swaps.enumerated() { add(swap.predictions, .swap(draw), group.count) }

    let cells = Double(plan.rows.count * plan.panel.width)
    for lane in group.indices {
      let (variance, size) = runs.spread(of: untouched.predictions, lane)
      let moved = swaps.reduce(0) { sum, swap in
        sum
          + zip(swap.predictions, untouched.predictions).reduce(0) { sum, pair in
            let step = Double(pair.0[lane]) - Double(pair.1[lane])
            return sum + step * step
          }
      }
      networks.append(
        NetworkLosses(
          untouched: untouched.loss[lane] / cells, context: context.loss.map { $0[lane] / cells },
          // Averaged as differences, so that swaps that change nothing change nothing.
          swap: untouched.loss[lane] / cells
            + swaps.reduce(0) { $0 + ($1.loss[lane] - untouched.loss[lane]) } / Double(swaps.count) / cells,
          freeze: freeze.loss[lane] / cells,
          movedVariance: variance > 0 ? moved / Double(swaps.count) / (2 * variance) : 0,
          rounding: 1e-12 * (size > 0 ? size : 1)))
    }
  }

  private mutating func add(_ predictions: [Lanes16], _ treatment: Treatment, _ count: Int) {
    for k in predictions.indices {
      var sum = 0.0
      for lane in 0..<count { sum += Double(predictions[k][lane]) }
      sums[treatment]?[k] += sum
    }
  }
}

/// Up to sixteen networks on the rows of a tampering; losses are sums over rows and columns, by lane.
private struct GroupRuns {
  let plan: InterventionPlan
  let count: Int
  /// The state before each row, n × N, and its mean over the training part.
  private let before: [Lanes16]
  let trainingMean: [Lanes16]
  private let own: [Lanes16]
  private var engine: LaneForward

  typealias Result = (predictions: [Lanes16], loss: [Double])

  init(_ group: [TrainedNetwork], _ plan: InterventionPlan) {
    self.plan = plan
    count = group.count
    engine = LaneForward(group.map(\.weights))
    let (D, N, rows) = (plan.panel.width, engine.shape.stateCount, plan.rows)
    own = sideBySide(group.map { Array($0.predictions[rows.lowerBound * D..<rows.upperBound * D]) })
    let train = plan.panel.split.train
    var (befores, means): ([[Float]], [[Float]]) = ([], [])
    for network in group {
      let states = network.states
      befores.append(Array(states[(rows.lowerBound - 1) * N..<(rows.upperBound - 1) * N]))
      means.append(
        (0..<N).map { i in
          var sum = 0.0
          for t in 0..<train { sum += Double(states[t * N + i]) }
          return Float(sum / Double(train))
        })
    }
    before = sideBySide(befores)
    trainingMean = sideBySide(means)
  }

  func stateBefore(_ row: Int) -> [Lanes16] {
    let N = engine.shape.stateCount
    let first = (row - plan.rows.lowerBound) * N
    return Array(before[first..<first + N])
  }

  func untouched() -> Result {
    var loss = Array(repeating: 0.0, count: count)
    for (k, row) in plan.rows.enumerated() { addErrors(own, k, row, to: &loss) }
    return (own, loss)
  }

  /// One step from a state that is put in the place of each row's own; the state is asked for by its place in `rows`.
  func replaced(by state: (Int) -> [Lanes16]) -> Result {
    let D = plan.panel.width
    var engine = engine
    var predictions: [Lanes16] = []
    predictions.reserveCapacity(plan.rows.count * D)
    var loss = Array(repeating: 0.0, count: count)
    for (k, row) in plan.rows.enumerated() {
      engine.run(Array(plan.inputs[row * D..<(row + 1) * D]), from: state(k))
      predictions += engine.trace.predictions[..<D]
      addErrors(predictions, k, row, to: &loss)
    }
    return (predictions, loss)
  }

  /// L(k) for every k at once: a run of `longest` + 1 steps from 0 at each row gives each later row one more context.
  mutating func contexts() -> (predictions: [Lanes16], loss: [[Double]]) {
    let (D, rows, longest) = (plan.panel.width, plan.rows, plan.longest)
    let origin = Array(repeating: Lanes16(), count: engine.shape.stateCount)
    var zero: [Lanes16] = []
    zero.reserveCapacity(rows.count * D)
    var loss = Array(repeating: Array(repeating: 0.0, count: count), count: longest + 1)
    for start in rows.lowerBound - longest..<rows.upperBound {
      let steps = min(longest + 1, rows.upperBound - start)
      engine.run(Array(plan.inputs[start * D..<(start + steps) * D]), from: origin)
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

  /// Σ (x̂ - mean)² of a network's predictions over rows and columns, and the mean square of what is predicted.
  func spread(of predictions: [Lanes16], _ lane: Int) -> (variance: Double, size: Double) {
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

/// Sixteen runs of numbers in lanes; those that are left over repeat the last.
private func sideBySide(_ runs: [[Float]]) -> [Lanes16] {
  var lanes = Array(repeating: Lanes16(), count: runs[0].count)
  for lane in 0..<16 {
    let run = runs[min(lane, runs.count - 1)]
    for k in lanes.indices { lanes[k][lane] = run[k] }
  }
  return lanes
}
