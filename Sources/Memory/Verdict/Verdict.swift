/// One word on the data, one on the latent state, and the figures that decided.
public struct Verdict: Sendable, Equatable, Codable {
  /// The words for the data.
  public enum OnData: String, Sendable, Codable, CaseIterable {
    case memory
    case negligible = "memory, negligible"
    case notExploited = "memory, not exploited"
    /// A linear autoregression clearly predicts better than the networks.
    case undertrained = "memory, networks undertrained"
    /// Time or a break of the mean explains it as well.
    case drift = "memory or drift"
    /// Two readings of the data differ.
    case unclear
    case none = "no memory found"
    case inconclusive
    case notTestable = "not testable"
  }
  /// The words for the latent state.
  public enum OnState: String, Sendable, Codable, CaseIterable {
    case useful
    case usedNotUseful = "used, not useful"
    case storedNotUsed = "stored, not used"
    /// The state holds the past as that of an untrained network does.
    case untrained = "at the untrained floor"
    case empty, collapsed
    /// An interval straddles the threshold that decides, or the state cannot be read.
    case unclear
    /// No network trained, or the panel is too short.
    case unknown
  }

  /// The verdict on the data.
  public var data: OnData
  /// The verdict on the latent state.
  public var state: OnState
  /// The figures that decided: a sentence for each rung that was asked, from the lowest up.
  public var reasons: [String]
  /// The rules that fired, with their thresholds.
  public var rules: [String]
  /// What would make another verdict possible.
  public var wouldChange: [String]

  package init(data: OnData, state: OnState, reasons: [String], rules: [String], wouldChange: [String]) {
    (self.data, self.state, self.reasons) = (data, state, reasons)
    (self.rules, self.wouldChange) = (rules, wouldChange)
  }
}
