import Numbers
import Recurrence

/// What one network of the original experiment went through, for its figures.
package struct OriginalTrace: Sendable {
  /// Σ over the steps of the mean squared error, before every epoch and after the last.
  package var losses: [Double]
  /// States over the training steps before and after training, steps × units.
  package var untrained: [Double]
  package var states: [Double]
  /// The free run after training, steps × columns.
  package var path: [Double]
}

extension OriginalExperiment {
  /// The same trainings as `outcomes(of:on:)`, looked at on the way.
  ///
  /// - Parameters:
  ///   - starts: at most sixteen of one model.
  ///   - data: of each, row-major; rows after the first `rows` are left out.
  package func traces(of starts: [Weights<Float>], on data: [[Double]]) throws -> [OriginalTrace] {
    precondition(starts.count == data.count && starts.count <= 16, "every network has data of its own")
    let inputs = [Lanes16](sideBySide: data.map { Array($0.prefix(rows * columns)) })
    var engine = Engine(Weights(sideBySide: starts), inputs: inputs, learningRate: learningRate, epsilon: epsilon)
    let shape = engine.weights.shape
    var losses: [Lanes16] = []
    var untrained: [Lanes16] = []
    for epoch in 0...epochs {
      losses.append(engine.forward(0..<steps, errorsOver: [0..<steps]).errors[0])
      if epoch == 0 { untrained = Array(engine.trace.states.prefix(steps * shape.hidden)) }
      if epoch == epochs { break }
      engine.stepDown(0..<steps)
      try Task.checkCancellation()
    }
    let path = freeRun(of: engine.weights, after: inputs)
    let states = Array(engine.trace.states.prefix(steps * shape.hidden))
    return starts.indices.map { lane in
      func one(_ all: [Lanes16]) -> [Double] { all.map { Double($0[lane]) } }
      return OriginalTrace(
        losses: one(losses).map { $0 / Double(columns) }, untrained: one(untrained), states: one(states),
        path: one(path))
    }
  }
}
