import Numbers
import Panels

/// Trains the networks that one engine holds, each to the weights of its best validation epoch.
///
/// An epoch reads the training and the validation part in one run, so the validation part starts from the state that the
/// training part left; the gradient is that of the training part alone. A network that has had no lower validation loss
/// for as many epochs as the patience stops, whatever the networks beside it do (Prechelt 1998, Neural Networks 11).
///
/// With a window (truncated back-propagation through time: Williams & Peng 1990) an epoch takes one step per window of the
/// training part. The state continues from window to window; errors do not go back across the border.
struct Training<L: NetworkLane> {
  private var engine: Engine<L>
  /// T × D row-major.
  private let inputs: [L]
  private let networks: Int
  private let split: Split
  private let epochs: Int
  private let patience: Int
  private let window: Int?
  private var best: Weights<L>
  private var records: [Record]

  /// Of one network, while it trains.
  private struct Record {
    var trainLoss: [Double] = []
    var validationLoss: [Double] = []
    var bestEpoch = 0
    var divergedAt: Int?
    var hasStopped = false
  }

  /// - Parameters:
  ///   - inputs: T × D row-major; every lane may have its own.
  ///   - epochs: in place of the options'.
  init(
    _ networks: [Weights<Float>], on inputs: [L], split: Split, epochs: Int, _ options: TrainingOptions, kernel: Kernel
  ) {
    (self.inputs, self.split, self.epochs) = (inputs, split, epochs)
    (patience, window) = (options.patience, options.window)
    self.networks = networks.count
    best = L.sideBySide(networks)
    records = Array(repeating: Record(), count: networks.count)
    engine = Engine(
      best, inputs: inputs, learningRate: options.learningRate, code: L.code(best.shape, kernel)
    )
  }

  /// All epochs; ends early when no network is left to train.
  ///
  /// - Parameter pause: called after every pass and step; what it throws ends the training.
  mutating func run<E: Error>(epochDone: () throws(E) -> Void, pause: () throws(E) -> Void) throws(E) {
    let steps = split.train - 1
    for epoch in 0...epochs {
      let read = engine.forward(
        0..<steps + split.validation, errorsOver: [0..<steps, steps..<steps + split.validation])
      try pause()
      record(epoch, read.errors[0], read.errors[1])
      if epoch == epochs || records.allSatisfy(\.hasStopped) { return noteDiverged() }
      if let window, window < steps {
        var state: [L]?
        for rows in (0..<steps).chunks(of: window) {
          state = engine.forward(rows, from: state).state
          engine.stepDown(rows)
          try pause()
        }
      } else {
        engine.stepDown(0..<steps)
      }
      try epochDone()
    }
  }

  /// Notes both losses of every network and keeps the weights of those that were never better.
  private mutating func record(_ epoch: Int, _ trainError: L, _ validationError: L) {
    let D = Double(engine.weights.shape.inputs)
    var better = Array(repeating: false, count: networks)
    for n in 0..<networks where !records[n].hasStopped {
      let train = Double(trainError.number(of: n)) / (Double(split.train - 1) * D)
      let validation = Double(validationError.number(of: n)) / (Double(split.validation) * D)
      guard train.isFinite && validation.isFinite else {
        (records[n].divergedAt, records[n].hasStopped) = (epoch, true)
        continue
      }
      records[n].trainLoss.append(train)
      records[n].validationLoss.append(validation)
      if epoch == 0 || validation < records[n].validationLoss[records[n].bestEpoch] {
        records[n].bestEpoch = epoch
        better[n] = true
      }
      records[n].hasStopped = patience > 0 && epoch - records[n].bestEpoch >= patience
    }
    if better.contains(true) { L.replace(&best.values, with: engine.weights.values, of: better) }
  }

  /// A network whose training loss ends far above that of its first weights has not trained, though it is finite: the
  /// weights it would keep are those it began with.
  private mutating func noteDiverged() {
    for n in 0..<networks where records[n].divergedAt == nil {
      let loss = records[n].trainLoss
      guard let first = loss.first, let last = loss.last, last > Self.divergence * first else { continue }
      records[n].divergedAt = loss.firstIndex { $0 > Self.divergence * first }
    }
  }

  /// Times the first training loss.
  private static var divergence: Double { 10 }

  /// The networks with their best weights, their runs over all rows, and their free runs from the end of the validation
  /// part.
  ///
  /// - Parameter keepsRuns: false where states and predictions take too much memory.
  mutating func result(rolloutSteps: Int, keepsRuns: Bool, kernel: Kernel) -> [TrainedNetwork] {
    let (D, N) = (best.shape.inputs, best.shape.stateCount)
    let T = inputs.count / D
    // Replaces the engine that trained, so that its buffers are released.
    engine = Engine(
      best, inputs: inputs, rowsAtOnce: 1024, code: L.code(best.shape, kernel))
    var runs = Array(repeating: NetworkRun(states: [], predictions: []), count: networks)
    var isFinite = Array(repeating: true, count: networks)
    for n in 0..<networks where keepsRuns {
      runs[n].states.reserveCapacity(T * N)
      runs[n].predictions.reserveCapacity(T * D)
    }
    // The state before the last row of the validation part, where the free run starts.
    let last = split.train + split.validation - 1
    var start: [L] = []
    engine.forward(0..<T) { [networks] rows, trace in
      for n in 0..<networks {
        let states = (0..<rows.count * N).lazy.map { trace.states[$0].number(of: n) }
        let predictions = (0..<rows.count * D).lazy.map { trace.predictions[$0].number(of: n) }
        if keepsRuns {
          runs[n].states += states
          runs[n].predictions += predictions
        } else {
          isFinite[n] = isFinite[n] && states.allSatisfy(\.isFinite) && predictions.allSatisfy(\.isFinite)
        }
      }
      if rows.contains(last - 1) {
        let row = last - 1 - rows.lowerBound
        start = Array(trace.states[row * N..<(row + 1) * N])
      }
    }
    let rollout = best.rollout(from: Array(inputs[last * D..<(last + 1) * D]), after: start, steps: rolloutSteps)
    return (0..<networks).map { n in
      TrainedNetwork(
        weights: L.network(n, of: best), trainLoss: records[n].trainLoss, validationLoss: records[n].validationLoss,
        bestEpoch: records[n].bestEpoch, divergedAt: records[n].divergedAt, keptRun: keepsRuns ? runs[n] : nil,
        unkeptRunIsFinite: isFinite[n], rollout: rollout.map { $0.number(of: n) })
    }
  }
}
