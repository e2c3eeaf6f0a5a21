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

  /// The gradient of the loss over the first `steps` rows of a trace.
  ///
  ///     e_t  = 2 / (steps D) (x̂_{t+1} - x_{t+1})
  ///     da_t = (W_outᵀ e_t + W_hᵀ da_{t+1}) σ'(a_t)
  ///     dW_x = Σ_t da_t x_tᵀ    dW_h = Σ_t da_t y_{t-1}ᵀ    db = Σ_t da_t
  ///     dW_out = Σ_t e_t y_tᵀ   db_out = Σ_t e_t
  ///
  /// A placebo has m_t = σ(W_x x_t + b) where the memory model has y_{t-1}, and no later step to hear from:
  ///
  ///     da_t = W_outᵀ e_t σ'(a_t)       dm_t = W_hᵀ da_t σ'(m_t)
  ///     dW_x = Σ_t (da_t + dm_t) x_tᵀ   dW_h = Σ_t da_t m_tᵀ    db = Σ_t (da_t + dm_t)
  ///
  /// An anchored readout changes none of this: x_t is no weight. Every sum over t runs backwards in time, as the errors do; every sum over units in their order.
  ///
  /// - Parameters:
  ///   - inputs: row-major, at least `steps` + 1 rows.
  ///   - steps: predictions that the loss is the mean over.
  ///   - trace: what `forward` made of them.
  public func gradient(_ inputs: [L], steps: Int, trace: Trace<L>) -> Weights<L> {
    var gradient = Weights(zerosOf: shape)
    _ = gradient.add(
      of: self, inputs, rows: 0..<steps, trace: trace, before: nil, later: nil,
      scale: 2 / Double(steps * shape.inputs))
    return gradient
  }

  /// Adds the part that a stretch of rows has in the gradient of a longer run; stretches from the last to the first add
  /// up to the bits of the run as a whole.
  ///
  /// - Parameters:
  ///   - inputs: of the whole run, row-major, with a row after the stretch.
  ///   - trace: what `forward` made of the stretch.
  ///   - before: the state before it; nil for zero, which adds nothing.
  ///   - later: what this gave for the stretch that follows; nil where no error comes from there.
  ///   - scale: 2 / (rows of the whole loss × D).
  /// - Returns: the errors that the stretch before this one has to hear of.
  mutating func add(
    of weights: Weights, _ inputs: [L], rows: Range<Int>, trace: Trace<L>, before: [L]?, later: [L]?, scale: Double
  ) -> [L] {
    let (D, H, steps) = (shape.inputs, shape.hidden, rows.count)
    let x = Array(inputs[rows.lowerBound * D..<(rows.upperBound + 1) * D])
    let e = (0..<steps * D).map { L(repeating: scale) * (trace.predictions[$0] - x[$0 + D]) }
    var da = weights.preactivationErrors(of: trace.states, predictionErrors: e, later: later)
    let first = Array(da[..<H])
    if shape.kind == .placebo {
      let m = (0..<steps).flatMap { weights.placeboState(reading: x[$0 * D..<($0 + 1) * D]) }
      addOuterProducts(da, m, rows: H, columns: H, steps: steps, at: recurrentStart)
      let dm = weights.placeboErrors(of: m, preactivationErrors: da)
      for k in da.indices { da[k] += dm[k] }
    }
    addOuterProducts(da, x, rows: H, columns: D, steps: steps, at: inputStart)
    if shape.memory {
      // y_{t-1} is the state one row up, or the one before the stretch.
      addOuterProducts(Array(da[H...]), trace.states, rows: H, columns: H, steps: steps - 1, at: recurrentStart)
      if let before { addOuterProducts(da, before, rows: H, columns: H, steps: 1, at: recurrentStart) }
    }
    if shape.bias { addColumnSums(da, columns: H, steps: steps, at: biasStart) }
    addOuterProducts(e, trace.states, rows: D, columns: H, steps: steps, at: readoutStart)
    addColumnSums(e, columns: D, steps: steps, at: readoutBiasStart)
    return first
  }

  /// da_t for every step, backwards in time; steps × H.
  private func preactivationErrors(of states: [L], predictionErrors e: [L], later: [L]?) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    let steps = e.count / D
    var da = Array(repeating: L.zero, count: steps * H)
    for t in (0..<steps).reversed() {
      let next = t + 1 < steps ? da[(t + 1) * H..<(t + 2) * H] : later?[...]
      for j in 0..<H {
        var dy = L.zero
        for d in 0..<D { dy += values[readoutStart + d * H + j] * e[t * D + d] }
        if shape.memory, let next {
          for i in 0..<H { dy += values[recurrentStart + i * H + j] * next[next.startIndex + i] }
        }
        da[t * H + j] = dy * shape.activation.slope(atValue: states[t * H + j])
      }
    }
    return da
  }

  /// dm_t for every step; steps × H.
  private func placeboErrors(of m: [L], preactivationErrors da: [L]) -> [L] {
    let H = shape.hidden
    return m.indices.map { k in
      let (t, j) = (k / H, k % H)
      var sum = L.zero
      for i in 0..<H { sum += values[recurrentStart + i * H + j] * da[t * H + i] }
      return sum * shape.activation.slope(atValue: m[k])
    }
  }

  /// Adds Σ_t left_t right_tᵀ to the block of rows × columns that starts at `start`.
  private mutating func addOuterProducts(
    _ left: [L], _ right: [L], rows: Int, columns: Int, steps: Int, at start: Int
  ) {
    for r in 0..<rows {
      for c in 0..<columns {
        var sum = values[start + r * columns + c]
        for t in (0..<steps).reversed() { sum += left[t * rows + r] * right[t * columns + c] }
        values[start + r * columns + c] = sum
      }
    }
  }

  /// Adds Σ_t left_t to the block that starts at `start`.
  private mutating func addColumnSums(_ left: [L], columns: Int, steps: Int, at start: Int) {
    for c in 0..<columns {
      var sum = values[start + c]
      for t in (0..<steps).reversed() { sum += left[t * columns + c] }
      values[start + c] = sum
    }
  }
}
