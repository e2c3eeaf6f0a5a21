import Numbers

/// Elman's simple recurrent network (Cognitive Science 14, 1990).
///
///     y_t = σ(a)      a = b + W_x x_t + W_h y_{t-1}
///     da  = dy σ'(a)
///
/// | block | shape |
/// | --- | --- |
/// | W_x | H × D |
/// | W_h | H × H |
/// | b | H |
enum Elman: CellEquations {
  static let cell = Cell.elman
  static let savedCount = 0
  static let carries = false

  @inline(__always)
  static func forward<L: Lane>(
    _ j: Int, _ a: PerUnit<L>, after last: PerUnit<L>?, to state: PerUnit<L>, saving saved: PerUnit<L>, _ σ: Activation
  ) {
    state[0, j] = σ(a[0, j])
  }

  @inline(__always)
  static func backward<L: Lane>(
    _ j: Int, error: PerUnit<L>, state: PerUnit<L>, after last: PerUnit<L>?, saved: PerUnit<L>, to da: PerUnit<L>,
    carried: PerUnit<L>, _ σ: Activation
  ) {
    da[0, j] = error[0, j] * σ.slope(atValue: state[0, j])
  }
}

// MARK: - Reservoir
// The echo-state reservoir (Jaeger 2001, GMD report 148): Elman's equations with W_x, W_h and b as drawn. Only the readout
// is trained, by the same optimizer over the same epochs; the gradient of all else is 0 (`Weights.gradient`).

extension Weights where L == Float {
  /// Scales W_h to a spectral radius of 0.9: long memory that still fades. A W_h whose eigenvalues are all 0 stays as it is.
  mutating func scaleReservoir() {
    guard shape.kind.isRecurrent else { return }
    let recurrent = values[recurrentStart..<biasStart].map(Double.init)
    guard let radius = spectralRadius(recurrent, order: shape.hidden), radius > 0 else { return }
    for k in recurrentStart..<biasStart { values[k] = Float(Double(values[k]) * (reservoirRadius / radius)) }
  }
}

/// Below 1, so that the state forgets its start on any inputs; near 1, so that it forgets slowly.
private let reservoirRadius = 0.9
