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
  static let kept = 0
  static let carries = false

  @inline(__always)
  static func forward<L: Lane>(
    _ j: Int, _ a: Parts<L>, after last: Parts<L>?, to state: Parts<L>, keeping kept: Parts<L>, _ σ: Activation
  ) {
    state[0, j] = σ(a[0, j])
  }

  @inline(__always)
  static func backward<L: Lane>(
    _ j: Int, error: Parts<L>, state: Parts<L>, after last: Parts<L>?, kept: Parts<L>, to da: Parts<L>,
    carried: Parts<L>, _ σ: Activation
  ) {
    da[0, j] = error[0, j] * σ.slope(atValue: state[0, j])
  }
}
