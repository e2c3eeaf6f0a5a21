import Numbers
import Recurrence
import Testing

@Suite("The gradient is the slope of the loss")
struct GradientTests {
  /// Central differences: the error of (f(w+h) - f(w-h)) / 2h is of the order h², so with h = 1e-5 about 1e-10,
  /// beside a rounding error of about 1e-16 / h = 1e-11.
  @Test("for networks of every kind and random shape", arguments: 0..<36)
  func centralDifferences(seed: Int) {
    var stream = RandomStream(seed: UInt64(seed)).split("gradient")
    let activation: Activation = seed % 3 == 0 ? .tanh : seed % 3 == 1 ? .sigmoid : .relu
    // Every activation with every kind and every readout, twice.
    let shape = Shape(
      inputs: 1 + stream.index(below: 4), hidden: 1 + stream.index(below: 7),
      kind: Shape.Kind.allCases[seed / 3 % 3], bias: seed % 4 < 2, activation: activation,
      readout: seed / 9 % 2 == 0 ? .plain : .anchored)
    let rows = 2 + stream.index(below: 12)
    var weights = Weights<Double>(zerosOf: shape)
    for k in weights.values.indices { weights.values[k] = stream.uniform(-0.8, 0.8) }
    if !shape.bias {
      for k in weights.biasStart..<weights.readoutStart { weights.values[k] = 0 }
    }
    let inputs = (0..<rows * shape.inputs).map { _ in stream.gaussian() }

    let gradient = weights.lossAndGradient(inputs).gradient
    let h = 1e-5
    for k in weights.values.indices {
      if !shape.bias && (weights.biasStart..<weights.readoutStart).contains(k) {
        #expect(gradient.values[k] == 0)
        continue
      }
      var (up, down) = (weights, weights)
      up.values[k] += h
      down.values[k] -= h
      let slope = (up.lossAndGradient(inputs).loss - down.lossAndGradient(inputs).loss) / (2 * h)
      #expect(abs(slope - gradient.values[k]) < 1e-7 * max(1, abs(slope)))
    }
  }
}
