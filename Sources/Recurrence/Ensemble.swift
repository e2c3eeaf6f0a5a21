public import Panels
public import Numbers

/// One ensemble to train: a model on a panel, or on data of each network's own with the panel's split.
public struct Ensemble: Sendable {
  /// What they are trained on.
  public var panel: Panel
  /// The recurrent model, its memory-less twin, or the placebo.
  public var kind: Shape.Kind
  /// The default is plain.
  public var readout: Shape.Readout
  /// Where each network starts, one for each; nil draws the weights from the seed. A network never ends with a higher
  /// validation loss than it started with: it may keep the epoch before the first step.
  public var start: [Weights<Float>]?
  /// What each network reads in place of `panel.scaled`, T × D row-major, one for each.
  public var data: [[Double]]?
  /// In place of the options' epochs; for the further epochs of a warm start.
  public var epochs: Int?
  /// Bytes of states and predictions up to which each network keeps its run (`TrainedNetwork.keptRun`). The default is
  /// 512 KiB, 6,000 rows of five columns and sixteen units: a run takes milliseconds, and there are sixteen networks of
  /// several models.
  package var runsKept = 512 << 10

  /// The recurrent model, or its memory-less twin.
  public var memory: Bool { kind == .memory }

  /// A plain readout and weights drawn from the seed by default.
  public init(
    of panel: Panel, kind: Shape.Kind, readout: Shape.Readout = .plain, start: [Weights<Float>]? = nil,
    data: [[Double]]? = nil, epochs: Int? = nil
  ) {
    (self.panel, self.kind, self.readout) = (panel, kind, readout)
    (self.start, self.data, self.epochs) = (start, data, epochs)
  }

  /// The recurrent model or its memory-less twin.
  public init(of panel: Panel, memory: Bool) {
    self.init(of: panel, kind: memory ? .memory : .twin)
  }
}

extension [Ensemble] {
  /// Trains them all, on several threads.
  ///
  /// Network n starts from the stream "network" n of the seed in every ensemble, so a model and its twin
  /// share the weights that both have. The result does not depend on the number of threads or the kernel.
  ///
  /// - Parameters:
  ///   - progress: called from any thread with the share of the work that is done.
  /// - Throws: `TrainingError` for options that cannot be trained with, `CancellationError` when the task is
  ///   cancelled, within an epoch.
  public func train(
    _ options: TrainingOptions, threads: Int = Processors.usable, kernel: Kernel = .fastest,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [Trained] {
    let networks = try await train(options, threads: threads, kernel: kernel, progress: progress) { _, _, network in
      network
    }
    return zip(self, networks).map { Trained(shape: $0.shape(options), networks: $1) }
  }

  /// Trains them all and keeps only what `keep` makes of each network, as many networks on a long panel need much memory.
  ///
  /// - Parameters:
  ///   - keep: called once for each network, from any thread, with the numbers of its ensemble and of the network.
  /// - Returns: by ensemble, by network.
  public func train<Kept: Sendable>(
    _ options: TrainingOptions, threads: Int = Processors.usable, kernel: Kernel = .fastest,
    progress: @escaping @Sendable (Double) -> Void = { _ in },
    keep: @escaping @Sendable (_ ensemble: Int, _ network: Int, TrainedNetwork) -> Kept
  ) async throws -> [[Kept]] {
    try options.check()
    for ensemble in self { try ensemble.check(options) }
    // The costly ones first, so that the threads end together.
    let groups = indices.flatMap { index in
      (0..<options.networks).chunks(of: self[index].networksTogether(options)).map { networks in
        Group(
          ensemble: index, networks: networks,
          epochs: self[index].epochs ?? options.epochs, cost: self[index].cost(options))
      }
    }.sorted { ($1.total, $0.ensemble, $0.networks.lowerBound) < ($0.total, $1.ensemble, $1.networks.lowerBound) }

    let progress = WorkProgress(of: groups.map(\.total).reduce(0, +), report: progress)
    let done = try await parallelMap(groups.count, threads: threads) { index in
      let group = groups[index]
      let networks = try self[group.ensemble].train(group, options, kernel, progress)
      return zip(group.networks, networks).map { keep(group.ensemble, $0, $1) }
    }
    return indices.map { index in
      zip(groups, done).filter { $0.0.ensemble == index }
        .sorted { $0.0.networks.lowerBound < $1.0.networks.lowerBound }
        .flatMap(\.1)
    }
  }
}

/// Networks of one ensemble that one thread trains together.
private struct Group: Sendable {
  var ensemble: Int
  var networks: Range<Int>
  var epochs: Int
  /// Of one epoch.
  var cost: Double

  var total: Double { Double(epochs) * cost }
}

extension Ensemble {
  /// Of its networks.
  package func shape(_ options: TrainingOptions) -> Shape {
    Shape(
      inputs: panel.width, hidden: options.hidden, kind: kind, cell: options.cell, bias: options.bias,
      activation: options.activation, readout: readout)
  }

  /// About how many multiplications a row of an epoch takes, for all rows.
  fileprivate func cost(_ options: TrainingOptions) -> Double {
    Double(panel.rows) * Double(Weights<Float>(zerosOf: shape(options)).values.count)
  }

  fileprivate func check(_ options: TrainingOptions) throws(TrainingError) {
    try panel.checkTrainable()
    if let epochs { try TrainingOptions.check(epochs: epochs) }
    let shape = shape(options)
    if let start {
      precondition(start.count == options.networks, "a warm start has one set of weights for each network")
      precondition(start.allSatisfy { $0.shape == shape }, "a network starts from weights of its own shape")
    }
    if let data {
      precondition(data.count == options.networks, "data of its own means one set for each network")
      precondition(
        data.allSatisfy { $0.count == panel.rows * panel.width }, "data have the rows and columns of the panel")
    }
  }

  /// Networks per engine: sixteen, or one where the W_h of sixteen would not fit near the core. Measured
  /// (docs/performance.md): one at a time is faster above 40 units, with gates above 20.
  fileprivate func networksTogether(_ options: TrainingOptions) -> Int {
    options.cell.gates * options.hidden * options.hidden > 1600 ? Float.networks : Lanes16.networks
  }

  fileprivate func train(
    _ group: Group, _ options: TrainingOptions, _ kernel: Kernel, _ progress: WorkProgress
  ) throws -> [TrainedNetwork] {
    networksTogether(options) == 1
      ? try train(group, options, kernel, progress, in: Float.self)
      : try train(group, options, kernel, progress, in: Lanes16.self)
  }

  private func train<L: NetworkLane>(
    _ group: Group, _ options: TrainingOptions, _ kernel: Kernel, _ progress: WorkProgress, in _: L.Type
  ) throws -> [TrainedNetwork] {
    let shape = shape(options)
    let streams = RandomStream(seed: options.seed).split("network")
    let starts = group.networks.map { start?[$0] ?? Weights(initialFor: shape, from: streams.split($0)) }
    let inputs = data.map { L.sideBySide(Array($0[group.networks])) } ?? panel.scaled.map { L(repeating: $0) }
    var training = Training(
      starts, on: inputs, split: panel.split, epochs: group.epochs, options, kernel: kernel)
    var left = group.epochs
    let pause = { () throws(CancellationError) in
      if Task.isCancelled { throw CancellationError() }
    }
    try training.run(
      epochDone: { () throws(CancellationError) in
        try pause()
        progress.add(group.cost)
        left -= 1
      }, pause: pause)
    if left > 0 { progress.add(Double(left) * group.cost) }
    // A run over data of a network's own is not one over the panel, and cannot be repeated from it.
    let numbers = panel.rows * (shape.stateCount + shape.inputs)
    let keepsRuns = data != nil || numbers * MemoryLayout<Float>.size <= runsKept
    return training.result(rolloutSteps: options.rolloutSteps, keepsRuns: keepsRuns, kernel: kernel)
  }
}
