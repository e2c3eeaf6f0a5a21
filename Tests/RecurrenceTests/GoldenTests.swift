import Numbers
import Recurrence
import Testing

@Suite("The Float64 engine gives PyTorch's values")
struct GoldenTests {
  @Test("states, predictions and loss", arguments: GoldenCase.all)
  func forward(golden: GoldenCase) {
    let trace = golden.weights(golden.parameters).forward(golden.x.dropLast().flatMap(\.self))
    #expect(relativeDifference(trace.states, golden.states.flatMap(\.self)) < 1e-9)
    #expect(relativeDifference(trace.predictions, golden.predictions.flatMap(\.self)) < 1e-9)
  }

  @Test("the loss and every gradient", arguments: GoldenCase.all)
  func backward(golden: GoldenCase) {
    let (loss, gradient) = golden.weights(golden.parameters)
      .lossAndGradient(golden.x.flatMap(\.self))
    #expect(relativeDifference([loss], [golden.loss]) < 1e-9)
    #expect(relativeDifference(gradient.values, golden.weights(golden.gradients).values) < 1e-9)
  }

  @Test("the weights after one and ten steps of Adam", arguments: GoldenCase.all)
  func adam(golden: GoldenCase) throws {
    var weights = golden.weights(golden.parameters)
    var adam = Adam(for: weights)
    let x = golden.x.flatMap(\.self)
    for step in 1...10 {
      adam.step(&weights, along: weights.lossAndGradient(x).gradient)
      guard let expected = golden.adam[String(step)] else { continue }
      #expect(relativeDifference(weights.values, golden.weights(expected).values) < 1e-9)
    }
    #expect(relativeDifference([weights.lossAndGradient(x).loss], [golden.loss_after_10]) < 1e-9)
  }

  @Test("ten steps of free running", arguments: GoldenCase.all)
  func rollout(golden: GoldenCase) throws {
    let last = try #require(golden.x.last)
    let state = try #require(golden.states.last)
    let path = golden.weights(golden.parameters).rollout(from: last, after: state, steps: 10)
    #expect(relativeDifference(path, golden.rollout.flatMap(\.self)) < 1e-9)
  }
}
