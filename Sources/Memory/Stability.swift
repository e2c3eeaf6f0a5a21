// How a network forgets: spectral radii and the largest Lyapunov exponent.
//
// H = units, D = columns, N = numbers of a state s. In Elman's network, whose state is y, S_t = diag(σ'(a_t)) as a function
// of y_t = σ(a_t); `StepSlopes` has the derivatives of every cell.

import Numbers
public import Recurrence

extension Weights where L == Double {
  /// The largest |eigenvalue| of W_h; nil for the twin, which has none, the placebo, whose W_h feeds nothing back, and cells
  /// with gates, which have several W_h.
  ///
  /// Below 1 a linear state forgets; with a squashing σ it may forget above 1 too.
  public var recurrentSpectralRadius: Double? {
    shape.cell.isGated ? nil : recurrent.flatMap { spectralRadius($0, order: shape.hidden) }
  }

  /// The largest |eigenvalue| of the Jacobian of the free-running map (x, s) → (x̂', s') at the state `y`: below 1 a fixed
  /// point there is stable.
  ///
  /// The map has D + N dimensions; y' are the first H of s':
  ///
  ///     ∂s'/∂x, ∂s'/∂s of the cell      ∂x̂'/∂x = W_out ∂y'/∂x, and I where the readout is anchored      ∂x̂'/∂s = W_out ∂y'/∂s
  ///
  /// A placebo's s' depends on x alone: ∂s'/∂x and, of its inner state m, ∂s'/∂m ∂m/∂x. With a plain readout x is a
  /// function of y after one step, x = W_out y + b_out, so that of Elman's network the eigenvalues other than 0 are those
  /// of S (W_x W_out + W_h), H × H.
  ///
  /// - Parameters:
  ///   - y: the state, N numbers.
  ///   - last: the state before it; nil for 0. Not used by Elman's network.
  ///   - x: the row that led to `y`; used by a placebo and by cells with gates.
  public func freeRunningSpectralRadius(
    at y: [Double], after last: [Double]? = nil, reading x: [Double] = []
  ) -> Double? {
    let (D, H) = (shape.inputs, shape.hidden)
    precondition(y.count == shape.stateCount, "a state has \(shape.stateCount) numbers")
    if shape.readout == .anchored || shape.kind == .placebo || shape.cell.isGated {
      return wholeSpectralRadius(at: y, after: last, reading: x)
    }
    var jacobian = recurrent ?? Array(repeating: 0, count: H * H)
    for i in 0..<H {
      let slope = shape.activation.slope(atValue: y[i])
      for j in 0..<H {
        for d in 0..<D { jacobian[i * H + j] += values[inputStart + i * D + d] * values[readoutStart + d * H + j] }
        jacobian[i * H + j] *= slope
      }
    }
    return spectralRadius(jacobian, order: H)
  }

  /// The same from all D + N dimensions, x first.
  private func wholeSpectralRadius(at y: [Double], after last: [Double]?, reading x: [Double]) -> Double? {
    let (D, H, N) = (shape.inputs, shape.hidden, shape.stateCount)
    let n = D + N
    // ∂s' by ∂(x, s), N × n, then ∂x̂' from it.
    var state = Array(repeating: 0.0, count: N * n)
    func add(_ column: [Double], at k: Int) { for i in 0..<N { state[i * n + k] += column[i] } }
    switch shape.kind {
    case .memory:
      let slopes = slopes(at: y, after: last, reading: x)
      for d in 0..<D { add(slopes.column(ofInput: d), at: d) }
      for i in 0..<N { add(slopes.product((0..<N).map { $0 == i ? 1 : 0 }), at: D + i) }
    case .twin:
      let slopes = slopes(at: y, after: nil, reading: x)
      for d in 0..<D { add(slopes.column(ofInput: d), at: d) }
    case .placebo:
      let m = Weights(twinOf: self).nextState(after: Array(repeating: 0, count: N), reading: x[...])
      let (inner, slopes) = (slopes(at: m, after: nil, reading: x), slopes(at: y, after: m, reading: x))
      for d in 0..<D {
        add(slopes.column(ofInput: d), at: d)
        add(slopes.product(inner.column(ofInput: d)), at: d)
      }
    }
    if D > N { return narrowSpectralRadius(state) }
    var jacobian = Array(repeating: 0.0, count: D * n) + state
    for d in 0..<D {
      if shape.readout == .anchored { jacobian[d * n + d] = 1 }
      for i in 0..<H {
        let weight = values[readoutStart + d * H + i]
        for k in 0..<n { jacobian[d * n + k] += weight * state[i * n + k] }
      }
    }
    return spectralRadius(jacobian, order: n)
  }

  /// The same for more inputs than numbers of a state, without the D + N dimensions. With ∂s' = A ∂x + B ∂s and the readout W
  /// of s', ∂x̂' = W ∂s', and ∂x more where it is anchored. Then z = A x and s follow
  ///
  ///     z' = A W (z + B s), and z more      s' = z + B s
  ///
  /// by themselves: 2 N dimensions. What of x is in no z stays as it is where the readout is anchored, and is lost otherwise.
  ///
  /// - Parameter state: [A B], N × (D + N).
  private func narrowSpectralRadius(_ state: [Double]) -> Double? {
    let (D, H, N) = (shape.inputs, shape.hidden, shape.stateCount)
    let n = D + N
    let isAnchored = shape.readout == .anchored
    var reduced = Array(repeating: 0.0, count: 4 * N * N)
    for i in 0..<N {
      for j in 0..<H {
        var sum = 0.0
        for d in 0..<D { sum += state[i * n + d] * values[readoutStart + d * H + j] }
        reduced[i * 2 * N + j] = sum
        for k in 0..<N { reduced[i * 2 * N + N + k] += sum * state[j * n + D + k] }
      }
      if isAnchored { reduced[i * 2 * N + i] += 1 }
      reduced[(N + i) * 2 * N + i] = 1
      for k in 0..<N { reduced[(N + i) * 2 * N + N + k] = state[i * n + D + k] }
    }
    return spectralRadius(reduced, order: 2 * N).map { isAnchored ? max(1, $0) : $0 }
  }

  /// The largest Lyapunov exponent of the driven state, in nats per step: the mean growth of a small difference between
  /// two states that read the same inputs. Below 0 the state forgets its start, at a rate of 1 / |λ| steps.
  ///
  /// A tangent vector is multiplied along the trajectory by J_t = ∂s_t/∂s_{t-1}, S_t W_h in Elman's network, and normalised
  /// after each step: the QR method (Benettin et al. 1980) with one column. The first tenth of the steps, at most 100, align
  /// it and do not count. A step that makes the vector vanish (every slope 0) counts as a factor of 10⁻³⁰.
  ///
  /// - Parameters:
  ///   - states: n × N row-major, a run from the state 0.
  ///   - inputs: n × D; used by cells with gates.
  /// - Returns: nil for the twin and for no states.
  public func lyapunovExponent(along states: [Double], reading inputs: [Double] = []) -> Double? {
    let N = shape.stateCount
    guard shape.memory, !states.isEmpty else { return nil }
    precondition(states.count % N == 0, "states are whole rows of \(N) numbers")
    let steps = states.count / N
    let aligning = min(100, steps / 10)
    let start = startVector(N)
    var (q, sum) = (start, 0.0)
    // Whoever cancelled the task wants no result.
    for t in 0..<steps where !Task.isCancelled {
      let next = slopes(ofRow: t, along: states, reading: inputs).product(q)
      let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let vanished = length < 1e-30
      if t >= aligning { sum += logarithm(vanished ? 1e-30 : length) }
      q = vanished ? start : next.map { $0 / length }
    }
    return sum / Double(steps - aligning)
  }

  /// The derivatives of the step to the state of one row of a trajectory that began at 0.
  ///
  /// - Parameters:
  ///   - states: n × N.
  ///   - inputs: n × D; may be empty without gates.
  func slopes(ofRow t: Int, along states: [Double], reading inputs: [Double]) -> StepSlopes {
    let (D, N) = (shape.inputs, shape.stateCount)
    return slopes(
      at: Array(states[t * N..<(t + 1) * N]),
      after: shape.memory ? t > 0 ? Array(states[(t - 1) * N..<t * N]) : Array(repeating: 0, count: N) : nil,
      reading: inputs.isEmpty ? [] : Array(inputs[t * D..<(t + 1) * D]))
  }

  /// W_h, H × H row-major; nil where no state is fed back.
  private var recurrent: [Double]? {
    shape.memory ? Array(values[recurrentStart..<biasStart]) : nil
  }
}

/// A fixed random direction, so that no network is likely to be orthogonal to it.
func startVector(_ count: Int) -> [Double] {
  var stream = RandomStream(seed: 0).split("tangent")
  let q = (0..<count).map { _ in stream.gaussian() }
  let length = q.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return q.map { $0 / length }
}
