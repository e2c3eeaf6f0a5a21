import Numbers
import Panels

/// Trains the networks of one model that an engine has side by side, each to the weights of its best validation epoch.
///
/// One epoch reads the training and the validation part in one run, so the state that enters the validation part is the
/// one the training part left; the gradient sees the training part alone.
///
/// With a window (truncated back-propagation through time: Williams & Peng 1990), an epoch goes through the training part
/// window by window. Each takes a step of its own; its state begins where the window before it ended, but no error goes
/// back there.
struct Training<L: NetworkLane> {
  private var engine: Engine<L>
  /// T × D row-major.
  private let inputs: [L]
  private let networks: Int
  private let split: Split
  private let epochs: Int
  private let window: Int?
  private var best: Weights<L>
  private var records: [Record]

  /// What is remembered about one network while it trains.
  private struct Record {
    var trainLoss: [Double] = []
    var validationLoss: [Double] = []
    var bestEpoch = 0
    var divergedAt: Int?
  }

  /// - Parameters:
  ///   - inputs: T × D row-major, of every network what it reads.
  ///   - window: rows that an error goes back through; nil for all.
  init(
    _ networks: [Weights<Float>], on inputs: [L], split: Split, epochs: Int, window: Int?, learningRate: Double,
    kernel: Kernel
  ) {
    (self.inputs, self.split, self.epochs, self.window) = (inputs, split, epochs, window)
    self.networks = networks.count
    best = L.sideBySide(networks)
    records = Array(repeating: Record(), count: networks.count)
    engine = Engine(
      best, inputs: inputs, learningRate: learningRate, code: L.code(best.shape, kernel)
    )
  }

  /// All epochs; stops early when no network is left to train.
  ///
  /// - Parameter pause: called after every step; what it throws ends the training.
  mutating func run<E: Error>(epochDone: () throws(E) -> Void, pause: () throws(E) -> Void) throws(E) {
    let steps = split.train - 1
    for epoch in 0...epochs {
      let read = engine.forward(
        0..<steps + split.validation, errorsOver: [0..<steps, steps..<steps + split.validation])
      record(epoch, read.errors[0], read.errors[1])
      if epoch == epochs || records.allSatisfy({ $0.divergedAt != nil }) { return }
      if let window, window < steps {
        var state: [L]?
        for rows in (0..<steps).pieces(of: window) {
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
    for n in 0..<networks where records[n].divergedAt == nil {
      let train = Double(trainError.number(of: n)) / (Double(split.train - 1) * D)
      let validation = Double(validationError.number(of: n)) / (Double(split.validation) * D)
      guard train.isFinite && validation.isFinite else {
        records[n].divergedAt = epoch
        continue
      }
      records[n].trainLoss.append(train)
      records[n].validationLoss.append(validation)
      if epoch == 0 || validation < records[n].validationLoss[records[n].bestEpoch] {
        records[n].bestEpoch = epoch
        better[n] = true
      }
    }
    if better.contains(true) { L.replace(&best.values, with: engine.weights.values, of: better) }
  }

  /// What the kept weights do on the whole panel, and when they run freely from the end of the validation part.
  ///
  /// - Parameters:
  ///   - shared: what every network reads, T × D row-major; nil where each has data of its own. From it states and
  ///     predictions that are too many to keep come again.
  ///   - statesKept: bytes of states that are kept for each network, with the predictions.
  mutating func result(
    rolloutSteps: Int, shared: [Float]?, statesKept: Int, kernel: Kernel
  ) -> [TrainedNetwork] {
    let (D, N) = (best.shape.inputs, best.shape.stateCount)
    let T = inputs.count / D
    // In the place of the one that trained, whose run through all rows is no longer needed.
    engine = Engine(
      best, inputs: inputs, rowsAtOnce: 1024, code: L.code(best.shape, kernel))
    let comesAgain = T * N * MemoryLayout<Float>.size <= statesKept ? nil : shared
    var states = Array(repeating: [Float](), count: networks)
    var predictions = states
    var isFinite = Array(repeating: true, count: networks)
    for n in 0..<networks where comesAgain == nil {
      states[n].reserveCapacity(T * N)
      predictions[n].reserveCapacity(T * D)
    }
    // The state after the row before the last one of the validation part: where the free run starts from.
    let last = split.train + split.validation - 1
    var start: [L] = []
    engine.forward(0..<T) { [networks] rows, trace in
      for n in 0..<networks {
        let made = (0..<rows.count * N).lazy.map { trace.states[$0].number(of: n) }
        let predicted = (0..<rows.count * D).lazy.map { trace.predictions[$0].number(of: n) }
        if comesAgain == nil {
          states[n] += made
          predictions[n] += predicted
        } else {
          isFinite[n] = isFinite[n] && made.allSatisfy(\.isFinite) && predicted.allSatisfy(\.isFinite)
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
        bestEpoch: records[n].bestEpoch, divergedAt: records[n].divergedAt,
        run: comesAgain.map { .read($0, isFinite: isFinite[n]) }
          ?? .kept(states: states[n], predictions: predictions[n]),
        rollout: rollout.map { $0.number(of: n) })
    }
  }
}
