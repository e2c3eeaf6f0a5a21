package import Recurrence

extension TrainedNetwork {
  /// Whether it trained and did nothing on the panel that is not a number.
  package var isUsable: Bool {
    divergedAt == nil && runIsFinite && weights.values.allSatisfy(\.isFinite)
  }
}

extension [TrainedNetwork] {
  /// x̂_{t+1} averaged over them, T × D row-major; there is at least one.
  package var meanPredictions: [Double] {
    var means: [Double] = []
    // One network after the other: of a long panel the predictions of all are much to hold.
    for network in self {
      let predictions = network.predictions
      if means.isEmpty { means = Array<Double>(repeating: 0, count: predictions.count) }
      for k in means.indices { means[k] += Double(predictions[k]) }
    }
    for k in means.indices { means[k] /= Double(count) }
    return means
  }
}

extension Trained {
  /// The networks that figures can be taken from, in the order of the seeds.
  package var usable: [TrainedNetwork] { networks.filter(\.isUsable) }
}
