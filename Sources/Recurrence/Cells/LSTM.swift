import Numbers

/// Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000) with PyTorch's
/// equations, `torch.nn.LSTM`. Its state is [h ; c], 2H numbers, of which the readout and the gates see h.
///
///     i = sigmoid(a_i)   f = sigmoid(a_f)   g = tanh(a_g)   o = sigmoid(a_o)      a = b + W_x x_t + W_h h_{t-1}
///     c_t = f c_{t-1} + i g          h_t = o tanh(c_t)
///
///     do = dh tanh(c_t)              da_o = do o (1 - o)
///     dc' = dc + dh o (1 - tanh²(c_t))
///     di = dc' g                     da_i = di i (1 - i)
///     df = dc' c_{t-1}               da_f = df f (1 - f)
///     dg = dc' i                     da_g = dg (1 - g²)
///     carried to dc_{t-1}: dc' f; to dh_{t-1}: nothing
///
/// | block | shape | in it, H rows each |
/// | --- | --- | --- |
/// | W_x | 4H × D | i, f, g, o |
/// | W_h | 4H × H | i, f, g, o |
/// | b | 4H | i, f, g, o |
///
/// PyTorch has two biases for each gate, of which only the sum counts: here there is one. In a twin, whose c_{t-1} is 0,
/// the forget gate has no effect and a gradient of 0.
enum LSTM: CellEquations {
  static let cell = Cell.lstm
  /// i, f, g, o, tanh(c)
  static let savedCount = 5
  static let carries = true

  @inline(__always)
  static func forward<L: Lane>(
    _ j: Int, _ a: PerUnit<L>, after last: PerUnit<L>?, to state: PerUnit<L>, saving saved: PerUnit<L>, _ σ: Activation
  ) {
    let (i, f, g, o) = (sigmoid(a[0, j]), sigmoid(a[1, j]), a[2, j].hyperbolicTangent, sigmoid(a[3, j]))
    var c = i * g
    if let last { c += f * last[1, j] }
    let open = c.hyperbolicTangent
    state[0, j] = o * open
    state[1, j] = c
    saved[0, j] = i
    saved[1, j] = f
    saved[2, j] = g
    saved[3, j] = o
    saved[4, j] = open
  }

  @inline(__always)
  static func backward<L: Lane>(
    _ j: Int, error: PerUnit<L>, state: PerUnit<L>, after last: PerUnit<L>?, saved: PerUnit<L>, to da: PerUnit<L>,
    carried: PerUnit<L>, _ σ: Activation
  ) {
    let (i, f, g, o, open) = (saved[0, j], saved[1, j], saved[2, j], saved[3, j], saved[4, j])
    let (dh, before) = (error[0, j], last?[1, j] ?? L.zero)
    let dc = error[1, j] + dh * o * tanhSlope(atValue: open)
    da[0, j] = dc * g * sigmoidSlope(atValue: i)
    da[1, j] = dc * before * sigmoidSlope(atValue: f)
    da[2, j] = dc * i * tanhSlope(atValue: g)
    da[3, j] = dh * open * sigmoidSlope(atValue: o)
    carried[0, j] = L.zero
    carried[1, j] = dc * f
  }
}
