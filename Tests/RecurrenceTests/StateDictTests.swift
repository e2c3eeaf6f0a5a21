import Numbers
import Recurrence
import Testing

@Suite("The arrays of a module of PyTorch")
struct StateDictTests {
  /// Of a network with G gates, all 0.5.
  private static func arrays(
    gates: Int = 1, units: Int = 2, inputs: Int = 3, outputs: Int = 1, layers: Int = 1, biases: Bool = true
  ) -> [NamedArray] {
    func filled(_ name: String, _ shape: [Int]) -> NamedArray {
      NamedArray(name: name, shape: shape, values: Array(repeating: 0.5, count: shape.reduce(1, *)))
    }
    let rows = gates * units
    return (0..<layers).flatMap { l in
      [
        filled("net.weight_ih_l\(l)", [rows, l == 0 ? inputs : units]), filled("net.weight_hh_l\(l)", [rows, units]),
      ] + (biases ? [filled("net.bias_ih_l\(l)", [rows]), filled("net.bias_hh_l\(l)", [rows])] : [])
    } + [filled("out.weight", [outputs, units])] + (biases ? [filled("out.bias", [outputs])] : [])
  }

  @Test("tell the cell, the layers and the sizes", arguments: [(1, Cell.elman), (3, .gru), (4, .lstm)])
  func kinds(gates: Int, cell: Cell) throws {
    let network = try StackedNetwork(stateDict: Self.arrays(gates: gates, outputs: 4, layers: 3))
    #expect(network.cell == cell && network.layers.count == 3 && network.activation == .tanh)
    #expect((network.inputs, network.hidden, network.outputs) == (3, 2, 4))
    let free = try StackedNetwork(stateDict: Self.arrays(gates: gates, biases: false))
    #expect(free.readoutBias == [0] && free.layers[0].values[free.layers[0].biasStart] == 0)
  }

  @Test("sum both biases, except in the n gate of the GRU")
  func biases() throws {
    for (gates, expected) in [
      (1, [1.0, 1]), (3, [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5]), (4, Array(repeating: 1, count: 8)),
    ] {
      let layer = try StackedNetwork(stateDict: Self.arrays(gates: gates)).layers[0]
      #expect(Array(layer.values[layer.biasStart..<layer.readoutStart]) == expected)
    }
  }

  private struct Fault: Sendable, CustomTestStringConvertible {
    var words: String
    var change: @Sendable (inout [NamedArray]) -> Void
    var testDescription: String { words }
  }

  private static func rename(_ old: String, _ new: String) -> @Sendable (inout [NamedArray]) -> Void {
    { arrays in for k in arrays.indices where arrays[k].name == old { arrays[k].name = new } }
  }

  private static func add(_ name: String, _ shape: [Int]) -> @Sendable (inout [NamedArray]) -> Void {
    { $0.append(NamedArray(name: name, shape: shape, values: Array(repeating: 1, count: shape.reduce(1, *)))) }
  }

  private static func reshape(_ name: String, _ shape: [Int]) -> @Sendable (inout [NamedArray]) -> Void {
    { arrays in
      arrays.removeAll { $0.name == name }
      add(name, shape)(&arrays)
    }
  }

  private static let faults: [Fault] = [
    Fault(words: "no array is called weight_hh_l0", change: rename("net.weight_hh_l0", "net.w")),
    Fault(words: "there are 2 recurrent modules: 'dec.', 'net.'", change: add("dec.weight_hh_l0", [2, 2])),
    Fault(words: "the network is bidirectional", change: add("net.weight_hh_l0_reverse", [2, 2])),
    Fault(words: "'net.weight_hr_l0' projects the states", change: add("net.weight_hr_l0", [1, 2])),
    Fault(words: "the layers are not numbered from 0 on", change: add("net.weight_hh_l2", [2, 2])),
    Fault(words: "there is no 'net.weight_ih_l0'", change: rename("net.weight_ih_l0", "net.w")),
    Fault(
      words: "there is no 'net.bias_hh_l0'", change: { arrays in arrays.removeAll { $0.name == "net.bias_hh_l0" } }),
    Fault(words: "is of no cell", change: reshape("net.weight_hh_l0", [4, 2])),
    Fault(words: "should have two axes", change: reshape("net.weight_hh_l0", [4])),
    Fault(words: "is of no cell", change: reshape("net.weight_hh_l0", [0, 0])),
    Fault(words: "should have the shape [2]", change: reshape("net.bias_ih_l0", [3])),
    Fault(words: "does not fit 'net.weight_hh_l0 (2 × 2)'", change: reshape("net.weight_ih_l0", [3, 3])),
    Fault(
      words: "layer 1 is another cell or size",
      change: { arrays in
        add("net.weight_hh_l1", [6, 2])(&arrays)
        add("net.weight_ih_l1", [6, 2])(&arrays)
      }),
    Fault(words: "there is no readout", change: { arrays in arrays.removeAll { $0.name.hasPrefix("out") } }),
    Fault(words: "there is no readout", change: reshape("out.weight", [1, 5])),
    Fault(words: "there are several readouts", change: add("head.weight", [3, 2])),
    Fault(words: "'head.scale' is of no recurrent module", change: add("head.scale", [7])),
    Fault(words: "does not fit 'out.weight (1 × 2)'", change: reshape("out.bias", [2])),
    Fault(
      words: "'out.weight' holds nan at place 1",
      change: { arrays in
        for k in arrays.indices where arrays[k].name == "out.weight" { arrays[k].values[1] = .nan }
      }),
  ]

  @Test("that are of no such module are refused in a sentence", arguments: faults)
  private func refused(fault: Fault) throws {
    var arrays = Self.arrays()
    fault.change(&arrays)
    let error = #expect(throws: StateDictError.self) { try StackedNetwork(stateDict: arrays) }
    let text = try #require(error).description
    #expect(text.contains(fault.words), "\(text)")
  }

  @Test("a run from a state goes on where the first run ended")
  func continues() throws {
    for gates in [1, 3, 4] {
      let network = try StackedNetwork(stateDict: Self.arrays(gates: gates, layers: 2))
      let inputs = (0..<30).map { sine(Double($0)) }
      let (whole, first) = (network.run(inputs), network.run(Array(inputs[..<12])))
      let second = network.run(Array(inputs[12...]), from: first.state(after: 3, in: network))
      #expect(whole.predictions == first.predictions + second.predictions)
    }
  }
}
