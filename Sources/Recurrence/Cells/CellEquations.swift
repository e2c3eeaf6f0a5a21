import Numbers

/// The equations of one cell, for one unit and one step; `Layer` has the loops over units, gates and inputs.
///
///     a = sums of one unit, P of them: b + W_x x_t + W_h h_{t-1}      s = its state, S parts, s[0] = h
///
/// A unit's state follows from its sums and its last state; the errors of those follow from the error of its state. The
/// loss, its gradient and every Jacobian need nothing else.
protocol CellEquations {
  /// Which cell it is, with its G, P and S.
  static var cell: Cell { get }
  /// K, the numbers of a unit and step that the backward pass needs besides the states, such as gates.
  static var savedCount: Int { get }
  /// Whether the last state also enters the next one directly, not through the sums.
  static var carries: Bool { get }
  /// The sum that a gate's W_h h_{t-1} is added to; its W_x x_t is added to the sum with the number of the gate.
  static func recurrentSum(ofGate gate: Int) -> Int

  /// - Parameters:
  ///   - j: the unit.
  ///   - a: P sums.
  ///   - last: s_{t-1}, S parts; nil for 0.
  ///   - state: becomes s_t.
  ///   - saved: becomes what `backward` will need, K parts.
  static func forward<L: Lane>(
    _ j: Int, _ a: PerUnit<L>, after last: PerUnit<L>?, to state: PerUnit<L>, saving saved: PerUnit<L>, _ σ: Activation)

  /// - Parameters:
  ///   - error: ds_t, S parts.
  ///   - state: s_t.
  ///   - saved: of `forward`.
  ///   - da: becomes the error of the sums, P parts.
  ///   - carried: becomes the share of ds_{t-1} that does not go through the sums, S parts; a cell that does not carry
  ///     leaves it unchanged.
  static func backward<L: Lane>(
    _ j: Int, error: PerUnit<L>, state: PerUnit<L>, after last: PerUnit<L>?, saved: PerUnit<L>, to da: PerUnit<L>,
    carried: PerUnit<L>, _ σ: Activation)
}

extension CellEquations {
  static func recurrentSum(ofGate gate: Int) -> Int { gate }
}

/// Several numbers per unit in memory, part by part: those of all H units for part 0, then for part 1, …
struct PerUnit<L: Lane> {
  let start: UnsafeMutablePointer<L>
  let H: Int

  @inline(__always)
  init(_ start: UnsafeMutablePointer<L>, _ H: Int) { (self.start, self.H) = (start, H) }

  /// The number of a unit.
  @inline(__always)
  subscript(part: Int, unit: Int) -> L {
    get { start[part * H + unit] }
    nonmutating set { start[part * H + unit] = newValue }
  }
}

/// 1 / (1 + e^-a), by way of tanh.
@inline(__always)
func sigmoid<L: Lane>(_ a: L) -> L { Activation.sigmoid(a) }

/// σ'(a) of the sigmoid, from y = σ(a).
@inline(__always)
func sigmoidSlope<L: Lane>(atValue y: L) -> L { y * (L(repeating: 1) - y) }

/// tanh'(a), from y = tanh(a).
@inline(__always)
func tanhSlope<L: Lane>(atValue y: L) -> L { L(repeating: 1) - y * y }
