import Memory
import Numbers
import Recurrence
import TimeSeries

import Panels

/// Panels and networks made by hand: what they do is known without training.
enum Sample {
  /// 60 / 15 / 25, already in scaled units.
  static func panel(_ values: [Double], width: Int = 1, name: String = "sample") -> Panel {
    let rows = values.count / width
    let (train, validation) = (rows * 60 / 100, rows * 15 / 100)
    return panel(
      values, width: width, name: name,
      split: Split(train: train, validation: validation, test: rows - train - validation))
  }

  static func panel(_ values: [Double], width: Int = 1, name: String = "sample", split: Split) -> Panel {
    Panel(
      name: name, resolution: .row, times: (0..<values.count / width).map { Timestamp(ticks: Int64($0)) },
      columns: (0..<width).map { "c\($0)" }, values: values, scaled: values,
      scaler: Scaler(
        kind: .none, centre: Array(repeating: 0, count: width), scale: Array(repeating: 1, count: width)),
      split: split, ledger: AlignmentRecord())
  }

  /// The weights on a whole panel, as training would hand them on; both losses fall from 1 to `loss`.
  static func network(_ weights: Weights<Float>, on panel: Panel, steps: Int = 60, loss: Double = 0.5) -> TrainedNetwork
  {
    let x = panel.scaled.map { Float($0) }
    let trace = weights.forward(x)
    let (D, N, last) = (panel.width, weights.shape.stateCount, panel.split.testRows.lowerBound - 1)
    let path = weights.rollout(
      from: Array(x[last * D..<(last + 1) * D]), after: Array(trace.states[(last - 1) * N..<last * N]), steps: steps)
    return TrainedNetwork(
      weights: weights, trainLoss: [1, (1 + loss) / 2, loss], validationLoss: [1, loss, (1 + loss) / 2], bestEpoch: 1,
      divergedAt: nil, keptRun: NetworkRun(states: trace.states, predictions: trace.predictions), rollout: path)
  }

  /// Networks with Gaussian weights.
  static func ensemble(
    _ shape: Shape, on panel: Panel, count: Int, seed: UInt64, size: Double = 0.5, loss: Double = 0.5
  ) -> Trained {
    let networks = (0..<count).map { index in
      var stream = RandomStream(seed: seed).split(index)
      var weights = Weights<Float>(zerosOf: shape)
      for k in weights.values.indices { weights.values[k] = Float(size * stream.gaussian()) }
      return network(weights, on: panel, loss: loss)
    }
    return Trained(shape: shape, networks: networks)
  }

  /// x_{t+1} = 0.95 x_{t-1} + noise: the present value says nothing, the one before nearly all.
  static func echo(rows: Int, seed: UInt64) -> Panel {
    var stream = RandomStream(seed: seed)
    var x = [stream.gaussian(), stream.gaussian()]
    while x.count < rows { x.append(0.95 * x[x.count - 2] + 0.3122 * stream.gaussian()) }
    return panel(x, name: "echo")
  }

  /// Four units: the first holds x_t, the second what the first held before, small enough for tanh to be a line, and the
  /// readout gives 0.95 x_{t-1}; two more swing with them.
  static func listeners(on panel: Panel, count: Int) -> Trained {
    let shape = Shape(inputs: 1, hidden: 4, memory: true)
    let networks = (0..<count).map { index in
      var weights = Weights<Float>(zerosOf: shape)
      let small = Float(0.02 + 0.001 * Double(index))
      weights.values[weights.inputStart] = small
      weights.values[weights.recurrentStart + 4] = 1
      for unit in 2...3 { weights.values[weights.inputStart + unit] = 1 }
      weights.values[weights.readoutStart + 1] = 0.95 / small
      return network(weights, on: panel, loss: 0.1)
    }
    return Trained(shape: shape, networks: networks)
  }

  /// Twins whose units do nothing and which predict 0, the best there is to do on an echo.
  static func silentTwins(on panel: Panel, count: Int) -> Trained {
    let shape = Shape(inputs: panel.width, hidden: 4, memory: false)
    return Trained(
      shape: shape, networks: (0..<count).map { _ in network(Weights(zerosOf: shape), on: panel, loss: 1) })
  }
}
