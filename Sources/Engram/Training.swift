package import Memory
import Panels
package import Recurrence

/// All models of one panel.
package struct PanelModels: Sendable {
  package var memory: Trained
  package var twin: Trained
  package var rivals: CompetitorModels
}

extension [Panel] {
  /// Trains every model of every panel, in two rounds: the second starts from the weights of the first. The anchored memory
  /// model starts at its twin where the cell contains it, else from new weights with as many epochs as that twin in all.
  ///
  /// - Parameters:
  ///   - log: logs when the networks of a model are trained.
  ///   - progress: called with the share of the work that is done.
  package func train(
    _ options: TrainingOptions, threads: Int, log: RunLog = RunLog(logger: Study.noLog),
    progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [PanelModels] {
    let first = try await flatMap { panel in
      [
        Ensemble(of: panel, kind: .memory), Ensemble(of: panel, kind: .twin), Ensemble(of: panel, kind: .placebo),
        Ensemble(of: panel, kind: .twin, readout: .anchored),
      ]
    }.train(options, threads: threads, log: log) { progress($0 * PanelModels.firstShare) }
    let further = Swift.max(1, options.epochs / 2)
    let second = try await enumerated().flatMap { k, panel in
      let start = first[4 * k + 3].networks.map(\.weights)
      let isNested = options.cell.isTwinWithoutRecurrence
      return [
        Ensemble(of: panel, kind: .twin, readout: .anchored, start: start, epochs: further),
        Ensemble(
          of: panel, kind: .memory, readout: .anchored, start: isNested ? start.map { Weights(memoryFrom: $0) } : nil,
          epochs: isNested ? further : options.epochs + further),
      ]
    }.train(options, threads: threads, log: log) {
      progress(PanelModels.firstShare + $0 * (1 - PanelModels.firstShare))
    }
    return indices.map { k in
      PanelModels(
        memory: first[4 * k], twin: first[4 * k + 1],
        rivals: CompetitorModels(placebo: first[4 * k + 2], longerTwin: second[2 * k], nested: second[2 * k + 1]))
    }
  }
}

extension [Ensemble] {
  fileprivate func train(
    _ options: TrainingOptions, threads: Int, log: RunLog, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> [Trained] {
    let trained = TrainingLog(log, names: map(\.inWords), networks: options.networks)
    let networks = try await train(options, threads: threads, progress: progress) { ensemble, _, network in
      trained.add(ensemble)
      return network
    }
    return zip(self, networks).map { Trained(shape: $0.shape(options), networks: $1) }
  }
}

extension Ensemble {
  fileprivate var inWords: String {
    "\(readout == .anchored ? "anchored " : "")\(kind.rawValue) on \(panel.name)\(start == nil ? "" : ", further")"
  }
}

extension PanelModels {
  /// Roughly the first round's share of the time.
  fileprivate static let firstShare = 0.8
}
