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
    let (D, H) = (shape.inputs, shape.hidden)
    let scale = L(repeating: 2 / Double(steps * D))
    let e = (0..<steps * D).map { scale * (trace.predictions[$0] - inputs[$0 + D]) }
    var da = preactivationErrors(of: trace.states, predictionErrors: e)

    var gradient = Weights(zerosOf: shape)
    if shape.kind == .placebo {
      let m = (0..<steps).flatMap { placeboState(reading: inputs[$0 * D..<($0 + 1) * D]) }
      gradient.addOuterProducts(da, m, rows: H, columns: H, steps: steps, at: recurrentStart)
      let dm = placeboErrors(of: m, preactivationErrors: da)
      for k in da.indices { da[k] += dm[k] }
    }
    gradient.addOuterProducts(da, inputs, rows: H, columns: D, steps: steps, at: inputStart)
    if shape.memory {
      // y_{t-1} is the state one row up; the first step starts from zero and adds nothing.
      gradient.addOuterProducts(
        Array(da[H...]), trace.states, rows: H, columns: H, steps: steps - 1, at: recurrentStart)
    }
    if shape.bias { gradient.addColumnSums(da, columns: H, steps: steps, at: biasStart) }
    gradient.addOuterProducts(e, trace.states, rows: D, columns: H, steps: steps, at: readoutStart)
    gradient.addColumnSums(e, columns: D, steps: steps, at: readoutBiasStart)
    return gradient
  }

  /// da_t for every step, backwards in time; steps × H.
  private func preactivationErrors(of states: [L], predictionErrors e: [L]) -> [L] {
    let (D, H) = (shape.inputs, shape.hidden)
    let steps = e.count / D
    var da = Array(repeating: L.zero, count: steps * H)
    for t in (0..<steps).reversed() {
      for j in 0..<H {
        var dy = L.zero
        for d in 0..<D { dy += values[readoutStart + d * H + j] * e[t * D + d] }
        if shape.memory && t + 1 < steps {
          for i in 0..<H { dy += values[recurrentStart + i * H + j] * da[(t + 1) * H + i] }
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
        var sum = L.zero
        for t in (0..<steps).reversed() { sum += left[t * rows + r] * right[t * columns + c] }
        values[start + r * columns + c] += sum
      }
    }
  }

  /// Adds Σ_t left_t to the block that starts at `start`.
  private mutating func addColumnSums(_ left: [L], columns: Int, steps: Int, at start: Int) {
    for c in 0..<columns {
      var sum = L.zero
      for t in (0..<steps).reversed() { sum += left[t * columns + c] }
      values[start + c] += sum
    }
  }
}
