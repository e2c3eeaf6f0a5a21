// H = units, D = inputs, G = gates, P = sums, S = parts of a state, N = S H; s = state, a = sums, x = inputs.

/// The derivatives of one step, s_t = cell(x_t, s_{t-1}).
///
///     ∂s_t/∂s_{t-1} = E W_h + F        ∂s_t/∂x_t = E W_x        E = ∂s_t/∂a_t        F = what is carried past the sums
///
/// E and F have one number per unit and pair of parts, as units affect each other only through the sums. They are the
/// cell's own backward equations, evaluated once per part of the state. Elman's E is diag(σ'(a_t)), and it has no F.
package struct StepSlopes {
  private let weights: Weights<Double>
  /// S × P × H, and S × S × H or empty: [part of s_t][sum, or part of s_{t-1}][unit].
  private let ofSums, carried: [Double]
  private let recurrentSums: [Int]

  fileprivate init(_ weights: Weights<Double>, _ ofSums: [Double], _ carried: [Double], _ recurrentSums: [Int]) {
    (self.weights, self.ofSums, self.carried, self.recurrentSums) = (weights, ofSums, carried, recurrentSums)
  }

  /// ∂s_t/∂s_{t-1} v, for v of N numbers.
  package func product(_ v: [Double]) -> [Double] {
    let (H, P, S) = (weights.shape.hidden, weights.shape.cell.sums, weights.shape.cell.stateParts)
    var result = Array(repeating: 0.0, count: S * H)
    for (g, p) in recurrentSums.enumerated() {
      let start = weights.recurrentStart + g * H * H
      weights.values.withUnsafeBufferPointer { W in
        v.withUnsafeBufferPointer { v in
          for i in 0..<H {
            var sum = 0.0
            for j in 0..<H { sum += W[start + i * H + j] * v[j] }
            for s in 0..<S { result[s * H + i] += sum * ofSums[(s * P + p) * H + i] }
          }
        }
      }
    }
    if carried.isEmpty { return result }
    for s in 0..<S {
      for r in 0..<S { for j in 0..<H { result[s * H + j] += carried[(s * S + r) * H + j] * v[r * H + j] } }
    }
    return result
  }

  /// ∂s_t/∂s_{t-1} V, for V of N rows and some columns, row-major: the bits of `product` on each column.
  package func product(_ V: [Double], columns: Int) -> [Double] {
    let (H, P, S) = (weights.shape.hidden, weights.shape.cell.sums, weights.shape.cell.stateParts)
    precondition(V.count == S * H * columns, "a matrix of \(S * H) rows and \(columns) columns")
    var result = Array(repeating: 0.0, count: V.count)
    var sums = Array(repeating: 0.0, count: columns)
    weights.values.withUnsafeBufferPointer { W in
      V.withUnsafeBufferPointer { V in
        for (g, p) in recurrentSums.enumerated() {
          let start = weights.recurrentStart + g * H * H
          for i in 0..<H {
            sums.withUnsafeMutableBufferPointer { sums in
              for c in 0..<columns { sums[c] = 0 }
              for j in 0..<H {
                let weight = W[start + i * H + j]
                for c in 0..<columns { sums[c] += weight * V[j * columns + c] }
              }
            }
            for s in 0..<S {
              let slope = ofSums[(s * P + p) * H + i]
              for c in 0..<columns { result[(s * H + i) * columns + c] += sums[c] * slope }
            }
          }
        }
      }
    }
    if carried.isEmpty { return result }
    for s in 0..<S {
      for r in 0..<S {
        for j in 0..<H {
          let slope = carried[(s * S + r) * H + j]
          for c in 0..<columns { result[(s * H + j) * columns + c] += slope * V[(r * H + j) * columns + c] }
        }
      }
    }
    return result
  }

  /// (∂s_t/∂s_{t-1})ᵀ u, for u of N numbers.
  package func transposedProduct(_ u: [Double]) -> [Double] {
    let (H, P, S) = (weights.shape.hidden, weights.shape.cell.sums, weights.shape.cell.stateParts)
    var result = Array(repeating: 0.0, count: S * H)
    for (g, p) in recurrentSums.enumerated() {
      let start = weights.recurrentStart + g * H * H
      for i in 0..<H {
        var error = 0.0
        for s in 0..<S { error += u[s * H + i] * ofSums[(s * P + p) * H + i] }
        for j in 0..<H { result[j] += weights.values[start + i * H + j] * error }
      }
    }
    if carried.isEmpty { return result }
    for s in 0..<S {
      for r in 0..<S { for j in 0..<H { result[r * H + j] += carried[(s * S + r) * H + j] * u[s * H + j] } }
    }
    return result
  }

  /// ∂s_t/∂x_{t,d}, N numbers.
  package func column(ofInput d: Int) -> [Double] {
    let (D, H, G) = (weights.shape.inputs, weights.shape.hidden, weights.shape.cell.gates)
    let (P, S) = (weights.shape.cell.sums, weights.shape.cell.stateParts)
    var result = Array(repeating: 0.0, count: S * H)
    for s in 0..<S {
      for g in 0..<G {
        for j in 0..<H {
          result[s * H + j] +=
            ofSums[(s * P + g) * H + j] * weights.values[weights.inputStart + (g * H + j) * D + d]
        }
      }
    }
    return result
  }
}

extension Weights where L == Double {
  /// The derivatives of the step from s_{t-1} to s_t that reads x_t; the kind of the network does not matter.
  ///
  /// - Parameters:
  ///   - state: s_t, N, as computed, also in Float32.
  ///   - last: s_{t-1}, N; nil for 0. Elman's slopes depend on the state alone and use neither this nor x_t.
  ///   - x: x_t, D.
  package func slopes(at state: [Double], after last: [Double]?, reading x: [Double]) -> StepSlopes {
    switch shape.cell {
    case .elman, .reservoir: slopes(Elman.self, state, last, x)
    case .gru: slopes(GRU.self, state, last, x)
    case .lstm: slopes(LSTM.self, state, last, x)
    }
  }

  private func slopes<C: CellEquations>(
    _: C.Type, _ state: [Double], _ last: [Double]?, _ x: [Double]
  ) -> StepSlopes {
    let (H, N, P, S) = (shape.hidden, shape.stateCount, C.cell.sums, C.cell.stateParts)
    precondition(state.count == N && last?.count ?? N == N, "a state has \(N) numbers")
    precondition(C.savedCount == 0 || x.count == shape.inputs, "a row has \(shape.inputs) values")
    var ofSums = Array(repeating: 0.0, count: S * P * H)
    var carried = Array(repeating: 0.0, count: C.carries ? S * S * H : 0)
    var scratch = Scratch<Double>(Layer<C, Double>.Workspace.count(shape) + 4 * N + (C.savedCount + P) * H + x.count)
    defer { scratch.deallocate() }
    let workspace = Layer<C, Double>.Workspace(shape, in: &scratch)
    let (given, reached, error, back) = (scratch.take(N), scratch.take(N), scratch.take(N), scratch.take(N))
    let (saved, da, row) = (scratch.take(C.savedCount * H), scratch.take(P * H), scratch.take(x.count))
    for n in 0..<N { (given[n], reached[n]) = (last?[n] ?? 0, state[n]) }
    for d in x.indices { row[d] = x[d] }
    values.withUnsafeBufferPointer { values in
      guard let values = values.baseAddress else { return }
      let layer = Layer<C, Double>(self, values)
      // Recompute what the cell saves; a cell that saves nothing needs no step.
      let before = last == nil ? nil : given
      if C.savedCount > 0 { layer.step(row, fromState: before, to: workspace.inner, saving: saved, workspace.sums) }
      for s in 0..<S {
        for n in 0..<N { error[n] = n / H == s ? 1 : 0 }
        layer.back(error: error, state: reached, after: before, saved: saved, to: da, carried: back)
        for k in 0..<P * H { ofSums[s * P * H + k] = da[k] }
        if C.carries { for n in 0..<N { carried[s * N + n] = back[n] } }
      }
    }
    return StepSlopes(self, ofSums, carried, (0..<C.cell.gates).map(C.recurrentSum))
  }
}
