// Four kinds of hidden unit. Saturated is not dead, and neither says anything about memory.
//
// The range of σ is rescaled to [-1, 1]: y for tanh, 2y - 1 for the sigmoid.

package import Numbers
package import Recurrence

/// How many units of a model are of which kind, over the whole panel, averaged over the networks.
public struct UnitKinds: Sendable, Equatable, Codable {
  /// Asked in this order; the first that fits.
  ///
  /// | kind | tanh, sigmoid | relu |
  /// | --- | --- | --- |
  /// | dead | standard deviation over time below 0.01 | the same, in its own units |
  /// | stuck | saturated (beyond ±0.95) on one side for more than 95 % of the time | off (0) for more than 95 % |
  /// | switching | outside [0.1, 0.9] of the range for most of the time, at least 5 % of it on either side | never |
  /// | graded | the rest | the rest |
  ///
  /// A relu has no upper end to saturate at: a unit that is on and off is as graded as one that is always on.
  /// The idea is that of Karpathy, Johnson & Fei-Fei 2015 (left and right saturated gates).
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
  /// The mean slope σ'(a) over its largest value, 1 for tanh, ¼ for the sigmoid: the factor by which a unit passes a
  /// gradient on. Near 0 where all is saturated. For relu the share of the time that units are on; nil for a cell with
  /// gates, whose units are no σ of a single sum.
  public var localGain: Estimate?
  /// The units of the first network that trained, in their order.
  public var shown: [Kind]

  /// The parts as they are.
  public init(
    networks: Int, units: Int, dead: Estimate, stuck: Estimate, switching: Estimate?, graded: Estimate,
    localGain: Estimate?, shown: [Kind]
  ) {
    (self.networks, self.units, self.dead, self.stuck) = (networks, units, dead, stuck)
    (self.switching, self.graded, self.localGain, self.shown) = (switching, graded, localGain, shown)
  }

  /// nil where no network trained.
  package init?(of model: Trained) {
    let (H, activation) = (model.shape.hidden, model.shape.activation)
    let networks = model.usable.map { Self.units(of: $0.units, units: H, activation) }
    guard let first = networks.first else { return nil }
    func count(_ kind: Kind) -> Estimate {
      Estimate(over: networks.map { network in Double(network.count { $0.kind == kind }) })
    }
    self.init(
      networks: networks.count, units: H, dead: count(.dead), stuck: count(.stuck),
      switching: activation == .relu ? nil : count(.switching), graded: count(.graded),
      localGain: model.shape.cell.isGated
        ? nil : Estimate(over: networks.map { $0.reduce(0) { $0 + $1.gain } / Double(H) }), shown: first.map(\.kind))
  }
}

extension UnitKinds {
  /// Kind and mean relative slope of every unit; `states` is n × H row-major, at least one row.
  private static func units(of states: [Float], units H: Int, _ activation: Activation) -> [(kind: Kind, gain: Double)]
  {
    (0..<H).map { i in
      let y = stride(from: i, to: states.count, by: H).map { Double(states[$0]) }
      let steepest = activation == .sigmoid ? 0.25 : 1
      let slopes = y.reduce(0) { $0 + activation.slope(atValue: $1) }
      return (kind(of: y, activation), slopes / steepest / Double(y.count))
    }
  }

  /// The kind of one unit, from what it was over time, as σ gave it.
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
