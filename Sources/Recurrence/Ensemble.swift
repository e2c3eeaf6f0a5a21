public import Panels
import Numbers
import Synchronization

/// One ensemble to train: a model on a panel.
public struct Ensemble: Sendable {
  public var panel: Panel
  /// The recurrent model, or its memory-less twin.
  public var memory: Bool

  public init(of panel: Panel, memory: Bool) {
    (self.panel, self.memory) = (panel, memory)
  }
}

extension [Ensemble] {
  /// Trains them all, sixteen networks at a time, on several threads.
  ///
  /// Network n starts from the stream "network" n of the seed in every ensemble, so a model and its twin
  /// share the weights that both have. The result does not depend on the number of threads or the kernel.
  ///
  /// - Parameters:
  ///   - progress: called from any thread with the share of the work that is done.
  /// - Throws: `TrainingError` for options that cannot be trained with, `CancellationError` when the task is
  ///   cancelled, within an epoch.
  public func train(
    _ options: TrainingOptions, threads: Int = 2, kernel: Kernel = .fastest,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [Trained] {
    try options.check()
    for ensemble in self { try ensemble.panel.checkTrainable() }
    let shapes = map { $0.shape(options) }
    // The costly ones first, so that the threads end together.
    let groups = indices.flatMap { index in
      stride(from: 0, to: options.networks, by: 16).map { first in
        Group(ensemble: index, networks: first..<Swift.min(first + 16, options.networks), cost: cost(of: index, shapes))
      }
    }.sorted { ($1.cost, $0.ensemble, $0.networks.lowerBound) < ($0.cost, $1.ensemble, $1.networks.lowerBound) }

    let work = Work(total: Double(options.epochs) * groups.map(\.cost).reduce(0, +), report: progress)
    let done = try await withThrowingTaskGroup(of: [(Group, [TrainedNetwork])].self) { threadGroup in
      for _ in 0..<Swift.min(Swift.max(threads, 1), groups.count) {
        threadGroup.addTask {
          var results: [(Group, [TrainedNetwork])] = []
          while let group = work.next(of: groups) {
            let ensemble = self[group.ensemble]
            results.append(
              (group, try ensemble.train(group, shape: shapes[group.ensemble], options, kernel, work)))
          }
          return results
        }
      }
      return try await threadGroup.reduce(into: []) { $0 += $1 }
    }
    return indices.map { index in
      let mine = done.filter { $0.0.ensemble == index }
        .sorted { $0.0.networks.lowerBound < $1.0.networks.lowerBound }
      return Trained(shape: shapes[index], networks: mine.flatMap(\.1))
    }
  }

  /// About how many multiplications a row of an epoch takes.
  private func cost(of index: Int, _ shapes: [Shape]) -> Double {
    Double(self[index].panel.rows) * Double(Weights<Float>(zerosOf: shapes[index]).values.count)
  }
}

/// Up to sixteen networks of one ensemble: what one thread trains at a time.
private struct Group: Sendable {
  var ensemble: Int
  var networks: Range<Int>
  var cost: Double
}

/// The groups that no thread has taken yet, and how much is done.
private final class Work: Sendable {
  private let taken = Atomic(0)
  private let done = Mutex(0.0)
  private let total: Double
  private let report: @Sendable (Double) -> Void

  init(total: Double, report: @escaping @Sendable (Double) -> Void) {
    (self.total, self.report) = (total, report)
  }

  func next(of groups: [Group]) -> Group? {
    let index = taken.add(1, ordering: .relaxed).oldValue
    return index < groups.count ? groups[index] : nil
  }

  func add(_ amount: Double) {
    report(
      done.withLock {
        $0 += amount
        return $0 / total
      })
  }
}

extension Ensemble {
  fileprivate func shape(_ options: TrainingOptions) -> Shape {
    Shape(
      inputs: panel.width, hidden: options.hidden, memory: memory, bias: options.bias,
      activation: options.activation)
  }

  fileprivate func train(
    _ group: Group, shape: Shape, _ options: TrainingOptions, _ kernel: Kernel, _ work: Work
  ) throws -> [TrainedNetwork] {
    let streams = RandomStream(seed: options.seed).split("network")
    let starts = group.networks.map { Weights(initialFor: shape, from: streams.split($0)) }
    var training = Training(starts, on: panel, options: options, kernel: kernel)
    try training.run { () throws(CancellationError) in
      if Task.isCancelled { throw CancellationError() }
      work.add(group.cost)
    }
    return training.result(on: panel, rolloutSteps: options.rolloutSteps, kernel: kernel)
  }
}
