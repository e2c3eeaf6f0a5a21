import Memory
import Recurrence

/// The networks behind every figure of a report, with the numbers of their seeds: those that trained without NaN. The
/// model's predictions are the mean of theirs.
struct KeptNetworks {
  /// From 0, in the order of the seeds; a missing number is that of a network that diverged.
  let networks: [(number: Int, network: TrainedNetwork)]
  /// The numbers of the others.
  let diverged: [Int]

  /// - Parameter rows: of the panel; a network that did not run over all of it is left out.
  init(of model: Trained, rows: Int) {
    let numbered = model.networks.enumerated().map { (number: $0.offset, network: $0.element) }
    networks = numbered.filter { _, network in network.isUsable && network.hasRun(over: rows) }
    let kept = Set(networks.map(\.number))
    diverged = numbered.map(\.number).filter { !kept.contains($0) }
  }

  /// The one whose states are drawn and written: the first.
  var shown: (number: Int, network: TrainedNetwork)? { networks.first }
}
