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
  /// A placebo reads, instead of s_{t-1}, the state m_t that the cell gives from zero, and gets no error from later steps.
  /// dm_t is what a memory model would pass to ds_{t-1}; it goes through the cell a second time, da'_t:
  ///
  ///     dW_x = Σ_t (da_t + da'_t) x_tᵀ   dW_h = Σ_t da_t m_tᵀ    db = Σ_t (da_t + da'_t)
  ///
  /// An anchored readout changes nothing here, as x_t is no weight. Of a reservoir only the readout has a gradient. Sums
  /// over t run backwards in time, as the errors do; sums over units run in their order.
  ///
  /// - Parameters:
  ///   - inputs: row-major, at least `steps` + 1 rows.
  ///   - steps: predictions that the loss is the mean over.
  ///   - trace: of `forward` on them.
  public func gradient(_ inputs: [L], steps: Int, trace: Trace<L>) -> Weights<L> {
    var gradient = Weights(zerosOf: shape)
    let scale = 2 / Double(steps * shape.inputs)
    _ = addGradient(of: inputs, rows: 0..<steps, trace, before: nil, later: nil, scale: scale, to: &gradient)
    return gradient
  }

  /// Adds the share of one segment of rows to the gradient of a longer run. Segments added from the last to the first give
  /// the same bits as the whole run.
  ///
  /// - Parameters:
  ///   - inputs: of the whole run, row-major, with a row after the segment.
  ///   - trace: of `forward` on the segment.
  ///   - before: the state before it, N; nil for zero, which adds nothing.
  ///   - later: what this returned for the next segment; nil where no error comes from there.
  ///   - scale: 2 / (rows of the whole loss × D).
  /// - Returns: the errors for the segment before this one: da of the first row, PH, and what is carried back from it, N.
  func addGradient(
    of inputs: [L], rows: Range<Int>, _ trace: Trace<L>, before: [L]?, later: [L]?, scale: Double,
    to gradient: inout Weights
  ) -> [L] {
    let context = SegmentContext(rows: rows, before: before, later: later, scale: L(repeating: scale))
    return switch shape.cell {
    case .elman, .reservoir: propagate(Elman.self, inputs, trace, context, &gradient)
    case .gru: propagate(GRU.self, inputs, trace, context, &gradient)
    case .lstm: propagate(LSTM.self, inputs, trace, context, &gradient)
    }
  }

  private func propagate<C: CellEquations>(
    _: C.Type, _ inputs: [L], _ trace: Trace<L>, _ context: SegmentContext<L>, _ gradient: inout Weights
  ) -> [L] {
    inputs.withUnsafeBufferPointer { inputs in
      values.withUnsafeBufferPointer { values in
        trace.withUnsafePointers { states, predictions, saved in
          gradient.values.withUnsafeMutableBufferPointer { gradient in
            guard let values = values.baseAddress, let inputs = inputs.baseAddress, let gradient = gradient.baseAddress
            else { return [] }
            let pass = BackwardPass<C, L>(
              self, values, inputs + context.rows.lowerBound * shape.inputs, predictions, states, saved, gradient,
              context)
            defer { pass.deallocate() }
            return pass.run()
          }
        }
      }
    }
  }
}

/// A segment of rows, and what the rest of the run gives it.
private struct SegmentContext<L: Lane> {
  let rows: Range<Int>
  let before, later: [L]?
  let scale: L
}

/// Back-propagation through one segment, in blocks of steps from the last to the first. Each block goes step by step, then
/// adds its sums to the gradient. In the block's buffers the steps of one number are adjacent.
private struct BackwardPass<C: CellEquations, L: Lane> {
  private let layer: Layer<C, L>
  private let shape: Shape
  private let weights: Weights<L>
  private let values: UnsafePointer<L>
  private let inputs, predictions: UnsafePointer<L>
  private let states, saved: UnsafeMutablePointer<L>
  private let gradient: UnsafeMutablePointer<L>
  private let context: SegmentContext<L>
  private var steps: Int { context.rows.count }
  private let scratch: Scratch<L>
  private let workspace: Layer<C, L>.Workspace
  /// Of the current step: e_t, ds_t, da_t and what is carried back; of a placebo's inner step da'_t and dm_t.
  private let e, error, da, carried, innerDa, innerError, origin: UnsafeMutablePointer<L>
  /// Of the block: e, x, y, the last h, da, and da + da' (of a placebo; else da).
  private let es, xs, ys, lasts, das, totals: UnsafeMutablePointer<L>

  /// Steps of a block, few enough to stay in the cache.
  private static var block: Int { 32 }

  init(
    _ weights: Weights<L>, _ values: UnsafePointer<L>, _ inputs: UnsafePointer<L>, _ predictions: UnsafePointer<L>,
    _ states: UnsafeMutablePointer<L>, _ saved: UnsafeMutablePointer<L>, _ gradient: UnsafeMutablePointer<L>,
    _ context: SegmentContext<L>
  ) {
    (self.weights, self.values, self.inputs, self.predictions) = (weights, values, inputs, predictions)
    (self.states, self.saved, self.gradient, self.context) = (states, saved, gradient, context)
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

  func deallocate() { scratch.deallocate() }

  /// From the last step to the first; returns the errors of the first.
  func run() -> [L] {
    let (sums, N) = (C.cell.sums * layer.H, layer.N)
    if let before = context.before { for n in 0..<N { origin[n] = before[n] } }
    if let later = context.later {
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
    let (D, H, N, kH) = (layer.D, layer.H, layer.N, C.savedCount * layer.H)
    let (block, x, state) = (Self.block, inputs + t * D, states + t * N)
    for d in 0..<D {
      e[d] = context.scale * (predictions[t * D + d] - x[D + d])
      es[d * block + slot] = e[d]
      xs[d * block + slot] = x[d]
    }
    for j in 0..<H { ys[j * block + slot] = state[j] }
    if shape.cell.isFrozen { return }

    for n in 0..<N { error[n] = .zero }
    addTransposedProduct(values + weights.readoutStart, rows: D, columns: H, times: e, to: error)
    if shape.memory && (t + 1 < steps || context.later != nil) { layer.add(errorsOf: da, carried: carried, to: error) }
    let last: UnsafeMutablePointer<L>?
    switch shape.kind {
    case .twin: last = nil
    case .memory: last = t > 0 ? state - N : origin
    case .placebo:
      layer.innerStep(x, workspace)
      last = workspace.inner
    }
    layer.back(error: error, state: state, after: last, saved: saved + t * kH, to: da, carried: carried)
    for k in 0..<C.cell.sums * H { das[k * block + slot] = da[k] }
    if let last { for j in 0..<H { lasts[j * block + slot] = last[j] } }
    if shape.kind == .placebo {
      for n in 0..<N { innerError[n] = .zero }
      layer.add(errorsOf: da, carried: carried, to: innerError)
      layer.back(
        error: innerError, state: workspace.inner, after: nil, saved: workspace.innerSaved, to: innerDa,
        carried: carried)
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
        let skipped = shape.memory && start == 0 && context.before == nil ? 1 : 0
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
