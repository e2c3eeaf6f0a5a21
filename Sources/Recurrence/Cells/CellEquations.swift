import Numbers

/// The equations of one cell, for one unit and one step. What runs over units, gates and inputs is not their business.
///
///     a = sums of one unit, P of them: b + W_x x_t + W_h h_{t-1}      s = its state, S parts, s[0] = h
///
/// A unit's sums and its last state give its state; the error of its state gives those of its sums and of its last
/// state. Nothing else is needed for the loss, its gradient and every Jacobian.
protocol CellEquations {
  /// Which cell it is; G, P and S stand there.
  static var cell: Cell { get }
  /// K, the numbers of a unit and step that the way back needs beside its states: gates, mostly.
  static var kept: Int { get }
  /// Whether the last state reaches the next one past the sums.
  static var carries: Bool { get }
  /// The sum that W_h h_{t-1} of a gate is part of; W_x x_t of gate g is part of the g-th.
  static func recurrentSum(ofGate gate: Int) -> Int

  /// - Parameters:
  ///   - j: the unit.
  ///   - a: P sums.
  ///   - last: s_{t-1}, S parts; nil for the state 0 of a network that has none.
  ///   - state: becomes s_t.
  ///   - kept: becomes what `backward` will need, K parts.
  static func forward<L: Lane>(
    _ j: Int, _ a: Parts<L>, after last: Parts<L>?, to state: Parts<L>, keeping kept: Parts<L>, _ σ: Activation)

  /// - Parameters:
  ///   - error: ds_t, of the loss by each part of the state.
  ///   - state: s_t.
  ///   - kept: of `forward`.
  ///   - da: becomes the error of the sums, P parts.
  ///   - carried: becomes the share of ds_{t-1} that does not go through the sums, S parts; left alone by a cell that
  ///     does not carry.
  static func backward<L: Lane>(
    _ j: Int, error: Parts<L>, state: Parts<L>, after last: Parts<L>?, kept: Parts<L>, to da: Parts<L>,
    carried: Parts<L>, _ σ: Activation)
}

extension CellEquations {
  static func recurrentSum(ofGate gate: Int) -> Int { gate }
}

/// Numbers of H units that lie in memory part by part: all of part 0, then all of part 1, …
struct Parts<L: Lane> {
  let start: UnsafeMutablePointer<L>
  let H: Int

  @inline(__always)
  init(_ start: UnsafeMutablePointer<L>, _ H: Int) { (self.start, self.H) = (start, H) }

  /// Of part `part` and unit `unit`.
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
