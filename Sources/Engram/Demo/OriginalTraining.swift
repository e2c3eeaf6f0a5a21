import Memory
import Numbers
import Recurrence
import SeriesMemory

extension OriginalExperiment {
  /// The result of one network on one data set.
  package struct Outcome: Sendable, Equatable, Codable {
    /// Σ over the steps of the mean over the columns, after the last epoch, as the original prints it.
    package var trainingLoss: Double
    /// Mean squared error on the rows that follow, with the state carried on from the training rows; nil without such rows.
    package var heldOutError: Double?
    /// The share of (step, unit) with a state outside 0.1 … 0.9.
    package var outside: Double
    /// Standard deviation of a unit over the steps, mean over the units; the states lie between 0 and 1.
    package var unitDeviation: Double
    /// Standard deviation of the last ten steps of the free run, root mean square over the columns.
    package var rolloutDeviation: Double

    /// Whether the free run has become constant.
    package var isFlat: Bool { rolloutDeviation < Rules.flat }
  }

  /// Trains up to sixteen networks of one model side by side, each on data of its own.
  ///
  /// - Parameters:
  ///   - starts: one for each data set.
  ///   - data: row-major; rows after the first `rows` are held out.
  ///   - epochDone: called after every epoch; an error ends the training.
  package func outcomes(
    of starts: [Weights<Float>], on data: [[Double]], epochDone: () throws -> Void
  ) rethrows -> [Outcome] {
    precondition(starts.count == data.count, "every network has data of its own")
    let inputs = [Lanes16](sideBySide: data)
    let all = inputs.count / columns
    precondition(all >= rows && data.allSatisfy { $0.count == inputs.count }, "all data have the same rows")
    var engine = Engine(
      Weights(sideBySide: starts), inputs: inputs, learningRate: learningRate, epsilon: epsilon)
    for _ in 0..<epochs {
      engine.forward(0..<steps)
      engine.stepDown(0..<steps)
      try epochDone()
    }
    let errors = engine.forward(0..<all - 1, errorsOver: [0..<steps, steps..<all - 1]).errors
    let loss = errors[0]
    let heldOut = all > rows ? errors[1] : nil
    let states = engine.trace.states
    let path = freeRun(of: engine.weights, after: inputs)
    let hidden = engine.weights.shape.hidden
    return starts.indices.map { lane -> Outcome in
      let error = heldOut.map { Double($0[lane]) / Double((all - rows) * columns) }
      return outcome(
        loss: loss[lane], heldOut: error, states: states.map { Double($0[lane]) }, path: path.map { Double($0[lane]) },
        hidden: hidden)
    }
  }

  /// From the last training row with a state of zero: the original discards the state of its network.
  func freeRun(of weights: Weights<Lanes16>, after inputs: [Lanes16]) -> [Lanes16] {
    weights.rollout(
      from: Array(inputs[steps * columns..<rows * columns]),
      after: Array(repeating: Lanes16(), count: weights.shape.hidden), steps: rolloutSteps)
  }

  /// - Parameters:
  ///   - loss: Σ of the squared errors over the steps.
  ///   - states: row-major; those after the training rows are ignored.
  private func outcome(loss: Float, heldOut: Double?, states: [Double], path: [Double], hidden: Int) -> Outcome {
    let learned = states.prefix(steps * hidden)
    let units = (0..<hidden).map { unit in (0..<steps).map { states[$0 * hidden + unit] } }
    let last = max(0, rolloutSteps - 10)..<rolloutSteps
    let variances = (0..<columns).map { d in Moments.variance(last.map { path[$0 * columns + d] }) }
    return Outcome(
      trainingLoss: Double(loss) / Double(columns), heldOutError: heldOut,
      outside: Double(learned.count { $0 < 0.1 || $0 > 0.9 }) / Double(learned.count),
      unitDeviation: Moments.mean(units.map { Moments.standardDeviation($0) }),
      rolloutDeviation: Moments.mean(variances).squareRoot())
  }
}
