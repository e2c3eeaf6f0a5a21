import Numbers

/// The gated recurrent unit (Cho et al. 2014) with PyTorch's equations, `torch.nn.GRU`.
///
///     r = sigmoid(a_r)            a_r = b_r + W_xr x_t + W_hr h_{t-1}      reset
///     z = sigmoid(a_z)            a_z = b_z + W_xz x_t + W_hz h_{t-1}      update
///     n = tanh(a_n + r a_m)       a_n = b_n + W_xn x_t                     what is new
///                                 a_m = b_m + W_hn h_{t-1}
///     h_t = (1 - z) n + z h_{t-1}
///
///     dn = dh (1 - z)             da_n = dn (1 - n²)       da_m = da_n r
///     dz = dh (h_{t-1} - n)       da_z = dz z (1 - z)
///     dr = da_n a_m               da_r = dr r (1 - r)
///     carried to dh_{t-1}: dh z
///
/// | block | shape | in it, H rows each |
/// | --- | --- | --- |
/// | W_x | 3H × D | r, z, n |
/// | W_h | 3H × H | r, z, n |
/// | b | 4H | b_r, b_z, b_n, b_m |
///
/// PyTorch has two biases for each gate. Where only their sum counts there is one here; b_m, PyTorch's `b_hn`, is inside
/// the product with r and stays. A twin, whose h_{t-1} is 0, has b_m too: its n = tanh(a_n + r b_m).
enum GRU: CellEquations {
  static let cell = Cell.gru
  /// r, z, n, a_m
  static let savedCount = 4
  static let carries = true

  static func recurrentSum(ofGate gate: Int) -> Int { gate == 2 ? 3 : gate }

  @inline(__always)
  static func forward<L: Lane>(
    _ j: Int, _ a: PerUnit<L>, after last: PerUnit<L>?, to state: PerUnit<L>, saving saved: PerUnit<L>, _ σ: Activation
  ) {
    let (r, z, m) = (sigmoid(a[0, j]), sigmoid(a[1, j]), a[3, j])
    let n = (a[2, j] + r * m).hyperbolicTangent
    var h = (L(repeating: 1) - z) * n
    if let last { h += z * last[0, j] }
    state[0, j] = h
    saved[0, j] = r
    saved[1, j] = z
    saved[2, j] = n
    saved[3, j] = m
  }

  @inline(__always)
  static func backward<L: Lane>(
    _ j: Int, error: PerUnit<L>, state: PerUnit<L>, after last: PerUnit<L>?, saved: PerUnit<L>, to da: PerUnit<L>,
    carried: PerUnit<L>, _ σ: Activation
  ) {
    let (r, z, n, m) = (saved[0, j], saved[1, j], saved[2, j], saved[3, j])
    let (dh, before) = (error[0, j], last?[0, j] ?? L.zero)
    let dn = dh * (L(repeating: 1) - z) * tanhSlope(atValue: n)
    da[0, j] = dn * m * sigmoidSlope(atValue: r)
    da[1, j] = dh * (before - n) * sigmoidSlope(atValue: z)
    da[2, j] = dn
    da[3, j] = dn * r
    carried[0, j] = dh * z
  }
}
