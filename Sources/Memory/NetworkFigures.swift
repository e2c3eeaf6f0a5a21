import Numbers
import Panels
import Recurrence

/// One trained network in figures.
struct NetworkFigures: Sendable {
  let trainLoss: Double
  let validationLoss: Double
  let testLoss: Double
  let bestEpoch: Int
  let states: HiddenState
  let spectralRadius: Double?
  let rolloutSpectralRadius: Double
  let lyapunov: Double?
  let freeRun: FreeRun
  let varianceRatio: Double
  let errorByHorizon: [Double]
  /// Variance of the predictions over that of what they predict, on the training part, averaged over the columns.
  let predictionVariance: Double
  /// By epoch.
  private let trainLosses: [Double]

  /// - Parameters:
  ///   - states, predictions: of the network's run over the panel.
  /// nil where the spectral radius at the end of the free run cannot be computed.
  init?(
    _ network: TrainedNetwork, _ weights: Weights<Double>, _ states: [Double], _ predictions: [Float],
    _ dynamics: NetworkDynamics, on rows: Pairs
  ) {
    let shape = network.weights.shape
    let (D, H, N) = (shape.inputs, shape.hidden, shape.stateCount)
    let predictions = predictions.map(Double.init)
    let path = network.rollout.map { number in
      Double(number.isFinite ? number : number < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    }
    (trainLoss, validationLoss) = (network.trainLoss[network.bestEpoch], network.validationLoss[network.bestEpoch])
    bestEpoch = network.bestEpoch
    testLoss =
      rows.test.reduce(0) { $0 + rows.error(of: Array(predictions[($1 - 1) * D..<$1 * D]), at: $1) }
      / Double(rows.test.count)
    self.states = HiddenState(shape.units(of: states), units: H, activation: shape.activation)
    (spectralRadius, lyapunov) = (dynamics.spectralRadius, dynamics.lyapunov)

    let last = rows.test.lowerBound - 1
    let before = last > 0 ? Array(states[(last - 1) * N..<last * N]) : Array(repeating: 0, count: N)
    let read = rows.row(last) + path.dropLast(D)
    let nearEnd = weights.lastState(after: before, reading: Array(read.dropLast(D)))
    let end = weights.lastState(after: nearEnd, reading: Array(read.suffix(D)))
    let radius = weights.freeRunningSpectralRadius(at: end, after: nearEnd, reading: Array(read.suffix(D)))
    guard let radius else { return nil }
    rolloutSpectralRadius = radius
    freeRun = FreeRun(
      network.rollout.map(Double.init), mean: rows.trainingMean, deviation: rows.trainingDeviation)
    varianceRatio = rows.varianceRatio(of: path)
    errorByHorizon = (0..<min(path.count / D, rows.test.count)).map { h in
      rows.error(of: Array(path[h * D..<(h + 1) * D]), at: rows.test.lowerBound + h)
    }
    predictionVariance = rows.varianceRatio(of: Array(predictions[..<(rows.training.count * D)]))
    trainLosses = network.trainLoss
  }

  /// The geometric mean of the training loss over that of another network, over the epochs of both.
  func relativeLoss(to other: NetworkFigures) -> Double {
    let epochs = min(trainLosses.count, other.trainLosses.count)
    func logLoss(_ losses: [Double]) -> Double {
      losses.prefix(epochs).reduce(0) { $0 + logarithm(max($1, .leastNormalMagnitude)) } / Double(max(epochs, 1))
    }
    return exponential(logLoss(trainLosses) - logLoss(other.trainLosses))
  }
}

extension Pairs {
  /// Variance of a run of rows over that of the training part, averaged over the columns that vary there.
  func varianceRatio(of path: [Double]) -> Double {
    let ratios = zip(0..<width, trainingDeviation).compactMap { d, deviation -> Double? in
      guard deviation > 0 else { return nil }
      let column = stride(from: d, to: path.count, by: width).map { path[$0] / deviation }
      let mean = column.reduce(0, +) / Double(column.count)
      return column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)
    }
    return ratios.reduce(0, +) / Double(max(ratios.count, 1))
  }
}
