import Numbers

// T = rows read, D = inputs, H = hidden units, N = numbers of a state (S H); rows are t, columns are units.

/// Pointers to the weights of a hidden layer, and the sums over rows and states that every cell needs.
///
/// Valid within one `withUnsafe…` of `Weights.values`.
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

  /// s_t from x_t and, in a memory model, s_{t-1}. A placebo's last state is what the cell makes of x_t from zero.
  ///
  /// - Parameters:
  ///   - x: D.
  ///   - last: N; a twin and a placebo do not read it.
  ///   - state: N, becomes s_t; must not overlap `last`.
  ///   - saved: K H, becomes what the backward pass needs.
  @inline(__always)
  func step(
    _ x: UnsafePointer<L>, after last: UnsafeMutablePointer<L>, to state: UnsafeMutablePointer<L>,
    saving saved: UnsafeMutablePointer<L>, _ workspace: Workspace
  ) {
    switch kind {
    case .twin: step(x, fromState: nil, to: state, saving: saved, workspace.sums)
    case .memory: step(x, fromState: last, to: state, saving: saved, workspace.sums)
    case .placebo:
      innerStep(x, workspace)
      step(x, fromState: workspace.inner, to: state, saving: saved, workspace.sums)
    }
  }

  /// m_t, which a placebo reads in place of its last state.
  @inline(__always)
  func innerStep(_ x: UnsafePointer<L>, _ workspace: Workspace) {
    step(x, fromState: nil, to: workspace.inner, saving: workspace.innerSaved, workspace.sums)
  }

  /// The step of the cell from a given state; nil for 0 without W_h.
  @inline(__always)
  func step(
    _ x: UnsafePointer<L>, fromState last: UnsafeMutablePointer<L>?, to state: UnsafeMutablePointer<L>,
    saving saved: UnsafeMutablePointer<L>, _ sums: UnsafeMutablePointer<L>
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
    let (a, s, k) = (PerUnit(sums, H), PerUnit(state, H), PerUnit(saved, H))
    let before = last.map { PerUnit($0, H) }
    for j in 0..<H { C.forward(j, a, after: before, to: s, saving: k, activation) }
  }

  // MARK: - One step backwards

  /// The errors of the sums of one step from that of its state; see `CellEquations.backward`.
  ///
  /// - Parameters:
  ///   - error: ds_t, N.
  ///   - last: s_{t-1}; nil for a state of 0.
  ///   - da: PH, becomes the error of the sums.
  ///   - carried: N; unchanged where the cell does not carry.
  @inline(__always)
  func back(
    error: UnsafeMutablePointer<L>, state: UnsafeMutablePointer<L>, after last: UnsafeMutablePointer<L>?,
    saved: UnsafeMutablePointer<L>, to da: UnsafeMutablePointer<L>, carried: UnsafeMutablePointer<L>
  ) {
    let (e, s, k) = (PerUnit(error, H), PerUnit(state, H), PerUnit(saved, H))
    let (before, a, c) = (last.map { PerUnit($0, H) }, PerUnit(da, H), PerUnit(carried, H))
    for j in 0..<H { C.backward(j, error: e, state: s, after: before, saved: k, to: a, carried: c, activation) }
  }

  /// Adds the errors that da_t and the carried part pass to ds_{t-1}.
  @inline(__always)
  func add(errorsOf da: UnsafeMutablePointer<L>, carried: UnsafeMutablePointer<L>, to error: UnsafeMutablePointer<L>) {
    for g in 0..<G {
      addTransposedProduct(
        recurrentWeights + g * H * H, rows: H, columns: H, times: da + C.recurrentSum(ofGate: g) * H, to: error)
    }
    if C.carries { for n in 0..<N { error[n] += carried[n] } }
  }

  /// Buffers of a run: PH sums, the inner step of a placebo, and one for what a step saves where no gradient follows.
  struct Workspace {
    let sums, inner, innerSaved, discarded: UnsafeMutablePointer<L>

    init(_ shape: Shape, in scratch: inout Scratch<L>) {
      sums = scratch.take(C.cell.sums * shape.hidden)
      inner = scratch.take(shape.stateCount)
      innerSaved = scratch.take(C.savedCount * shape.hidden)
      discarded = scratch.take(C.savedCount * shape.hidden)
    }

    /// Its size.
    static func count(_ shape: Shape) -> Int {
      (C.cell.sums + C.cell.stateParts + 2 * C.savedCount) * shape.hidden
    }
  }
}

/// Zeroed memory that is handed out in slices and freed as a whole.
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
    precondition(taken + size <= count, "the scratch memory is large enough")
    defer { taken += size }
    return start + taken
  }

  func deallocate() {
    start.deinitialize(count: count)
    start.deallocate()
  }
}
