import Numbers
import Panels

/// Trains up to sixteen networks of one model side by side, each to the weights of its best validation epoch.
///
/// One epoch reads the training and the validation part in one run, so the state that enters the validation
/// part is the one the training part left; the gradient sees the training part alone.
struct Training {
  private var engine: LaneEngine
  /// T × D row-major.
  private let inputs: [Lanes16]
  private let networks: Int
  private let split: Split
  private let epochs: Int
  private var best: Weights<Lanes16>
  private var records: [Record]

  /// What is remembered about one network while it trains.
  private struct Record {
    var trainLoss: [Double] = []
    var validationLoss: [Double] = []
    var bestEpoch = 0
    var divergedAt: Int?
  }

  /// - Parameter inputs: T × D row-major, in every lane what its network reads.
  init(
    _ networks: [Weights<Float>], on inputs: [Lanes16], split: Split, epochs: Int, learningRate: Double, kernel: Kernel
  ) {
    (self.inputs, self.split, self.epochs) = (inputs, split, epochs)
    self.networks = networks.count
    best = Weights(sideBySide: networks)
    records = Array(repeating: Record(), count: networks.count)
    engine = LaneEngine(weights: best, inputs: inputs, learningRate: learningRate, kernel: kernel)
  }

  /// All epochs; stops early when no network is left to train.
  ///
  /// - Parameter epochDone: called after every step; what it throws ends the training.
  mutating func run<E: Error>(epochDone: () throws(E) -> Void) throws(E) {
    for epoch in 0...epochs {
      engine.forward(rows: split.train + split.validation - 1)
      record(epoch)
      if epoch == epochs || records.allSatisfy({ $0.divergedAt != nil }) { return }
      engine.stepDown(steps: split.train - 1)
      try epochDone()
    }
  }

  /// Notes both losses of every network and keeps the weights of those that were never better.
  private mutating func record(_ epoch: Int) {
    let D = Double(engine.weights.shape.inputs)
    let trainError = engine.squaredError(rows: 0..<split.train - 1)
    let validationError = engine.squaredError(rows: split.train - 1..<split.train + split.validation - 1)
    var better = SIMDMask<SIMD16<Int32>>(repeating: false)
    for lane in 0..<networks where records[lane].divergedAt == nil {
      let train = Double(trainError[lane]) / (Double(split.train - 1) * D)
      let validation = Double(validationError[lane]) / (Double(split.validation) * D)
      guard train.isFinite && validation.isFinite else {
        records[lane].divergedAt = epoch
        continue
      }
      records[lane].trainLoss.append(train)
      records[lane].validationLoss.append(validation)
      if epoch == 0 || validation < records[lane].validationLoss[records[lane].bestEpoch] {
        records[lane].bestEpoch = epoch
        better[lane] = true
      }
    }
    for k in best.values.indices { best.values[k].replace(with: engine.weights.values[k], where: better) }
  }

  /// What the kept weights do on the whole panel, and when they run freely from the end of the validation part.
  func result(rolloutSteps: Int, kernel: Kernel) -> [TrainedNetwork] {
    let (D, N) = (best.shape.inputs, best.shape.stateCount)
    let T = inputs.count / D
    var engine = LaneEngine(weights: best, inputs: inputs, kernel: kernel)
    engine.forward(rows: T)
    let last = split.train + split.validation - 1
    let rollout = best.rollout(
      from: Array(inputs[last * D..<(last + 1) * D]),
      after: Array(engine.trace.states[(last - 1) * N..<last * N]), steps: rolloutSteps)
    return (0..<networks).map { lane in
      TrainedNetwork(
        weights: best.network(inLane: lane), trainLoss: records[lane].trainLoss,
        validationLoss: records[lane].validationLoss, bestEpoch: records[lane].bestEpoch,
        divergedAt: records[lane].divergedAt, states: engine.trace.states.map { $0[lane] },
        predictions: engine.trace.predictions.map { $0[lane] }, rollout: rollout.map { $0[lane] })
    }
  }
}
