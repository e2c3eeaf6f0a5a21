public import Numbers

extension Weights where L == Float {
  /// Where training starts: uniform(±1/√(D+H)) for W and its bias, uniform(±1/√H) for the readout.
  ///
  /// A model, its twin and its placebo draw *the same numbers* from the same stream for every weight that they share; the
  /// recurrent weights have a stream of their own. An anchored readout starts at zero, where the network predicts no
  /// change. A reservoir's recurrent weights are scaled.
  public init(initialFor shape: Shape, from stream: RandomStream) {
    self.init(zerosOf: shape)
    var shared = stream.split("shared")
    var recurrent = stream.split("recurrent")
    let inner = 1 / Double(shape.inputs + shape.hidden).squareRoot()
    let outer = 1 / Double(shape.hidden).squareRoot()
    for k in inputStart..<recurrentStart { values[k] = Float(shared.uniform(-inner, inner)) }
    for k in recurrentStart..<biasStart { values[k] = Float(recurrent.uniform(-inner, inner)) }
    if shape.cell == .reservoir { scaleReservoir() }
    for k in biasStart..<readoutStart {
      let draw = Float(shared.uniform(-inner, inner))
      values[k] = shape.bias ? draw : 0
    }
    if shape.readout == .anchored { return }
    for k in readoutStart..<values.count { values[k] = Float(shared.uniform(-outer, outer)) }
  }
}

extension Weights where L == Lanes16 {
  /// Up to sixteen networks side by side; lanes that are left over repeat the last.
  package init(sideBySide networks: [Weights<Float>]) {
    precondition(!networks.isEmpty && networks.count <= 16, "there are sixteen lanes")
    self.init(zerosOf: networks[0].shape)
    for lane in 0..<16 {
      let network = networks[min(lane, networks.count - 1)]
      for k in values.indices { values[k][lane] = network.values[k] }
    }
  }

  /// The network in one lane.
  package func network(inLane lane: Int) -> Weights<Float> {
    var network = Weights<Float>(zerosOf: shape)
    for k in values.indices { network.values[k] = values[k][lane] }
    return network
  }
}

extension [Lanes16] {
  /// Up to sixteen number sequences of one length side by side; lanes that are left over repeat the last.
  package init(sideBySide runs: [[Double]]) {
    precondition(!runs.isEmpty && runs.count <= 16, "there are sixteen lanes")
    self = runs[0].map { Lanes16(repeating: $0) }
    for lane in 1..<16 {
      let run = runs[Swift.min(lane, runs.count - 1)]
      for k in indices { self[k][lane] = Float(run[k]) }
    }
  }
}
