package import Numbers

/// Up to sixteen networks that read runs of inputs from states they are given: what the interventions on a state need.
///
/// It computes what `Weights.forward` computes, on buffers that the runs share.
package struct LaneForward {
  package let shape: Shape
  /// What the last run did; longer than the run where an earlier one was longer.
  package private(set) var trace = Trace<Lanes16>(states: [], predictions: [])

  private let weights: Weights<Lanes16>
  private let code: SegmentCode<Lanes16>
  private var scratch: [Lanes16]

  /// - Parameter networks: of one shape, one for each lane; lanes that are left over repeat the last.
  package init(_ networks: [Weights<Float>], kernel: Kernel = .fastest) {
    weights = Weights(sideBySide: networks)
    shape = weights.shape
    code = .sideBySide(weights.shape, kernel)
    scratch = Array(repeating: Lanes16(), count: code.scratch)
  }

  /// Reads whole rows of inputs, starting from the state `start` (N).
  package mutating func run(_ inputs: [Lanes16], from start: [Lanes16]) {
    let (D, N) = (shape.inputs, shape.stateCount)
    let rows = inputs.count / D
    precondition(inputs.count % D == 0 && start.count == N, "a run reads rows of \(D) from a state of \(N) numbers")
    code.forward(weights, &scratch, Segment(inputs, 0..<rows), from: start, &trace, keeping: false)
  }
}
