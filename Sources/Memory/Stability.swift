// How a network forgets: spectral radii and the largest Lyapunov exponent.
//
// H = units, D = columns, S_t = diag(σ'(a_t)), written through the value y_t = σ(a_t).

import Numbers
public import Recurrence

extension Weights where L == Double {
  /// Float32 weights, exactly.
  package init(_ weights: Weights<Float>) {
    self.init(zerosOf: weights.shape)
    values = weights.values.map(Double.init)
  }

  /// The largest |eigenvalue| of W_h; nil for the twin, which has none, and the placebo, whose W_h feeds nothing back.
  ///
  /// Below 1 a linear state forgets; with a squashing σ it may forget above 1 too.
  public var recurrentSpectralRadius: Double? {
    recurrent.flatMap { spectralRadius($0, order: shape.hidden) }
  }

  /// The largest |eigenvalue| of the Jacobian of the free-running map (x, y) → (x̂', y') at a point it reaches in the
  /// state `y`: below 1 a fixed point there attracts.
  ///
  /// With a plain readout x is a function of y after one step, x = W_out y + b_out, so that the eigenvalues other than 0
  /// are those of S (W_x W_out + W_h), H × H. With an anchored one x carries itself along, and the map has D + H
  /// dimensions:
  ///
  ///     ∂y'/∂x = S W_x             ∂y'/∂y = S W_h
  ///     ∂x̂'/∂x = I + W_out S W_x   ∂x̂'/∂y = W_out S W_h
  ///
  /// A placebo's y' depends on x alone: ∂y'/∂x = S (W_x + W_h M W_x), M = diag(σ') of its inner state, and ∂y'/∂y = 0.
  ///
  /// - Parameter x: the row that led to `y`, which only a placebo needs.
  public func freeRunningSpectralRadius(at y: [Double], reading x: [Double] = []) -> Double? {
    let (D, H) = (shape.inputs, shape.hidden)
    precondition(y.count == H, "a state has \(H) units")
    if shape.readout == .anchored || shape.kind == .placebo { return wholeSpectralRadius(at: y, reading: x) }
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

  /// The same from all D + H dimensions, x first.
  private func wholeSpectralRadius(at y: [Double], reading x: [Double]) -> Double? {
    let (D, H) = (shape.inputs, shape.hidden)
    let n = D + H
    // ∂y' by ∂(x, y), H × n, then ∂x̂' from it.
    var state = Array(repeating: 0.0, count: H * n)
    for i in 0..<H {
      for d in 0..<D { state[i * n + d] = values[inputStart + i * D + d] }
      if let recurrent { for j in 0..<H { state[i * n + D + j] = recurrent[i * H + j] } }
    }
    if shape.kind == .placebo {
      precondition(x.count == D, "a row has \(D) values")
      for (j, m) in placeboState(reading: x[...]).enumerated() {
        let slope = shape.activation.slope(atValue: m)
        for i in 0..<H {
          let weight = values[recurrentStart + i * H + j] * slope
          for d in 0..<D { state[i * n + d] += weight * values[inputStart + j * D + d] }
        }
      }
    }
    for i in 0..<H {
      let slope = shape.activation.slope(atValue: y[i])
      for k in 0..<n { state[i * n + k] *= slope }
    }
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

  /// The largest Lyapunov exponent of the driven state, in nats per step: the mean growth of a small difference between
  /// two states that read the same inputs. Below 0 the state forgets its start, at a rate of 1 / |λ| steps.
  ///
  /// A tangent vector is carried along the trajectory by J_t = S_t W_h and set to length 1 after each step, which is
  /// the QR method (Benettin et al. 1980) with one column; the first tenth of the steps, at most 100, align it and do
  /// not count. Where a step brings the vector to nothing (every slope 0) it counts as a shrinking by 10⁻³⁰.
  ///
  /// - Parameter states: n × H row-major, the states the inputs drove it through. nil for the twin and for no states.
  public func lyapunovExponent(along states: [Double]) -> Double? {
    let H = shape.hidden
    guard let recurrent, !states.isEmpty else { return nil }
    precondition(states.count % H == 0, "states are whole rows of \(H) numbers")
    let steps = states.count / H
    let aligning = min(100, steps / 10)
    let start = startVector(H)
    var (q, sum) = (start, 0.0)
    for t in 0..<steps {
      var next = Array(repeating: 0.0, count: H)
      for i in 0..<H {
        var product = 0.0
        for j in 0..<H { product += recurrent[i * H + j] * q[j] }
        next[i] = product * shape.activation.slope(atValue: states[t * H + i])
      }
      let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let vanished = length < 1e-30
      if t >= aligning { sum += logarithm(vanished ? 1e-30 : length) }
      q = vanished ? start : next.map { $0 / length }
    }
    return sum / Double(steps - aligning)
  }

  /// W_h, H × H row-major; nil where no state is fed back.
  private var recurrent: [Double]? {
    shape.memory ? Array(values[recurrentStart..<biasStart]) : nil
  }
}

/// A direction that no network has reason to be orthogonal to, always the same.
func startVector(_ count: Int) -> [Double] {
  var stream = RandomStream(seed: 0).split("tangent")
  let q = (0..<count).map { _ in stream.gaussian() }
  let length = q.reduce(0) { $0 + $1 * $1 }.squareRoot()
  return q.map { $0 / length }
}
