// One network's past, decoded from its states and from the present input.

import Numbers
package import Panels
package import Recurrence

/// What x_t alone says of the past: the reference of every network with the same number.
struct InputDecoding {
  let input: Decoding
  /// The shuffles and what the input decodes of shuffled pasts.
  let shuffles: [[Int]]
  let floors: [Decoding]

  /// x_t itself, or x_t and N features of it, whichever does better on the validation part: the features are the state of
  /// a twin of the same cell, σ(W_x x_t + b) for Elman's, with initial weights (InitialWeights.swift), so that a state
  /// without memory has no richer class of functions of x_t than the reference; x_t alone goes on sensibly where held-out
  /// data leave the range.
  init(_ windows: Windows, _ panel: Panel, _ shape: Shape, _ stream: RandomStream) {
    var shape = shape
    shape.kind = .twin
    let weights = Weights(initialFor: shape, from: stream.split("features"))
    let features = weights.states(reading: panel.scaled.map { Float($0) })
    let (T, D, N) = (panel.rows, panel.width, shape.stateCount)
    var numbers: [Double] = []
    numbers.reserveCapacity(T * (D + N))
    for t in 0..<T {
      numbers += panel.scaled[t * D..<(t + 1) * D]
      numbers += features[t * N..<(t + 1) * N].map(Double.init)
    }
    let shuffles = (0..<Rules.decodingShuffles).map { windows.shuffledPairs(stream.split("shuffle").split($0)) }
    let pairings = [nil] + shuffles
    let linear = windows.decode(Regressors(panel.scaled, count: D, parts: windows.parts), pairings: pairings)
    let rich = windows.decode(Regressors(numbers, count: D + N, parts: windows.parts), pairings: pairings)
    let decodings = zip(linear, rich).map(Decoding.chosen)
    (input, floors, self.shuffles) = (decodings[0], Array(decodings.dropFirst()), shuffles)
  }
}

/// What the states of one network hold.
struct StateDecoding: Equatable {
  let state: Decoding
  let input: Decoding
  let excess: Double
  /// Means over the shuffles.
  let excessFloor: Double
  let capacityFloor: Double

  /// - Parameter states: T × N row-major, all that the network hands on.
  init(of states: [Float], numbers N: Int, _ windows: Windows, _ reference: InputDecoding) {
    let regressors = Regressors(states.map(Double.init), count: N, parts: windows.parts)
    let decodings = windows.decode(regressors, pairings: [nil] + reference.shuffles)
    let shuffled = decodings.dropFirst()
    (state, input) = (decodings[0], reference.input)
    excess = decodings[0].excess(over: reference.input)
    excessFloor = zip(shuffled, reference.floors).reduce(0) { $0 + $1.0.excess(over: $1.1) } / Double(shuffled.count)
    capacityFloor = shuffled.reduce(0) { $0 + $1.capacity } / Double(shuffled.count)
  }
}

/// The states, T × N, of a memory network with the weights that training with this seed starts from.
package func untrainedStates(
  of shape: Shape, number: Int, trainedFrom seed: UInt64, reading panel: Panel
) -> [Float] {
  Weights(initialFor: shape, from: RandomStream(seed: seed).split("network").split(number))
    .states(reading: panel.scaled.map { Float($0) })
}
