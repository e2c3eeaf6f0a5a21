package import Numbers
public import Panels

/// A run of a network over a panel: what every analysis of the network is given.
public struct NetworkRun: Sendable, Equatable {
  /// s_t, T × N row-major: the H units y_t, and after them what else the cell hands on.
  public var states: [Float]
  /// x̂_{t+1}, T × D row-major: row t is the prediction made from row t; the last looks beyond the panel.
  public var predictions: [Float]

  /// - Parameters:
  ///   - states: T × N row-major.
  ///   - predictions: T × D row-major.
  public init(states: [Float], predictions: [Float]) { (self.states, self.predictions) = (states, predictions) }

  /// Runs a network over inputs (T × D row-major) from the zero state, by the fastest kernel.
  package init(of weights: Weights<Float>, reading inputs: [Float]) {
    let (D, N) = (weights.shape.inputs, weights.shape.stateCount)
    self.init(states: [], predictions: [])
    states.reserveCapacity(inputs.count / D * N)
    predictions.reserveCapacity(inputs.count)
    var engine = Engine(weights, inputs: inputs, rowsAtOnce: 1024)
    engine.forward(0..<inputs.count / D) { rows, trace in
      states += trace.states[..<(rows.count * N)]
      predictions += trace.predictions[..<(rows.count * D)]
    }
  }

  var isFinite: Bool { states.allSatisfy(\.isFinite) && predictions.allSatisfy(\.isFinite) }
}

extension TrainedNetwork {
  /// Its run over a panel: the run over the panel it was trained on where that was kept and has as many rows, else a new one;
  /// on that panel with the same bits.
  ///
  /// A new run of a long panel is expensive and large: call this once and hand the run on.
  public func run(over panel: Panel) -> NetworkRun {
    if let keptRun, keptRun.predictions.count == panel.scaled.count { return keptRun }
    return NetworkRun(of: weights, reading: panel.scaled.map { Float($0) })
  }

  /// Whether it can run over a panel of so many rows: a run that was kept has them.
  package func hasRun(over rows: Int) -> Bool {
    let shape = weights.shape
    return keptRun.map { $0.states.count == rows * shape.stateCount && $0.predictions.count == rows * shape.inputs }
      ?? true
  }

  /// Whether all states and predictions of its run are finite.
  package var runIsFinite: Bool { keptRun?.isFinite ?? unkeptRunIsFinite }
}

extension [TrainedNetwork] {
  /// x̂ made from some rows of a panel, summed over the networks in their order, rows × D; empty without a network.
  ///
  /// Runs that were kept are read. Where one was not, all networks run again, sixteen side by side, and nothing is kept.
  /// They are of one shape.
  package func summedPredictions(over panel: Panel, from rows: Range<Int>) -> [Double] {
    let D = panel.width
    var sums = Array<Double>(repeating: 0, count: isEmpty ? 0 : rows.count * D)
    let kept = compactMap(\.keptRun).filter { $0.predictions.count == panel.scaled.count }
    if kept.count == count {
      for run in kept { for k in sums.indices { sums[k] += Double(run.predictions[rows.lowerBound * D + k]) } }
      return sums
    }
    for some in indices.chunks(of: 16) {
      var group = LaneForward(self[some].map(\.weights))
      // Whoever cancelled the task wants no result.
      for read in (0..<rows.upperBound).chunks(of: Self.rowsAtOnce) where !Task.isCancelled {
        group.readOn(panel.scaled[read.lowerBound * D..<read.upperBound * D])
        for row in read.clamped(to: rows) {
          for d in 0..<D {
            let all = group.trace.predictions[(row - read.lowerBound) * D + d]
            for lane in 0..<some.count { sums[(row - rows.lowerBound) * D + d] += Double(all[lane]) }
          }
        }
      }
    }
    return sums
  }

  private static var rowsAtOnce: Int { 256 }
}

/// Up to sixteen networks that read inputs from any given state: what the interventions on a state need.
///
/// It computes what `Weights.forward` computes, on buffers that the runs share.
package struct LaneForward {
  package let shape: Shape
  /// Of the last run; longer than that run where an earlier one was longer.
  package private(set) var trace = Trace<Lanes16>(states: [], predictions: [])

  private let weights: Weights<Lanes16>
  private let code: SegmentCode<Lanes16>
  private var scratch: [Lanes16]
  /// Where `readOn` ended.
  private var last: [Lanes16]

  /// - Parameter networks: of one shape, one for each lane; lanes that are left over repeat the last.
  package init(_ networks: [Weights<Float>], kernel: Kernel = .fastest) {
    weights = Weights(sideBySide: networks)
    shape = weights.shape
    code = .sideBySide(weights.shape, kernel)
    scratch = Array(repeating: Lanes16(), count: code.scratch)
    last = Array(repeating: Lanes16(), count: shape.stateCount)
  }

  /// Reads whole rows of inputs, the same for all networks: the first from the state 0, further ones from where the last ended.
  fileprivate mutating func readOn(_ inputs: ArraySlice<Double>) {
    let N = shape.stateCount
    run(inputs.map { Lanes16(repeating: Float($0)) }, from: last)
    let rows = inputs.count / shape.inputs
    last = Array(trace.states[(rows - 1) * N..<rows * N])
  }

  /// Reads whole rows of inputs, starting from the state `start` (N).
  package mutating func run(_ inputs: [Lanes16], from start: [Lanes16]) {
    let (D, N) = (shape.inputs, shape.stateCount)
    let rows = inputs.count / D
    precondition(inputs.count % D == 0 && start.count == N, "a run reads rows of \(D) from a state of \(N) numbers")
    code.forward(weights, &scratch, Segment(inputs, 0..<rows), from: start, &trace, forGradient: false)
  }
}
