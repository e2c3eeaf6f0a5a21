import Memory
import Numbers
import Panels
import Recurrence

/// Networks whose memory is known because their weights were set one by one.
enum HandMade {
  static func noise(rows: Int, seed: UInt64, width: Int = 1) -> Panel {
    var stream = RandomStream(seed: seed)
    return Sample.panel((0..<rows * width).map { _ in stream.gaussian() }, width: width, name: "noise")
  }

  /// x_t = φ x_{t-1} + e_t, with variance 1.
  static func autoregression(_ φ: Double, rows: Int, seed: UInt64) -> Panel {
    var stream = RandomStream(seed: seed)
    var x = [stream.gaussian()]
    while x.count < rows { x.append(φ * x[x.count - 1] + (1 - φ * φ).squareRoot() * stream.gaussian()) }
    return Sample.panel(x, name: "autoregression")
  }

  /// x_t = 0.9 x_{t-lag} + e_t, with variance 1.
  static func echo(_ lag: Int, rows: Int, seed: UInt64) -> Panel {
    var stream = RandomStream(seed: seed)
    var x = (0..<lag).map { _ in stream.gaussian() }
    while x.count < rows { x.append(0.9 * x[x.count - lag] + 0.19.squareRoot() * stream.gaussian()) }
    return Sample.panel(x, name: "echo")
  }

  /// Unit i holds x_{t-i}, small enough for tanh to be a line; the prediction is `gain` times what unit `reading` holds.
  static func delayLine(units H: Int, reading: Int, gain: Double, on panel: Panel, count: Int = 3) -> Trained {
    let shape = Shape(inputs: 1, hidden: H, memory: true)
    let networks = (0..<count).map { index in
      var weights = Weights<Float>(zerosOf: shape)
      let small = Float(0.002 + 0.0001 * Double(index))
      weights.values[weights.inputStart] = small
      for i in 1..<H { weights.values[weights.recurrentStart + i * H + i - 1] = 1 }
      weights.values[weights.readoutStart + reading] = Float(gain) / small
      return Sample.network(weights, on: panel)
    }
    return Trained(shape: shape, networks: networks)
  }

  /// Networks as training with this seed would start them.
  static func untrained(_ shape: Shape, on panel: Panel, count: Int, seed: UInt64) -> Trained {
    let streams = RandomStream(seed: seed).split("network")
    return Trained(
      shape: shape,
      networks: (0..<count).map { Sample.network(Weights(initialFor: shape, from: streams.split($0)), on: panel) })
  }

  static func twins(on panel: Panel, count: Int, seed: UInt64 = 5, hidden: Int = 8) -> Trained {
    Sample.ensemble(Shape(inputs: panel.width, hidden: hidden, memory: false), on: panel, count: count, seed: seed)
  }

  static func trained(memory: Bool, on panel: Panel, seed: UInt64) async throws -> Trained {
    var options = TrainingOptions()
    (options.networks, options.hidden, options.epochs, options.rolloutSteps) = (2, 6, 25, 2)
    options.seed = seed
    return try await [Ensemble(of: panel, memory: memory)].train(options)[0]
  }
}
