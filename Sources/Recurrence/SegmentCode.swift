internal import CLanes
import Numbers

/// The code that computes the passes of `Engine` on one segment of rows: the C kernels for sixteen networks or for one, or
/// the generic Swift code.
struct SegmentCode<L: Lane>: Sendable {
  /// Length of the scratch array that the passes need.
  let scratch: Int
  /// What the kernels save of each row for the backward pass.
  private let saved: Int
  private let shape: lanes_shape
  /// nil for Swift.
  private let kernels: Kernels?

  /// The C functions for this kind of lane.
  private struct Kernels: Sendable {
    typealias Shape = UnsafePointer<lanes_shape>
    typealias Segment = UnsafePointer<lanes_segment>
    var forward: @Sendable (Shape, UnsafePointer<L>, UnsafeMutablePointer<L>, Segment) -> Void
    var squaredError: @Sendable (Segment, Int32, Int, Int, UnsafeMutablePointer<L>) -> Void
    var gradient:
      @Sendable (
        Shape, UnsafePointer<L>, UnsafeMutablePointer<L>, Segment, UnsafePointer<lanes_errors>, UnsafeMutablePointer<L>
      ) -> Void
    var adam:
      @Sendable (
        UnsafePointer<lanes_adam>, Int, UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>,
        UnsafeMutablePointer<Float>, UnsafePointer<Float>
      ) -> Void
  }

  // MARK: - Forward

  /// Runs the networks over a segment from the state before it; `trace` grows where it is too short.
  ///
  /// - Parameter forGradient: whether a backward pass will follow.
  func forward(
    _ weights: Weights<L>, _ scratch: inout [L], _ segment: Segment<L>, from start: [L]?, _ trace: inout Trace<L>,
    forGradient: Bool = true
  ) {
    let (D, N, rows) = (weights.shape.inputs, weights.shape.stateCount, segment.rows)
    guard let kernels else {
      weights.forward(segment.inputs, rows: rows, from: start, into: &trace, forGradient: forGradient)
      return
    }
    trace.makeRoom(
      states: rows.count * N, predictions: rows.count * D, saved: forGradient ? rows.count * saved : 0)
    trace.withUnsafeMutablePointers { states, predictions, saved in
      withSegment(segment, states, predictions, forGradient ? saved : nil, before: start) { cSegment in
        withUnsafePointer(to: shape) { shape in
          weights.values.withUnsafeBufferPointer { weights in
            scratch.withUnsafeMutableBufferPointer { scratch in
              guard let weights = weights.baseAddress, let scratch = scratch.baseAddress else { return }
              kernels.forward(shape, weights, scratch, cSegment)
            }
          }
        }
      }
    }
  }

  // MARK: - Errors

  /// Adds Σ (x̂_{t+1} - x_{t+1})² over `rows`, which are rows of the segment.
  func addSquaredError(_ trace: Trace<L>, _ segment: Segment<L>, _ rows: Range<Int>, _ D: Int, _ sum: inout L) {
    if rows.isEmpty { return }
    let first = rows.lowerBound - segment.rows.lowerBound
    guard let kernels else {
      trace.addSquaredError(
        against: Array(segment.inputs[segment.rows.lowerBound * D..<(rows.upperBound + 1) * D]), columns: D,
        rows: first..<first + rows.count, to: &sum)
      return
    }
    withSegment(segment, trace, before: nil) { kernels.squaredError($0, Int32(D), first, rows.count, &sum) }
  }

  // MARK: - Backward

  /// Adds the segment's share of the gradient.
  ///
  /// - Parameters:
  ///   - before: the state before the segment; nil for zero, which adds nothing.
  ///   - later: what this returned for the next segment; nil where no error comes from there.
  ///   - scale: 2 / (rows of the whole loss × D).
  /// - Returns: the errors for the segment before this one.
  func gradient(
    _ weights: Weights<L>, _ scratch: inout [L], _ segment: Segment<L>, _ trace: Trace<L>, before: [L]?, later: [L]?,
    scale: Double, _ gradient: inout Weights<L>
  ) -> [L] {
    // The kernels compute gradients of all weights; a reservoir needs those of the readout.
    guard let kernels, !weights.shape.cell.isFrozen else {
      return weights.addGradient(
        of: segment.inputs, rows: segment.rows, trace, before: before, later: later, scale: scale, to: &gradient)
    }
    let (sums, N) = (weights.shape.cell.sums * weights.shape.hidden, weights.shape.stateCount)
    var first = Array(repeating: L.zero, count: sums + N)
    withSegment(segment, trace, before: before) { cSegment in
      withErrors(scale, later, &first) { errors in
        withUnsafePointer(to: shape) { shape in
          weights.values.withUnsafeBufferPointer { weights in
            scratch.withUnsafeMutableBufferPointer { scratch in
              gradient.values.withUnsafeMutableBufferPointer { gradient in
                guard let weights = weights.baseAddress, let scratch = scratch.baseAddress,
                  let gradient = gradient.baseAddress
                else { return }
                kernels.gradient(shape, weights, scratch, cSegment, errors, gradient)
              }
            }
          }
        }
      }
    }
    return first
  }

  /// One step of Adam.
  func adam(_ adam: inout Adam<L>, _ weights: inout Weights<L>, _ gradient: Weights<L>) {
    guard let kernels else {
      adam.step(&weights, along: gradient)
      return
    }
    let constants = lanes_adam(adam.nextConstants())
    let floats = weights.values.count * MemoryLayout<L>.size / MemoryLayout<Float>.size
    withFloats(&weights.values) { weights in
      withFloats(&adam.m) { m in
        withFloats(&adam.v) { v in
          gradient.values.withUnsafeBytes { gradient in
            guard let gradient = gradient.assumingMemoryBound(to: Float.self).baseAddress else { return }
            withUnsafePointer(to: constants) { kernels.adam($0, floats, weights, m, v, gradient) }
          }
        }
      }
    }
  }

  // MARK: - Arguments of the C functions

  /// Of a segment that is only read.
  private func withSegment(
    _ segment: Segment<L>, _ trace: Trace<L>, before: [L]?, _ body: (UnsafePointer<lanes_segment>) -> Void
  ) {
    trace.withUnsafePointers { states, predictions, saved in
      withSegment(segment, states, UnsafeMutablePointer(mutating: predictions), saved, before: before, body)
    }
  }

  private func withSegment(
    _ segment: Segment<L>, _ states: UnsafeMutablePointer<L>, _ predictions: UnsafeMutablePointer<L>,
    _ saved: UnsafeMutablePointer<L>?, before: [L]?, _ body: (UnsafePointer<lanes_segment>) -> Void
  ) {
    segment.inputs.withUnsafeBufferPointer { inputs in
      guard let inputs = inputs.baseAddress else { return }
      withPointer(to: before) { before in
        var cSegment = lanes_segment(
          rows: segment.rows.count, x: UnsafeRawPointer(inputs + segment.rows.lowerBound * Int(shape.inputs)),
          before: before, states: UnsafeMutableRawPointer(states), predictions: UnsafeMutableRawPointer(predictions),
          saved: UnsafeMutableRawPointer(saved))
        body(&cSegment)
      }
    }
  }

  private func withErrors(
    _ scale: Double, _ later: [L]?, _ first: inout [L], _ body: (UnsafePointer<lanes_errors>) -> Void
  ) {
    first.withUnsafeMutableBufferPointer { first in
      withPointer(to: later) { later in
        var errors = lanes_errors(scale: Float(scale), later: later, first: UnsafeMutableRawPointer(first.baseAddress))
        body(&errors)
      }
    }
  }

  private func withPointer(to numbers: [L]?, _ body: (UnsafeRawPointer?) -> Void) {
    guard let numbers else { return body(nil) }
    numbers.withUnsafeBufferPointer { body(UnsafeRawPointer($0.baseAddress)) }
  }

  private func withFloats(_ numbers: inout [L], _ body: (UnsafeMutablePointer<Float>) -> Void) {
    numbers.withUnsafeMutableBytes { bytes in
      guard let floats = bytes.assumingMemoryBound(to: Float.self).baseAddress else { return }
      body(floats)
    }
  }
}

extension SegmentCode {
  /// - Parameters:
  ///   - scratch: the length of the scratch array.
  ///   - saved: what each row saves for the backward pass.
  ///   - functions: those of a table that are for this kind of lane.
  private init(
    _ shape: Shape, _ kernel: Kernel, scratch: (UnsafePointer<lanes_shape>) -> Int,
    saved: (UnsafePointer<lanes_shape>) -> Int, functions: (lanes_kernels) -> Kernels
  ) {
    precondition(kernel.isSupported, "this processor cannot run the kernel \(kernel)")
    self.shape = lanes_shape(shape)
    kernels = kernel.table.map(functions)
    self.scratch = kernels == nil ? 0 : withUnsafePointer(to: self.shape, scratch)
    self.saved = kernels == nil ? 0 : withUnsafePointer(to: self.shape, saved)
  }
}

extension SegmentCode where L == Lanes16 {
  /// Sixteen networks, one per lane.
  static func sideBySide(_ shape: Shape, _ kernel: Kernel) -> SegmentCode {
    SegmentCode(shape, kernel, scratch: lanes_scratch, saved: lanes_saved) { table in
      Kernels(
        forward: { table.forward($0, $1, $2, $3) }, squaredError: { table.squared_error($0, $1, $2, $3, $4) },
        gradient: { table.gradient($0, $1, $2, $3, $4, $5) }, adam: { table.adam($0, $1, $2, $3, $4, $5) })
    }
  }
}

extension SegmentCode where L == Float {
  /// One network, a hidden unit per lane.
  static func byItself(_ shape: Shape, _ kernel: Kernel) -> SegmentCode {
    SegmentCode(shape, kernel, scratch: unit_scratch, saved: unit_saved) { table in
      Kernels(
        forward: { table.unit_forward($0, $1, $2, $3) }, squaredError: { table.unit_squared_error($0, $1, $2, $3, $4) },
        gradient: { table.unit_gradient($0, $1, $2, $3, $4, $5) }, adam: { table.adam($0, $1, $2, $3, $4, $5) })
    }
  }
}

extension lanes_shape {
  init(_ shape: Shape) {
    let kind: Int32 =
      switch shape.kind {
      case .twin: 0
      case .memory: 1
      case .placebo: 2
      }
    let activation: Int32 =
      switch shape.activation {
      case .tanh: 0
      case .sigmoid: 1
      case .relu: 2
      }
    let cell: Int32 =
      switch shape.cell {
      case .elman, .reservoir: 0
      case .gru: 1
      case .lstm: 2
      }
    self.init(
      inputs: Int32(shape.inputs), hidden: Int32(shape.hidden), kind: kind, cell: cell, bias: shape.bias,
      activation: activation, anchored: shape.readout == .anchored)
  }
}

extension lanes_adam {
  fileprivate init(_ constants: AdamConstants) {
    self.init(
      fresh_m: Float(constants.freshM), fresh_v: Float(constants.freshV), keep_v: Float(constants.keepV),
      pace: Float(constants.pace), spread: Float(constants.spread), epsilon: Float(constants.epsilon))
  }
}
