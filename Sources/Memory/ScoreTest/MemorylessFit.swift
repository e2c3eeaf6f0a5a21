// A memory-less model of one column, fitted to convergence: the null model of the score test.
//
// n = rows, D = inputs, H = hidden units, p = H (D + 1) + H + D + 1 parameters.

package import Numbers

/// f(x) = c + a'x + v' tanh(W x + b), fitted by least squares with Levenberg and Marquardt's steps.
///
/// The linear part fits autoregressions and random walks exactly; the tanh units add curvature. It is the networks' twin
/// with a bias, in Float64 and trained to convergence: what is left must not be a fault of training.
package struct MemorylessFit: Sendable {
  package static let hidden = 8
  /// Weight of the squared parameters in the loss, in standard deviations: it keeps a unit from fitting one outlier.
  private static let decay = 1e-6
  private static let steps = 200
  /// The fit ends after three steps that each gain less than this share of the error. On noise the test projects out what is
  /// left to learn; a map without noise is fitted to the end.
  private static let gain = (noise: 1e-4, map: 1e-6)
  private static let noise = 1e-3

  package let inputs: Int
  private(set) var θ: [Double]
  /// y - f(x), n of them.
  package private(set) var residuals: [Double]
  /// tanh(W x + b), n × H row-major.
  package private(set) var states: [Double]

  package static func parameterCount(inputs D: Int) -> Int { hidden * (D + 2) + D + 1 }

  /// The best of several fits from different starts.
  ///
  /// - Parameters:
  ///   - x: n × D row-major, each column with mean 0 and standard deviation 1.
  ///   - y: n targets, standardised too.
  package init(_ x: [Double], inputs D: Int, to y: [Double], stream: RandomStream, starts: Int = 2) throws {
    precondition(D > 0 && x.count == y.count * D && !y.isEmpty && starts > 0, "every target has a row of inputs")
    var best: MemorylessFit?
    for start in 0..<starts {
      let fit = try MemorylessFit(x, D, y, stream.split(start))
      if best.map({ fit.error < $0.error }) ?? true { best = fit }
    }
    self = try best ?? MemorylessFit(x, D, y, stream)
  }

  /// p.
  var parameterCount: Int { θ.count }

  package var error: Double { residuals.reduce(0) { $0 + $1 * $1 } / Double(residuals.count) }

  private init(_ x: [Double], _ D: Int, _ y: [Double], _ stream: RandomStream) throws {
    inputs = D
    let H = Self.hidden
    var stream = stream
    θ = Array(repeating: 0, count: Self.parameterCount(inputs: D))
    // Slopes near 1 and thresholds over the range of the data; the outer weights start at 0.
    for k in 0..<H * D { θ[k] = stream.gaussian() / Double(D).squareRoot() }
    for k in H * D..<H * (D + 1) { θ[k] = stream.gaussian() }
    (residuals, states) = (y, [])
    try descend(x, y)
  }

  // MARK: - Levenberg and Marquardt

  private mutating func descend(_ x: [Double], _ y: [Double]) throws {
    let p = θ.count
    var damping = 1e-2
    (states, residuals) = values(x, y, θ)
    var objective = self.objective(residuals, θ)
    var quiet = 0
    for _ in 0..<Self.steps {
      try Task.checkCancellation()
      let (curvature, slope) = normalEquations(x)
      var gained = false
      while damping < 1e10 {
        var system = curvature
        for k in 0..<p { system[k * p + k] *= 1 + damping }
        let step = Cholesky(system, order: p).solve(slope, columns: 1)
        let next = zip(θ, step).map { $0 + $1 }
        let new = values(x, y, next)
        let value = self.objective(new.residuals, next)
        if value < objective {
          let gain = value > Self.noise ? Self.gain.noise : Self.gain.map
          quiet = objective - value < gain * objective ? quiet + 1 : 0
          (θ, objective, gained) = (next, value, true)
          (states, residuals) = new
          damping = max(damping / 5, 1e-12)
          break
        }
        damping *= 4
      }
      // At a relative error of 1e-12 only rounding is left.
      if !gained || quiet >= 3 || objective < 1e-12 { return }
    }
  }

  private func objective(_ residuals: [Double], _ θ: [Double]) -> Double {
    var sum = 0.0
    for value in residuals { sum += value * value }
    var size = 0.0
    for value in θ.prefix(Self.hidden * (inputs + 2)) { size += value * value }
    return sum / Double(residuals.count) + Self.decay * size
  }

  /// J'J / n + decay and J'e / n - decay θ, J = ∂f/∂θ.
  private func normalEquations(_ x: [Double]) -> (curvature: [Double], slope: [Double]) {
    let (p, n) = (θ.count, residuals.count)
    var A = Array(repeating: 0.0, count: p * p)
    var b = Array(repeating: 0.0, count: p)
    for some in (0..<n).chunks(of: 64) {
      let rows = slopes(x, some)
      addProducts(rows[...], p, rows[...], p, lowerTriangle: true, to: &A)
      addProducts(rows[...], p, residuals[some], 1, to: &b)
    }
    let penalised = Self.hidden * (inputs + 2)
    for i in 0..<p {
      for j in 0...i { A[i * p + j] /= Double(n) }
      b[i] /= Double(n)
      // An inner weight under an outer weight of 0 has no effect yet, and must not make the system singular.
      A[i * p + i] += i < penalised ? Self.decay : 1e-12
      if i < penalised { b[i] -= Self.decay * θ[i] }
    }
    return (A, b)
  }

  // MARK: - The function and its slopes

  /// tanh(W x_t + b), n × H row-major, and y - f(x).
  private func values(_ x: [Double], _ y: [Double], _ θ: [Double]) -> (states: [Double], residuals: [Double]) {
    let (D, H) = (inputs, Self.hidden)
    let (b, v, a) = (H * D, H * (D + 1), H * (D + 2))
    var states = Array(repeating: 0.0, count: y.count * H)
    var residuals = y
    for t in y.indices {
      var f = θ[a + D]
      for d in 0..<D { f += θ[a + d] * x[t * D + d] }
      for i in 0..<H {
        var sum = θ[b + i]
        for d in 0..<D { sum += θ[i * D + d] * x[t * D + d] }
        let h = sum.hyperbolicTangent
        states[t * H + i] = h
        f += θ[v + i] * h
      }
      residuals[t] -= f
    }
    return (states, residuals)
  }

  /// ∂f/∂θ at some rows of what was fitted, row-major: inner weights, thresholds, outer weights, linear part, constant.
  func slopes(_ x: [Double], _ some: Range<Int>) -> [Double] {
    let (D, H, p) = (inputs, Self.hidden, θ.count)
    var rows = Array(repeating: 0.0, count: some.count * p)
    for (k, t) in some.enumerated() {
      let first = k * p
      for i in 0..<H {
        let h = states[t * H + i]
        let back = θ[H * (D + 1) + i] * (1 - h * h)
        for d in 0..<D { rows[first + i * D + d] = back * x[t * D + d] }
        rows[first + H * D + i] = back
        rows[first + H * (D + 1) + i] = h
      }
      for d in 0..<D { rows[first + H * (D + 2) + d] = x[t * D + d] }
      rows[first + H * (D + 2) + D] = 1
    }
    return rows
  }
}
