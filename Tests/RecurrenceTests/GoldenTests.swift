import Numbers
import Recurrence
import Testing

/// What PyTorch computed of a network in float64, whatever its cell.
protocol GoldenValues: Sendable {
  associatedtype Parameters
  var x: [[Double]] { get }
  var parameters: Parameters { get }
  var states: [[Double]] { get }
  var predictions: [[Double]] { get }
  var rollout: [[Double]] { get }
  var loss: Double { get }
  var gradients: Parameters { get }
  /// The parameters after so many steps.
  var adam: [String: Parameters] { get }
  var loss_after_10: Double { get }

  func weights(_ parameters: Parameters) -> Weights<Double>
}

extension GoldenValues {
  func checkForward() {
    let trace = weights(parameters).forward(x.dropLast().flatMap(\.self))
    #expect(relativeDifference(trace.states, states.flatMap(\.self)) < 1e-9)
    #expect(relativeDifference(trace.predictions, predictions.flatMap(\.self)) < 1e-9)
  }

  func checkBackward() {
    let (loss, gradient) = weights(parameters).lossAndGradient(x.flatMap(\.self))
    #expect(relativeDifference([loss], [self.loss]) < 1e-9)
    #expect(relativeDifference(gradient.values, weights(gradients).values) < 1e-9)
  }

  func checkAdam() {
    var weights = weights(parameters)
    var adam = Adam(for: weights)
    let x = x.flatMap(\.self)
    for step in 1...10 {
      adam.step(&weights, along: weights.lossAndGradient(x).gradient)
      guard let expected = self.adam[String(step)] else { continue }
      #expect(relativeDifference(weights.values, self.weights(expected).values) < 1e-9)
    }
    #expect(relativeDifference([weights.lossAndGradient(x).loss], [loss_after_10]) < 1e-9)
  }

  func checkRollout() throws {
    let (last, state) = (try #require(x.last), try #require(states.last))
    let path = weights(parameters).rollout(from: last, after: state, steps: 10)
    #expect(relativeDifference(path, rollout.flatMap(\.self)) < 1e-9)
  }
}

@Suite("The Float64 engine gives PyTorch's values")
struct GoldenTests {
  @Test("states, predictions and loss", arguments: GoldenCase.all)
  func forward(golden: GoldenCase) { golden.checkForward() }

  @Test("the loss and every gradient", arguments: GoldenCase.all)
  func backward(golden: GoldenCase) { golden.checkBackward() }

  @Test("the weights after one and ten steps of Adam", arguments: GoldenCase.all)
  func adam(golden: GoldenCase) { golden.checkAdam() }

  @Test("ten steps of free running", arguments: GoldenCase.all)
  func rollout(golden: GoldenCase) throws { try golden.checkRollout() }
}
