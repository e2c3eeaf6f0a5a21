package import Numbers

/// The arrays of a PyTorch module that holds one `nn.RNN`, `nn.GRU` or `nn.LSTM` and one `nn.Linear`, by their names.
///
/// | name, after the module's own | shape | of |
/// | --- | --- | --- |
/// | `weight_ih_l0`, `weight_ih_l1` … | GH × D, GH × H | W_x of each layer |
/// | `weight_hh_l0` … | GH × H | W_h; G is 1, 3, 4 for Elman's network, GRU, LSTM |
/// | `bias_ih_l0`, `bias_hh_l0` … | GH | the two biases; both may be missing |
/// | `weight`, `bias` | O × H, O | W_out and b_out; the bias may be missing |
struct StateDict {
  private let arrays: [String: NamedArray]
  private let names: [String]
  /// Before `weight_hh_l0`: `cell.`
  private let prefix: String
  private let layers: Int

  init(_ arrays: [NamedArray]) throws(StateDictError) {
    self.arrays = Dictionary(arrays.map { ($0.name, $0) }) { first, _ in first }
    names = arrays.map(\.name)
    func suffix(_ name: String, after word: String) -> (prefix: String, rest: String)? {
      guard let place = name.ranges(of: word).last else { return nil }
      return (String(name[..<place.lowerBound]), String(name[place.upperBound...]))
    }
    let found = names.compactMap { suffix($0, after: "weight_hh_l") }
    let prefixes = Set(found.map(\.prefix)).sorted()
    guard let prefix = prefixes.first else {
      throw StateDictError(
        "no array is called weight_hh_l0, as the recurrent weights of torch.nn.RNN, GRU and LSTM are",
        "Save the state_dict of a module that holds one of them. There are: \(StateDictError.list(arrays))")
    }
    if prefixes.count > 1 {
      throw StateDictError(
        "there are \(prefixes.count) recurrent modules: \(prefixes.map { "'\($0)'" }.joined(separator: ", "))",
        "Save the state_dict of a module with one")
    }
    if found.contains(where: { $0.rest.hasSuffix("_reverse") }) {
      throw StateDictError(
        "the network is bidirectional: a state that reads the future is no memory", "Probe one that reads forwards")
    }
    if let projected = names.first(where: { $0.hasPrefix(prefix + "weight_hr_l") }) {
      throw StateDictError("'\(projected)' projects the states (proj_size)", "Probe a network without projections")
    }
    let numbers = found.compactMap { Int($0.rest) }.sorted()
    guard numbers == Array(0..<found.count) else {
      throw StateDictError(
        "the layers are not numbered from 0 on: \(found.map { "weight_hh_l" + $0.rest }.sorted().joined(separator: ", "))",
        "Save the whole state_dict")
    }
    (self.prefix, layers) = (prefix, found.count)
  }

  /// - Parameter nonlinearity: of Elman's cell, which its weights do not tell.
  func network(nonlinearity: Activation) throws(StateDictError) -> StackedNetwork {
    var (stack, used) = ([Weights<Double>](), Set<String>())
    for l in 0..<layers { stack.append(try layer(l, above: stack.last, nonlinearity, &used)) }
    let hidden = stack[0].shape.hidden
    let (readout, bias) = try readout(of: hidden, &used)
    let left = names.filter { !used.contains($0) }
    guard left.isEmpty else {
      throw StateDictError(
        "\(left.prefix(4).map { "'\($0)'" }.joined(separator: ", ")) \(left.count == 1 ? "is" : "are") of no recurrent"
          + " module and no readout of it",
        "Only a recurrent module and one Linear after it are probed")
    }
    return StackedNetwork(layers: stack, readout: readout, readoutBias: bias)
  }

  // MARK: - Parts

  private func layer(
    _ l: Int, above below: Weights<Double>?, _ nonlinearity: Activation, _ used: inout Set<String>
  ) throws(StateDictError) -> Weights<Double> {
    let recurrent = try array("weight_hh_l\(l)", axes: 2, &used)
    let input = try array("weight_ih_l\(l)", axes: 2, &used)
    let (rows, H, D) = (recurrent.shape[0], recurrent.shape[1], input.shape[1])
    // Of an array without numbers the columns may be any.
    guard H > 0, D > 0, rows % H == 0, let cell = [Cell.elman, .gru, .lstm].first(where: { rows / H == $0.gates })
    else {
      throw StateDictError(
        "'\(recurrent.summary)' is of no cell: the rows must be 1, 3 or 4 times the columns", "Look at the file")
    }
    if let below, below.shape.cell != cell || below.shape.hidden != H {
      throw StateDictError("layer \(l) is another cell or size than the one below", "Only equal layers are probed")
    }
    guard input.shape[0] == rows, below == nil || D == H else {
      throw StateDictError(
        "'\(input.summary)' does not fit '\(recurrent.summary)': \(rows) × \(below == nil ? "inputs" : "\(H)") are needed",
        "Look at the file")
    }
    var weights = Weights<Double>(
      zerosOf: Shape(inputs: D, hidden: H, kind: .memory, cell: cell, activation: cell.isGated ? .tanh : nonlinearity))
    weights.values.replaceSubrange(weights.inputStart..<weights.recurrentStart, with: input.values)
    weights.values.replaceSubrange(weights.recurrentStart..<weights.biasStart, with: recurrent.values)
    if arrays["\(prefix)bias_ih_l\(l)"] != nil || arrays["\(prefix)bias_hh_l\(l)"] != nil {
      let biases = [
        try array("bias_ih_l\(l)", shape: [rows], &used), try array("bias_hh_l\(l)", shape: [rows], &used),
      ]
      weights.add(biases: biases.map(\.values))
    }
    return weights
  }

  /// The one 2-D weight outside the recurrent module that reads H units, and its bias.
  private func readout(
    of hidden: Int, _ used: inout Set<String>
  ) throws(StateDictError) -> (weight: [Double], bias: [Double]) {
    let others = names.filter { !used.contains($0) }.compactMap { arrays[$0] }
    let fitting = others.filter { $0.shape.count == 2 && $0.shape[1] == hidden && $0.shape[0] > 0 }
    guard let weight = fitting.first else {
      throw StateDictError(
        "there is no readout: no other 2-D array has \(hidden) columns, one for each unit",
        others.isEmpty ? "Save the Linear with the recurrent module" : "There are: \(StateDictError.list(others))")
    }
    if fitting.count > 1 {
      throw StateDictError(
        "there are several readouts: \(StateDictError.list(fitting))", "Only one Linear after the states is probed")
    }
    try check(weight)
    used.insert(weight.name)
    let name = weight.name.hasSuffix("weight") ? weight.name.dropLast(6) + "bias" : weight.name + ".bias"
    guard let bias = arrays[String(name)] else {
      return (weight.values, Array(repeating: 0, count: weight.shape[0]))
    }
    guard bias.shape == [weight.shape[0]] else {
      throw StateDictError("'\(bias.summary)' does not fit '\(weight.summary)'", "Look at the file")
    }
    try check(bias)
    used.insert(bias.name)
    return (weight.values, bias.values)
  }

  // MARK: - Arrays

  private func array(
    _ name: String, axes: Int? = nil, shape: [Int]? = nil, _ used: inout Set<String>
  ) throws(StateDictError) -> NamedArray {
    guard let array = arrays[prefix + name] else {
      throw StateDictError("there is no '\(prefix)\(name)'", "Save the whole state_dict")
    }
    guard axes.map({ array.shape.count == $0 }) ?? true, shape.map({ array.shape == $0 }) ?? true else {
      throw StateDictError(
        "'\(array.summary)' should have \(shape.map { "the shape \($0)" } ?? "two axes")", "Look at the file")
    }
    try check(array)
    used.insert(array.name)
    return array
  }

  private func check(_ array: NamedArray) throws(StateDictError) {
    guard let place = array.values.firstIndex(where: { !$0.isFinite }) else { return }
    throw StateDictError(
      "'\(array.name)' holds \(array.values[place]) at place \(place)", "Probe a network whose training did not diverge"
    )
  }
}

extension Weights where L == Double {
  /// PyTorch has two biases for each gate. Only their sum counts, except in the n gate of the GRU, where the second is
  /// inside the product with r.
  fileprivate mutating func add(biases: [[Double]]) {
    let (H, isGRU) = (shape.hidden, shape.cell == .gru)
    for k in biases[0].indices {
      let isInner = isGRU && k >= 2 * H
      values[biasStart + k] = isInner ? biases[0][k] : biases[0][k] + biases[1][k]
      if isInner { values[biasStart + H + k] = biases[1][k] }
    }
  }
}

extension StackedNetwork {
  /// From the arrays of a module of PyTorch.
  ///
  /// - Parameters:
  ///   - arrays: with names that differ.
  ///   - nonlinearity: of Elman's cell, tanh or relu; the weights do not tell.
  package init(stateDict arrays: [NamedArray], nonlinearity: Activation = .tanh) throws(StateDictError) {
    self = try StateDict(arrays).network(nonlinearity: nonlinearity)
  }
}

/// Why arrays are no network that can be probed.
package struct StateDictError: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ problem: String, _ advice: String) { description = "\(problem). \(advice)" }

  /// The first arrays with their shapes.
  fileprivate static func list(_ arrays: [NamedArray]) -> String {
    arrays.prefix(6).map(\.summary).joined(separator: ", ") + (arrays.count > 6 ? ", …" : "")
  }
}
