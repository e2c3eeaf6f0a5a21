import Memory
import Numbers
import Panels
import Recurrence
import Testing

@Suite("Dynamics along the driven trajectory")
struct DynamicsTests {
  // One relu that is always on: y_t = a y_{t-1} + x_t + 1, so that ∂y_t/∂x_{t-k} = a^k.
  @Test("of a linear unit have a closed form", arguments: [(0.5, 5, 7), (0.9, 29, 44), (0.2, 2, 3)])
  func linear(a: Double, horizon: Int, forgetting: Int) async throws {
    var stream = RandomStream(seed: 1)
    let panel = Sample.panel((0..<300).map { _ in stream.uniform(0.5, 1.5) })
    let shape = Shape(inputs: 1, hidden: 1, memory: true, activation: .relu)
    var weights = Weights<Float>(zerosOf: shape)
    weights.values[weights.inputStart] = 1
    weights.values[weights.recurrentStart] = Float(a)
    weights.values[weights.biasStart] = 1
    let networks = [Sample.network(weights, on: panel), Sample.network(weights, on: panel)]
    let dynamics = try #require(try await Dynamics(of: Trained(shape: shape, networks: networks), on: panel))
    #expect(dynamics.networks == 2)
    #expect(abs(try #require(dynamics.lyapunov).mean - logarithm(a)) < 1e-6)
    #expect(abs(try #require(dynamics.spectralRadius).mean - a) < 1e-6)
    #expect(abs(dynamics.jacobianNorm.mean - a) < 1e-6 && abs(dynamics.largestJacobianNorm.mean - a) < 1e-6)
    var power = 1.0
    for (k, rest) in dynamics.sensitivity.enumerated() {
      #expect(abs(rest.mean - power) < 1e-6, "lag \(k)")
      if k < 20 { #expect(abs(dynamics.copyDistance[k].mean - power) < 1e-5, "step \(k)") }
      power *= a
    }
    #expect(dynamics.sensitivity.count == 65)
    #expect(dynamics.gradientHorizon.steps?.mean == Double(horizon) && dynamics.gradientHorizon.limit == 64)
    #expect(dynamics.forgettingTime.steps?.mean == Double(forgetting) && dynamics.forgettingTime.reached == 2)
  }

  // The squared sensitivity to all inputs is the sum over the inputs, one at a time.
  @Test("of more inputs than numbers of the state have the sensitivity of each input together")
  func manyInputs() {
    let (D, H, rows) = (7, 3, 40)
    var stream = RandomStream(seed: 3)
    var weights = Weights<Double>(zerosOf: Shape(inputs: D, hidden: H, memory: true))
    for k in weights.values.indices { weights.values[k] = stream.uniform(-0.9, 0.9) }
    let states = (0..<rows * H).map { _ in stream.uniform(-0.9, 0.9) }
    let together = weights.inputSensitivity(along: states, at: [5], steps: 20)
    var squares = Array(repeating: 0.0, count: 21)
    for d in 0..<D {
      var one = Weights<Double>(zerosOf: Shape(inputs: 1, hidden: H, memory: true))
      for i in 0..<H { one.values[one.inputStart + i] = weights.values[weights.inputStart + i * D + d] }
      for k in 0..<H * H { one.values[one.recurrentStart + k] = weights.values[weights.recurrentStart + k] }
      let sizes = one.inputSensitivity(along: states, at: [5], steps: 20)
      for (k, size) in sizes.enumerated() { squares[k] += size * size }
    }
    for (found, square) in zip(together, squares) { #expect(abs(found / square.squareRoot() - 1) < 1e-12) }
  }

  @Test("of several vectors at once have the bits of one after another", arguments: Cell.allCases)
  func several(cell: Cell) {
    let shape = Shape(inputs: 2, hidden: 5, memory: true, cell: cell)
    let (N, columns) = (shape.stateCount, 3)
    var stream = RandomStream(seed: 4)
    var weights = Weights<Double>(zerosOf: shape)
    for k in weights.values.indices { weights.values[k] = stream.gaussian() }
    func random(_ count: Int) -> [Double] { (0..<count).map { _ in stream.uniform(-0.9, 0.9) } }
    let slopes = weights.slopes(at: random(N), after: random(N), reading: random(2))
    let vectors = random(N * columns)
    let together = slopes.product(vectors, columns: columns)
    for c in 0..<columns {
      let alone = slopes.product((0..<N).map { vectors[$0 * columns + c] })
      #expect(alone == (0..<N).map { together[$0 * columns + c] })
    }
  }

  @Test("that never fade lie beyond the limit, and one that explodes stays a number", arguments: [1.0, 3.0])
  func unending(a: Double) async throws {
    let panel = Sample.panel((0..<60).map { _ in 0.5 })
    let shape = Shape(inputs: 1, hidden: 1, memory: true, activation: .relu)
    var weights = Weights<Float>(zerosOf: shape)
    weights.values[weights.inputStart] = 1
    weights.values[weights.recurrentStart] = Float(a)
    let model = Trained(shape: shape, networks: [Sample.network(weights, on: panel)])
    let dynamics = try #require(try await Dynamics(of: model, on: panel))
    #expect(dynamics.gradientHorizon.steps == nil && dynamics.gradientHorizon.beyond == 1)
    #expect(dynamics.forgettingTime.beyond == 1 && dynamics.forgettingTime.limit == 30)
    #expect(dynamics.sensitivity.allSatisfy { $0.mean.isFinite } && dynamics.sensitivity.count == 31)
  }

  @Test(
    "come from Jacobians that are the differences of the network",
    arguments: [
      (Cell.elman, Activation.tanh), (.elman, .sigmoid), (.elman, .relu), (.gru, .tanh), (.lstm, .tanh),
    ])
  func differences(cell: Cell, activation: Activation) {
    let shape = Shape(inputs: 2, hidden: 5, memory: true, cell: cell, activation: activation)
    let (D, H) = (2, shape.stateCount)
    var stream = RandomStream(seed: 3)
    var weights = Weights<Double>(zerosOf: shape)
    for k in weights.values.indices { weights.values[k] = 0.6 * stream.gaussian() }
    let inputs = (0..<20 * D).map { _ in stream.gaussian() }
    let states = weights.forward(inputs).states
    let (t, ε) = (8, 1e-6)

    let sensitivity = weights.inputSensitivity(along: states, reading: inputs, at: [t], steps: 4)
    for k in 0...4 {
      var squares = 0.0
      for d in 0..<D {
        func state(_ step: Double) -> [Double] {
          var moved = inputs
          moved[t * D + d] += step
          return Array(weights.forward(moved).states[(t + k) * H..<(t + k + 1) * H])
        }
        squares += zip(state(ε), state(-ε)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / (4 * ε * ε)
      }
      #expect(abs(sensitivity[k] - squares.squareRoot()) < 1e-7, "lag \(k)")
    }

    var jacobian = Array(repeating: 0.0, count: H * H)
    let before = Array(states[(t - 1) * H..<t * H])
    for j in 0..<H {
      func state(_ step: Double) -> [Double] {
        var moved = before
        moved[j] += step
        return weights.nextState(after: moved, reading: inputs[t * D..<(t + 1) * D])
      }
      for (i, pair) in zip(state(ε), state(-ε)).enumerated() { jacobian[i * H + j] = (pair.0 - pair.1) / (2 * ε) }
    }
    var gram = Array(repeating: 0.0, count: H * H)
    for i in 0..<H {
      for j in 0..<H { for l in 0..<H { gram[i * H + j] += jacobian[l * H + i] * jacobian[l * H + j] } }
    }
    let largest = symmetricEigenvalues(gram, order: H).max() ?? 0
    #expect(abs(weights.jacobianNorms(along: states, reading: inputs, at: [t])[0] - largest.squareRoot()) < 1e-6)
  }

  /// Two runs that differ by a hair part, or come together, at the pace of the exponent.
  @Test("of cells with gates: the exponent is the pace at which two near states part", arguments: [Cell.gru, .lstm])
  func exponent(cell: Cell) throws {
    let shape = Shape(inputs: 1, hidden: 4, memory: true, cell: cell)
    var stream = RandomStream(seed: 5)
    var weights = Weights<Double>(zerosOf: shape)
    for k in weights.values.indices { weights.values[k] = 0.8 * stream.gaussian() }
    let inputs = (0..<400).map { _ in stream.gaussian() }
    let states = weights.forward(inputs).states
    let N = shape.stateCount
    var (apart, sum) = (Array(repeating: 1e-7, count: N), 0.0)
    for t in 1..<400 {
      let last = Array(states[(t - 1) * N..<t * N])
      let other = weights.nextState(after: zip(last, apart).map { $0 + $1 }, reading: inputs[t..<t + 1])
      let step = zip(other, states[t * N..<(t + 1) * N]).map { $0 - $1 }
      let length = step.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // The first tenth turns the difference into the direction that grows most.
      if t >= 40 { sum += logarithm(length / 1e-7) }
      apart = step.map { $0 / length * 1e-7 }
    }
    let found = try #require(weights.lyapunovExponent(along: states, reading: inputs))
    #expect(abs(found - sum / 360) < 1e-4 && weights.recurrentSpectralRadius == nil)
  }

  @Test("of a twin: nothing outlives a step")
  func twin() async throws {
    let panel = HandMade.noise(rows: 100, seed: 4)
    let dynamics = try #require(try await Dynamics(of: HandMade.twins(on: panel, count: 2), on: panel))
    #expect(dynamics.lyapunov == nil && dynamics.spectralRadius == nil && dynamics.jacobianNorm.mean == 0)
    #expect(dynamics.sensitivity[0].mean == 1 && dynamics.sensitivity.dropFirst().allSatisfy { $0.mean == 0 })
    #expect(dynamics.gradientHorizon.steps?.mean == 1 && dynamics.forgettingTime.steps?.mean == 1)
    let silent = try #require(try await Dynamics(of: Sample.silentTwins(on: panel, count: 2), on: panel))
    #expect(silent.gradientHorizon.none == 2 && silent.gradientHorizon.steps == nil)
    #expect(
      try await Dynamics(of: Trained(shape: Shape(inputs: 1, hidden: 1, memory: true), networks: []), on: panel) == nil)
  }
}
