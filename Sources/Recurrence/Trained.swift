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
  /// Rows that an error goes back through: truncated back-propagation through time, with a step for each window of so
  /// many rows and the state carried from one to the next. The default is nil: all rows, one step an epoch.
  public var window: Int?
  /// Adam's η. The default is 1e-2.
  public var learningRate = 1e-2
  /// Length of the free run. The default is 200.
  public var rolloutSteps = 200
  /// The default is 1.
  public var seed: UInt64 = 1

  /// Every setting at its default.
  public init() {}

  /// Options that were written when there was one cell are Elman's, and those from before there were windows have none.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    networks = try values.decode(Int.self, forKey: .networks)
    hidden = try values.decode(Int.self, forKey: .hidden)
    cell = try values.decodeIfPresent(Cell.self, forKey: .cell) ?? .elman
    activation = try values.decode(Activation.self, forKey: .activation)
    bias = try values.decode(Bool.self, forKey: .bias)
    epochs = try values.decode(Int.self, forKey: .epochs)
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

  /// The parts as they are.
  public init(shape: Shape, networks: [TrainedNetwork]) {
    (self.shape, self.networks) = (shape, networks)
  }
}

/// One trained copy, with the weights of its best validation epoch and what they did on the whole panel.
public struct TrainedNetwork: Sendable {
  /// The weights of the epoch with the lowest validation loss.
  public var weights: Weights<Float>
  /// Mean squared error per epoch, before that epoch's step; entry 0 is the untrained network's.
  public var trainLoss: [Double]
  /// Mean squared error of the validation part per epoch, before that epoch's step.
  public var validationLoss: [Double]
  /// The epoch whose weights were kept, an index into the two histories.
  public var bestEpoch: Int
  /// The epoch at which the loss stopped being a finite number; nil for a network that trained.
  public var divergedAt: Int?
  /// s_t, T × N row-major, over the whole panel: the H units y_t, and after them what else the cell hands on.
  ///
  /// Of a long panel they are not kept but computed whenever they are asked for, to the same bits: ask once.
  public var states: [Float] {
    get { run.states(of: weights) }
    set { run = .kept(states: newValue, predictions: predictions) }
  }
  /// x̂_{t+1}, T × D row-major: row t is the prediction made from row t; the last looks beyond the panel. Of a long panel
  /// they come again as the states do: ask once.
  public var predictions: [Float] {
    get { run.predictions(of: weights) }
    set { run = .kept(states: states, predictions: newValue) }
  }
  private var run: PanelRun
  /// Whether it went over a panel of so many rows; for this and the next nothing comes again.
  package func hasRun(over rows: Int) -> Bool { run.covers(rows, weights.shape) }
  /// Whether all states and predictions are finite.
  package var runIsFinite: Bool { run.isFinite }
  /// The free run from the last row of the training and validation parts, steps × D: what it should
  /// have continued with is the test part.
  public var rollout: [Float]

  /// y_t alone, T × H row-major: what the readout sees.
  public var units: [Float] {
    weights.shape.units(of: states)
  }

  /// The parts as they are.
  public init(
    weights: Weights<Float>, trainLoss: [Double], validationLoss: [Double], bestEpoch: Int,
    divergedAt: Int?, states: [Float], predictions: [Float], rollout: [Float]
  ) {
    self.init(
      weights: weights, trainLoss: trainLoss, validationLoss: validationLoss, bestEpoch: bestEpoch,
      divergedAt: divergedAt, run: .kept(states: states, predictions: predictions), rollout: rollout)
  }

  init(
    weights: Weights<Float>, trainLoss: [Double], validationLoss: [Double], bestEpoch: Int,
    divergedAt: Int?, run: PanelRun, rollout: [Float]
  ) {
    (self.weights, self.trainLoss, self.validationLoss) = (weights, trainLoss, validationLoss)
    (self.bestEpoch, self.divergedAt) = (bestEpoch, divergedAt)
    (self.run, self.rollout) = (run, rollout)
  }
}
