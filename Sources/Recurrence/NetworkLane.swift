import Numbers

/// A number type that an engine holds networks in: sixteen of them, or one.
protocol NetworkLane: Lane {
  /// Networks per engine.
  static var networks: Int { get }

  static func sideBySide(_ networks: [Weights<Float>]) -> Weights<Self>
  static func network(_ n: Int, of weights: Weights<Self>) -> Weights<Float>
  /// Number sequences of one length, one for each network.
  static func sideBySide(_ runs: [[Double]]) -> [Self]
  /// The code that computes on them.
  static func code(_ shape: Shape, _ kernel: Kernel) -> SegmentCode<Self>
  /// Replaces the numbers of some networks.
  static func replace(_ numbers: inout [Self], with others: [Self], of networks: [Bool])

  /// The number of one network.
  func number(of network: Int) -> Float
}

extension SIMD16: NetworkLane where Scalar == Float {
  static var networks: Int { 16 }

  static func sideBySide(_ networks: [Weights<Float>]) -> Weights<Lanes16> { Weights(sideBySide: networks) }

  static func network(_ n: Int, of weights: Weights<Lanes16>) -> Weights<Float> { weights.network(inLane: n) }

  static func sideBySide(_ runs: [[Double]]) -> [Lanes16] { [Lanes16](sideBySide: runs) }

  static func code(_ shape: Shape, _ kernel: Kernel) -> SegmentCode<Lanes16> { .sideBySide(shape, kernel) }

  static func replace(_ numbers: inout [Lanes16], with others: [Lanes16], of networks: [Bool]) {
    var mask = SIMDMask<SIMD16<Int32>>(repeating: false)
    for (lane, isChosen) in networks.enumerated() { mask[lane] = isChosen }
    for k in numbers.indices { numbers[k].replace(with: others[k], where: mask) }
  }

  @inline(__always)
  func number(of network: Int) -> Float { self[network] }
}

extension Float: NetworkLane {
  static var networks: Int { 1 }

  static func sideBySide(_ networks: [Weights<Float>]) -> Weights<Float> { networks[0] }

  static func network(_ n: Int, of weights: Weights<Float>) -> Weights<Float> { weights }

  static func sideBySide(_ runs: [[Double]]) -> [Float] { runs[0].map { Float($0) } }

  static func code(_ shape: Shape, _ kernel: Kernel) -> SegmentCode<Float> { .byItself(shape, kernel) }

  static func replace(_ numbers: inout [Float], with others: [Float], of networks: [Bool]) {
    if networks == [true] { numbers = others }
  }

  @inline(__always)
  func number(of network: Int) -> Float { self }
}
