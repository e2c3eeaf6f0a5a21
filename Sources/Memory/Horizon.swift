/// After how many steps an effect is gone, over the networks of a model.
public struct Horizon: Sendable, Equatable, Codable {
  /// Over the networks with a horizon within the limit; nil without any.
  public var steps: Estimate?
  /// Networks with a horizon within the limit.
  public var reached: Int
  /// Networks with a longer horizon.
  public var beyond: Int
  /// Networks without the effect.
  public var none: Int
  /// The largest number of steps that was tried.
  public var limit: Int

  package init(steps: Estimate?, reached: Int, beyond: Int, none: Int, limit: Int) {
    (self.steps, self.reached, self.beyond, self.none, self.limit) = (steps, reached, beyond, none, limit)
  }

  /// One network's.
  enum Reach: Equatable {
    case steps(Int)
    case beyond
    case none

    /// The first step at which a curve is low enough.
    init(_ curve: [Double], below isLow: (Double) -> Bool) {
      self = curve.firstIndex(where: isLow).map(Reach.steps) ?? .beyond
    }
  }

  init(over networks: [Reach], limit: Int) {
    let steps = networks.compactMap { reach -> Double? in
      if case .steps(let count) = reach { Double(count) } else { nil }
    }
    self.init(
      steps: steps.isEmpty ? nil : Estimate(over: steps), reached: steps.count,
      beyond: networks.count { $0 == .beyond }, none: networks.count { $0 == .none }, limit: limit)
  }
}
