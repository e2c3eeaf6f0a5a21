// Four kinds of hidden unit. A saturated unit is not dead, and neither property is a sign of memory.
//
// The range of σ is rescaled to [-1, 1]: y for tanh, 2y - 1 for the sigmoid.

package import Numbers
package import Panels
package import Recurrence
import SeriesMemory

/// How many units of a model are of which kind, over the rows whose states are described, averaged over the networks.
public struct UnitKinds: Sendable, Equatable, Codable {
  /// The first that fits, in this order.
  ///
  /// | kind | tanh, sigmoid | relu |
  /// | --- | --- | --- |
  /// | dead | standard deviation over time below 0.01 | the same, in its own units |
  /// | stuck | saturated (beyond ±0.95) on one side for more than 95 % of the time | off (0) for more than 95 % |
  /// | switching | outside [0.1, 0.9] of the range for most of the time, at least 5 % of it on either side | never |
  /// | graded | the rest | the rest |
  ///
  /// A relu cannot saturate above: a unit that is on and off is as graded as one that is always on. The idea is that of
  /// Karpathy, Johnson & Fei-Fei 2015 (left and right saturated gates).
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case dead, stuck, switching, graded
  }

  /// Networks that were counted, H of each.
  public var networks: Int
  /// H.
  public var units: Int
  /// Units of this kind.
  public var dead: Estimate
  /// Units of this kind.
  public var stuck: Estimate
  /// Units of this kind; nil for relu.
  public var switching: Estimate?
  /// Units of this kind.
  public var graded: Estimate
  /// The mean slope σ'(a) relative to its largest value, 1 for tanh, ¼ for the sigmoid: how much of a gradient a unit
  /// passes on. Near 0 for saturated units; for relu the share of the time that units are on. nil with gates, where units
  /// are not σ of one sum.
  public var localGain: Estimate?
  /// The units of the first network that trained, in their order.
  public var shown: [Kind]

  package init(
    networks: Int, units: Int, dead: Estimate, stuck: Estimate, switching: Estimate?, graded: Estimate,
    localGain: Estimate?, shown: [Kind]
  ) {
    (self.networks, self.units, self.dead, self.stuck) = (networks, units, dead, stuck)
    (self.switching, self.graded, self.localGain, self.shown) = (switching, graded, localGain, shown)
  }

  /// One unit of one network.
  struct Unit: Sendable {
    let kind: Kind
    /// The mean slope, relative to the steepest.
    let gain: Double
  }

  /// nil without a network.
  init?(of networks: [[Unit]], _ shape: Shape) {
    let H = shape.hidden
    guard let first = networks.first else { return nil }
    func count(_ kind: Kind) -> Estimate {
      Estimate(over: networks.map { network in Double(network.count { $0.kind == kind }) })
    }
    self.init(
      networks: networks.count, units: H, dead: count(.dead), stuck: count(.stuck),
      switching: shape.activation == .relu ? nil : count(.switching), graded: count(.graded),
      localGain: shape.cell.isGated
        ? nil : Estimate(over: networks.map { $0.reduce(0) { $0 + $1.gain } / Double(H) }), shown: first.map(\.kind))
  }

  /// Of a model alone; nil where no network trained.
  package init?(of model: Trained, on panel: Panel) {
    self.init(
      of: model.usable.map { network in
        Self.units(of: DescribedStates(of: network.run(over: panel).states, on: panel).values, model.shape)
      }, model.shape)
  }
}

extension UnitKinds {
  /// - Parameter states: T × N row-major, at least one row.
  static func units(of states: [Double], _ shape: Shape) -> [Unit] {
    (0..<shape.hidden).map { i in
      let y = stride(from: i, to: states.count, by: shape.stateCount).map { states[$0] }
      let steepest = shape.activation == .sigmoid ? 0.25 : 1
      let slopes = y.reduce(0) { $0 + shape.activation.slope(atValue: $1) }
      return Unit(kind: kind(of: y, shape.activation), gain: slopes / steepest / Double(y.count))
    }
  }

  /// The kind of one unit, from its states in time order, not rescaled.
  package static func kind(of y: [Double], _ activation: Activation) -> Kind {
    let y = activation == .sigmoid ? y.map { 2 * $0 - 1 } : y
    func share(_ holds: (Double) -> Bool) -> Double { Double(y.count(where: holds)) / Double(y.count) }
    if Moments.standardDeviation(y) < Rules.dead { return .dead }
    if activation == .relu { return share { $0 <= 0 } > Rules.stuckShare ? .stuck : .graded }
    if max(share { $0 > Rules.saturated }, share { $0 < -Rules.saturated }) > Rules.stuckShare { return .stuck }
    let (above, below) = (share { $0 > Rules.outer }, share { $0 < -Rules.outer })
    return above + below > Rules.mostlyOuter && min(above, below) >= Rules.otherSide ? .switching : .graded
  }
}
