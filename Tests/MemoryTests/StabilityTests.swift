import Memory
import Numbers
import Recurrence
import Testing

@Suite("Spectral radii and the Lyapunov exponent")
struct StabilityTests {
  let golden = MemoryGolden.shared.network
  var network: Weights<Double> {
    var weights = Weights<Double>(zerosOf: Shape(inputs: golden.inputs, hidden: golden.hidden, memory: true))
    weights.values = golden.weights
    return weights
  }

  @Test("are numpy's, from the whole spectrum and from differences")
  func oracle() throws {
    #expect(abs(try #require(network.recurrentSpectralRadius) - golden.spectralRadius) < 1e-10)
    let radius = try #require(network.freeRunningSpectralRadius(at: golden.stateAfterPoint))
    #expect((radius - golden.freeRunningRadius).magnitude < 1e-7)
    let states = network.forward(golden.drive).states
    // Another start vector: what is left of the difference after 30 steps of alignment.
    #expect(abs(try #require(network.lyapunovExponent(along: states)) - golden.lyapunov) < 1e-3)
  }

  /// H units of a linear regime: relu with inputs that keep every unit on, so that J_t = W_h throughout.
  private func linear(_ recurrent: [Double], order H: Int) -> Weights<Double> {
    var weights = Weights<Double>(zerosOf: Shape(inputs: 1, hidden: H, memory: true, activation: .relu))
    for k in 0..<H * H { weights.values[weights.recurrentStart + k] = recurrent[k] }
    return weights
  }

  // For J_t = A the exponent is ln ρ(A).
  @Test("of a linear system: the logarithm of the spectral radius", arguments: [0.1, 0.5, 0.9, 1, 1.5])
  func linearSystem(radius: Double) throws {
    let positive = Array(repeating: 1.0, count: 2 * 2000)
    // A rotation, whose tangent vectors keep their length up to the scale, and a triangle with two real eigenvalues.
    let (c, s) = (radius * cosine(0.7), radius * sine(0.7))
    for matrix in [[c, -s, s, c], [radius, 3, 0, radius / 2]] {
      let exponent = try #require(linear(matrix, order: 2).lyapunovExponent(along: positive))
      #expect((exponent - logarithm(radius)).magnitude < 1e-6)
      let found = try #require(linear(matrix, order: 2).recurrentSpectralRadius)
      #expect((found - radius).magnitude < 1e-12)
    }
  }

  @Test("where every slope is nought: forgets at once, and says a finite number")
  func saturated() throws {
    let exponent = try #require(network.lyapunovExponent(along: Array(repeating: 1, count: 50 * golden.hidden)))
    #expect((exponent - logarithm(1e-30)).magnitude < 1e-9)
    #expect(network.freeRunningSpectralRadius(at: Array(repeating: 1, count: golden.hidden)) == 0)
  }

  @Test("a twin has no recurrent part, but a free run")
  func twin() throws {
    var weights = Weights<Double>(zerosOf: Shape(inputs: 1, hidden: 2, memory: false))
    weights.values[weights.inputStart] = 2
    weights.values[weights.readoutStart] = 0.25
    #expect(weights.recurrentSpectralRadius == nil)
    #expect(weights.lyapunovExponent(along: [0, 0]) == nil)
    // x' = 0.25 tanh(2 x) has slope 0.5 at its fixed point 0.
    #expect(abs(try #require(weights.freeRunningSpectralRadius(at: [0, 0])) - 0.5) < 1e-12)
  }

  @Test(
    "of a free run: those of the slopes found by central differences",
    arguments: [Cell.elman, .gru, .lstm].flatMap { cell in Shape.Kind.allCases.map { (cell, $0) } },
    Shape.Readout.allCases.flatMap { readout in [2, 9].map { (readout, $0) } })
  func freeRun(of network: (cell: Cell, kind: Shape.Kind), reads: (readout: Shape.Readout, inputs: Int)) throws {
    // Fewer inputs than numbers of the state, and more.
    let D = reads.inputs
    let shape = Shape(inputs: D, hidden: 3, kind: network.kind, cell: network.cell, readout: reads.readout)
    // Of the state, which of an LSTM are twice as many numbers as units.
    let H = shape.stateCount
    var weights = Weights<Double>(zerosOf: shape)
    var stream = RandomStream(seed: 6)
    for k in weights.values.indices { weights.values[k] = stream.uniform(-0.9, 0.9) }
    let point = (0..<D + H).map { _ in stream.uniform(-0.5, 0.5) }
    func step(_ p: [Double]) -> [Double] {
      let y = weights.nextState(after: Array(p[D...]), reading: p[..<D])
      return weights.prediction(from: y, reading: p[..<D]) + y
    }
    var jacobian = Array(repeating: 0.0, count: (D + H) * (D + H))
    for k in point.indices {
      var (up, down) = (point, point)
      up[k] += 1e-5
      down[k] -= 1e-5
      for (i, pair) in zip(step(up), step(down)).enumerated() { jacobian[i * (D + H) + k] = (pair.0 - pair.1) / 2e-5 }
    }
    let expected = try #require(spectralRadius(jacobian, order: D + H))
    let y = Array(step(point)[D...])
    let found = try #require(
      weights.freeRunningSpectralRadius(at: y, after: Array(point[D...]), reading: Array(point[..<D])))
    #expect((found - expected).magnitude < 1e-6)
  }

  @Test("Float32 weights keep their values in Float64")
  func widened() {
    var narrow = Weights<Float>(zerosOf: Shape(inputs: 1, hidden: 1, memory: true))
    narrow.values = [0.1, 0.2, 0.3, 0.4, 0.5]
    #expect(Weights<Double>(narrow).values == narrow.values.map(Double.init))
  }
}
