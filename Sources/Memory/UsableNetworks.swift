package import Recurrence

extension TrainedNetwork {
  /// Whether it trained and did nothing on the panel that is not a number.
  package var isUsable: Bool {
    divergedAt == nil && statesAreFinite && predictions.allSatisfy(\.isFinite)
      && weights.values.allSatisfy(\.isFinite)
  }
}

extension Trained {
  /// The networks that figures can be taken from, in the order of the seeds.
  package var usable: [TrainedNetwork] { networks.filter(\.isUsable) }
}
