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
  ///   - run: of the network over the panel.
  ///   - states: of that run, those that are described.
  /// nil where the spectral radius at the end of the free run cannot be computed.
  init?(
    _ network: TrainedNetwork, _ weights: Weights<Double>, _ run: NetworkRun, _ states: DescribedStates,
    _ dynamics: NetworkDynamics, on rows: Pairs
  ) {
    let shape = network.weights.shape
    let (D, H, N) = (shape.inputs, shape.hidden, shape.stateCount)
    let path = network.rollout.map { number in
      Double(number.isFinite ? number : number < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude)
    }
    (trainLoss, validationLoss) = (network.trainLoss[network.bestEpoch], network.validationLoss[network.bestEpoch])
    bestEpoch = network.bestEpoch
    var errors = 0.0
    for t in rows.test { errors += rows.error(of: run.predictions[(t - 1) * D..<t * D].map(Double.init), at: t) }
    testLoss = errors / Double(rows.test.count)
    self.states = HiddenState(shape.units(of: states.values), units: H, activation: shape.activation)
    (spectralRadius, lyapunov) = (dynamics.spectralRadius, dynamics.lyapunov)

    let last = rows.test.lowerBound - 1
    let before =
      last > 0 ? run.states[(last - 1) * N..<last * N].map(Double.init) : Array(repeating: 0, count: N)
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
    predictionVariance = rows.varianceRatio(of: run.predictions[..<(rows.training.count * D)].map(Double.init))
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
      let count = Double(path.count / width)
      var (sum, squares) = (0.0, 0.0)
      for k in stride(from: d, to: path.count, by: width) { sum += path[k] / deviation }
      let mean = sum / count
      for k in stride(from: d, to: path.count, by: width) {
        let gap = path[k] / deviation - mean
        squares += gap * gap
      }
      return squares / count
    }
    return ratios.reduce(0, +) / Double(max(ratios.count, 1))
  }
}
