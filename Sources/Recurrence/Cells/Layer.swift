import Numbers

// T = rows read, D = inputs, H = hidden units, N = numbers of a state (S H); rows are t, columns are units.

/// The weights of a hidden layer where they lie in memory, and the sums over rows and states that every cell needs.
///
/// It is made and used within one `withUnsafe…` of `Weights.values`.
struct Layer<C: CellEquations, L: Lane> {
  let D, H, N: Int
  let kind: Shape.Kind
  let activation: Activation
  /// W_x, GH × D; W_h, GH × H; b, PH.
  private let inputWeights, recurrentWeights, biases: UnsafePointer<L>
  private let G = C.cell.gates
  private let P = C.cell.sums

  /// - Parameter values: those of `weights`.
  init(_ weights: borrowing Weights<L>, _ values: UnsafePointer<L>) {
    let shape = weights.shape
    (D, H, N) = (shape.inputs, shape.hidden, shape.stateCount)
    (kind, activation) = (shape.kind, shape.activation)
    inputWeights = values + weights.inputStart
    recurrentWeights = values + weights.recurrentStart
    biases = values + weights.biasStart
  }

  // MARK: - One step forwards

  /// s_t from x_t and, in a network that has one, s_{t-1}. A placebo's last state is what it makes of x_t from zero.
  ///
  /// - Parameters:
  ///   - x: D.
  ///   - last: N; a twin and a placebo do not look at it.
  ///   - state: N, becomes s_t; not where `last` is.
  ///   - kept: K H, becomes what the way back needs.
  ///   - room: to work in.
  @inline(__always)
  func step(
    _ x: UnsafePointer<L>, after last: UnsafeMutablePointer<L>, to state: UnsafeMutablePointer<L>,
    keeping kept: UnsafeMutablePointer<L>, _ workspace: Workspace
  ) {
    switch kind {
    case .twin: step(x, fromState: nil, to: state, keeping: kept, workspace.sums)
    case .memory: step(x, fromState: last, to: state, keeping: kept, workspace.sums)
    case .placebo:
      innerStep(x, workspace)
      step(x, fromState: workspace.inner, to: state, keeping: kept, workspace.sums)
    }
  }

  /// m_t, what a placebo has in place of its last state.
  @inline(__always)
  func innerStep(_ x: UnsafePointer<L>, _ workspace: Workspace) {
    step(x, fromState: nil, to: workspace.inner, keeping: workspace.innerKept, workspace.sums)
  }

  /// The step of the cell itself, from the state it is given; nil for 0 and no W_h.
  @inline(__always)
  func step(
    _ x: UnsafePointer<L>, fromState last: UnsafeMutablePointer<L>?, to state: UnsafeMutablePointer<L>,
    keeping kept: UnsafeMutablePointer<L>, _ sums: UnsafeMutablePointer<L>
  ) {
    for k in 0..<P * H { sums[k] = biases[k] }
    addProduct(inputWeights, rows: G * H, columns: D, times: x, to: sums)
    if let last {
      for g in 0..<G {
        addProduct(
          recurrentWeights + g * H * H, rows: H, columns: H, times: last,
          to: sums + C.recurrentSum(ofGate: g) * H)
      }
    }
    let (a, s, k) = (Parts(sums, H), Parts(state, H), Parts(kept, H))
    let before = last.map { Parts($0, H) }
    for j in 0..<H { C.forward(j, a, after: before, to: s, keeping: k, activation) }
  }

  // MARK: - One step backwards

  /// The errors of the sums of one step from that of its state; see `CellEquations.backward`.
  ///
  /// - Parameters:
  ///   - error: ds_t, N.
  ///   - last: s_{t-1}; nil for a state of 0.
  ///   - da: PH, becomes the error of the sums.
  ///   - carried: N; 0 where the cell does not carry, if it was before.
  @inline(__always)
  func back(
    error: UnsafeMutablePointer<L>, state: UnsafeMutablePointer<L>, after last: UnsafeMutablePointer<L>?,
    kept: UnsafeMutablePointer<L>, to da: UnsafeMutablePointer<L>, carried: UnsafeMutablePointer<L>
  ) {
    let (e, s, k) = (Parts(error, H), Parts(state, H), Parts(kept, H))
    let (before, a, c) = (last.map { Parts($0, H) }, Parts(da, H), Parts(carried, H))
    for j in 0..<H { C.backward(j, error: e, state: s, after: before, kept: k, to: a, carried: c, activation) }
  }

  /// Adds to ds_{t-1} what da_t and what was carried say of it.
  @inline(__always)
  func add(errorsOf da: UnsafeMutablePointer<L>, carried: UnsafeMutablePointer<L>, to error: UnsafeMutablePointer<L>) {
    for g in 0..<G {
      addTransposedProduct(
        recurrentWeights + g * H * H, rows: H, columns: H, times: da + C.recurrentSum(ofGate: g) * H, to: error)
    }
    if C.carries { for n in 0..<N { error[n] += carried[n] } }
  }

  /// Numbers to work in, allocated once for a run: PH sums, the inner step of a placebo, and a place for what a step
  /// keeps that nobody will ask for.
  struct Workspace {
    let sums, inner, innerKept, unkept: UnsafeMutablePointer<L>

    init(_ shape: Shape, in scratch: inout Scratch<L>) {
      sums = scratch.take(C.cell.sums * shape.hidden)
      inner = scratch.take(shape.stateCount)
      innerKept = scratch.take(C.kept * shape.hidden)
      unkept = scratch.take(C.kept * shape.hidden)
    }

    /// How many numbers that takes.
    static func count(_ shape: Shape) -> Int {
      (C.cell.sums + C.cell.stateParts + 2 * C.kept) * shape.hidden
    }
  }
}

/// One piece of memory, zero at first, that is handed out bit by bit and given back as a whole.
struct Scratch<L: Lane> {
  private let start: UnsafeMutablePointer<L>
  private let count: Int
  private var taken = 0

  init(_ count: Int) {
    self.count = count
    start = .allocate(capacity: count)
    start.initialize(repeating: .zero, count: count)
  }

  mutating func take(_ size: Int) -> UnsafeMutablePointer<L> {
    precondition(taken + size <= count, "the scratch memory has room for what is asked of it")
    defer { taken += size }
    return start + taken
  }

  func deallocate() {
    start.deinitialize(count: count)
    start.deallocate()
  }
}
