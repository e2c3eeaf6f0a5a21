public import Numbers

/// Networks at work on one run of inputs: the passes of training, on buffers that the epochs share.
///
/// `Engine<Lanes16>` is sixteen networks side by side, each in its lane; `Engine<Float>` is one network by itself, whose
/// hidden units take the lanes. Each network gets the same bits from both: what differs is which weights are near while a
/// step is computed. Sixteen networks of some forty units no longer fit into the nearest cache; one does.
///
/// What is computed is `Weights.forward`, `Trace.squaredError`, `Weights.gradient` and `Adam.step`; the kernel says which
/// code computes it. A run that would take too much memory is taken in stretches: forwards, the state at the start of
/// each is kept; backwards, each is computed once more (Chen et al. 2016, "Training deep nets with sublinear memory
/// cost"). The bits are those of the run as a whole.
public struct Engine<L: Lane>: Sendable {
  /// One network, or one in each lane.
  public private(set) var weights: Weights<L>
  /// What the last stretch of the last `forward` did, from its first row on; longer than the stretch where an earlier one
  /// was longer.
  public private(set) var trace = Trace<L>(states: [], predictions: [])
  /// What the last `stepDown` followed.
  public private(set) var gradient: Weights<L>

  private let inputs: [L]
  private let rowsAtOnce: Int
  private let code: SegmentCode<L>
  private var adam: Adam<L>
  private var scratch: [L]
  /// The rows that `trace` is of.
  private var traced = 0..<0
  /// Where the last `forward` began, and the state before each of its stretches; nil for zero.
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

  /// Bytes of states and predictions that one engine may hold; beyond them it takes stretches of `segment` rows.
  private static var memory: Int { 128 << 20 }
  private static var segment: Int { 4096 }

  /// Reads rows that follow each other, starting from the state `start` (zero if nil).
  ///
  /// - Parameters:
  ///   - rows: of the inputs.
  ///   - start: the state before the first row.
  ///   - parts: rows whose errors are asked for; all have a next row.
  ///   - visit: called after each stretch with its rows and what it did, from the first of them on.
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
    for segment in stretches(of: rows) {
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
    for (segment, before) in zip(stretches(of: rows), pass.states).reversed() {
      if traced.lowerBound != segment.lowerBound || traced.upperBound < segment.upperBound {
        run(segment, from: before)
      }
      later = code.gradient(
        weights, &scratch, Segment(inputs, segment), trace, before: before, later: later, scale: scale, &gradient)
    }
    code.adam(&adam, &weights, gradient)
  }

  private func stretches(of rows: Range<Int>) -> [Range<Int>] { rows.pieces(of: Swift.min(rowsAtOnce, rows.count)) }

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

/// Rows that follow each other, of inputs that go on before and after.
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
  ///   - rowsAtOnce: in place of the rows that fit into memory.
  ///   - kernel: what runs the inner loops; every kernel gives the same bits.
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
  /// One network by itself.
  ///
  /// - Parameters:
  ///   - weights: where training starts.
  ///   - inputs: T × D row-major.
  ///   - learningRate: Adam's η.
  ///   - epsilon: Adam's ε.
  ///   - rowsAtOnce: in place of the rows that fit into memory.
  ///   - kernel: what runs the inner loops; every kernel gives the same bits.
  public init(
    _ weights: Weights<Float>, inputs: [Float], learningRate: Double = 1e-2, epsilon: Double = 1e-8,
    rowsAtOnce: Int? = nil, kernel: Kernel = .fastest
  ) {
    self.init(
      weights, inputs: inputs, learningRate: learningRate, epsilon: epsilon, rowsAtOnce: rowsAtOnce,
      code: .byItself(weights.shape, kernel))
  }
}
