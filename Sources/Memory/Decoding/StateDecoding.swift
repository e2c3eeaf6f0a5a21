// The past decoded from the states of one network, and from the present input.

import Numbers
import Panels
import Recurrence
import SeriesMemory

/// Decodes the past of one panel from states.
struct PastDecoder: Sendable {
  let windows: Windows
  private let panel: Panel
  private let shape: Shape
  private let stream: RandomStream
  private let streams: RandomStream
  private let present: PresentDecoding
  /// The reference of all networks of a wide panel.
  private let shared: InputDecoding?

  var lags: Int { windows.lags }

  /// - Parameters:
  ///   - shape: of the memory model.
  ///   - seed: the one that the networks were trained with, as the untrained ones have their initial weights; also of the
  ///     random features and the shuffles.
  init(on panel: Panel, _ shape: Shape, seed: UInt64) {
    let (windows, stream) = (Windows(panel), RandomStream(seed: seed).split("stored"))
    let present = PresentDecoding(windows)
    (self.windows, self.panel, self.shape, self.stream, self.present) = (windows, panel, shape, stream, present)
    streams = RandomStream(seed: seed).split("network")
    shared =
      panel.width > Rules.widestOwnReference ? InputDecoding(windows, panel, shape, present, stream.split(0)) : nil
  }

  /// What x_t alone says of the past: the reference of all networks with one number, or of all networks of a wide panel.
  func reference(_ index: Int) -> InputDecoding {
    shared ?? InputDecoding(windows, panel, shape, present, stream.split(index))
  }

  /// - Parameter states: T × N row-major, the whole state of the cell.
  func decoding<Number: BinaryFloatingPoint>(
    of states: [Number], numbers N: Int, _ reference: InputDecoding
  ) -> StateDecoding {
    StateDecoding(of: windows.picked(states, N), numbers: N, windows, reference)
  }

  /// The decoding of a memory network with its initial weights.
  func untrained(_ index: Int, _ reference: InputDecoding) -> StateDecoding {
    let weights = Weights(initialFor: shape, from: streams.split(index))
    let states = NetworkRun(of: weights, reading: panel.scaled.map { Float($0) }).states
    return decoding(of: states, numbers: shape.stateCount, reference)
  }
}

/// What a linear function of x_t says of the past: the same for all networks.
private struct PresentDecoding: Sendable {
  let regressors: Regressors
  let decoding: Decoding

  init(_ windows: Windows) {
    regressors = Regressors(windows.values, count: windows.columns, parts: windows.parts)
    decoding = windows.decode(regressors, pairing: nil)
  }
}

/// What x_t alone says of the past.
struct InputDecoding: Sendable {
  let input: Decoding
  /// The shuffles, and what the input decodes of each shuffled past.
  let shuffles: [[Int]]
  let floors: [Decoding]

  /// Decodes from x_t, or from x_t and N features of it, whichever does better on the validation part. The features are
  /// the state of a twin of the same cell with initial weights, σ(W_x x_t + b) for Elman's, so that a state without memory
  /// has no richer class of functions of x_t than the reference. x_t alone extrapolates better where held-out data leave
  /// the training range.
  fileprivate init(
    _ windows: Windows, _ panel: Panel, _ shape: Shape, _ present: PresentDecoding, _ stream: RandomStream
  ) {
    var shape = shape
    shape.kind = .twin
    let weights = Weights(initialFor: shape, from: stream.split("features"))
    let (D, N) = (panel.width, shape.stateCount)
    let features = windows.picked(NetworkRun(of: weights, reading: panel.scaled.map { Float($0) }).states, N)
    var numbers: [Double] = []
    numbers.reserveCapacity(windows.values.count / D * (D + N))
    for t in 0..<windows.values.count / D {
      numbers += windows.values[t * D..<(t + 1) * D]
      numbers += features[t * N..<(t + 1) * N]
    }
    let shuffles = (0..<Rules.decodingShuffles).map { windows.shuffledPairs(stream.split("shuffle").split($0)) }
    let linear = [present.decoding] + shuffles.map { windows.decode(present.regressors, pairing: $0) }
    let regressors = Regressors(numbers, count: D + N, parts: windows.parts)
    let rich = ([nil] + shuffles).map { windows.decode(regressors, pairing: $0) }
    let decodings = zip(linear, rich).map(Decoding.chosen)
    (input, floors, self.shuffles) = (decodings[0], Array(decodings.dropFirst()), shuffles)
  }
}

/// What the states of one network store.
struct StateDecoding: Sendable, Equatable {
  let state: Decoding
  let input: Decoding
  let excess: Double
  /// Means over the shuffles.
  let excessFloor: Double
  let capacityFloor: Double

  /// - Parameter states: of the rows that the windows read.
  init(of states: [Double], numbers N: Int, _ windows: Windows, _ reference: InputDecoding) {
    let regressors = Regressors(states, count: N, parts: windows.parts)
    let decodings = ([nil] + reference.shuffles).map { windows.decode(regressors, pairing: $0) }
    let shuffled = decodings.dropFirst()
    (state, input) = (decodings[0], reference.input)
    excess = decodings[0].excess(over: reference.input)
    excessFloor = zip(shuffled, reference.floors).reduce(0) { $0 + $1.0.excess(over: $1.1) } / Double(shuffled.count)
    capacityFloor = shuffled.reduce(0) { $0 + $1.capacity } / Double(shuffled.count)
  }
}

/// The decodings of the networks with one number; nil where one did not train.
struct DecodedPair: Sendable {
  let memory, twin, untrained: StateDecoding?
}
