internal import CLanes
public import Numbers

/// The passes of training over one set of inputs, on buffers that the epochs share.
///
/// `Engine<Lanes16>` holds sixteen networks, one per lane; `Engine<Float>` holds one network, whose hidden units take the
/// lanes. Both give the same bits. They differ in the weights that a step reads: those of sixteen networks with more than
/// about forty units, or twenty with gates, do not fit near the core.
///
/// It computes `Weights.forward`, `Trace.squaredError`, `Weights.gradient` and `Adam.step`; the kernel decides which code
/// does. A run that would take too much memory is split into segments: the forward pass keeps the state at the start of
/// each, the backward pass computes each once more (Chen et al. 2016, "Training deep nets with sublinear memory cost").
/// The bits are those of the unsplit run.
public struct Engine<L: Lane>: Sendable {
  /// One network, or one in each lane.
  public private(set) var weights: Weights<L>
  /// Of the last segment of the last `forward`; longer than that segment where an earlier one was longer.
  public private(set) var trace = Trace<L>(states: [], predictions: [])
  /// Of the last `stepDown`.
  public private(set) var gradient: Weights<L>

  private let inputs: [L]
  private let rowsAtOnce: Int
  private let code: SegmentCode<L>
  private var adam: Adam<L>
  private var scratch: [L]
  /// The rows of `trace`.
  private var traced = 0..<0
  /// Where the last `forward` began, and the state before each of its segments; nil for zero.
  private var pass: (first: Int, states: [[L]?]) = (0, [])

  init(
    _ weights: Weights<L>, inputs: [L], learningRate: Double = 1e-2, epsilon: Double = 1e-8, rowsAtOnce: Int? = nil,
    code: SegmentCode<L>
  ) {
    let (D, N) = (weights.shape.inputs, weights.shape.stateCount)
    precondition(inputs.count % D == 0, "the inputs are whole rows of \(D) numbers")
    let row = (N + D) * MemoryLayout<L>.stride
    self.rowsAtOnce = rowsAtOnce ?? (inputs.count / D > Self.memory / row ? Self.segment : Int.max)
    (self.weights, self.inputs, self.code) = (weights, inputs, code)
    adam = Adam(for: weights, learningRate: learningRate, epsilon: epsilon)
    gradient = Weights(zerosOf: weights.shape)
    scratch = Array(repeating: .zero, count: code.scratch)
  }

  /// Bytes of states and predictions that one engine may hold; beyond them it uses segments of `segment` rows.
  private static var memory: Int { 128 << 20 }
  private static var segment: Int { 4096 }

  /// Reads consecutive rows, starting from the state `start` (zero if nil).
  ///
  /// - Parameters:
  ///   - rows: of the inputs.
  ///   - start: the state before the first row.
  ///   - parts: rows whose errors are summed; all have a next row.
  ///   - visit: called after each segment with its rows and its trace, which starts with the first of them.
  /// - Returns: Σ (x̂_{t+1} - x_{t+1})² over each of the parts, and the last state.
  @discardableResult
  public mutating func forward(
    _ rows: Range<Int>, from start: [L]? = nil, errorsOver parts: [Range<Int>] = [],
    visit: (_ rows: Range<Int>, Trace<L>) -> Void = { _, _ in }
  ) -> (errors: [L], state: [L]) {
    let N = weights.shape.stateCount
    precondition(!rows.isEmpty && rows.upperBound * weights.shape.inputs <= inputs.count, "there are no rows \(rows)")
    var errors = Array(repeating: L.zero, count: parts.count)
    var state = start
    pass = (rows.lowerBound, [])
    for segment in segments(of: rows) {
      pass.states.append(state)
      run(segment, from: state)
      for (k, part) in parts.enumerated() {
        addErrors(of: part.clamped(to: segment), to: &errors[k])
      }
      visit(segment, trace)
      state = Array(trace.states[(segment.count - 1) * N..<segment.count * N])
    }
    return (errors, state ?? [])
  }

  /// One step of Adam down the gradient of the loss over the first rows of the last `forward`.
  ///
  ///     loss = 1 / (rows D) Σ_t Σ_d (x̂_{t+1,d} - x_{t+1,d})²
  ///
  /// - Parameter rows: begin where the last `forward` began, and end with it or before.
  public mutating func stepDown(_ rows: Range<Int>) {
    precondition(rows.lowerBound == pass.first && !rows.isEmpty, "a step follows what was read")
    for k in gradient.values.indices { gradient.values[k] = .zero }
    let scale = 2 / Double(rows.count * weights.shape.inputs)
    var later: [L]?
    for (segment, before) in zip(segments(of: rows), pass.states).reversed() {
      if traced.lowerBound != segment.lowerBound || traced.upperBound < segment.upperBound {
        run(segment, from: before)
      }
      later = code.gradient(
        weights, &scratch, Segment(inputs, segment), trace, before: before, later: later, scale: scale, &gradient)
    }
    code.adam(&adam, &weights, gradient)
  }

  private func segments(of rows: Range<Int>) -> [Range<Int>] { rows.chunks(of: Swift.min(rowsAtOnce, rows.count)) }

  private mutating func run(_ rows: Range<Int>, from start: [L]?) {
    code.forward(weights, &scratch, Segment(inputs, rows), from: start, &trace)
    traced = rows
  }

  private func addErrors(of rows: Range<Int>, to sum: inout L) {
    precondition(
      rows.isEmpty || (rows.upperBound + 1) * weights.shape.inputs <= inputs.count, "every row has a next one")
    code.addSquaredError(trace, Segment(inputs, traced), rows, weights.shape.inputs, &sum)
  }
}

/// Consecutive rows of longer inputs.
struct Segment<L: Lane> {
  let inputs: [L]
  let rows: Range<Int>

  init(_ inputs: [L], _ rows: Range<Int>) { (self.inputs, self.rows) = (inputs, rows) }
}

extension Engine where L == Lanes16 {
  /// Sixteen networks.
  ///
  /// - Parameters:
  ///   - weights: where training starts.
  ///   - inputs: T × D row-major; every lane may carry its own data.
  ///   - learningRate: Adam's η.
  ///   - epsilon: Adam's ε.
  ///   - rowsAtOnce: rows of a segment; nil for as many as fit into memory.
  ///   - kernel: runs the inner loops; every kernel gives the same bits.
  public init(
    _ weights: Weights<Lanes16>, inputs: [Lanes16], learningRate: Double = 1e-2, epsilon: Double = 1e-8,
    rowsAtOnce: Int? = nil, kernel: Kernel = .fastest
  ) {
    self.init(
      weights, inputs: inputs, learningRate: learningRate, epsilon: epsilon, rowsAtOnce: rowsAtOnce,
      code: .sideBySide(weights.shape, kernel))
  }
}

extension Engine where L == Float {
  /// One network.
  ///
  /// - Parameters:
  ///   - weights: where training starts.
  ///   - inputs: T × D row-major.
  ///   - learningRate: Adam's η.
  ///   - epsilon: Adam's ε.
  ///   - rowsAtOnce: rows of a segment; nil for as many as fit into memory.
  ///   - kernel: runs the inner loops; every kernel gives the same bits.
  public init(
    _ weights: Weights<Float>, inputs: [Float], learningRate: Double = 1e-2, epsilon: Double = 1e-8,
    rowsAtOnce: Int? = nil, kernel: Kernel = .fastest
  ) {
    self.init(
      weights, inputs: inputs, learningRate: learningRate, epsilon: epsilon, rowsAtOnce: rowsAtOnce,
      code: .byItself(weights.shape, kernel))
  }
}

/// Which code runs the hot loops of training. All kernels give the same bits; they differ in speed only.
public enum Kernel: String, Sendable, CaseIterable {
  /// The generic Swift code: slow, and the reference for the others.
  case swift
  /// The C kernels: for any processor of the architecture, for x86-64-v3 (AVX2), for x86-64-v4 (AVX-512).
  case baseline, level3, level4

  /// Whether this processor can run it.
  public var isSupported: Bool { self == .swift || table != nil }

  /// The fastest this processor can run.
  public static let fastest: Kernel = [level4, level3].first(where: \.isSupported) ?? .baseline

  /// The C functions; nil for Swift and for what this processor lacks.
  var table: lanes_kernels? {
    switch self {
    case .swift: nil
    case .baseline: lanes_kernels_for(1)?.pointee
    case .level3: lanes_kernels_for(3)?.pointee
    case .level4: lanes_kernels_for(4)?.pointee
    }
  }
}
