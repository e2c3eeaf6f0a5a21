import Numbers
import Recurrence
import Testing

/// A network and inputs of some shape, every lane with its own.
private struct Case: CustomTestStringConvertible {
  var shape: Shape
  var rows: Int
  var testDescription: String {
    "\(rows)x\(shape.inputs)x\(shape.hidden) \(shape.activation) \(shape.kind) \(shape.readout) bias \(shape.bias)"
  }

  /// Sizes on both sides of every block of the kernels: 1, 2, 4 and 8 units, 32 steps.
  static let all: [Case] = Activation.allCases.flatMap { activation in
    [(1, 1, 2), (2, 3, 33), (5, 16, 65), (4, 9, 32), (3, 13, 40)].flatMap { (D, H, rows) in
      Shape.Kind.allCases.flatMap { kind in
        // What the readout adds does not depend on the activation.
        (activation == .tanh ? Shape.Readout.allCases : [.plain]).map { readout in
          Case(
            shape: Shape(
              inputs: D, hidden: H, kind: kind, bias: H % 2 == 1, activation: activation, readout: readout),
            rows: rows)
        }
      }
    }
  }

  var weights: Weights<Lanes16> {
    var stream = RandomStream(seed: 11)
    var weights = Weights<Lanes16>(zerosOf: shape)
    for k in weights.values.indices {
      let isBias = (weights.biasStart..<weights.readoutStart).contains(k)
      for lane in 0..<16 where shape.bias || !isBias { weights.values[k][lane] = Float(stream.uniform(-0.6, 0.6)) }
    }
    return weights
  }

  var inputs: [Lanes16] {
    var stream = RandomStream(seed: 12)
    return (0..<rows * shape.inputs).map { _ in
      var lanes = Lanes16()
      for lane in 0..<16 { lanes[lane] = Float(stream.gaussian()) }
      return lanes
    }
  }
}

private let kernels = Kernel.allCases.filter { $0 != .swift && $0.isSupported }

@Suite("The C kernels")
struct KernelTests {
  @Test("give the bits of the Swift engine", arguments: Case.all, kernels)
  fileprivate func sameBits(_ example: Case, kernel: Kernel) {
    var swift = LaneEngine(weights: example.weights, inputs: example.inputs, kernel: .swift)
    var c = LaneEngine(weights: example.weights, inputs: example.inputs, kernel: kernel)
    for _ in 0..<3 {
      swift.forward(rows: example.rows)
      c.forward(rows: example.rows)
      #expect(bits(swift.trace.states) == bits(c.trace.states))
      #expect(bits(swift.trace.predictions) == bits(c.trace.predictions))
      let rows = 0..<example.rows - 1
      #expect(bits([swift.squaredError(rows: rows)]) == bits([c.squaredError(rows: rows)]))
      swift.stepDown(steps: example.rows - 1)
      c.stepDown(steps: example.rows - 1)
      #expect(bits(swift.gradient.values) == bits(c.gradient.values))
      #expect(bits(swift.weights.values) == bits(c.weights.values))
    }
  }

  @Test("are to be had on every machine, the fastest among them")
  func choice() {
    #expect(kernels.contains(.baseline))
    #expect(Kernel.fastest.isSupported)
  }

  @Test("keep lanes apart: a NaN in one reaches no other")
  func lanesApart() {
    let example = Case(shape: Shape(inputs: 2, hidden: 8, memory: true), rows: 20)
    var spoilt = example.inputs
    spoilt[3][5] = .nan
    var clean = LaneEngine(weights: example.weights, inputs: example.inputs)
    var other = LaneEngine(weights: example.weights, inputs: spoilt)
    clean.forward(rows: 20)
    other.forward(rows: 20)
    clean.stepDown(steps: 19)
    other.stepDown(steps: 19)
    for k in clean.weights.values.indices {
      for lane in 0..<16 where lane != 5 { #expect(clean.weights.values[k][lane] == other.weights.values[k][lane]) }
    }
    #expect(other.weights.values[0][5].isNaN)
  }
}

@Suite("Sixteen lanes of Float32 against Float64")
struct PrecisionTests {
  @Test("states and gradients agree to 1e-4 over 500 steps", arguments: Activation.allCases)
  func agreement(activation: Activation) {
    let example = Case(shape: Shape(inputs: 5, hidden: 16, memory: true, activation: activation), rows: 501)
    var stream = RandomStream(seed: 5)
    var oracle = Weights<Double>(zerosOf: example.shape)
    for k in oracle.values.indices { oracle.values[k] = Double(Float(stream.uniform(-0.2, 0.2))) }
    let inputs = (0..<501 * 5).map { _ in Double(Float(stream.gaussian())) }
    var lanes = Weights<Lanes16>(zerosOf: example.shape)
    for k in lanes.values.indices { lanes.values[k] = Lanes16(repeating: Float(oracle.values[k])) }

    var engine = LaneEngine(weights: lanes, inputs: inputs.map { Lanes16(repeating: Float($0)) })
    engine.forward(rows: 501)
    engine.stepDown(steps: 500)
    let states = oracle.forward(inputs).states
    let gradient = oracle.lossAndGradient(inputs).gradient.values
    #expect(largestError(engine.trace.states, states) < 1e-4)
    #expect(largestError(engine.gradient.values, gradient) < 1e-4)
  }

  /// In units of the largest number: a state near zero has the rounding error of the terms that cancelled in it.
  private func largestError(_ lanes: [Lanes16], _ oracle: [Double]) -> Double {
    let largest = oracle.map(\.magnitude).max() ?? 0
    return zip(lanes, oracle).map { abs(Double($0[3]) - $1) / largest }.max() ?? .infinity
  }
}

/// Bit patterns, so that NaN equals itself and -0 is not 0.
private func bits(_ lanes: [Lanes16]) -> [SIMD16<UInt32>] {
  lanes.map { unsafeBitCast($0, to: SIMD16<UInt32>.self) }
}
