public import Numbers

/// How networks are trained. Every field has the default the command line has.
public struct TrainingOptions: Sendable, Hashable, Codable {
  /// S, copies that differ in their seed alone. The default is 16.
  public var networks = 16
  /// H. The default is 16.
  public var hidden = 16
  /// The default is Elman's.
  public var cell = Cell.elman
  /// The default is tanh, which a cell with gates must have.
  public var activation = Activation.tanh
  /// Whether the hidden layer has a bias. The default is true; false is the original's literal formulation.
  public var bias = true
  /// The default is 300.
  public var epochs = 300
  /// Epochs in a row without a lower validation loss after which a network stops; 0 trains for all epochs. The default is
  /// 0, as memory may be found after a long plateau: with 75, a third of the epochs is saved, but on `xor?delay=5`
  /// memory gains 20 % where it gained 23 %.
  public var patience = 0
  /// Rows of a window of truncated back-propagation through time: one step of Adam per window, the state carried from one
  /// to the next. The default is nil: all rows, one step per epoch.
  public var window: Int?
  /// Adam's η. The default is 1e-2.
  public var learningRate = 1e-2
  /// Length of the free run. The default is 200.
  public var rolloutSteps = 200
  /// The default is 1.
  public var seed: UInt64 = 1

  /// Every setting at its default.
  public init() {}

  /// Older options name no cell, which was Elman's, no window and no patience.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    networks = try values.decode(Int.self, forKey: .networks)
    hidden = try values.decode(Int.self, forKey: .hidden)
    cell = try values.decodeIfPresent(Cell.self, forKey: .cell) ?? .elman
    activation = try values.decode(Activation.self, forKey: .activation)
    bias = try values.decode(Bool.self, forKey: .bias)
    epochs = try values.decode(Int.self, forKey: .epochs)
    patience = try values.decodeIfPresent(Int.self, forKey: .patience) ?? 0
    window = try values.decodeIfPresent(Int.self, forKey: .window)
    learningRate = try values.decode(Double.self, forKey: .learningRate)
    rolloutSteps = try values.decode(Int.self, forKey: .rolloutSteps)
    seed = try values.decode(UInt64.self, forKey: .seed)
  }
}

/// All networks of one model on one panel.
public struct Trained: Sendable {
  /// Of every network.
  public var shape: Shape
  /// One for each seed, in the order of the seeds, the diverged ones too.
  public var networks: [TrainedNetwork]

  /// - Parameters:
  ///   - shape: of every network.
  ///   - networks: in the order of the seeds.
  public init(shape: Shape, networks: [TrainedNetwork]) { (self.shape, self.networks) = (shape, networks) }
}

/// One trained copy, with the weights of its best validation epoch.
public struct TrainedNetwork: Sendable {
  /// The weights of the epoch with the lowest validation loss.
  public var weights: Weights<Float>
  /// Mean squared error per epoch, before that epoch's step, up to the epoch at which it stopped; entry 0 is the untrained
  /// network's.
  public var trainLoss: [Double]
  /// The same of the validation part.
  public var validationLoss: [Double]
  /// The epoch whose weights were kept, an index into the two histories.
  public var bestEpoch: Int
  /// The epoch at which the loss stopped being a finite number; nil for a network that trained.
  public var divergedAt: Int?
  /// Its run over the data it was trained on; nil where it would take too much memory (see `run(over:)`).
  public var keptRun: NetworkRun?
  let unkeptRunIsFinite: Bool
  /// The free run from the last row of the validation part, steps × D; the test part is the real continuation.
  public var rollout: [Float]

  /// - Parameter unkeptRunIsFinite: asked only without a kept run.
  package init(
    weights: Weights<Float>, trainLoss: [Double], validationLoss: [Double], bestEpoch: Int,
    divergedAt: Int?, keptRun: NetworkRun?, unkeptRunIsFinite: Bool = true, rollout: [Float]
  ) {
    (self.weights, self.trainLoss, self.validationLoss) = (weights, trainLoss, validationLoss)
    (self.bestEpoch, self.divergedAt, self.rollout) = (bestEpoch, divergedAt, rollout)
    (self.keptRun, self.unkeptRunIsFinite) = (keptRun, unkeptRunIsFinite)
  }
}
