import Numbers
import Recurrence
import Testing

/// A network and inputs of some shape, every lane with its own.
private struct Case: CustomTestStringConvertible {
  var shape: Shape
  var rows: Int
  var testDescription: String {
    "\(rows)x\(shape.inputs)x\(shape.hidden) \(shape.cell) \(shape.activation) \(shape.kind) \(shape.readout) bias \(shape.bias)"
  }

  /// Sizes on both sides of every block of the kernels: 1, 2, 4 and 8 units or inputs, 3 and 32 steps.
  static let all: [Case] = Activation.allCases.flatMap { activation in
    [(1, 1, 2), (2, 3, 33), (5, 16, 65), (4, 9, 32), (3, 13, 40), (20, 3, 35)].flatMap { (D, H, rows) in
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

  /// The same sizes for the cells with gates.
  static let gated: [Case] = Cell.allCases.filter(\.isGated).flatMap { cell in
    [(1, 1, 2), (2, 3, 33), (5, 16, 65), (4, 9, 32), (3, 13, 40), (20, 3, 35), (18, 17, 67)].flatMap { (D, H, rows) in
      Shape.Kind.allCases.map { kind in
        Case(
          shape: Shape(
            inputs: D, hidden: H, kind: kind, cell: cell, bias: H != 9, readout: H == 13 ? .anchored : .plain),
          rows: rows)
      }
    }
  }

  static let some: [Case] =
    Cell.allCases.filter { !$0.isFrozen }.flatMap { cell in
      Shape.Kind.allCases.map { kind in
        Case(shape: Shape(inputs: 3, hidden: 6, kind: kind, cell: cell, bias: kind != .twin), rows: 41)
      }
    }

  /// Sizes on both sides of what a network by itself is computed in: sixteen units, groups of up to five vectors, six
  /// rows of a gradient, sixty-four steps.
  static let wide: [Case] = [(1, 16, 64), (7, 17, 66), (17, 33, 70), (3, 80, 130), (6, 97, 20), (33, 130, 9)].flatMap {
    (D, H, rows) in
    Cell.allCases.filter { !$0.isFrozen }.flatMap { cell in
      Shape.Kind.allCases.map { kind in Case(shape: Shape(inputs: D, hidden: H, kind: kind, cell: cell), rows: rows) }
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
  @Test("give the bits of the Swift engine", arguments: Case.all + Case.gated, kernels)
  fileprivate func sameBits(_ example: Case, kernel: Kernel) {
    var swift = Engine(example.weights, inputs: example.inputs, kernel: .swift)
    var c = Engine(example.weights, inputs: example.inputs, kernel: kernel)
    let steps = 0..<example.rows - 1
    for _ in 0..<3 {
      let expected = swift.forward(0..<example.rows, errorsOver: [steps]).errors
      #expect(bits(c.forward(0..<example.rows, errorsOver: [steps]).errors) == bits(expected))
      #expect(bits(swift.trace.states) == bits(c.trace.states))
      #expect(bits(swift.trace.predictions) == bits(c.trace.predictions))
      swift.stepDown(steps)
      c.stepDown(steps)
      #expect(bits(swift.gradient.values) == bits(c.gradient.values))
      #expect(bits(swift.weights.values) == bits(c.weights.values))
    }
  }

  @Test(
    "give a network by itself the bits that it has among sixteen", arguments: Case.all + Case.gated + Case.wide, kernels
  )
  fileprivate func byItself(_ example: Case, kernel: Kernel) {
    let steps = 0..<example.rows - 1
    var sixteen = Engine(example.weights, inputs: example.inputs, kernel: kernel)
    for _ in 0..<2 {
      sixteen.forward(0..<example.rows)
      sixteen.stepDown(steps)
    }
    let errors = sixteen.forward(0..<example.rows, errorsOver: [steps]).errors
    for lane in [0, 7, 15] {
      var one = Engine(example.weights.network(inLane: lane), inputs: example.inputs.map { $0[lane] }, kernel: kernel)
      for _ in 0..<2 {
        one.forward(0..<example.rows)
        one.stepDown(steps)
      }
      #expect(one.forward(0..<example.rows, errorsOver: [steps]).errors[0].bitPattern == errors[0][lane].bitPattern)
      #expect(bits(one.trace.states) == sixteen.trace.states.map { $0[lane].bitPattern })
      #expect(bits(one.trace.predictions) == sixteen.trace.predictions.map { $0[lane].bitPattern })
      #expect(bits(one.gradient.values) == sixteen.gradient.values.map { $0[lane].bitPattern })
      #expect(bits(one.weights.values) == sixteen.weights.values.map { $0[lane].bitPattern })
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
    var clean = Engine(example.weights, inputs: example.inputs)
    var other = Engine(example.weights, inputs: spoilt)
    clean.forward(0..<20)
    other.forward(0..<20)
    clean.stepDown(0..<19)
    other.stepDown(0..<19)
    for k in clean.weights.values.indices {
      for lane in 0..<16 where lane != 5 { #expect(clean.weights.values[k][lane] == other.weights.values[k][lane]) }
    }
    #expect(other.weights.values[0][5].isNaN)
  }
}

@Suite("A long run in stretches")
struct StretchTests {
  @Test("has the bits of the run as a whole", arguments: Case.some, Kernel.allCases.filter(\.isSupported))
  fileprivate func stretches(_ example: Case, kernel: Kernel) {
    let rows = 0..<example.rows
    let parts = [0..<20, 20..<example.rows - 1]
    var whole = Engine(example.weights, inputs: example.inputs, kernel: kernel)
    var parted = Engine(example.weights, inputs: example.inputs, rowsAtOnce: 7, kernel: kernel)
    for _ in 0..<2 {
      let (expected, state) = whole.forward(rows, errorsOver: parts)
      let states = whole.trace.states
      var seen: [Lanes16] = []
      let found = parted.forward(rows, errorsOver: parts) { rows, trace in
        seen += trace.states.prefix(rows.count * example.shape.stateCount)
      }
      #expect(bits(found.errors) == bits(expected) && bits(found.state) == bits(state))
      #expect(bits(seen) == bits(states))
      whole.stepDown(0..<20)
      parted.stepDown(0..<20)
      #expect(bits(whole.gradient.values) == bits(parted.gradient.values))
      #expect(bits(whole.weights.values) == bits(parted.weights.values))
    }
  }

  @Test("has the same bits for a network by itself", arguments: Case.some, Kernel.allCases.filter(\.isSupported))
  fileprivate func byItself(_ example: Case, kernel: Kernel) {
    let inputs = example.inputs.map { $0[4] }
    var whole = Engine(example.weights.network(inLane: 4), inputs: inputs, kernel: kernel)
    var parted = Engine(example.weights.network(inLane: 4), inputs: inputs, rowsAtOnce: 7, kernel: kernel)
    for _ in 0..<2 {
      let expected = whole.forward(0..<40)
      #expect(bits(parted.forward(0..<40).state) == bits(expected.state))
      whole.stepDown(0..<37)
      parted.stepDown(0..<37)
      #expect(bits(whole.weights.values) == bits(parted.weights.values))
    }
  }

  @Test("goes on from the state that a window left", arguments: Case.some, Kernel.allCases.filter(\.isSupported))
  fileprivate func windows(_ example: Case, kernel: Kernel) {
    let shape = example.shape
    var engine = Engine(example.weights, inputs: example.inputs, kernel: kernel)
    var parted = Engine(example.weights, inputs: example.inputs, rowsAtOnce: 4, kernel: kernel)
    let left = engine.forward(0..<13).state
    engine.forward(13..<30, from: left)
    engine.stepDown(13..<30)
    parted.forward(13..<30, from: left)
    parted.stepDown(13..<30)
    #expect(bits(engine.weights.values) == bits(parted.weights.values))
    // The window's own loss, with the state before it as it is.
    let lane = 2
    let inputs = example.inputs.map { Double($0[lane]) }
    var weights = Weights<Double>(zerosOf: shape)
    weights.values = example.weights.values.map { Double($0[lane]) }
    let (D, start) = (shape.inputs, left.map { Double($0[lane]) })
    func loss(_ weights: Weights<Double>) -> Double {
      let trace = weights.forward(Array(inputs[13 * D..<30 * D]), from: start)
      let error = trace.squaredError(against: Array(inputs[(13 * D)...]), columns: D, rows: 0..<17)
      return error / Double(17 * D)
    }
    for k in weights.values.indices where shape.bias || !(weights.biasStart..<weights.readoutStart).contains(k) {
      var (up, down) = (weights, weights)
      up.values[k] += 1e-5
      down.values[k] -= 1e-5
      let slope = (loss(up) - loss(down)) / 2e-5
      #expect(abs(slope - Double(engine.gradient.values[k][lane])) < 1e-4 * max(1, abs(slope)))
    }
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

    var engine = Engine(lanes, inputs: inputs.map { Lanes16(repeating: Float($0)) })
    engine.forward(0..<501)
    engine.stepDown(0..<500)
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

private func bits(_ numbers: [Float]) -> [UInt32] { numbers.map(\.bitPattern) }
