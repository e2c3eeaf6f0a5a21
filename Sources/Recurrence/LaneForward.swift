internal import CLanes
package import Numbers

/// Up to sixteen networks that read runs of inputs from states they are given: what the interventions on a state need.
///
/// It computes what `Weights.forward` computes, on buffers that the runs share.
package struct LaneForward {
  package let shape: Shape
  /// What the last run did; longer than the run where an earlier one was longer.
  package private(set) var trace = Trace<Lanes16>(states: [], predictions: [])

  private let weights: Weights<Lanes16>
  private let kernels: lanes_kernels?
  private var layout: lanes_shape
  private var scratch: [Lanes16]

  /// - Parameter networks: of one shape, one for each lane; lanes that are left over repeat the last.
  package init(_ networks: [Weights<Float>], kernel: Kernel = .fastest) {
    precondition(kernel.isSupported, "this processor cannot run the kernel \(kernel)")
    weights = Weights(sideBySide: networks)
    shape = weights.shape
    kernels = shape.cell.hasKernels ? kernel.table : nil
    layout = lanes_shape(weights.shape)
    scratch = Array(repeating: Lanes16(), count: kernels == nil ? 0 : weights.values.count)
  }

  /// Reads whole rows of inputs, starting from the state `start` (N).
  package mutating func run(_ inputs: [Lanes16], from start: [Lanes16]) {
    let (D, N) = (shape.inputs, shape.stateCount)
    let rows = inputs.count / D
    precondition(inputs.count % D == 0 && start.count == N, "a run reads rows of \(D) from a state of \(N) numbers")
    guard let kernels else {
      weights.forward(inputs, rows: rows, from: start, into: &trace, keeping: false)
      return
    }
    if trace.predictions.count < rows * D {
      trace.states = Array(repeating: Lanes16(), count: rows * N)
      trace.predictions = Array(repeating: Lanes16(), count: rows * D)
    }
    kernels.forward(&layout, weights.values, &scratch, inputs, rows, start, &trace.states, &trace.predictions)
  }
}
