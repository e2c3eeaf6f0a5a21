import Numbers

// The echo-state reservoir (Jaeger 2001, GMD report 148): Elman's equations with W_x, W_h and b as they were drawn. Only
// the readout is trained, by the same optimizer over the same epochs as every other network; the gradient of the rest is
// 0, and with it every step of Adam (`Weights.gradient`).

extension Weights where L == Float {
  /// Scales W_h to a spectral radius of 0.9: a state that echoes, and whose echo fades. One without any eigenvalue but 0
  /// stays as it is.
  mutating func scaleReservoir() {
    guard shape.kind.isRecurrent else { return }
    let recurrent = values[recurrentStart..<biasStart].map(Double.init)
    guard let radius = spectralRadius(recurrent, order: shape.hidden), radius > 0 else { return }
    for k in recurrentStart..<biasStart { values[k] = Float(Double(values[k]) * (reservoirRadius / radius)) }
  }
}

/// Below 1, where the state forgets its start on whatever inputs; near it, where it takes long to.
private let reservoirRadius = 0.9
