import Engram
import SeriesMemory
import TestSupport
import Testing

@Suite("A probe")
struct ProbeTests {
  /// An autoregression of order 2 as inputs, the next value as target.
  private static func data(rows: Int = 400) throws -> ProbeData {
    var stream = RandomStream(seed: 3)
    var x = [0.0, 0]
    for t in 2..<rows + 1 { x.append(1.2 * x[t - 1] - 0.7 * x[t - 2] + 0.5 * stream.gaussian()) }
    return try ProbeData(
      inputNames: ["u0"], targetNames: ["y0"], inputs: Array(x[..<rows]), targets: Array(x[1...rows]),
      heldOutFrom: rows * 3 / 4
    )
  }

  /// A network of one cell with random weights.
  private static func arrays(gates: Int, units H: Int = 6, seed: UInt64 = 5) -> [NamedArray] {
    var stream = RandomStream(seed: seed)
    func drawn(_ name: String, _ shape: [Int]) -> NamedArray {
      NamedArray(
        name: name, shape: shape, values: (0..<shape.reduce(1, *)).map { _ in 0.5 * stream.gaussian() })
    }
    return [
      drawn("weight_ih_l0", [gates * H, 1]), drawn("weight_hh_l0", [gates * H, H]), drawn("bias_ih_l0", [gates * H]),
      drawn("bias_hh_l0", [gates * H]), drawn("out.weight", [1, H]), drawn("out.bias", [1]),
    ]
  }

  private func probe(_ arrays: [NamedArray], _ activation: Activation = .tanh) async throws -> Probe {
    try await Probe(of: StackedNetwork(stateDict: arrays, nonlinearity: activation), on: Self.data(), threads: 2)
  }

  @Test("of a network without recurrent weights finds no state that is used", arguments: [Activation.tanh, .relu])
  func noRecurrence(activation: Activation) async throws {
    var arrays = Self.arrays(gates: 1)
    arrays[1].values = arrays[1].values.map { _ in 0 }
    let probe = try await probe(arrays, activation)
    #expect(probe.used.answer == .no && probe.used.interval?.isZero == true)
    let effects = [probe.swap, probe.shift] + probe.resets + probe.contexts
    #expect(effects.allSatisfy { $0.error == probe.error && $0.rise?.isZero == true })
    #expect(probe.harmlessReset == 1 && probe.horizon == nil)
    #expect(probe.stored.answer == .no && probe.states.spectralRadius == [0])
    #expect(probe.answer[0].hasPrefix("This network does not use its state"))
    #expect(probe.text.contains("exactly 0"))
  }

  /// Row and column p of every gate's block become row and column `order[p]`.
  private func permuted(_ arrays: [NamedArray], gates: Int, _ order: [Int]) -> [NamedArray] {
    let H = order.count
    func row(_ k: Int) -> Int { k / H * H + order[k % H] }
    return arrays.map { array in
      var array = array
      let (rows, columns) = (array.shape[0], array.shape.count > 1 ? array.shape[1] : 1)
      let old = array.values
      let isReadout = array.name.hasPrefix("out")
      for r in 0..<rows {
        for c in 0..<columns {
          let readsUnits = array.name == "weight_hh_l0" || array.name == "out.weight"
          array.values[r * columns + c] = old[(isReadout ? r : row(r)) * columns + (readsUnits ? order[c] : c)]
        }
      }
      return array
    }
  }

  @Test("does not depend on the order of the units", arguments: [1, 3, 4])
  func order(gates: Int) async throws {
    let arrays = Self.arrays(gates: gates)
    let one = try await probe(arrays)
    let other = try await probe(permuted(arrays, gates: gates, [3, 0, 5, 1, 4, 2]))
    func isNear(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-9 * max(a.magnitude, b.magnitude, 1e-3) }
    for (a, b) in zip(
      [one.swap, one.shift] + one.resets + one.contexts, [other.swap, other.shift] + other.resets + other.contexts)
    {
      #expect(isNear(a.error, b.error))
    }
    #expect(one.horizon == other.horizon && one.used.answer == other.used.answer)
    #expect(one.states.deadUnits == other.states.deadUnits)
    #expect(isNear(one.states.effectiveDimension, other.states.effectiveDimension))
    #expect(one.fixedPoints?.points.count == other.fixedPoints?.points.count)
    #expect(zip(one.stored.state, other.stored.state).allSatisfy { ($0 - $1).magnitude < 1e-6 })
  }

  @Test("has the same text and numbers with any number of threads")
  func threads() async throws {
    let network = try StackedNetwork(stateDict: Self.arrays(gates: 3))
    let one = try await Probe(of: network, on: Self.data(), threads: 1)
    let four = try await Probe(of: network, on: Self.data(), threads: 4)
    #expect(try one == four && one.json == four.json && one.html == four.html)
  }

  @Test("of a network that adds up its inputs finds that a reset always costs")
  func sum() async throws {
    // h_t = relu(h_{t-1} + u_t + 3): what it gives grows without end, and the target is just that.
    let arrays = [
      NamedArray(name: "weight_ih_l0", shape: [1, 1], values: [1]),
      NamedArray(name: "weight_hh_l0", shape: [1, 1], values: [1]),
      NamedArray(name: "out.weight", shape: [1, 1], values: [1]),
    ]
    let inputs = (0..<400).map { 3 + sine(Double($0)) }
    var targets: [Double] = []
    for u in inputs { targets.append((targets.last ?? 0) + u) }
    let network = try StackedNetwork(stateDict: arrays, nonlinearity: .relu)
    #expect(network.run(inputs).predictions == targets)
    let data = try ProbeData(inputNames: ["u"], targetNames: ["y"], inputs: inputs, targets: targets, heldOutFrom: 300)
    let exact = try await Probe(of: network, on: data, threads: 1)
    // Without an error there is no rise, and nothing is divided by 0.
    #expect(exact.error == 0 && exact.swap.rise == nil && exact.used.answer == .unclear)
    #expect(try exact.json.contains("\"rise\": null") && exact.text.contains("makes no error"))
    let near = try ProbeData(
      inputNames: ["u"], targetNames: ["y"], inputs: inputs, targets: targets.map { $0 + 0.1 * sine(7 * $0) },
      heldOutFrom: 300)
    let probe = try await Probe(of: network, on: near, threads: 1)
    #expect(probe.used.answer == .yes && probe.harmlessReset == nil && probe.horizon == nil)
    #expect(probe.answer[0].contains("more than 128 rows back"))
    #expect(probe.states.spectralRadius == [1] && probe.states.saturation == nil)
  }

  @Test("refuses rows that are too few, and states that are not finite")
  func refused() async throws {
    #expect(throws: ProbeError.self) {
      try ProbeData(inputNames: ["u"], targetNames: ["y"], inputs: [1, 2], targets: [1, 2], heldOutFrom: 1)
    }
    var arrays = Self.arrays(gates: 1)
    arrays[1].values = arrays[1].values.map { _ in 1e200 }
    await #expect(throws: ProbeError.self) { try await probe(arrays, .relu) }
  }

  @Test("finds the columns by their number where they are not named")
  func columns() async throws {
    try await withTemporaryFolder { folder in
      let network = ProbeGolden.folder("oscillator-gru2") + "/model.safetensors"
      let rows = (0..<200).map { "\(sine(Double($0) / 3)),\(sine(Double($0 + 1) / 3)),\($0 % 7).5" }
      try TestFiles.write("a,b,c\n" + rows.joined(separator: "\n") + "\n", to: folder + "/three.csv")
      try TestFiles.write(
        "a\n" + rows.map { String($0.prefix { $0 != "," }) }.joined(separator: "\n") + "\n", to: folder + "/one.csv")
      var request = ProbeRequest(model: network, data: folder + "/three.csv")
      let error = await #expect(throws: ProbeError.self) { try await request.read() }
      #expect(error?.description.contains("the network gives 1 column, and the targets are b,c") == true)
      request.targets = ["b"]
      request.inputs = ["a"]
      let named = try await request.read().data
      #expect((named.inputNames, named.targetNames) == (["a"], ["b"]))
      let alone = try await ProbeRequest(model: network, data: folder + "/one.csv").read().data
      #expect(alone.targetNames == ["next a"] && alone.rows == 199)
      #expect(Array(alone.targets[..<198]) == Array(alone.inputs[1...]))
    }
  }
}
