import Numbers

extension Weights {
  /// The loss and its gradient, by back-propagation through the whole sequence.
  ///
  ///     loss = 1 / ((T-1) D) Σ_t Σ_d (x̂_{t+1,d} - x_{t+1,d})²         over all t that have a next row
  ///
  /// - Parameter inputs: T × D row-major, at least two rows.
  public func lossAndGradient(_ inputs: [L]) -> (loss: L, gradient: Weights<L>) {
    let D = shape.inputs
    let steps = inputs.count / D - 1
    precondition(steps > 0, "a loss needs at least two rows")
    let trace = forward(Array(inputs.prefix(steps * D)))
    let error = trace.squaredError(against: inputs, columns: D, rows: 0..<steps)
    return (error * L(repeating: 1 / Double(steps * D)), gradient(inputs, steps: steps, trace: trace))
  }

  /// The gradient of the loss over the first `steps` rows of a trace that began at the state 0.
  ///
  ///     e_t  = 2 / (steps D) (x̂_{t+1} - x_{t+1})
  ///     ds_t = W_outᵀ e_t in its first H + W_hᵀ da_{t+1} + what the cell carried back of ds_{t+1}
  ///     da_t = by the cell's own equations, backwards (Cells/)
  ///     dW_x = Σ_t da_t x_tᵀ    dW_h = Σ_t da_t h_{t-1}ᵀ    db = Σ_t da_t
  ///     dW_out = Σ_t e_t y_tᵀ   db_out = Σ_t e_t
  ///
  /// A placebo has the state m_t that the cell gives from zero where the memory model has s_{t-1}, and no later step to
  /// hear from: dm_t is what the memory model would hand to ds_{t-1}, and goes through the cell a second time, da'_t:
  ///
  ///     dW_x = Σ_t (da_t + da'_t) x_tᵀ   dW_h = Σ_t da_t m_tᵀ    db = Σ_t (da_t + da'_t)
  ///
  /// An anchored readout changes none of this: x_t is no weight. A reservoir has a gradient in its readout alone. Every
  /// sum over t runs backwards in time, as the errors do; every sum over units in their order.
  ///
  /// - Parameters:
  ///   - inputs: row-major, at least `steps` + 1 rows.
  ///   - steps: predictions that the loss is the mean over.
  ///   - trace: what `forward` made of them.
  public func gradient(_ inputs: [L], steps: Int, trace: Trace<L>) -> Weights<L> {
    var gradient = Weights(zerosOf: shape)
    let scale = 2 / Double(steps * shape.inputs)
    _ = addGradient(of: inputs, rows: 0..<steps, trace, before: nil, later: nil, scale: scale, to: &gradient)
    return gradient
  }

  /// Adds the part that a stretch of rows has in the gradient of a longer run; stretches from the last to the first add
  /// up to the bits of the run as a whole.
  ///
  /// - Parameters:
  ///   - inputs: of the whole run, row-major, with a row after the stretch.
  ///   - trace: what `forward` made of the stretch.
  ///   - before: the state before it, N; nil for zero, which adds nothing.
  ///   - later: what this gave for the stretch that follows; nil where no error comes from there.
  ///   - scale: 2 / (rows of the whole loss × D).
  /// - Returns: the errors that the stretch before this one has to hear of: da of the first row, PH, and what is carried
  ///   back from it, N.
  func addGradient(
    of inputs: [L], rows: Range<Int>, _ trace: Trace<L>, before: [L]?, later: [L]?, scale: Double,
    to gradient: inout Weights
  ) -> [L] {
    let ends = Ends(rows: rows, before: before, later: later, scale: L(repeating: scale))
    return switch shape.cell {
    case .elman, .reservoir: back(Elman.self, inputs, trace, ends, &gradient)
    case .gru: back(GRU.self, inputs, trace, ends, &gradient)
    case .lstm: back(LSTM.self, inputs, trace, ends, &gradient)
    }
  }

  private func back<C: CellEquations>(
    _: C.Type, _ inputs: [L], _ trace: Trace<L>, _ ends: Ends<L>, _ gradient: inout Weights
  ) -> [L] {
    inputs.withUnsafeBufferPointer { inputs in
      values.withUnsafeBufferPointer { values in
        trace.withUnsafePointers { states, predictions, kept in
          gradient.values.withUnsafeMutableBufferPointer { gradient in
            guard let values = values.baseAddress, let inputs = inputs.baseAddress, let gradient = gradient.baseAddress
            else { return [] }
            let way = WayBack<C, L>(
              self, values, inputs + ends.rows.lowerBound * shape.inputs, predictions, states, kept, gradient, ends)
            defer { way.end() }
            return way.run()
          }
        }
      }
    }
  }
}

/// Where a stretch of a longer run begins and ends.
private struct Ends<L: Lane> {
  let rows: Range<Int>
  let before, later: [L]?
  let scale: L
}

/// Back-propagation at work: block by block of steps from the last to the first, each block first step by step, then
/// added up into the gradient. Of what a block needs for its sums every number has its own run of steps, one after the
/// other in memory.
private struct WayBack<C: CellEquations, L: Lane> {
  private let layer: Layer<C, L>
  private let shape: Shape
  private let weights: Weights<L>
  private let values: UnsafePointer<L>
  private let inputs, predictions: UnsafePointer<L>
  private let states, kept: UnsafeMutablePointer<L>
  private let gradient: UnsafeMutablePointer<L>
  private let ends: Ends<L>
  private var steps: Int { ends.rows.count }
  private let scratch: Scratch<L>
  private let workspace: Layer<C, L>.Workspace
  /// Of the step at work: e_t, ds_t, da_t and what is carried back; of a placebo's inner step da'_t and dm_t.
  private let e, error, da, carried, innerDa, innerError, origin: UnsafeMutablePointer<L>
  /// Of the block: e, x, y, the last h, da, and da + da' (of a placebo; else da).
  private let es, xs, ys, lasts, das, totals: UnsafeMutablePointer<L>

  /// Steps of a block: their numbers stay near the processor.
  private static var block: Int { 32 }

  init(
    _ weights: Weights<L>, _ values: UnsafePointer<L>, _ inputs: UnsafePointer<L>, _ predictions: UnsafePointer<L>,
    _ states: UnsafeMutablePointer<L>, _ kept: UnsafeMutablePointer<L>, _ gradient: UnsafeMutablePointer<L>,
    _ ends: Ends<L>
  ) {
    (self.weights, self.values, self.inputs, self.predictions) = (weights, values, inputs, predictions)
    (self.states, self.kept, self.gradient, self.ends) = (states, kept, gradient, ends)
    (shape, layer) = (weights.shape, Layer(weights, values))
    let (D, H, N, PH) = (shape.inputs, shape.hidden, shape.stateCount, C.cell.sums * shape.hidden)
    let block = Self.block
    var scratch = Scratch<L>(
      Layer<C, L>.Workspace.count(shape) + D + 4 * N + 2 * PH + block * (2 * D + 2 * H + 2 * PH))
    workspace = Layer<C, L>.Workspace(shape, in: &scratch)
    e = scratch.take(D)
    (error, carried, innerError, origin) = (scratch.take(N), scratch.take(N), scratch.take(N), scratch.take(N))
    (da, innerDa) = (scratch.take(PH), scratch.take(PH))
    (es, xs) = (scratch.take(block * D), scratch.take(block * D))
    (ys, lasts) = (scratch.take(block * H), scratch.take(block * H))
    das = scratch.take(block * PH)
    totals = shape.kind == .placebo ? scratch.take(block * PH) : das
    self.scratch = scratch
  }

  func end() { scratch.deallocate() }

  /// From the last step to the first, whose errors it gives.
  func run() -> [L] {
    let (sums, N) = (C.cell.sums * layer.H, layer.N)
    if let before = ends.before { for n in 0..<N { origin[n] = before[n] } }
    if let later = ends.later {
      for k in 0..<sums { da[k] = later[k] }
      for n in 0..<N { carried[n] = later[sums + n] }
    }
    var end = steps
    while end > 0 {
      let start = max(0, end - Self.block)
      for t in (start..<end).reversed() { step(t, slot: t - start) }
      add(from: start, count: end - start)
      end = start
    }
    return (0..<sums).map { da[$0] } + (0..<N).map { carried[$0] }
  }

  // MARK: - One step

  private func step(_ t: Int, slot: Int) {
    let (D, H, N, kH) = (layer.D, layer.H, layer.N, C.kept * layer.H)
    let (block, x, state) = (Self.block, inputs + t * D, states + t * N)
    for d in 0..<D {
      e[d] = ends.scale * (predictions[t * D + d] - x[D + d])
      es[d * block + slot] = e[d]
      xs[d * block + slot] = x[d]
    }
    for j in 0..<H { ys[j * block + slot] = state[j] }
    if shape.cell.isFrozen { return }

    for n in 0..<N { error[n] = .zero }
    addTransposedProduct(values + weights.readoutStart, rows: D, columns: H, times: e, to: error)
    if shape.memory && (t + 1 < steps || ends.later != nil) { layer.add(errorsOf: da, carried: carried, to: error) }
    let last: UnsafeMutablePointer<L>?
    switch shape.kind {
    case .twin: last = nil
    case .memory: last = t > 0 ? state - N : origin
    case .placebo:
      layer.innerStep(x, workspace)
      last = workspace.inner
    }
    layer.back(error: error, state: state, after: last, kept: kept + t * kH, to: da, carried: carried)
    for k in 0..<C.cell.sums * H { das[k * block + slot] = da[k] }
    if let last { for j in 0..<H { lasts[j * block + slot] = last[j] } }
    if shape.kind == .placebo {
      for n in 0..<N { innerError[n] = .zero }
      layer.add(errorsOf: da, carried: carried, to: innerError)
      layer.back(
        error: innerError, state: workspace.inner, after: nil, kept: workspace.innerKept, to: innerDa, carried: carried)
      for k in 0..<C.cell.sums * H { totals[k * block + slot] = da[k] + innerDa[k] }
    }
  }

  // MARK: - The sums of a block

  private func add(from start: Int, count: Int) {
    let (D, H, G, P, block) = (layer.D, layer.H, C.cell.gates, C.cell.sums, Self.block)
    if !shape.cell.isFrozen {
      addOuterProducts(
        totals, xs, rows: G * H, columns: D, steps: count, stride: block, to: gradient + weights.inputStart)
      if shape.kind.isRecurrent {
        // The first step of a memory model that starts from zero adds nothing.
        let skipped = shape.memory && start == 0 && ends.before == nil ? 1 : 0
        for g in 0..<G {
          addOuterProducts(
            das + C.recurrentSum(ofGate: g) * H * block + skipped, lasts + skipped, rows: H, columns: H,
            steps: count - skipped, stride: block, to: gradient + weights.recurrentStart + g * H * H)
        }
      }
      if shape.bias { addSums(totals, P * H, steps: count, to: gradient + weights.biasStart) }
    }
    addOuterProducts(es, ys, rows: D, columns: H, steps: count, stride: block, to: gradient + weights.readoutStart)
    addSums(es, D, steps: count, to: gradient + weights.readoutBiasStart)
  }

  /// Adds Σ_t of each number to its place.
  private func addSums(_ runs: UnsafePointer<L>, _ count: Int, steps: Int, to sums: UnsafeMutablePointer<L>) {
    for k in 0..<count {
      var sum = sums[k]
      for t in (0..<steps).reversed() { sum += runs[k * Self.block + t] }
      sums[k] = sum
    }
  }
}
